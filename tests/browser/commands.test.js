// The short words of the command line; needs no browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMMANDS, commandOf } from '../../web/src/commands.js';

const known = { names: ['c1', 'c2', 'reader'], selected: 'c1' };

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
  for (const act of /** @type {const} */ (['turn', 'run', 'reset'])) assert.deepEqual(commandOf(act, known), { act });
});

test('what is Python stays Python', () => {
  for (const text of ['c1.send(7)', 'send = c1', 'send.x', 'close (c1)', 'x = 7', 'total()', 'sending 7', '']) assert.equal(commandOf(text, known), null, text);
});

test('what cannot be done is said', () => {
  const pairs = {
    'goto': 'goto takes the number of a step', 'goto x': 'goto takes a number from 0, not x', 'back 0': 'back takes a number from 1, not 0', 'run 7': 'run takes nothing: 7',
    'close 7': 'close takes nothing: 7', throw: 'throw takes an exception, such as ValueError', 'throw 7': 'throw takes the name of an exception, not 7',
  };
  for (const [text, message] of Object.entries(pairs)) assert.throws(() => commandOf(text, known), { name: 'ReadError', message }, text);
  assert.throws(() => commandOf('send 7', { names: [], selected: undefined }), { message: 'there is no coroutine yet' });
});

test('each word of the sheet is understood', () => {
  for (const [words] of COMMANDS) for (const word of words.split(', ')) assert.ok(commandOf(word, known), word);
});
