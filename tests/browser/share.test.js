// Links: what one reader did, another one finds; nothing runs by itself; what cannot be opened says so; the page inside another one.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { encodeLink } from '../../web/src/share/link.js';
import { asFrame, asMarkdown } from '../../web/src/share/texts.js';
import { describePage } from './browser.js';

const program = readFileSync(new URL('../../examples/send-values.c', import.meta.url), 'utf8');

test('a link in Markdown and in a frame', () => {
  assert.equal(asMarkdown('https://a.b/c#v1.x', 'A [sum]'), '[A \\[sum\\] · libawait](https://a.b/c#v1.x)');
  assert.equal(asFrame('https://a.b/c#v1.x', 'A "sum" <1>'), '<iframe src="https://a.b/c?embed=1#v1.x" title="A &quot;sum&quot; &lt;1>" width="100%" height="480" loading="lazy"></iframe>');
});

/** @param {import('./browser.js').Page} page the link that it offers */
async function linkOf(page) {
  await page.click('#share');
  await page.page.waitForFunction(() => /** @type {HTMLInputElement} */ (document.getElementById('share-link')).value.includes('#v1.'));
  return page.page.locator('#share-link').inputValue();
}

describePage('links', ({ opened, onPage }) => {
  /** @param {string} name @param {string} id @param {string[]} keys @param {(page: import('./browser.js').Page) => Promise<void>} [act] */
  const thereAndBack = (name, id, keys, act) => {
    onPage(name, id, async (page) => {
      await act?.(page);
      for (const key of keys) await page.page.keyboard.press(key);
      await page.page.waitForFunction(() => !document.querySelector('#run')?.textContent?.startsWith('Pause'));
      const link = await linkOf(page);
      await page.isAccessible('the dialog');
      await page.page.keyboard.press('Escape');
      const [shown, steps] = [await page.shown(), await page.steps()];
      const other = await opened().open();
      await other.page.goto(link);
      await other.page.locator('#go-there').waitFor();
      assert.equal((await other.steps()).last, 0, 'nothing has run');
      await other.isAccessible('before anything ran');
      await other.click('#go-there');
      await other.isAtStep(steps.number);
      assert.deepEqual(await other.steps(), steps);
      assert.deepEqual(await other.shown(), shown);
      await other.close();
    });
  };

  thereAndBack('coroutines that were sent values', 'send-values', ['b'], async (page) => {
    for (const line of ['c1.send(None)', "c1.send('a → ü')", 'c1.send(7)', 'what is this', 'c2 = total()']) {
      await page.fill('#prompt', line);
      await page.page.keyboard.press('Enter');
    }
    await page.blur();
  });
  thereAndBack('a program with a loop', 'producer-consumer', ['g', 'b', 'b', 'b']);
  thereAndBack('an order that was found', 'explore=lost-update', ['n', 'n', 'n', 'b']);

  onPage("somebody's own program is in the editor, and has not run", undefined, async (page) => {
    const source = program.replace('send me numbers', 'numbers, please');
    await page.page.goto(`${page.url}#${await encodeLink({ example: 'send-values', source, acts: ['c1.send(None)'], step: 1 })}`);
    await page.page.reload();
    await page.page.locator('#borrow').waitFor();
    assert.match(await page.text('.visit'), /Nothing of it has run/);
    assert.equal(await page.page.locator('.code', { hasText: 'numbers, please' }).count(), 0);
    await page.click('#borrow');
    await page.page.locator('.cm-content', { hasText: 'numbers, please' }).waitFor();
    assert.equal(await page.page.evaluate(() => localStorage.getItem('libawait.draft.send-values')), null, "the reader's own draft stays");
  });

  onPage('a link that cannot be opened says why', undefined, async (page) => {
    const link = await encodeLink({ example: 'send-values', acts: ['c1.send(None)'], step: 1 });
    for (const [fragment, said] of /** @type {const} */ ([[link.slice(0, -6), /damaged.*cut off/s], [link.replace('v1', 'v2'), /newer playground/], [await encodeLink({ example: 'nothing', acts: [], step: 0 }), /does not have: nothing/]])) {
      await page.page.goto(`${page.url}?${Math.random()}#${fragment}`);
      await page.page.locator('[role=alert]').waitFor();
      assert.match(await page.text('[role=alert]'), said);
    }
    await page.isAccessible('a link that cannot be opened');
    await page.click('main .notice-actions .primary');
    await page.page.locator('.card').first().waitFor();
  });

  test('inside another page', async () => {
    const page = await opened().open({ width: 320, height: 240 });
    await page.page.goto(`${page.url}?embed=1#${await encodeLink({ example: 'send-values', acts: ['c1.send(None)', 'c1.send(7)'], step: 2 })}`);
    await page.click('#go-there');
    await page.isAtStep(2);
    assert.equal(await page.lastLine(), '7');
    assert.equal(await page.page.locator('.source, .lesson, #share').count(), 0);
    assert.match((await page.page.locator('.top a').getAttribute('href')) ?? '', /^[^?]*#v1\./);
    await page.isAccessible('embedded');
    await page.close();
  });
});
