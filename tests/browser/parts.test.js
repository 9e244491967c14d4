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
      await page.page.keyboard.type('/c1.close()');
      assert.deepEqual(await page.page.evaluate(() => [document.querySelector('main')?.getAttribute('aria-busy'), document.documentElement.dataset.parts]), ['false', 'arriving']);
      come();
      await page.page.waitForFunction(() => document.activeElement?.id === 'prompt');
      await page.settled();
      assert.deepEqual(await page.page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => setTimeout(() => resolve(/** @type {any} */ (globalThis).moved))); })), []);
      assert.equal(await page.text('.badge'), 'CREATED'); // what was typed for the prompt is no key
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
    await page.page.locator('#new').click();
    await page.page.keyboard.type('dbvq'); // in this order
    come();
    for (const what of ['#inspector', '#new-form', '#predict[aria-pressed=true]']) await page.page.locator(what).waitFor();
    await is('SUSPENDED', 'step 1 of 2');
    await page.isSound('with all that was pressed');
    await page.close();
  });

  test('where they cannot be loaded that is said, the program can be stepped, and all comes when it is tried again', async () => {
    const page = await opened().open({ serviceWorkers: 'allow' });
    await page.page.route(MORE, (route) => route.abort());
    await page.show();
    assert.match(await page.text('[role=alert]'), /A part of the page could not be fetched: is the server still running\?/);
    const { y = 0, height = 0 } = (await page.page.getByRole('alert').boundingBox()) ?? {};
    assert.ok(height > 0 && y + height <= ((await page.page.locator('main').boundingBox())?.y ?? 0) && height < 60, `${height} px high`);
    for (const key of ['r', 'd']) {
      await page.page.keyboard.press(key);
      await page.settled();
    }
    for (const _ of [1, 2]) await page.click('#send');
    assert.equal(await page.text('#step'), 'step 2');
    await page.page.unroute(MORE);
    await page.page.getByRole('button', { name: 'Try again' }).press('Enter');
    await page.page.waitForFunction(() => document.querySelectorAll('#example option').length > 1);
    assert.equal(await page.page.getByRole('alert').count(), 0);
    assert.equal(await page.focused(), 'stage');
    assert.equal(await page.text('#step'), 'step 2'); // the keys that were pressed in vain come to nothing
    await page.page.evaluate(() => navigator.serviceWorker.ready);
    await page.close();
  });

  test('what is wanted later and cannot be loaded says so, in our words, and can be tried again', async () => {
    const page = await opened().open();
    const later = /\/chunks\/(tour|dialogs|ask|editor|inspector)-|\/documentation\.json/;
    const loop = /\/chunks\/parts-/;
    let isDown = true;
    await page.page.route(later, (route) => (isDown ? route.abort() : route.continue()));
    await page.page.route(loop, (route) => route.abort());
    await page.show();
    await page.settled();
    const lacks = /A part of the page could not be fetched: is the server still running\? Try again, or reload the page\./;
    const alert = page.page.getByRole('alert');
    const again = page.page.getByRole('button', { name: 'Try again' });
    await page.click('#predict');
    assert.match(await page.sentence(), lacks);
    await page.fill('#prompt', 'asyncio.run(greet())');
    await page.page.locator('#prompt').press('Enter');
    assert.match(await page.sentence(), new RegExp(`Nothing was run\\. ${lacks.source}`));
    await page.click('#inspect');
    assert.match(await page.sentence(), new RegExp(`The inspector could not be loaded\\. ${lacks.source}`));
    await page.page.unroute(loop);
    for (const what of ['#inspect', '#inspect', '#help']) await page.click(what); // the second time it is tried again
    assert.match(await alert.innerText(), lacks);
    isDown = false;
    await again.click();
    for (const what of ['#inspector', 'dialog[open]']) await page.page.locator(what).waitFor();
    await page.page.keyboard.press('Escape');
    isDown = true;
    for (const _ of ['said', 'said again']) {
      await Promise.all([page.page.waitForEvent('requestfailed'), page.click('#tour')]);
      await page.settled();
      assert.match(await alert.innerText(), lacks);
    }
    await page.click('#edit');
    assert.match(await page.text('.source [role=alert]'), lacks);
    isDown = false;
    await page.page.locator('.source').getByRole('button', { name: 'Try again' }).click();
    await page.page.locator('.cm-line', { hasText: 'AW_ASYNC' }).first().click();
    isDown = true;
    await Promise.all([page.page.waitForEvent('requestfailed'), page.page.keyboard.type('aw_ga')]);
    isDown = false;
    await page.page.keyboard.type(' aw_ga');
    await page.page.locator('.cm-tooltip-autocomplete', { hasText: 'aw_gather' }).waitFor();
    await again.click();
    await page.page.locator('.tour').waitFor();
    assert.equal(await alert.count(), 0);
    assert.deepEqual(page.complaints.filter((text) => !text.startsWith('Failed to load resource')), []);
    await page.close();
  });

  test('an address whose list of examples cannot be read says so, and can be tried again', async () => {
    const page = await opened().open();
    const { broken } = opened().server;
    broken.add('index.json');
    await page.page.goto(`${page.url}#gather`);
    await page.page.getByRole('alert').waitFor();
    assert.match(await page.text('[role=alert]'), /The list of examples could not be opened/);
    broken.clear();
    await page.page.getByRole('button', { name: 'Try again' }).click();
    await page.page.locator('.task').first().waitFor();
    assert.deepEqual(page.complaints.filter((text) => !text.startsWith('Failed to load resource')), []);
    await page.close();
  });

  test('a program that does not come back, and what brings it back neither: that is said', async () => {
    const page = await opened().open();
    await page.page.route(MORE, (route) => route.abort());
    await page.page.addInitScript(() => {
      globalThis.Worker = class extends Worker {
        /** @param {any} message */
        postMessage(message) {
          if (message.act !== 'run') super.postMessage(message);
        }
      };
    });
    await page.page.clock.install();
    await page.show();
    await page.page.locator('#send').click();
    await page.page.clock.runFor(6000);
    await page.page.waitForFunction(() => document.querySelector('.sentence')?.textContent?.includes('Reset starts it over.'));
    await page.click('#reset');
    assert.equal(await page.sentence(), 'Everything is as at the start.');
    await page.close();
  });
});
