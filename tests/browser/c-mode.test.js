// C in the editor: how far lines are indented, and what kinds of words there are. CodeMirror's states need no browser.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { EditorState } from '@codemirror/state';
import { getIndentation, IndentContext, language, matchBrackets, syntaxTree } from '../../web/src/editor/language.js';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

/** @param {string} doc */
const stateOf = (doc) => EditorState.create({ doc, extensions: [language, EditorState.tabSize.of(4)] });

/** The lines that are not where the editor would put them. @param {string} source */
function strayLines(source) {
  const state = stateOf(source);
  return source.split('\n').flatMap((text, index) => {
    const wanted = text.trim() === '' ? null : getIndentation(state, state.doc.line(index + 1).from);
    return wanted === null || wanted === undefined || wanted === text.search(/\S/) ? [] : [`${index + 1}: ${text}`];
  });
}

test('a new line is indented as the examples are', () => {
  for (const name of readdirSync(examples).filter((file) => file.endsWith('.c'))) assert.deepEqual(strayLines(readFileSync(`${examples}/${name}`, 'utf8')), [], name);
});

test('so is what the examples do not have', () => {
  const source = `#define MANY 3
#define EACH(x) \\
    f(x)
static const char *const names[] = {
    "a", /* { */
    "b",
};

int f(int x,
      int y)
{
    switch (x) {
    case 1:
        return call(
            '(', "{");
    default: break;
    }
    while (x)
        x--;
    if (x) {
        y = x +
            1;
    } else {
        y = 2;
    }
    return y;
}
`;
  assert.deepEqual(strayLines(source), []);
});

/** All words of a text, with their kinds. @param {EditorState} state @returns {[string, string][]} */
function wordsOf(state) {
  const found = [];
  const text = syntaxTree(state).resolveInner(0);
  for (let word = text.firstChild; word; word = text.childAfter(word.to)) found.push(/** @type {[string, string]} */ ([word.name, state.sliceDoc(word.from, word.to)]));
  return found;
}

test('words, texts and comments are told apart', () => {
  const source = ' static int64_t a = f("x\\"", 0x1f); // done\n#include <aw/aw.h>\n/* two\nlines */ bool b = NULL;\n';
  assert.deepEqual(wordsOf(stateOf(source)), [
    ['keyword', 'static'], ['typeName', 'int64_t'], ['string', '"x\\""'], ['number', '0x1f'], ['comment', '// done'],
    ['meta', '#include <aw/aw.h>'], ['comment', '/* two'], ['comment', 'lines */'], ['typeName', 'bool'], ['bool', 'NULL'],
  ]);
});

test('what is edited is read as if it had always been so', () => {
  let state = stateOf('int a = 1;\n/* b */ int c;\nint d = f(\n    "x");\n');
  for (const [from, to, insert] of /** @type {[number, number, string][]} */ ([[0, 0, '/* '], [0, 3, ''], [16, 18, ''], [16, 16, '*/ '], [4, 12, '\n\n'], [20, 21, '"'], [3, 3, '{\n('], [0, 8, 'x']])) {
    state = state.update({ changes: { from, to, insert } }).state;
    const fresh = stateOf(state.doc.toString());
    assert.deepEqual(wordsOf(state), wordsOf(fresh), state.doc.toString());
    for (let at = 0; at <= state.doc.length; at++) assert.equal(getIndentation(state, at), getIndentation(fresh, at));
  }
});

test('brackets belong together where they are of one kind', () => {
  const source = 'f(a[")"], /* ( */ (b)) }';
  const state = stateOf(source);
  const otherOf = (/** @type {number} */ at, /** @type {-1 | 1} */ direction) => matchBrackets(state, at, direction)?.end?.from;
  assert.deepEqual([otherOf(1, 1), otherOf(3, 1), otherOf(source.indexOf('(b'), 1), otherOf(source.indexOf(' }'), -1), otherOf(0, 1)], [source.indexOf(' }') - 1, source.indexOf(']'), source.indexOf('b)') + 1, 1, undefined]);
  assert.deepEqual(matchBrackets(state, source.length, -1), { start: { from: source.length - 1, to: source.length }, matched: false });
});

test('a line that is broken is indented as what is behind the break', () => {
  const state = stateOf('if (x) {}\n');
  const at = (/** @type {boolean} */ isDouble) => getIndentation(new IndentContext(state, { simulateBreak: 8, simulateDoubleBreak: isDouble }), 8);
  assert.deepEqual([at(false), at(true)], [0, 4]);
});
