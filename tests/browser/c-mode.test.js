// C in the editor: how far lines are indented, and what kinds of words there are. CodeMirror's states need no browser.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { getIndentation, indentUnit, syntaxTree } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { c } from '../../web/src/editor/c.js';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

/** @param {string} doc */
const stateOf = (doc) => EditorState.create({ doc, extensions: [c, indentUnit.of('    '), EditorState.tabSize.of(4)] });

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

test('words, texts and comments are told apart', () => {
  const source = 'static int64_t a = f("x\\"", 0x1f); // done\n#include <aw/aw.h>\n/* two\nlines */ bool b = NULL;\n';
  /** @type {[string, string][]} */
  const found = [];
  syntaxTree(stateOf(source)).iterate({ enter: ({ name, from, to }) => void (name !== 'Document' && found.push([name, source.slice(from, to)])) });
  assert.deepEqual(found, [
    ['keyword', 'static'], ['typeName', 'int64_t'], ['string', '"x\\""'], ['number', '0x1f'], ['comment', '// done'],
    ['meta', '#include <aw/aw.h>'], ['comment', '/* two'], ['comment', 'lines */'], ['typeName', 'bool'], ['bool', 'NULL'],
  ]);
});
