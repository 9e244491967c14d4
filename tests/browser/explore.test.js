// explore() in a browser, straight from the package's files: there is no toolchain there, so that all orders are run.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { moduleFile } from '../api/modules.js';
import { launch, missing } from './browser.js';
import { serve } from './serve.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('explore() in a browser', { skip: missing }, () => {
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let server;
  /** @type {import('playwright-core').Browser} */
  let browser;
  before(async () => {
    [server, browser] = await Promise.all([serve(root, '/'), launch()]);
    server.given.set('blank.html', '<!doctype html><title>blank</title>');
  });
  after(() => Promise.all([browser?.close(), server?.close()]));

  test('a failure is found, and shown again', async () => {
    const page = await browser.newPage();
    await page.goto(`${server.url}blank.html`);
    const module = relative(root, await moduleFile('orders-kinds', 'clang')).replaceAll(sep, '/');
    const seen = await page.evaluate(async ({ url, wasm }) => {
      const { explore, replaySchedule } = await import(/** @type {any} */ (`${url}wasm/api/index.js`));
      const { tests } = await explore(url + wasm, { test: ['locks', 'independent'], maxSchedules: 300 });
      const again = await replaySchedule(url + wasm, tests[0].failure.schedule);
      return { told: tests.map((/** @type {any} */ { verdict, complete, cut }) => ({ verdict, complete, cut })), again: again.failure.kind };
    }, { url: server.url, wasm: module });
    assert.deepEqual(seen.again, 'deadlock');
    assert.deepEqual(seen.told, [{ verdict: 'failed', complete: false, cut: [] }, { verdict: 'bounded', complete: false, cut: ['schedules'] }]);
  });
});
