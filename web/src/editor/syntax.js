// The words of the C source, as the editor has it: read anew from where it changes to where it is again as it was.

import { StringStream } from '@codemirror/streamparser';
import { StateField } from '@codemirror/state';
import { Decoration, ViewPlugin } from '@codemirror/view';
import { c } from './c.js';

/**
 * @typedef {{ from: number, to: number, kind: string }} Word columns from 0
 * @typedef {{ before: import('./c.js').State, key: string, words: Word[] }} Line `before`: as it is where the line begins; `key` tells whether that is the same
 * @typedef {import('@codemirror/state').EditorState} EditorState
 */

const UNIT = 4;

/** Reads on, to the line's end or another, and changes the state. @param {StringStream} stream @param {import('./c.js').State} state @param {number} [end] @returns {Word[]} */
export function readWords(stream, state, end = stream.string.length) {
  const words = [];
  while (stream.pos < end) {
    stream.start = stream.pos;
    const kind = c.token(stream, state);
    if (kind) words.push({ from: stream.start, to: stream.pos, kind });
  }
  return words;
}

/** @param {import('@codemirror/state').Text} doc @param {Line[]} lines those before the first one that differs @param {(number: number, key: string) => Line[] | undefined} rest the lines from there on, where they are as they were */
function read(doc, lines, rest) {
  const last = lines.at(-1);
  const state = last ? c.copyState(last.before) : c.startState();
  if (last) readWords(new StringStream(doc.line(lines.length).text, UNIT, UNIT), state);
  for (let number = lines.length + 1; number <= doc.lines; number++) {
    const key = JSON.stringify(state);
    const kept = rest(number, key);
    if (kept) return lines.concat(kept);
    const { text } = doc.line(number);
    const before = c.copyState(state);
    lines.push({ before, key, words: readWords(new StringStream(text, UNIT, UNIT), state) });
  }
  return lines;
}

/** @type {StateField<Line[]>} */
export const syntax = StateField.define({
  create: ({ doc }) => read(doc, [], () => undefined),
  update(old, { docChanged, changes, startState, state: { doc } }) {
    if (!docChanged) return old;
    let [start, oldEnd, end] = [Infinity, 0, 0];
    changes.iterChangedRanges((_from, to, newFrom, newTo) => { [start, oldEnd, end] = [Math.min(start, newFrom), to, newTo]; });
    const [first, oldLast, last] = [doc.lineAt(start).number, startState.doc.lineAt(oldEnd).number, doc.lineAt(end).number];
    return read(doc, old.slice(0, first - 1), (number, key) => {
      const index = number - 1 - last + oldLast;
      return number > last && old[index]?.key === key ? old.slice(index) : undefined;
    });
  },
});

/** @param {EditorState} state @param {number} from @param {number} to @returns {Word[]} in the text, with offsets from its beginning */
function wordsBetween(state, from, to) {
  const { doc } = state;
  const lines = state.field(syntax);
  const found = [];
  for (let { number } = doc.lineAt(from); number <= doc.lines; number++) {
    const line = doc.line(number);
    if (line.from > to) break;
    for (const word of lines[number - 1].words) {
      const [start, end] = [line.from + word.from, line.from + word.to];
      if (end >= from && start <= to) found.push({ from: start, to: end, kind: word.kind });
    }
  }
  return found;
}

/** The word at a place, or the whole text: as much of a syntax tree as there is. */
class Node {
  type = { prop: () => undefined };

  /** @param {EditorState} state @param {Word} [word] */
  constructor(state, word) {
    const { from = 0, to = state.doc.length, kind = 'text' } = word ?? {};
    this.state = state;
    this.from = from;
    this.to = to;
    this.name = kind;
    /** @type {Node | null} */
    this.parent = word ? new Node(state) : null;
  }

  /** @returns {Node | null} */
  get firstChild() {
    return this.childAfter(this.from);
  }

  /** @param {number} position @returns {Node | null} */
  childAfter(position) {
    return this.#child(position, this.to, (words) => words.find(({ to }) => to > position));
  }

  /** @param {number} position @returns {Node | null} */
  childBefore(position) {
    return this.#child(this.from, position, (words) => words.findLast(({ from }) => from < position));
  }

  /** @param {number} from @param {number} to @param {(words: Word[]) => Word | undefined} find @returns {Node | null} */
  #child(from, to, find) {
    const word = this.parent ? undefined : find(wordsBetween(this.state, from, to));
    return word ? new Node(this.state, word) : null;
  }
}

/** @param {EditorState} state */
export const syntaxTree = (state) => ({
  /** @param {number} position @param {number} [side] -1: of what ends there, 1: of what begins there */
  resolveInner(position, side = 0) {
    const word = wordsBetween(state, position, position).find(({ from, to }) => (side < 0 ? from < position : from < position || (side > 0 && from === position)) && (side > 0 ? to > position : to > position || (side < 0 && to === position)));
    return new Node(state, word);
  },
  /** @param {number} position @param {number} side */
  resolveStack(position, side) {
    const node = this.resolveInner(position, side);
    return { node, next: node.parent && { node: node.parent, next: null } };
  },
});

/** @type {Map<string, Decoration>} */
const marks = new Map();
/** @param {string} kind */
function markOf(kind) {
  let mark = marks.get(kind);
  if (!mark) marks.set(kind, (mark = Decoration.mark({ class: `word-${kind}` })));
  return mark;
}

/** @param {import('@codemirror/view').EditorView} view */
const colours = ({ state, visibleRanges }) => Decoration.set(visibleRanges.flatMap(({ from, to }) => wordsBetween(state, from, to).map((word) => markOf(word.kind).range(word.from, word.to))));

/** Their colours. */
export const highlighting = ViewPlugin.define((view) => ({
  decorations: colours(view),
  update(change) {
    if (change.docChanged || change.viewportChanged) this.decorations = colours(change.view);
  },
}), { decorations: (plugin) => plugin.decorations });
