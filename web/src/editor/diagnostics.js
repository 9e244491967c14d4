// The compiler's diagnostics in the text: squiggles, with the message and a button for each fix.

import { forEachDiagnostic, setDiagnostics } from '@codemirror/lint';
import { fixName } from './words.js';

/** @typedef {import('../../../wasm/toolchain/clang/diagnostics.js').Diagnostic} Diagnostic */

/** Where a place is in a text, which may be shorter meanwhile. @param {import('@codemirror/state').Text} text @param {{ line: number, column: number }} place */
export function offsetOf(text, { line, column }) {
  const { from, to } = text.line(Math.min(Math.max(line, 1), text.lines));
  return Math.min(from + column - 1, to);
}

/** @param {import('@codemirror/view').EditorView} view @param {Diagnostic} diagnostic */
export function applyFixes(view, { fixes }) {
  const { doc } = view.state;
  const changes = fixes.map(({ from, to, text }) => ({ from: offsetOf(doc, from), to: offsetOf(doc, to), insert: text }));
  view.dispatch({ changes, userEvent: 'input.fix' });
  view.focus();
}

/** @param {import('@codemirror/view').EditorView} view @param {Diagnostic[]} diagnostics */
export function showDiagnostics(view, diagnostics) {
  const { doc } = view.state;
  const shown = diagnostics.map((one) => {
    const from = one.from ? offsetOf(doc, one.from) : 0;
    const to = one.to ? offsetOf(doc, one.to) : from;
    return {
      from,
      to: Math.max(from, to),
      severity: one.severity,
      message: [one.message, ...one.notes.map(({ message, from: at }) => `${at ? `line ${at.line}: ` : ''}${message}`)].join('\n'),
      actions: one.fixes.length > 0 ? [{ name: fixName(one), apply: () => applyFixes(view, one) }] : [],
    };
  });
  view.dispatch(setDiagnostics(view.state, shown));
}

/** The text of the problem where the cursor is, for who does not see it. @param {import('@codemirror/state').EditorState} state */
export function problemAt(state) {
  const { head } = state.selection.main;
  let found = '';
  forEachDiagnostic(state, ({ message }, from, to) => {
    if (from <= head && head <= to) found ||= message;
  });
  return found;
}
