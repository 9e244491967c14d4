// The page without a network, and without its server: what was loaded once is all there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describePage } from './browser.js';

/** Until the page's files are kept, for which it waits for the first step. @param {import('./browser.js').Page} page */
async function isKept(page) {
  assert.equal(await page.page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
  await page.click('#send');
  await page.page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    while (!navigator.serviceWorker.controller) await new Promise((resolve) => { setTimeout(resolve, 20); });
  });
}

describePage('the page without a network', ({ opened }) => {
  test('it opens, and so does every example', async () => {
    const page = await opened().open({ serviceWorkers: 'allow' });
    await page.show('first-step');
    await isKept(page);
    await page.page.context().setOffline(true);
    await page.page.reload();
    await page.page.locator('.card').first().waitFor();
    assert.equal(await page.text('.offline'), 'Offline: the page works as before');
    for (const id of ['send-values', 'gather', 'explore=lost-update']) await page.show(id);
    await page.show('send-values');
    await page.click('#edit');
    await page.page.locator('.cm-line', { hasText: 'AW_ASYNC' }).first().click();
    await page.page.keyboard.type('aw_ga');
    await page.page.locator('.cm-tooltip-autocomplete').waitFor();
    assert.match(await page.text('.draft-bar'), /^You are offline, and the compiler was not downloaded before\./);
    page.complaints.length = 0; // the browser tells that there is no network for the compiler's list
    await page.page.goto(`${page.url}#tour=2`);
    await page.click('.show-me');
    await page.page.goto(`${page.url}?embed=1#first-step`);
    await page.page.locator('.card').first().waitFor();
    await page.isAccessible('offline');
    await page.page.context().setOffline(false);
    await page.page.locator('.offline').waitFor({ state: 'detached' });
    await page.close();
  });

  test('where there is a network, the page is never an old one', async () => {
    const { server } = opened();
    const page = await opened().open({ serviceWorkers: 'allow' });
    await page.show('first-step');
    await isKept(page);
    server.given.set('examples/send-values.c', '/* new */');
    await page.page.goto(`${page.url}#send-values`);
    await page.page.locator('.code', { hasText: '/* new */' }).waitFor();
    server.given.clear();
    await page.close();
  });
});
