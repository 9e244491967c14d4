// While a thousand tasks spin on sleep(0), the page is painted.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { moduleFile } from '../api/modules.js';
import { missing, openBrowser } from './browser.js';
import { serve } from './serve.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const MILLISECONDS = 500;

describe('fair to the page', { skip: missing }, () => {
  /** @type {Awaited<ReturnType<typeof openBrowser>>} */
  let browser;
  before(async () => { browser = await openBrowser(); });
  after(() => browser?.close());

  test('animation frames come while 1,000 tasks spin on sleep(0)', async (t) => {
    const module = (await moduleFile('loop', 'clang')).slice(root.length);
    const files = await serve(root, '/');
    const { page } = await browser.open();
    try {
      await page.goto(`${files.url}package.json`); // only the origin matters
      const gaps = await page.evaluate(async ([api, file, milliseconds]) => {
        const { load } = await import(api);
        const m = await load(await (await fetch(file)).arrayBuffer());
        /** @type {number[]} */
        const times = [];
        const frame = () => { times.push(performance.now()); request = requestAnimationFrame(frame); };
        let request = requestAnimationFrame(frame);
        await new Promise((resolve) => { setTimeout(resolve, 100); });
        times.length = 0;
        const begun = performance.now();
        await m.run(m.coroutines.spin(1000, milliseconds / 1000));
        const ended = performance.now();
        cancelAnimationFrame(request);
        const all = [begun, ...times, ended];
        return all.slice(1).map((time, index) => time - all[index]);
      }, /** @type {const} */ (['/wasm/api/index.js', `/${module}`, MILLISECONDS]));
      const longest = Math.max(...gaps);
      t.diagnostic(`${gaps.length - 1} frames in ${MILLISECONDS} ms, at most ${longest.toFixed(1)} ms apart`);
      assert.ok(gaps.length - 1 >= 15, `${gaps.length - 1} frames`);
      assert.ok(longest < 100, `${longest} ms without a frame`);
    } finally {
      await page.context().close();
      await files.close();
    }
  });
});
