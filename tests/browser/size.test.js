// How much a reader downloads, compressed as web spaces do it. The page must not grow unseen: whoever adds to it changes a number here. docs/decisions/14-sizes-of-the-page.md says what the goals are.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { missing, openBrowser } from './browser.js';

const folder = fileURLToPath(new URL('../../build/web', import.meta.url));
const KB = 1000;

/** @param {Iterable<string>} files */
const compressed = (files) => [...files].reduce((sum, file) => sum + brotliCompressSync(readFileSync(join(folder, file))).length, 0);

describe('what is downloaded', { skip: missing }, () => {
  /** @type {Awaited<ReturnType<typeof openBrowser>>} */
  let browser;
  before(async () => { browser = await openBrowser(); });
  after(() => browser?.close());

  test('until the first step has its answer, and before anything is compiled', async (t) => {
    const page = await browser.open();
    /** @type {Set<string>} */
    const asked = new Set();
    /** What is asked for while the answer is awaited comes after it: the answer does not need it. @type {Set<string>} */
    const later = new Set();
    let tellAnswered = () => {};
    const answered = new Promise((/** @type {(value?: any) => void} */ resolve) => { tellAnswered = resolve; });
    await page.page.route('**/*', async (route) => {
      const request = route.request();
      const file = new URL(request.url()).pathname.replace('/some/where/', '') || 'index.html';
      const isPressed = !request.isNavigationRequest() && (await page.page.evaluate(() => Boolean(/** @type {any} */ (globalThis).seen?.pressedAt)));
      if (isPressed && !asked.has(file)) later.add(file);
      asked.add(file);
      if (isPressed) await answered;
      await route.continue();
    });
    await page.page.addInitScript(() => {
      // As soon as there is a button it is pressed; the answer is what the card and the sentence say then.
      const { seen } = /** @type {any} */ (Object.assign(globalThis, { seen: {} }));
      new MutationObserver(() => {
        const button = document.getElementById('send');
        if (button && !seen.pressedAt) {
          seen.pressedAt = Date.now();
          button.click();
        } else if (document.querySelector('.card .badge')?.textContent === 'SUSPENDED' && document.querySelector('.sentence')?.textContent?.includes('hello')) seen.answeredAt ??= Date.now();
      }).observe(document, { childList: true, subtree: true, characterData: true });
    });
    await page.show();
    await page.page.waitForFunction(() => /** @type {any} */ (globalThis).seen.answeredAt);
    const first = [...asked].filter((file) => !later.has(file));
    tellAnswered();
    await page.page.waitForLoadState('networkidle');
    const before = asked.size;
    await page.click('#edit');
    await page.page.locator('.cm-content').waitFor();
    await page.page.waitForLoadState('networkidle');
    const hints = [...readFileSync(join(folder, 'index.html'), 'utf8').matchAll(/modulepreload" href="(.*?)"/g)].map(([, file]) => file);
    assert.ok(hints.length > 0 && hints.every((file) => first.includes(file)), `not needed at first: ${hints.filter((file) => !first.includes(file)).join()}`);
    const all = [...asked].filter((file) => !file.startsWith('vendor/'));
    assert.ok(all.includes('examples/first-step.first.wasm') && all.some((file) => file.startsWith('chunks/editor-')), all.join());
    const editor = [...asked].slice(before);
    assert.deepEqual(editor.filter((file) => /completing|hovering|diagnostics|documentation/.test(file)), [], 'what nobody has asked for yet');
    const sizes = [first, all, editor].map(compressed);
    t.diagnostic(`first step: ${Math.ceil(sizes[0] / KB)} kB in ${first.length} files, with the editor and all that is loaded ahead: ${Math.ceil(sizes[1] / KB)} kB, of which the editor is ${Math.ceil(sizes[2] / KB)} kB, brotli`);
    assert.ok(sizes[0] < 70 * KB, `${sizes[0]} bytes: ${first.join()}`);
    assert.ok(sizes[1] < 220 * KB, `${sizes[1]} bytes: ${all.join()}`);
    await page.close();
  });
});

test('what is downloaded for the compiler, once', (t) => {
  const vendor = join(folder, 'vendor');
  const bytes = readdirSync(vendor, { recursive: true, encoding: 'utf8' }).reduce((sum, name) => sum + (statSync(join(vendor, name)).isFile() ? statSync(join(vendor, name)).size : 0), 0);
  t.diagnostic(`compiler: ${(bytes / 1e6).toFixed(1)} MB as it is built to be tried; \`node scripts/build.js\` says how to make it smaller for publishing`);
  assert.ok(bytes < 24e6, `${bytes} bytes`);
});
