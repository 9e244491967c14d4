// Words of the editor that the page uses without it.

/** What a fix does, in a few words. @param {import('../../../wasm/toolchain/clang/diagnostics.js').Diagnostic} diagnostic */
export function fixName({ fixes }) {
  const [{ from, to, text }] = fixes;
  if (fixes.length > 1) return 'Fix it';
  const isInserted = from.line === to.line && from.column === to.column;
  return text === '' ? 'Remove it' : isInserted ? `Insert ${text.trim()}` : `Change to ${text.trim()}`;
}
