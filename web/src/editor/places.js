// Places in the text, as the compiler names them, and the changes that it proposes there.

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
