// While a thousand tasks spin on sleep(0), the page is painted.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { moduleFile } from '../api/modules.js';
import { missing, openBrowser } from './browser.js';
import { serve } from './serve.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const FRAMES = 30;

describe('fair to the page', { skip: missing }, () => {
  /** @type {Awaited<ReturnType<typeof openBrowser>>} */
  let browser;
  before(async () => { browser = await openBrowser(); });
  after(() => browser?.close());

  test('animation frames come while 1,000 tasks spin on sleep(0)', { timeout: 60_000 }, async (t) => {
    const module = (await moduleFile('loop', 'clang')).slice(root.length);
    const files = await serve(root, '/');
    const { page } = await browser.open();
    try {
      await page.goto(`${files.url}package.json`); // only the origin matters
      const gaps = await page.evaluate(async ([api, file, frames]) => {
        const { load } = await import(api);
        const m = await load(await (await fetch(file)).arrayBuffer());
        const enough = new AbortController();
        const times = [performance.now()];
        const frame = () => {
          times.push(performance.now());
          if (times.length > frames) enough.abort('enough frames');
          else requestAnimationFrame(frame);
        };
        const spins = m.run(m.coroutines.spin(1000, Infinity), { signal: enough.signal }); // unless a frame comes, for ever
        requestAnimationFrame(frame);
        await spins.catch((/** @type {Error} */ error) => error);
        return times.slice(1).map((time, index) => time - times[index]);
      }, /** @type {const} */ (['/wasm/api/index.js', `/${module}`, FRAMES]));
      t.diagnostic(`${gaps.length} frames, at most ${Math.max(...gaps).toFixed(1)} ms apart`);
      assert.equal(gaps.length, FRAMES);
    } finally {
      await page.context().close();
      await files.close();
    }
  });
});
