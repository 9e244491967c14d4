// The C editor, in a shadow tree: its styles are no concern of the page, and a strict Content-Security-Policy allows them there. Loaded when somebody edits.

import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { nextDiagnostic, previousDiagnostic } from '@codemirror/lint';
import { EditorState, Prec } from '@codemirror/state';
import { EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import { c } from './c.js';
import { applyFixes, offsetOf, problemAt, showDiagnostics } from './diagnostics.js';
import { documentation } from './documentation.js';
import { look } from './look.js';
import { breakpointLines, breakpoints, showBreakpoints, showStanding, standing, toggleBreakpoint } from './marks.js';

/** @typedef {import('./diagnostics.js').Diagnostic} Diagnostic */

/**
 * @param {HTMLElement} host an element that is the editor's alone
 * @param {object} options
 * @param {string} options.source
 * @param {string} options.label for who does not see it, such as "C source, main.c"
 * @param {() => Promise<import('./documentation.js').Documented[]>} [options.names] what completion and hovering know, asked for when they do
 * @param {(source: string) => void} [options.onChange] what the user has typed
 * @param {() => void} [options.onCompile] Ctrl+Enter
 * @param {(lines: number[]) => void} [options.onBreakpoints] lines count from 1; they move with the text. Without it there are none
 * @param {(text: string) => void} [options.onProblem] the problem to which F8 went
 */
export function createEditor(host, { source, label, names = async () => [], onChange = () => {}, onCompile = () => {}, onBreakpoints, onProblem = () => {} }) {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const goTo = (/** @type {import('@codemirror/view').Command} */ command) => (/** @type {EditorView} */ view) => {
    if (!command(view)) return false;
    onProblem(problemAt(view.state));
    return true;
  };
  const keys = [
    { key: 'Mod-Enter', run: () => (onCompile(), true) },
    { key: 'F8', run: goTo(nextDiagnostic), shift: goTo(previousDiagnostic) },
    { key: 'F9', run: (/** @type {EditorView} */ at) => onBreakpoints !== undefined && toggleBreakpoint(at) },
  ];
  const state = EditorState.create({
    doc: source,
    extensions: [
      Prec.highest(keymap.of(keys)),
      standing,
      onBreakpoints ? breakpoints(onBreakpoints) : [],
      lineNumbers(),
      highlightSpecialChars(),
      history(),
      drawSelection(),
      indentOnInput(),
      indentUnit.of('    '),
      EditorState.tabSize.of(4),
      EditorState.lineSeparator.of('\n'),
      bracketMatching(),
      closeBrackets(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      c,
      documentation(names),
      // Escape, then Tab leaves the editor.
      keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, indentWithTab]),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0', autocapitalize: 'off', spellcheck: 'false' }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onChange(update.state.doc.toString());
      }),
      look,
    ],
  });
  const view = new EditorView({ state, parent: root, root });
  return {
    get source() {
      return view.state.doc.toString();
    },
    /** As if what differs were typed, so that it can be undone, and breakpoints stay. @param {string} text */
    replace(text) {
      const now = view.state.doc.toString();
      const most = Math.min(now.length, text.length);
      let from = 0;
      while (from < most && now[from] === text[from]) from++;
      let same = 0;
      while (same < most - from && now.at(-1 - same) === text.at(-1 - same)) same++;
      view.dispatch({ changes: { from, to: now.length - same, insert: text.slice(from, text.length - same) } });
    },
    /** @param {Diagnostic[]} diagnostics of the source as it is */
    showDiagnostics: (diagnostics) => showDiagnostics(view, diagnostics),
    /** @param {import('./marks.js').Standing} where */
    showStanding: (where) => showStanding(view, where),
    /** @param {number[]} lines */
    showBreakpoints: (lines) => showBreakpoints(view, lines),
    get breakpoints() {
      return breakpointLines(view.state);
    },
    /** @param {Diagnostic} diagnostic */
    fix: (diagnostic) => applyFixes(view, diagnostic),
    /** @param {{ line: number, column: number }} place */
    goTo(place) {
      const anchor = offsetOf(view.state.doc, place);
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
      view.focus();
    },
    nextProblem: () => goTo(nextDiagnostic)(view),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
