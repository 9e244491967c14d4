// What is loaded after the first step is possible: until it is there the stage can be stepped, nothing that was pressed is lost, and nothing moves when it comes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describePage } from './browser.js';

const MORE = /\/chunks\/more-|\/more\.css/;

describePage('the parts of the page', ({ opened }) => {
  /** A page without what is seen beside the stage, until that may come. @param {object} [window] */
  async function openWithout(window) {
    const page = await opened().open(window);
    let come = () => {};
    const late = new Promise((resolve) => { come = () => resolve(undefined); });
    await page.page.route(MORE, async (route) => {
      await late;
      await route.continue();
    });
    await page.page.addInitScript(() => {
      const moved = /** @type {any} */ (globalThis).moved = /** @type {unknown[]} */ ([]);
      new PerformanceObserver((list) => {
        for (const entry of /** @type {any[]} */ (list.getEntries())) moved.push(entry.value, ...entry.sources.map((/** @type {any} */ { node }) => node?.className));
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.show();
    return { page, come };
  }

  for (const [place, window] of /** @type {const} */ ([['desktop', {}], ['phone', { width: 390, height: 844 }]])) {
    test(`nothing moves when they come, on a ${place}`, async () => {
      const { page, come } = await openWithout(window);
      await page.page.keyboard.press('/');
      assert.equal(await page.page.getAttribute('main', 'aria-busy'), 'true');
      come();
      await page.page.waitForFunction(() => document.activeElement?.id === 'prompt');
      await page.settled();
      assert.deepEqual(await page.page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => setTimeout(() => resolve(/** @type {any} */ (globalThis).moved))); })), []);
      await page.isSound('with all parts');
      await page.close();
    });
  }

  test('without them the first program can be stepped, and nothing is lost that was pressed', async () => {
    const { page, come } = await openWithout();
    const is = (/** @type {string} */ state, /** @type {string} */ step) => page.page.waitForFunction(([word, words]) => document.querySelector('.badge')?.textContent === word && document.getElementById('step')?.textContent === words, [state, step]);
    await page.page.keyboard.press('s');
    await page.page.keyboard.press('Enter');
    await is('SUSPENDED', 'step 1');
    assert.match(await page.page.locator('.sentence').innerText(), /'hello'/);
    await page.blur();
    await page.page.keyboard.press('b');
    await is('CREATED', 'step 0 of 1');
    await page.page.keyboard.press('f');
    await is('SUSPENDED', 'step 1');
    await page.page.keyboard.press('v');
    await page.page.locator('#new').click();
    await page.page.locator('#predict').click();
    come();
    for (const what of ['#inspector', '#new-form', '#predict[aria-pressed=true]']) await page.page.locator(what).waitFor();
    await page.isSound('with all that was pressed');
    await page.close();
  });

  test('where they cannot be loaded that is said, and the program can be stepped', async () => {
    const page = await opened().open();
    await page.page.route(MORE, (route) => route.abort());
    await page.show();
    await page.page.getByRole('alert').waitFor();
    assert.match(await page.text('[role=alert]'), /could not be loaded\. Reload the page/);
    await page.click('#send');
    assert.equal(await page.text('.badge'), 'SUSPENDED');
    await page.close();
  });
});
