// C for the editor: the kinds of its words, and how far a line is indented. By words and not by a grammar, which macros that define functions would confuse.

import { StreamLanguage } from '@codemirror/language';

/**
 * @typedef {object} State at some place of the text
 * @property {boolean} inComment
 * @property {Bracket[]} open the brackets that are open there, innermost last
 * @property {number} indentation of the line
 * @property {boolean} isMacro the line is the preprocessor's
 * @property {boolean} goesOn the line ends with a backslash
 * @property {boolean} isOver the last statement is, and the next line begins another
 *
 * @typedef {{close: string, indentation: number, column: number}} Bracket the line's that it stands in; `column` behind a bracket with something behind it in the line, else -1
 *
 * @typedef {import('@codemirror/language').StringStream} Stream
 */

const set = (/** @type {string} */ words) => new Set(words.split(' '));
const KEYWORDS = set('break case const continue default do else enum extern for goto if inline register restrict return sizeof static struct switch typedef union volatile while');
const TYPES = set('bool char double float int long short signed unsigned void int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t size_t ptrdiff_t intptr_t uintptr_t');
const VALUES = set('true false NULL');
const LABEL = /^\s*(?:case\b.*|default\s*|\w+\s*):/;
const CLOSING = /** @type {Record<string, string>} */ ({ '{': '}', '(': ')', '[': ']' });

/** @param {Stream} stream @param {State} state */
function comment(stream, state) {
  state.inComment = !stream.match(/^.*?\*\//);
  if (state.inComment) stream.skipToEnd();
  return 'comment';
}

/** @param {Stream} stream */
function word(stream) {
  const [text] = /** @type {RegExpMatchArray} */ (stream.match(/^\w+/));
  if (TYPES.has(text)) return 'typeName';
  if (VALUES.has(text)) return 'bool';
  return KEYWORDS.has(text) ? 'keyword' : null;
}

/** @param {Stream} stream @param {State} state */
function sign(stream, state) {
  const character = /** @type {string} */ (stream.next());
  const close = CLOSING[character];
  if (close) {
    const isLast = character === '{' || stream.match(/^\s*(?:$|\/\/|\/\*)/, false);
    state.open.push({ close, indentation: state.indentation, column: isLast ? -1 : stream.column() + 1 });
  } else if (character === state.open.at(-1)?.close) state.open.pop();
  state.isOver ||= ';{},'.includes(character) || (character === ':' && LABEL.test(stream.string));
  return null;
}

export const c = StreamLanguage.define({
  name: 'c',
  languageData: { commentTokens: { line: '//', block: { open: '/*', close: '*/' } }, indentOnInput: /^\s*(?:case\b.*:|default:|[{}])$/ },

  /** @returns {State} */
  startState: () => ({ inComment: false, open: [], indentation: 0, isMacro: false, goesOn: false, isOver: true }),

  /** @param {State} state @returns {State} */
  copyState: (state) => ({ ...state, open: [...state.open] }),

  /** @param {Stream} stream @param {State} state */
  token(stream, state) {
    if (stream.sol()) {
      state.indentation = stream.indentation();
      state.isMacro &&= state.goesOn;
      state.goesOn = stream.string.endsWith('\\');
    }
    if (state.inComment) return comment(stream, state);
    if (stream.eatSpace()) return null;
    if (stream.match('//')) {
      stream.skipToEnd();
      return 'comment';
    }
    if (stream.match('/*')) return comment(stream, state);
    if (stream.column() === state.indentation && stream.match(/^#\s*\w*(?:\s*<[^>]*>)?/)) {
      state.isMacro = state.isOver = true;
      return 'meta';
    }
    state.isOver = state.isMacro;
    if (stream.match(/^(?:u8|[LuU])?"(?:[^"\\]|\\.)*"?/) || stream.match(/^(?:u8|[LuU])?'(?:[^'\\]|\\.)*'?/)) return 'string';
    if (stream.match(/^(?:0[xX][\da-fA-F]+|\d[\d.]*(?:[eE][+-]?\d+)?)[uUlLfF]*/)) return 'number';
    return stream.match(/^\w/, false) ? word(stream) : sign(stream, state);
  },

  /** @param {State} state @param {string} text what follows in the line @param {import('@codemirror/language').IndentContext} context */
  indent({ open, inComment, isMacro, goesOn, isOver }, text, { unit }) {
    if (inComment || (isMacro && goesOn)) return null;
    const inner = open.at(-1);
    const more = isOver || text.startsWith('{') ? 0 : unit;
    if (!inner) return more;
    if (text.startsWith(inner.close)) return inner.indentation;
    if (inner.close !== '}') return inner.column >= 0 ? inner.column : inner.indentation + unit;
    return inner.indentation + (LABEL.test(text) ? 0 : unit) + more;
  },
});
