// What the editor shows beside the text: who stands at which line, and breakpoints. Both move with the text as it is edited.

import { RangeSet, StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, GutterMarker, WidgetType, gutter } from '@codemirror/view';

/** More names than this do not fit beside a line. */
const NAMES = 3;

/**
 * @typedef {object} Standing
 * @property {Map<number, { name: string, look: 'suspended' | 'ready' }[]>} lines who stands where, by line from 1
 * @property {number} chosen the line that the reader looks at, or 0
 * @property {number} failed where the test failed, or 0
 */

class Marker extends WidgetType {
  /** @param {string} look @param {string} before for who does not see it @param {string} text */
  constructor(look, before, text) {
    super();
    this.key = [look, before, text];
  }

  /** @param {Marker} other */
  eq(other) {
    return this.key.join() === other.key.join();
  }

  toDOM() {
    const [look, before, text] = this.key;
    const element = document.createElement('span');
    element.className = `marker marker-${look}`;
    element.setAttribute('aria-label', `${before} ${text}`);
    element.setAttribute('role', 'note');
    element.textContent = text;
    return element;
  }
}

/** @type {import('@codemirror/state').StateEffectType<Standing>} */
const stand = StateEffect.define();

export const standing = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    let now = marks.map(transaction.changes);
    for (const effect of transaction.effects) if (effect.is(stand)) now = marksOf(transaction.state.doc, effect.value);
    return now;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** @param {import('@codemirror/state').Text} text @param {Standing} where */
function marksOf(text, { lines, chosen, failed }) {
  const marks = [];
  for (const number of new Set([...lines.keys(), chosen, failed])) {
    if (number < 1 || number > text.lines) continue;
    const here = lines.get(number) ?? [];
    const classes = [here.length > 0 && 'is-standing', number === chosen && 'is-chosen', number === failed && 'is-failed'].filter(Boolean).join(' ');
    const line = text.line(number);
    if (classes) marks.push(Decoration.line({ class: classes }).range(line.from));
    const look = here.some((one) => one.look === 'ready') ? 'ready' : 'suspended';
    const names = here.slice(0, NAMES).map((one) => one.name).join(', ') + (here.length > NAMES ? ` +${here.length - NAMES}` : '');
    if (here.length > 0) marks.push(Decoration.widget({ widget: new Marker(look, `${look} here:`, names), side: 1 }).range(line.to));
    if (number === failed) marks.push(Decoration.widget({ widget: new Marker('failed', '', 'failed here'), side: 2 }).range(line.to));
  }
  return Decoration.set(marks, true);
}

class Breakpoint extends GutterMarker {
  toDOM() {
    const element = document.createElement('span');
    element.className = 'breakpoint';
    return element;
  }
}
const breakpoint = new Breakpoint();

/** @type {import('@codemirror/state').StateEffectType<number[]>} */
const setLines = StateEffect.define();

/** @type {StateField<RangeSet<GutterMarker>>} */
const points = StateField.define({
  create: () => /** @type {RangeSet<GutterMarker>} */ (RangeSet.empty),
  update(before, transaction) {
    let now = before.map(transaction.changes);
    const { doc } = transaction.state;
    for (const effect of transaction.effects) {
      if (effect.is(setLines)) now = RangeSet.of(effect.value.filter((line) => line >= 1 && line <= doc.lines).map((line) => breakpoint.range(doc.line(line).from)), true);
    }
    return now;
  },
});

/** The lines with breakpoints, from 1. @param {import('@codemirror/state').EditorState} state */
export function breakpointLines(state) {
  const lines = new Set();
  for (let at = (state.field(points, false) ?? RangeSet.empty).iter(); at.value; at.next()) lines.add(state.doc.lineAt(at.from).number);
  return /** @type {number[]} */ ([...lines]);
}

/** @param {EditorView} view @param {number} position */
function toggle(view, position) {
  const { number } = view.state.doc.lineAt(position);
  const lines = breakpointLines(view.state);
  view.dispatch({ effects: setLines.of(lines.includes(number) ? lines.filter((line) => line !== number) : [...lines, number].sort((a, b) => a - b)) });
  return true;
}

/** A command: a breakpoint where the cursor is, or none any more. @param {EditorView} view */
export const toggleBreakpoint = (view) => toggle(view, view.state.selection.main.head);

/** @param {EditorView} view @param {Standing} where */
export const showStanding = (view, where) => view.dispatch({ effects: stand.of(where) });

/** @param {EditorView} view @param {number[]} lines */
export const showBreakpoints = (view, lines) => view.dispatch({ effects: setLines.of(lines) });

/** A gutter of them. @param {(lines: number[]) => void} onBreakpoints */
export const breakpoints = (onBreakpoints) => [
  points,
  gutter({
    class: 'breakpoints',
    markers: (view) => view.state.field(points),
    renderEmptyElements: true,
    domEventHandlers: { mousedown: (view, line) => toggle(view, line.from) },
  }),
  EditorView.updateListener.of(({ startState, state }) => {
    const [before, now] = [startState, state].map(breakpointLines);
    if (before.join() !== now.join()) onBreakpoints(now);
  }),
];
