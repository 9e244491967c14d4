// A program that began in Node goes on in the browser, from a snapshot, and then in Node again.
import assert from 'node:assert/strict';
import { relative } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { fresh, withEachModule } from '../api/modules.js';
import { launch, missing } from './browser.js';
import { serve } from './serve.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** In the page: what the run comes to there, what its history says, and the state in between. @param {{ wasm: string, saved: number[] }} given */
async function goOn({ wasm, saved }) {
  const { load } = await import(/** @type {any} */ ('/wasm/api/index.js'));
  const m = await load(wasm, { snapshot: Uint8Array.from(saved), manual: true });
  const history = m.history();
  const average = m.roots.averager.send(20);
  for (let i = 0; i < 5; i++) m.turn();
  history.back(3);
  const bytes = m.snapshot();
  const labels = history.steps.map((/** @type {{ label: string }} */ { label }) => label);
  m.resume();
  return { average, labels, result: await m.runs[0], bytes: [...bytes] };
}

describe('snapshots in a browser', { skip: missing }, async () => {
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let server;
  /** @type {Awaited<ReturnType<typeof launch>>} */
  let browser;
  before(async () => {
    server = await serve(root, '/');
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  await withEachModule('from Node and back', (file) => {
    test('goes on', async () => {
      const m = await fresh(file, { manual: true, virtualClock: true });
      const { averager, everything } = m.coroutines;
      const first = (m.roots.averager = averager());
      first.send(null);
      first.send(10);
      const run = m.run(everything());
      for (let i = 0; i < 8; i++) m.turn();
      const page = await browser.newPage();
      await page.goto(`${server.url}README.md`);
      const there = await page.evaluate(goOn, { wasm: `/${relative(root, file)}`, saved: [...m.snapshot()] });
      await page.close();
      m.resume();
      const result = await run;
      assert.equal(there.average, 15);
      assert.deepEqual(there.labels, ['start', 'send averager 20', ...Array(5).fill('turn')]);
      assert.deepEqual(there.result, result);
      const back = await fresh(file, { snapshot: Uint8Array.from(there.bytes) });
      assert.equal(back.roots.averager.send(60), 30);
      assert.deepEqual(await back.runs[0], result);
    });
  }, 'states');
});
