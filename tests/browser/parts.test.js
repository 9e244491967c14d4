// What is loaded after the first step is possible: until it is there the stage can be stepped, nothing that was pressed is lost, and nothing moves when it comes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describePage } from './browser.js';

const MORE = /\/chunks\/more-|\/more\.css/;

describePage('the parts of the page', ({ opened }) => {
  for (const [place, window] of /** @type {const} */ ([['desktop', {}], ['phone', { width: 390, height: 844 }]])) {
    test(`what is seen beside the stage may come late on a ${place}`, async () => {
      const page = await opened().open(window);
      await page.page.addInitScript(() => {
        const moved = /** @type {any} */ (globalThis).moved = /** @type {unknown[]} */ ([]);
        new PerformanceObserver((list) => {
          for (const entry of /** @type {any[]} */ (list.getEntries())) if (!entry.hadRecentInput) moved.push(entry.value, ...entry.sources.map((/** @type {any} */ { node }) => node?.className));
        }).observe({ type: 'layout-shift', buffered: true });
      });
      let come = () => {};
      const late = new Promise((resolve) => { come = () => resolve(undefined); });
      await page.page.route(MORE, async (route) => {
        await late;
        await route.continue();
      });
      await page.show();
      const is = (/** @type {string} */ state, /** @type {string} */ step) => page.page.waitForFunction(([word, words]) => document.querySelector('.badge')?.textContent === word && document.getElementById('step')?.textContent === words, [state, step]);
      await page.page.keyboard.press('s');
      await page.page.keyboard.press('Enter');
      await is('SUSPENDED', 'step 1');
      assert.match(await page.page.locator('.sentence').innerText(), /yielded 'hello'/);
      await page.blur();
      await page.page.keyboard.press('b');
      await is('CREATED', 'step 0 of 1');
      await page.page.keyboard.press('f');
      await is('SUSPENDED', 'step 1');
      await page.page.locator('#new').click();
      await page.page.locator('#inspect').click();
      await page.page.keyboard.press('/');
      assert.equal(await page.page.getAttribute('main', 'aria-busy'), 'true');
      await page.page.evaluate(() => { /** @type {any} */ (globalThis).moved.length = 0; });
      come();
      await page.page.locator('#inspector').waitFor();
      await page.page.locator('#new-form').waitFor();
      assert.equal(await page.focused(), 'prompt');
      await page.isSound('with all that was pressed');
      await page.close();
    });
  }
});
