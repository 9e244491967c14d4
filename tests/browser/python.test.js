// Reading and writing the little Python that the page speaks; needs no browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArguments, parseStatement, parseValue, ReadError, unparse } from '../../web/src/python/parse.js';
import { repr } from '../../web/src/python/repr.js';

/** @param {string} source */
const again = (source) => unparse(parseValue(source), repr);

test('values are read as Python reads them, and a few ways of JavaScript', () => {
  const pairs = {
    '': 'None', ' None ': 'None', null: 'None', undefined: 'None', true: 'True', False: 'False', 7: '7', '-3': '-3', '+4': '4',
    '1_000': '1000', '1.5': '1.5', '15.0': '15', '.5': '0.5', '1.': '1', '1e5': '100000', '1e-7': '1e-07', '1e22': '1e+22',
    "'a'": "'a'", '"a"': "'a'", '"it\'s"': '"it\'s"', "'a\\nb'": "'a\\nb'", "'\\x41\\u00e9'": "'Aé'",
    '[]': '[]', '[1, [2], None]': '[1, [2], None]', '()': '()', '(1)': '1', '(1,)': '(1,)', '(1, 2)': '(1, 2)', '[1,]': '[1]',
    "ValueError('no')": "ValueError('no')", 'c1.cr_await': 'c1.cr_await', '7 # a remark': '7',
  };
  for (const [source, written] of Object.entries(pairs)) assert.equal(again(source), written, source);
  assert.equal(again('123456789012345678901'), '123456789012345678901');
});

test('what cannot be read is said in words', () => {
  const pairs = {
    '[1': 'expected , or ] at the end', "'abc": 'this text has no closing quote', '1 2': 'this is more than one value: 2',
    '@': 'this character has no meaning here: @', '(': 'a value is missing', 'a..b': 'expected a name before .', ',': 'expected a value before ,',
  };
  for (const [source, message] of Object.entries(pairs)) {
    assert.throws(() => parseValue(source), (error) => error instanceof ReadError && error.message === message, source);
  }
});

test('statements and arguments', () => {
  assert.deepEqual(parseStatement('del c1'), { type: 'del', target: { type: 'name', name: 'c1' } });
  assert.equal(parseStatement("c2 = work('b', 2)").type, 'assign');
  assert.deepEqual(parseArguments("'a', 1").map((item) => unparse(item, repr)), ["'a'", '1']);
  assert.deepEqual(parseArguments(''), []);
  assert.throws(() => parseArguments('1) + (2'), ReadError);
});

test('repr writes what Python writes', () => {
  const pairs = /** @type {[unknown, string][]} */ ([
    [null, 'None'], [undefined, 'None'], [true, 'True'], [42, '42'], [0.1, '0.1'], [1e21, '1e+21'], [15, '15'], [0.00001, '1e-05'], [NaN, 'nan'],
    [-Infinity, '-inf'], [-0, '-0.0'], [12n, '12'], ["it's", '"it\'s"'], ['tab\t\x01', "'tab\\t\\x01'"], [[1, 'a', [null]], "[1, 'a', [None]]"],
    [new Uint8Array([65, 0, 39]), "b'A\\x00\\''"],
  ]);
  for (const [value, text] of pairs) assert.equal(repr(value), text);
});
