// The command line: its short words, what Tab makes of a line that was begun, and what the words do on the page.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMMANDS, commandOf, WORDS } from '../../web/src/commands.js';
import { complete } from '../../web/src/completion.js';
import { describePage } from './browser.js';

const known = { names: ['c1', 'c2', 'reader'], selected: 'c1', others: ['total', 'ValueError'] };

test('a short word is a line of Python', () => {
  const pairs = {
    'send 7': 'c1.send(7)', send: 'c1.send(None)', 'send None': 'c1.send(None)', 'send hello world': "c1.send('hello world')", "send 'a'": "c1.send('a')", 'send [1, 2]': 'c1.send([1, 2])',
    'send c2 7': 'c2.send(7)', 'send c2.cr_await -1.5': 'c2.cr_await.send(-1.5)', 'send c3 7': "c1.send('c3 7')", 'send True': 'c1.send(True)', "send it's": 'c1.send("it\'s")',
    'throw ValueError boom': "c1.throw(ValueError('boom'))", 'throw KeyError': 'c1.throw(KeyError())', 'throw c2 KeyError a b': "c2.throw(KeyError('a b'))", 'throw IndexError 3': 'c1.throw(IndexError(3))',
    close: 'c1.close()', 'close reader': 'reader.close()', 'drop c2': 'del c2', '  close  ': 'c1.close()',
  };
  for (const [text, line] of Object.entries(pairs)) assert.deepEqual(commandOf(text, known), { act: 'line', line }, text);
});

test('or an act of the page', () => {
  assert.deepEqual(commandOf('back', known), { act: 'back', count: 1 });
  assert.deepEqual(commandOf('back 3', known), { act: 'back', count: 3 });
  assert.deepEqual(commandOf('goto 0', known), { act: 'goto', count: 0 });
  assert.deepEqual(commandOf('next 5', known), { act: 'next', count: 5 });
  assert.deepEqual(commandOf('step 5', known), { act: 'step', count: 5 });
  assert.deepEqual(commandOf('break 12', known), { act: 'break', line: 12 });
  assert.deepEqual(commandOf('break', known), { act: 'break', line: null });
  for (const act of /** @type {const} */ (['turn', 'run', 'reset', 'ps', 'pstree', 'help'])) assert.deepEqual(commandOf(act, known), { act });
});

test('what is Python stays Python', () => {
  for (const text of ['c1.send(7)', 'send = c1', 'send.x', 'close (c1)', 'x = 7', 'total()', 'del c1', 'reader', 'nothing', '7', '']) assert.equal(commandOf(text, known), null, text);
});

test('what cannot be done is said', () => {
  const pairs = {
    'goto': 'goto takes the number of a step', 'goto x': 'goto takes a number from 0, not x', 'back 0': 'back takes a number from 1, not 0', 'run 7': 'run takes nothing: 7',
    'close 7': 'close takes nothing: 7', throw: 'throw takes an exception, such as ValueError', 'throw 7': 'throw takes the name of an exception, not 7',
    'sned 7': 'there is no sned. Did you mean send?', 'sending 7': 'there is no word sending. help lists all words', bakc: 'there is no bakc. Did you mean back?', 'pstre': 'there is no pstre. Did you mean pstree?',
  };
  for (const [text, message] of Object.entries(pairs)) assert.throws(() => commandOf(text, known), { name: 'ReadError', message }, text);
  assert.throws(() => commandOf('send 7', { names: [], selected: undefined }), { message: 'there is no coroutine yet' });
});

test('each word of the sheet is understood, and each word is in the sheet', () => {
  const sheet = COMMANDS.flatMap(([words]) => words.split(', '));
  for (const word of sheet) assert.ok(commandOf(word, known), word);
  assert.deepEqual(WORDS.filter((word) => !sheet.some((one) => one.split(' ')[0] === word)), []);
});

test('Tab completes words, names, functions, methods and errors', () => {
  const names = { names: ['c1', 'reader'], functions: ['total', 'totally'], errors: ['ValueError', 'KeyError', 'KeyboardInterrupt'] };
  const pairs = {
    pst: ['pstree'], re: ['re', 'reset', 'reader'], tot: ['total', 'total(', 'totally('], 'c1.se': ['c1.send('], 'throw Val': ['throw ValueError'], 'throw c1 Key': ['throw c1 Key', 'KeyError', 'KeyboardInterrupt'],
    'c1.throw(Va': ['c1.throw(ValueError('], 'send rea': ['send reader'], 'asyncio.': ['asyncio.run('], 'x = tota': ['x = total', 'total(', 'totally('], '': [''], 'goto 1': ['goto 1'], 'send c1 re': ['send c1 re'],
  };
  for (const [begun, [text, ...choices]] of Object.entries(pairs)) assert.deepEqual(complete(begun, names), { text, choices }, begun);
});

describePage('the command line', ({ onPage }) => {
  onPage('steps, goes, stops, prints the tasks and recalls', 'gather', async (page) => {
    const { keyboard } = page.page;
    const say = async (/** @type {string} */ line) => {
      await page.fill('#prompt', line);
      await keyboard.press('Enter');
      await page.settled();
      return page.sentence();
    };
    await page.page.locator('#prompt').focus();
    await say('step 3');
    assert.equal((await page.steps()).number, 3);
    await say('ps');
    await say('pstree');
    assert.equal((await page.steps()).number, 3, 'looking is no step');
    const looks = (await page.entries()).filter(({ kind }) => kind === 'look').map(({ text }) => text);
    assert.match(looks[0], /^TASK +STATE +WAITS FOR +AWAITED BY +WHERE\nTask-1 +waiting +gather of 3: Task-2, Task-3, Task-4 +- +main_coroutine \(gather\.c:17\)/);
    assert.match(looks[1], /^Task-1 {2}waiting for gather of 3.*\n├─ Task-2 {2}waiting for sleep, 1 s left, in factorial \(gather\.c:9\)\n├─ Task-3/);
    assert.match(await say('goto 1'), /^Back at step 1 of 3\./);
    assert.equal((await page.entries()).filter(({ kind }) => kind === 'look').length, 2, 'what was looked at stands at its step');
    await say('goto 3');
    assert.match(await say('break 12'), /^A breakpoint is in line 17, the next one where something can wait/);
    assert.equal(await say('break 17'), 'There is no breakpoint in line 17 any more.');
    assert.equal(await say('break 9'), 'A breakpoint is in line 9: run stops when a task comes to wait there.');
    assert.equal(await say('break'), 'Breakpoints are in line 9.');
    await say('run');
    assert.match(await page.sentence(), /^Stopped at the breakpoint in line 9\./);
    assert.equal(await say('rnu'), 'This line cannot be read: there is no rnu. Did you mean run?');
    await page.fill('#prompt', '');
    await keyboard.press('ArrowUp');
    assert.equal(await page.page.locator('#prompt').inputValue(), 'run');
    await page.fill('#prompt', '');
    await keyboard.type('re');
    await keyboard.press('Tab');
    assert.equal(await page.page.locator('#prompt').inputValue(), 'reset');
    await page.fill('#prompt', 'b');
    await keyboard.press('Tab');
    assert.equal(await page.text('.choices'), 'back break');
    await page.isAccessible('with what Tab offers, and two looks');
    await keyboard.press('Tab');
    assert.notEqual(await page.focused(), 'prompt');
    await say('help');
    await page.page.locator('dialog[open]').waitFor();
    await keyboard.press('Escape');
    await say('reset');
    await page.page.locator('#prompt').focus();
    for (let i = 0; i < 2; i++) await keyboard.press('ArrowUp');
    assert.match(await page.page.locator('#prompt').inputValue(), /^asyncio\.run/, 'the words of the program before are gone');
  });
});
