// Editing on the page: a draft, the compiler that is downloaded for it, what it finds, and the program that runs meanwhile.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { missing, openBrowser } from './browser.js';

describe('editing', { skip: missing }, () => {
  /** @type {Awaited<ReturnType<typeof openBrowser>>} */
  let browser;
  /** @type {import('./browser.js').Page} */
  let page;
  before(async () => {
    browser = await openBrowser();
    page = await browser.open();
    await page.show('hello');
  });
  after(() => browser?.close());

  const bar = () => page.text('.draft-bar');
  /** @param {RegExp} words */
  const barSays = (words) => page.page.waitForFunction((source) => new RegExp(source).test(/** @type {HTMLElement | null} */ (document.querySelector('.draft-bar'))?.innerText ?? ''), words.source);
  /** @param {RegExp} words */
  const says = (words) => page.page.waitForFunction((source) => new RegExp(source).test(document.querySelector('.sentence')?.textContent ?? ''), words.source);
  const editor = () => page.page.locator('.cm-content');
  const text = async () => {
    await page.page.locator('.cm-line').first().waitFor();
    const lines = await page.page.locator('.cm-line').evaluateAll((all) => all.map((line) => [...line.childNodes].filter((node) => !(node instanceof Element && node.matches('.marker'))).map((node) => node.textContent).join('')));
    return lines.join('\n');
  };
  const problems = () => page.page.locator('.problem').evaluateAll((all) => all.map((one) => /** @type {HTMLElement} */ (one).innerText.replace(/\s+/g, ' ').trim()));
  /** Puts the cursor behind the first place where this stands. @param {string} what */
  const goBehind = async (what) => {
    const line = page.page.locator('.cm-line', { hasText: what }).first();
    const column = ((await line.textContent()) ?? '').indexOf(what) + what.length;
    await line.click();
    await page.page.keyboard.press('Home');
    await page.page.keyboard.press('Home');
    for (let at = 0; at < column; at++) await page.page.keyboard.press('ArrowRight');
  };

  test('without a compiler there is a draft, and the program goes on', async () => {
    await page.page.keyboard.press('e');
    await editor().waitFor();
    assert.equal(await editor().getAttribute('aria-label'), 'C source, hello.c');
    assert.equal(await page.page.locator('.draft-bar').count(), 0);
    await goBehind('"hello');
    await page.page.keyboard.type(' again');
    assert.match(await text(), /printf\("hello again, %s\\n", name\);/);
    assert.match(await bar(), /^Edited\. Compiling needs the C compiler \(\d+\.\d MB, once; then it works offline\)\.\s+Get the compiler\s+Revert$/);
    await page.isAccessible('with a draft');
    await page.page.keyboard.press('Escape'); // the completions
    await page.page.keyboard.press('Escape');
    await page.page.keyboard.press('Tab');
    assert.equal(await page.page.evaluate(() => document.activeElement?.matches('.editor')), false);
    await page.click('#send');
    await says(/^It printed: hello, cats\./);
  });

  test('completion and documentation come from the headers', async () => {
    await goBehind('cats = ');
    await page.page.keyboard.type('aw_gath');
    const first = page.page.locator('.cm-tooltip-autocomplete li[aria-selected]');
    await first.waitFor();
    assert.match((await first.textContent()) ?? '', /^aw_gather \(\.\.\.\)$/);
    assert.match(await page.text('.documentation'), /^aw_gather\(\.\.\.\)\s+asyncio\.gather\(a, b, …\): a future, at least one argument\./);
    await page.isAccessible('with completions');
    await page.page.keyboard.press('Escape');
    for (let at = 0; at < 'aw_gath'.length; at++) await page.page.keyboard.press('Backspace');
    await page.page.locator('.own-word', { hasText: 'aw_suspend' }).first().hover();
    await page.page.locator('.cm-tooltip-hover .documentation').waitFor();
    assert.match(await page.text('.documentation'), /An awaitable that hands `value` to whoever drives the coroutine/);
  });

  test('a download that fails says why, and one that succeeds compiles', async () => {
    browser.server.broken.add('binaryen');
    await page.click('#get-compiler');
    await barSays(/^vendor\/binaryen.* is missing \(HTTP 500\)/);
    page.complaints.length = 0; // the browser tells of the answer 500
    browser.server.broken.delete('binaryen');
    await page.click('#get-compiler');
    await barSays(/^This is your program, not the example\./);
    assert.equal(await page.lastLine(), '>>> c1 = main_coroutine()');
    await page.click('#send');
    await says(/^It printed: hello again, cats\./);
    assert.deepEqual(await page.page.locator('.is-standing .marker').allTextContents(), ['c1 greet', 'c1']);
    await page.click('#share');
    await Promise.all([page.page.waitForEvent('download'), page.page.locator('#download').click()]);
    await page.page.keyboard.press('Escape');
    await page.isAccessible('with a program of its own');
  });

  test('mistakes are shown while they are typed, and can be mended; the old program stays', async () => {
    await goBehind('return aw_int(times)');
    await page.page.keyboard.press('Delete');
    await page.page.locator('.problem').waitFor();
    assert.deepEqual(await problems(), ["11:25 error expected ';' after return statement Insert ;"]);
    assert.equal(await page.page.locator('.cm-lintRange-error, .cm-lintPoint-error').count(), 1);
    assert.match(await bar(), /^Edited, with 1 error\./);
    assert.match(await page.text('.stale'), /The program below is the one before your changes\./);
    await page.page.setViewportSize({ width: 390, height: 844 });
    await page.page.evaluate(() => scrollTo(0, document.body.scrollHeight / 2));
    await page.page.keyboard.press('Control+Enter');
    await barSays(/^It does not compile: 1 error\./);
    await page.page.waitForFunction(() => {
      const { top, bottom } = /** @type {Element} */ (document.querySelector('.problem')).getBoundingClientRect();
      return top > 0 && bottom <= innerHeight;
    });
    assert.equal(await page.page.evaluate(() => document.activeElement?.matches('.editor')), true);
    await page.page.setViewportSize({ width: 1280, height: 800 });
    assert.match((await page.page.locator('.source [role=status].hidden').textContent()) ?? '', /^Line 11: expected ';'/);
    await page.isAccessible('with a mistake');
    await page.click('#send');
    await says(/^It printed: hello again, cats\./);
    await page.page.keyboard.press('Home');
    await editor().focus();
    await page.page.keyboard.press('Control+Home');
    await page.page.keyboard.press('F8');
    assert.match((await page.page.locator('.source [role=status].hidden').textContent()) ?? '', /^expected ';' after return statement/);
    await page.page.locator('.problem .small').click();
    await page.page.waitForFunction(() => !document.querySelector('.problem'));
    assert.match(await text(), /return aw_int\(times\);\n/);
  });

  test('what the linker misses is a problem of a line', async () => {
    await goBehind('return aw_int(times');
    await page.page.keyboard.type(' + nowhere()');
    await goBehind('#include <stdio.h>');
    await page.page.keyboard.type('\nint nowhere(void);');
    await page.page.keyboard.press('Control+Enter');
    await barSays(/^It does not compile: 1 error/);
    assert.deepEqual(await problems(), ['12:27 error nowhere is declared and used, but defined nowhere']);
  });

  test('an endless loop is ended, and going back goes on', async () => {
    await page.click('#revert');
    await page.page.waitForFunction(() => !document.querySelector('.draft-bar'));
    await goBehind('"hello, %s\\n", name);');
    await page.page.keyboard.type('\nfor (;;);');
    await page.page.keyboard.press('Control+Enter');
    await barSays(/^This is your program/);
    await page.click('#send');
    await says(/the program was stopped: it ran for \d+ s without coming back/);
    await page.isAccessible('with a loop that was ended');
    await editor().blur();
    await page.page.keyboard.press('b');
    await page.page.locator('.badge', { hasText: 'CREATED' }).waitFor();
  });

  test('a draft is there after a reload, and can be thrown away', async () => {
    await page.page.reload();
    await page.page.locator('.card').first().waitFor();
    assert.match(await bar(), /^There is a draft of yours\. The program that runs is not made of it\./);
    await page.isAccessible('with a draft from before');
    await page.click('#edit');
    await barSays(/^Edited\./);
    assert.match(await text(), /for \(;;\);/);
    await page.click('#revert');
    await page.page.waitForFunction(() => !document.querySelector('.draft-bar'));
    assert.equal(await page.page.locator('.stale').count(), 0);
    assert.doesNotMatch(await text(), /for \(;;\)/);
    await goBehind('"hello, %s\\n", name);');
    await page.page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('completing-')));
    for (const typed of ['\n', 'if (name) {', '\n', 'f("(']) await page.page.keyboard.type(typed);
    assert.match(await text(), /name\);\n( +)if \(name\) \{\n\1    f\("\("\)\n\1\}\n/);
    await page.page.keyboard.press('Control+/');
    assert.match(await text(), /\n +\/\/ f\("\("\)\n/);
    await page.click('#revert');
    await page.page.waitForFunction(() => !document.querySelector('.draft-bar'));
    assert.equal(await page.page.evaluate(() => localStorage.getItem('libawait.draft.hello')), '');
    await page.isSound('at the end');
  });

  test('a program that runs by itself stops at breakpoints, which move with the text', async () => {
    const loop = await browser.open();
    await loop.show('two-workers');
    const stops = loop.page.locator('.stop');
    assert.deepEqual(await stops.allTextContents(), ['8', '15']);
    await stops.first().click();
    await loop.isAccessible('with a breakpoint');
    for (const task of ['Task-2', 'Task-3']) {
      await loop.page.keyboard.press('g');
      await loop.page.waitForFunction((name) => document.querySelector('.sentence')?.textContent?.startsWith(`Stopped at the breakpoint in line 8. ${name} ran to line 8`), task);
    }
    await loop.page.keyboard.press('g');
    await loop.page.waitForFunction(() => document.querySelector('.sentence')?.textContent?.includes('The program has ended'));
    await loop.click('#edit');
    const points = loop.page.locator('.breakpoint');
    await points.waitFor();
    await loop.page.locator('.cm-line', { hasText: 'double started' }).click();
    await loop.page.keyboard.press('F9');
    await loop.page.waitForFunction(() => document.querySelector('.editor')?.shadowRoot?.querySelectorAll('.breakpoint').length === 2);
    await loop.page.getByText('Close the editor').click();
    assert.deepEqual(await loop.page.locator('.stop[aria-pressed=true]').allTextContents(), ['8', '15']);
    await loop.close();
  });

  test('on a phone', async () => {
    const phone = await browser.open({ width: 390, height: 844, colorScheme: 'dark' });
    await phone.show('two-workers');
    await phone.click('#edit');
    await phone.page.locator('.cm-content').waitFor();
    const { left, indented } = await phone.page.evaluate(() => {
      const line = /** @type {HTMLElement} */ (document.querySelector('.editor')?.shadowRoot?.querySelector('.cm-line'));
      const range = document.createRange();
      range.selectNodeContents(line);
      const rows = [...range.getClientRects()].map((row) => row.left);
      return { left: rows[0], indented: Math.max(...rows) };
    });
    assert.ok(indented > left + 10, `a line that goes on: ${left}, ${indented}`);
    await phone.isAccessible('on a phone');
    await phone.close();
  });
});
