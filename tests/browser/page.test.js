// What can be done on the page beside the examples' own steps: refusals, fields, new and dropped coroutines, typed lines, links, copies.
import assert from 'node:assert/strict';
import { describePage } from './browser.js';

const reused = 'RuntimeError: cannot reuse already awaited coroutine';

describePage('the page', ({ onPage }) => {
  onPage('an action that Python refuses can be tried, and is answered with its text', 'first-step', async (page) => {
    await page.fill('#send-value', '5');
    assert.equal(await page.text('#send-hint'), "Will raise TypeError: can't send non-None value to a just-started coroutine");
    assert.match(await page.page.locator('#send').getAttribute('class') ?? '', /will-raise/);
    await page.isAccessible('with a hint');
    await page.click('#send');
    assert.equal(await page.lastLine(), "TypeError: can't send non-None value to a just-started coroutine");
    assert.equal((await page.cards())[0].state, 'CREATED');
    assert.match(await page.sentence(), /^send raised TypeError: .* greet is still made, but not started\.$/);

    await page.click('#close');
    assert.equal((await page.cards())[0].state, 'CLOSED');
    assert.equal(await page.text('#send-hint'), `Will raise ${reused}`);
    await page.click('#send');
    assert.equal(await page.lastLine(), reused);
    await page.click('#throw');
    assert.equal(await page.lastLine(), reused);
    await page.click('#close');
    assert.equal(await page.lastLine(), '>>> c1.close()');
    assert.equal(await page.sentence(), 'greet was closed already: nothing happened.');
  });

  onPage('values are typed as in Python, and what cannot be read is said at the field', 'send-values', async (page) => {
    await page.click('#send');
    await page.fill('#send-value', '[1');
    await page.click('#send');
    assert.match(await page.text('#send-trouble'), /^This value cannot be read: expected , or \] at the end\./);
    assert.equal((await page.entries()).filter((entry) => entry.kind === 'call').length, 2);
    await page.isAccessible('with an unreadable value');
    for (const [typed, call, answer] of [['40', '40', '40'], ['true', 'True', '41'], [' "x" ', "'x'", '41'], ['[1, (2,)]', '[1, (2,)]', '41'], ['c1', 'c1', '41']]) {
      await page.fill('#send-value', typed);
      await page.page.keyboard.press('Enter');
      const [first, last] = await page.answer();
      assert.equal(first.text, `>>> c1.send(${call})`);
      assert.equal(last.text, answer);
    }
    await page.fill('#send-value', '');
    await page.click('#send');
    assert.equal(await page.lastLine(), 'StopIteration: 41');
  });

  onPage('throw takes a type and a message', 'throw-catch', async (page) => {
    await page.click('#send');
    await page.page.locator('#throw-kind').selectOption('KeyError');
    await page.fill('#throw-message', "it's gone");
    await page.click('#throw');
    assert.deepEqual((await page.answer()).map((entry) => entry.text), ['>>> c1.throw(KeyError("it\'s gone"))', 'caught KeyError("it\'s gone")', "'1 mended'"]);
    await page.page.locator('#throw-kind').selectOption('StopIteration');
    await page.fill('#throw-message', '');
    await page.click('#throw');
    assert.equal((await page.answer())[0].text, '>>> c1.throw(StopIteration())');
    assert.equal(await page.lastLine(), 'RuntimeError: generator raised StopIteration');
    assert.equal((await page.cards())[0].state, 'CLOSED raised');
  });

  onPage('what is awaited can be selected and stepped itself', 'await-chain', async (page) => {
    await page.click('#send');
    await page.page.locator('.card').nth(2).locator('.card-name').click();
    assert.equal((await page.cards())[2].isSelected, true);
    await page.fill('#send-value', '30');
    await page.click('#send');
    assert.deepEqual((await page.answer()).map((entry) => entry.text), ['>>> c1.cr_await.cr_await.send(30)', "'second number?'"]);
    assert.equal((await page.cards())[2].facts.yielded, "'second number?'");
    await page.click('#drop');
    assert.equal(await page.lastLine(), "AttributeError: attribute 'cr_await' of 'coroutine' objects is not writable");
    await page.click('#close');
    assert.equal((await page.cards())[2].state, 'CLOSED');
    await page.page.locator('.card-name').first().click();
    await page.click('#send');
    assert.equal(await page.lastLine(), reused);
  });

  onPage('drop lets go: a warning before the first send, the cleanup after it', 'close-cleanup', async (page) => {
    await page.click('#send');
    await page.click('#drop');
    assert.deepEqual((await page.answer()).map((entry) => entry.text), ['>>> del c1', 'line 1 is written', 'closed b.txt', 'closed a.txt']);
    assert.deepEqual(await page.cards(), []);
    assert.match(await page.text('.stage'), /No coroutine is held by a name\. Press New/);
    await page.isAccessible('with no coroutine');
    await page.click('#new');
    assert.equal(await page.page.locator('#new-form input').inputValue(), "'a.txt', 'b.txt'");
    await page.isAccessible('with the form for a new one');
    await page.click('#new-form button');
    assert.equal((await page.cards())[0].state, 'CREATED');
    await page.click('#drop');
    assert.equal(await page.lastLine(), "RuntimeWarning: coroutine 'copy' was never awaited");
    assert.match(await page.sentence(), / RuntimeWarning: coroutine 'copy' was never awaited/);
  });

  onPage('what a dropped coroutine raises is shown, too', 'ignored-exit', async (page) => {
    await page.click('#send');
    await page.click('#drop');
    const [, printed, lost] = await page.answer();
    assert.equal(printed.text, 'not yet!');
    assert.equal(lost.kind, 'unraisable');
    assert.match(lost.text, /^Exception ignored in: <coroutine object stubborn at 0x[0-9a-f]+>\n(.*\n)*RuntimeError: coroutine ignored GeneratorExit$/);
    assert.match(await page.sentence(), /Nobody could receive RuntimeError: coroutine ignored GeneratorExit\.$/);
    assert.deepEqual(await page.cards(), []);
  });

  onPage('new takes any arguments, and Python answers the wrong ones', 'await-chain', async (page) => {
    await page.click('#new');
    await page.page.locator('#new-form select').selectOption('inner');
    await page.click('#new-form button');
    assert.deepEqual((await page.cards()).map((card) => `${card.path} ${card.name} ${card.isSelected}`), ['c1 outer false', 'c2 outer false', 'c3 inner true']);
    await page.click('#new');
    await page.fill('#new-form input', '1, 2');
    await page.click('#new-form button');
    assert.match(await page.lastLine(), /^TypeError: /);
    assert.equal((await page.cards()).length, 3);
  });

  onPage('lines of Python can be typed', 'first-step', async (page) => {
    const say = async (/** @type {string} */ line) => {
      await page.fill('#prompt', line);
      await page.page.keyboard.press('Enter');
      return page.lastLine();
    };
    assert.equal(await say('nothing.send(None)'), "NameError: name 'nothing' is not defined");
    assert.equal(await say('c1.cr_await'), 'None');
    assert.equal(await say('c1.send(None)'), "'hello'");
    assert.equal(await say('c1.cr_suspended'), 'True');
    assert.equal(await say('c1.nothing'), "AttributeError: 'coroutine' object has no attribute 'nothing'");
    assert.equal(await say('c1()'), "TypeError: 'coroutine' object is not callable");
    assert.equal(await say('x = greet()'), '>>> x = greet()');
    assert.deepEqual((await page.cards()).map((card) => card.path), ['c1', 'x']);
    assert.equal(await say('x = greet()'), "RuntimeWarning: coroutine 'greet' was never awaited");
    assert.equal(await say('x.throw(ValueError)'), 'ValueError');
    assert.equal(await say('c1.send('), 'This line cannot be read: a value is missing.');
    assert.equal(await page.page.locator('#prompt').inputValue(), 'c1.send(');
  });

  onPage('a link opens its example, and an unknown one the first', 'generator', async (page) => {
    assert.equal(await page.page.title(), 'A generator · libawait');
    await page.page.evaluate(() => { location.hash = '#hello'; });
    await page.page.waitForFunction(() => document.querySelector('.source h2')?.textContent === 'hello.c');
    await page.page.locator('#example').selectOption('first-step');
    await page.page.waitForFunction(() => location.hash === '#first-step' && document.title.startsWith('First step'));
    await page.page.goto(`${page.url}#no-such-example`);
    await page.page.reload();
    await page.page.locator('.card').first().waitFor();
    assert.equal(await page.text('h1'), 'First step');
  });

  onPage('the transcript is copied as text', 'first-step', async (page) => {
    await page.page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(page.url).origin });
    await page.click('#send');
    await page.click('#copy');
    await page.page.waitForFunction(() => document.getElementById('copy')?.textContent === 'Copied');
    assert.equal(await page.page.evaluate(() => navigator.clipboard.readText()), ">>> c1 = greet()\n>>> c1.send(None)\nthe body starts\n'hello'");
  });
});
