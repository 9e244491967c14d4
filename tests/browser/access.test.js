// For everybody: keys, focus, colours, phones, zoom, the live region, and what is said when something cannot be loaded.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describePage } from './browser.js';

describePage('the page for everybody', ({ onPage, opened }) => {
  onPage('the keys do what the buttons do, but not in text fields', 'await-chain', async (page) => {
    const { keyboard } = page.page;
    await page.page.locator('h1').click();
    await keyboard.press('s');
    await keyboard.type('None');
    await keyboard.press('Enter');
    assert.equal(await page.lastLine(), "'first number?'");
    assert.equal(await page.page.locator('#send-value').inputValue(), 'None');
    await keyboard.press('Escape'); // leaves the field
    await keyboard.press('j');
    assert.deepEqual((await page.cards()).map((card) => card.isSelected), [false, true, false, false]);
    await keyboard.press('k');
    await keyboard.press('t');
    assert.equal(await page.focused(), 'throw-kind');
    await page.blur();
    await keyboard.press('/');
    assert.equal(await page.focused(), 'prompt');
    await keyboard.type('c1.send(30)');
    await keyboard.press('Enter');
    assert.equal(await page.lastLine(), "'second number?'");
    await keyboard.press('ArrowUp');
    assert.equal(await page.page.locator('#prompt').inputValue(), 'c1.send(30)');
    await page.fill('#prompt', '');
    await page.blur();
    await keyboard.press('c');
    assert.equal((await page.cards())[0].state, 'CLOSED');
    await keyboard.press('d');
    assert.deepEqual((await page.cards()).map((card) => card.path), ['c2']);
    await keyboard.press('n');
    await page.page.locator('#new-form').waitFor();
    await keyboard.press('Escape');
    await page.page.locator('#new-form').waitFor({ state: 'detached' });
    await page.blur();
    await keyboard.press('r');
    await page.page.waitForFunction(() => document.querySelector('.sentence')?.textContent === 'Everything is as at the start.');
    assert.deepEqual((await page.cards()).map((card) => card.state), ['CREATED', 'CREATED']);
    await keyboard.press('?');
    await page.page.locator('dialog[open]').waitFor();
    await page.isAccessible('with the help');
    await page.page.locator('dialog[open] input[type=checkbox]').uncheck();
    await keyboard.press('Escape');
    await page.blur();
    await keyboard.press('c');
    assert.equal((await page.cards())[0].state, 'CREATED');
  });

  onPage('the whole page can be reached with Tab alone, and the focus is seen', 'first-step', async (page) => {
    /** @type {string[]} */
    const seen = [];
    for (;;) {
      await page.page.keyboard.press('Tab');
      const [what, outline, again] = await page.page.evaluate(() => {
        const element = /** @type {HTMLElement} */ (document.activeElement);
        const met = element.dataset.met === 'by Tab' || element === document.body;
        element.dataset.met = 'by Tab';
        return [element.id || element.className || element.tagName, getComputedStyle(element).outlineStyle, met];
      });
      if (again) break;
      seen.push(what);
      assert.notEqual(outline, 'none', `the focus on ${what}`);
    }
    for (const id of ['skip', 'example', 'new', 'send-value', 'send', 'close', 'drop', 'throw-kind', 'throw-message', 'throw', 'copy', 'prompt']) {
      assert.ok(seen.includes(id), `${id} in ${seen.join(', ')}`);
    }
  });

  for (const [place, window] of /** @type {const} */ ([['desktop', {}], ['phone', { width: 390, height: 844 }]])) {
    onPage(`dark colours by the system on a ${place}`, 'await-chain', async (page) => {
      assert.equal(await page.page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(15, 20, 25)');
      for (const index of [0, 1, 2]) {
        await page.page.locator('.suggestion').nth(index).click();
        await page.isAccessible(`in the dark, step ${index + 1}`);
      }
    }, { ...window, colorScheme: 'dark' });
  }

  onPage('the colours can be chosen, and stay chosen', 'first-step', async (page) => {
    const colours = page.page.getByRole('button', { name: /^Colours/ });
    await colours.click();
    await colours.click();
    assert.equal(await colours.getAttribute('aria-label'), 'Colours: dark. Change to as the system');
    await page.page.reload();
    await page.page.locator('.card').first().waitFor();
    assert.equal(await page.page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(15, 20, 25)');
  });

  onPage('on a phone what is pressed is large enough, and nothing sticks out', 'await-chain', async (page) => {
    await page.click('#send');
    const small = await page.page.locator('button, input, select').evaluateAll((all) =>
      all.filter((one) => one.getClientRects().length > 0 && one.getBoundingClientRect().height < 36).map((one) => one.outerHTML));
    assert.deepEqual(small, []);
  }, { width: 390, height: 844 });

  onPage('the page reflows at 400 % zoom', 'await-chain', (page) => page.click('#send'), { width: 320, height: 256 });

  onPage('one region is live, and it is polite; nothing moves where that is not wanted', 'await-chain', async (page) => {
    assert.equal(await page.page.locator('[role=status], [role=alert], [role=log], [aria-live]').filter({ hasText: /\S/ }).count(), 1);
    await page.page.emulateMedia({ reducedMotion: 'reduce' });
    await page.click('#send');
    assert.equal(await page.page.locator('.link').first().evaluate((link) => getComputedStyle(link, '::before').animationName), 'none');
  });

  test('what cannot be loaded is said, with what to do next', async () => {
    const { open, server } = opened();
    const page = await open();
    server.broken.add('index.json');
    await page.page.goto(page.url);
    await page.page.getByRole('alert').waitFor();
    assert.match(await page.text('.notice'), /The list of examples could not be opened.*the server answered 500/s);
    server.broken.clear();
    server.broken.add('generator.wasm');
    await page.click('.notice button');
    await page.page.locator('.card').first().waitFor();
    await page.page.evaluate(() => { location.hash = '#generator'; });
    await page.page.getByRole('alert').waitFor();
    assert.match(await page.text('.notice'), /“A generator” could not be opened.*generator\.wasm could not be fetched: the server answered 500/s);
    page.complaints.length = 0; // Chromium notes each failed fetch
    await page.isAccessible('with a failure');
    assert.equal(await page.page.locator('.notice').count(), 1);
    server.broken.clear();
    await page.page.getByRole('button', { name: 'Try again' }).click();
    await page.page.locator('.card').first().waitFor();
    assert.equal(await page.text('h1'), 'A generator');
    await page.isAccessible('after the failure');
    await page.close();
  });
});
