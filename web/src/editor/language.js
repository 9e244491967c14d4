// What CodeMirror's commands ask of a language: how far a line is indented, which brackets belong together, and what kind of word stands where. The build puts it in place of
// @codemirror/language, which has grammars, folding, and parsing while there is time beside it, and is a sixth of an editor that needs none of them.

import { StringStream } from '@codemirror/streamparser';
import { countColumn, EditorState, Facet } from '@codemirror/state';
import { Decoration, ViewPlugin } from '@codemirror/view';
import { c } from './c.js';
import { readWords, syntax, syntaxTree } from './syntax.js';

export { syntaxTree };

/** Beyond this column nothing that is typed moves its line. */
const FAR = 200;
const BRACKETS = '()[]{}';
/** So far another bracket is looked for. */
const SCAN = 10_000;

/** @type {Facet<string, string>} */
export const indentUnit = Facet.define({ combine: () => '    ' });

/** @param {EditorState} state */
export const getIndentUnit = (state) => state.facet(indentUnit).length;

/** @param {EditorState} _state @param {number} columns */
export const indentString = (_state, columns) => ' '.repeat(columns);

/**
 * Where a line's indentation is asked for.
 * @typedef {object} Supposed
 * @property {number} [simulateBreak] that the line is broken here
 * @property {boolean} [simulateDoubleBreak] with an empty line between
 * @property {(from: number) => number} [overrideIndentation] that the line that begins there is indented so far; below 0: as it is
 */
export class IndentContext {
  /** @param {EditorState} state @param {Supposed} [supposed] */
  constructor(state, supposed = {}) {
    this.state = state;
    this.supposed = supposed;
  }

  /** The line as it is then: before or behind a break. @param {number} position @param {number} [bias] below 0: what is before a break that is right there */
  textAt(position, bias = 1) {
    const { from, text } = this.state.doc.lineAt(position);
    const { simulateBreak: at, simulateDoubleBreak } = this.supposed;
    if (at === undefined || at < from || at > from + text.length) return text;
    if (simulateDoubleBreak && at === position) return '';
    return (bias < 0 ? at < position : at <= position) ? text.slice(at - from) : text.slice(0, at - from);
  }

  /** In columns. @param {number} position @param {number} [bias] */
  lineIndent(position, bias) {
    const text = this.textAt(position, bias);
    return countColumn(text, this.state.tabSize, text.search(/\S|$/));
  }
}

/** How it is at the beginning of a line, where lines before it are supposed to be indented otherwise: of the last one that was asked for. @type {WeakMap<EditorState, { number: number, now: import('./c.js').State }>} */
const supposedly = new WeakMap();

/** @param {IndentContext} context @param {number} number of the line */
function stateBefore({ state, supposed: { overrideIndentation } }, number) {
  const kept = () => c.copyState(state.field(syntax)[number - 1].before);
  if (!overrideIndentation) return kept();
  let at = supposedly.get(state);
  if (!at || at.number > number) at = { number, now: kept() };
  for (; at.number < number; at.number++) {
    const { from, text } = state.doc.line(at.number);
    const indentation = overrideIndentation(from);
    readWords(new StringStream(text, state.tabSize, getIndentUnit(state), indentation < 0 ? undefined : indentation), at.now);
  }
  supposedly.set(state, at);
  return c.copyState(at.now);
}

/** In columns; null: as it is. @param {IndentContext | EditorState} where @param {number} position @returns {number | null} */
export function getIndentation(where, position) {
  const context = where instanceof EditorState ? new IndentContext(where) : where;
  const { state } = context;
  const { from, text, number } = state.doc.lineAt(position);
  const now = stateBefore(context, number);
  readWords(new StringStream(text, state.tabSize, getIndentUnit(state)), now, position - from);
  return c.indent(now, context.textAt(position).trimStart(), getIndentUnit(state));
}

/** What is typed first in a line may move it. */
const indentOnInput = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || !(transaction.isUserEvent('input.type') || transaction.isUserEvent('input.complete'))) return transaction;
  const { newDoc, newSelection: { main: { head } } } = transaction;
  const { from } = newDoc.lineAt(head);
  if (head > from + FAR || !c.moves.test(newDoc.sliceString(from, head))) return transaction;
  const { state } = transaction;
  const lines = new Map(state.selection.ranges.map((range) => state.doc.lineAt(range.head)).map((line) => [line.from, line]));
  const changes = [...lines.values()].flatMap((line) => {
    const indentation = getIndentation(state, line.from);
    const [now] = /** @type {RegExpExecArray} */ (/^\s*/.exec(line.text));
    const insert = indentation === null ? now : indentString(state, indentation);
    return insert === now ? [] : [{ from: line.from, to: line.from + now.length, insert }];
  });
  return changes.length > 0 ? [transaction, { changes, sequential: true }] : transaction;
});

/**
 * The bracket that belongs to the one at a place: behind it (1), or before it (-1). One in a comment or a text belongs to another of there.
 * @param {EditorState} state
 * @param {number} position
 * @param {-1 | 1} direction
 * @returns {{ start: { from: number, to: number }, end?: { from: number, to: number }, matched: boolean } | null} null where there is none
 */
export function matchBrackets(state, position, direction) {
  const { doc } = state;
  const at = direction > 0 ? position : position - 1;
  const bracket = at < 0 || at >= doc.length ? -1 : BRACKETS.indexOf(doc.sliceString(at, at + 1));
  if (bracket < 0 || (bracket % 2 === 0) !== direction > 0) return null;
  const tree = syntaxTree(state);
  const kind = tree.resolveInner(position, direction).name;
  const start = { from: at, to: at + 1 };
  const [low, high] = direction > 0 ? [at, Math.min(doc.length, at + SCAN)] : [Math.max(0, at + 1 - SCAN), at + 1];
  const text = doc.sliceString(low, high);
  let depth = 0;
  for (let index = at - low; index >= 0 && index < text.length; index += direction) {
    const found = BRACKETS.indexOf(text[index]);
    if (found < 0 || tree.resolveInner(low + index, 1).name !== kind) continue;
    depth += (found % 2 === 0) === direction > 0 ? 1 : -1;
    if (depth === 0) return { start, end: { from: low + index, to: low + index + 1 }, matched: found >> 1 === bracket >> 1 };
  }
  const isAll = direction > 0 ? high === doc.length : low === 0;
  return isAll ? { start, matched: false } : null;
}

const [matching, alone] = ['cm-matchingBracket', 'cm-nonmatchingBracket'].map((name) => Decoration.mark({ class: name }));

/** @param {EditorState} state */
function marksOf(state) {
  const found = state.selection.ranges.flatMap(({ empty, head }) => {
    const match = empty && (matchBrackets(state, head, -1) ?? matchBrackets(state, head - 1, 1) ?? matchBrackets(state, head, 1) ?? matchBrackets(state, head + 1, -1));
    if (!match) return [];
    return [match.start, match.end ?? []].flat().map(({ from, to }) => (match.matched ? matching : alone).range(from, to));
  });
  return Decoration.set(found, true);
}

/** The bracket at the cursor, and the other one; not while a word is being composed, which changes of the document would disturb. */
const bracketMatching = ViewPlugin.define(({ state }) => ({
  isPaused: false,
  decorations: marksOf(state),
  update({ docChanged, selectionSet, view, changes, state: now }) {
    if (!docChanged && !selectionSet && !this.isPaused) return;
    this.isPaused = view.composing;
    this.decorations = this.isPaused ? this.decorations.map(changes) : marksOf(now);
  },
}), { decorations: (plugin) => plugin.decorations });

/** C, all of it. */
export const language = [syntax, indentOnInput, bracketMatching, EditorState.languageData.of(() => [{ commentTokens: c.comments }])];
