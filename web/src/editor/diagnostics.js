// The compiler's diagnostics in the text: squiggles, with the message and a button for each fix. Loaded with the first of them.

import { forEachDiagnostic, nextDiagnostic, previousDiagnostic, setDiagnostics } from '@codemirror/lint';
import { tooltips } from './look-later.js';
import { applyFixes, offsetOf } from './places.js';
import { fixName } from './words.js';

export { nextDiagnostic, previousDiagnostic };
export const extension = tooltips;

/** @param {import('@codemirror/view').EditorView} view @param {import('./places.js').Diagnostic[]} diagnostics */
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
