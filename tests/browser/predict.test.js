// Predict mode: the reader is asked before a step, and the guess is compared with what the step then does.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerIn, compare, compareTasks, questionOf, ranIn } from '../../web/src/predict/guess.js';
import { describePage } from './browser.js';

test('what is asked, what came of it, and how a guess compares', () => {
  assert.deepEqual(questionOf('c1.cr_await.send(7)'), { line: 'c1.cr_await.send(7)', kinds: ['yields', 'returns', 'raises'] });
  assert.deepEqual(questionOf(' c1.close() '), { line: 'c1.close()', kinds: ['closes', 'raises'] });
  for (const line of ['c2 = total()', 'x = c1.send(None)', 'x = c1.close()', 'del c1', 'c1.cr_await', 'c1.send(', 'asyncio.run(main())']) assert.equal(questionOf(line), null, line);

  assert.deepEqual(answerIn([{ kind: 'out', text: 'hello' }, { kind: 'value', text: "'a'" }]), { kind: 'yields', text: "'a'" });
  assert.deepEqual(answerIn([{ kind: 'stop', text: 'StopIteration: 42' }]), { kind: 'returns', text: '42' });
  assert.deepEqual(answerIn([{ kind: 'stop', text: 'StopIteration' }]), { kind: 'returns', text: 'None' });
  assert.deepEqual(answerIn([{ kind: 'error', text: 'Traceback (most recent call last):\n  File "a.c", line 1\nValueError: boom' }]), { kind: 'raises', text: 'ValueError: boom' });
  assert.deepEqual(answerIn([{ kind: 'warning', text: 'never awaited' }]), { kind: 'closes', text: '' });

  const said = (/** @type {string} */ guess, /** @type {string} */ answer) => {
    const [[kind, text = ''], [other, more = '']] = [guess, answer].map((one) => one.split('|'));
    return compare({ kind: /** @type {any} */ (kind), text }, { kind: /** @type {any} */ (other), text: more });
  };
  assert.deepEqual(said('yields', 'yields|7'), { isRight: true, text: 'Right: it yields 7.' });
  for (const text of ['hello', "'hello'", '"hello"']) assert.equal(said(`yields|${text}`, "yields|'hello'").isRight, true, text);
  for (const text of ['ValueError', "ValueError('x')", 'ValueError: boom']) assert.equal(said(`raises|${text}`, 'raises|ValueError: boom').isRight, true, text);
  assert.deepEqual(said('returns|41', 'returns|42'), { isRight: false, text: 'Nearly: it returns 42, not 41.' });
  assert.deepEqual(said('yields|7', 'closes'), { isRight: false, text: 'Not this time: it is closed, and nothing comes. Your guess was that it yields 7.' });

  assert.equal(ranIn([{ kind: 'timer fired' }, { kind: 'task step', task: 3 }, { kind: 'task step', task: 4 }]), 3);
  assert.equal(ranIn([{ kind: 'timer fired' }]), null);
  assert.deepEqual(compareTasks('Task-2', 'Task-2'), { isRight: true, text: 'Right: Task-2 runs.' });
  assert.deepEqual(compareTasks('Task-2', null), { isRight: false, text: 'Not this time: no task runs: the loop calls something of its own. Your guess was Task-2.' });
});

describePage('predict mode', ({ onPage }) => {
  onPage('a call is guessed by keys alone, and nothing is told before', 'await-chain', async (page) => {
    const { keyboard } = page.page;
    const asked = () => page.page.locator('#guess').waitFor();
    const isAsked = () => page.page.locator('.predict').count();
    await page.page.locator('h1').click();
    await keyboard.press('q');
    await page.page.locator('#predict .score').waitFor();
    await keyboard.press('s');
    await keyboard.press('Enter');
    await asked();
    assert.equal(await page.text('.predict legend'), 'What will come of c1.send(None)?');
    assert.equal((await page.cards())[0].state, 'CREATED', 'the step is not taken yet');
    await page.isAccessible('with a question');
    await page.click('#reset');
    assert.equal(await isAsked(), 0, 'who starts over has not answered');
    assert.equal(await page.focused(), 'reset');
    await keyboard.press('s');
    await keyboard.press('Enter');
    await asked();
    await keyboard.press('Enter');
    assert.equal(await page.text('.predict .trouble'), 'Choose what you expect, or skip the question.');
    await keyboard.press('1');
    await page.fill('#guess-text', 'first number?');
    await keyboard.press('Enter');
    await page.isAtStep(1);
    assert.match(await page.sentence(), /^Right: it yields 'first number\?'\. outer yielded /);
    assert.equal(await page.focused(), 'send-value');
    assert.match(await page.text('#predict'), /^Predict 1 of 1/);

    await page.blur();
    await keyboard.press('c');
    await asked();
    await keyboard.press('Escape');
    assert.equal(await isAsked(), 0);
    assert.equal((await page.steps()).number, 1, 'Escape takes no step');
    await keyboard.press('c');
    await asked();
    await keyboard.press('2');
    await keyboard.press('Enter');
    await page.isAtStep(2);
    assert.match(await page.sentence(), /^Not this time: it is closed, and nothing comes\. Your guess was that it raises\./);
    assert.match(await page.text('#predict'), /^Predict 1 of 2/);

    await page.click('#back');
    await keyboard.press('c');
    await page.isAtStep(2);
    assert.equal(await isAsked(), 0, 'what the transcript has already is not asked');
    await page.fill('#prompt', 'send c2 7');
    await keyboard.press('Enter');
    await asked();
    await page.click('#back');
    assert.equal(await isAsked(), 0, 'who goes elsewhere has not answered');
    await page.page.reload();
    await page.page.locator('.card').first().waitFor();
    await page.page.locator('#predict .score').waitFor();
    await page.click('#send');
    await page.click('#skip-guess');
    await page.isAtStep(1);
    await page.click('#send');
    await asked();
    await page.click('#predict');
    assert.equal(await isAsked(), 0, 'switched off, it asks no more');
    assert.equal((await page.steps()).number, 1);
    await page.click('#send');
    await page.isAtStep(2);
  });

  onPage('the task that runs next is guessed, on a phone in the dark', 'two-workers', async (page) => {
    await page.click('#predict');
    await page.page.locator('#predict .score').waitFor();
    await page.click('#next');
    assert.deepEqual(await page.page.locator('.choice span').allTextContents(), ['Task-1', 'No task: the loop calls something of its own']);
    assert.equal(await page.page.locator('.lanes').count(), 0, 'what tells what is next is not shown');
    await page.isAccessible('with a question about tasks');
    await page.page.locator('.choice').first().click();
    await page.click('#guess');
    await page.isAtStep(1);
    assert.match(await page.sentence(), /^Right: Task-1 runs\. /);
    await page.click('#next');
    await page.page.locator('.choice', { hasText: 'Task-3' }).click();
    await page.click('#guess');
    await page.isAtStep(2);
    assert.match(await page.sentence(), /^Not this time: Task-2 runs\. Your guess was Task-3\. /);
    await page.click('#run');
    await page.runsAs('Run again');
  }, { width: 390, height: 844, colorScheme: 'dark' });
});
