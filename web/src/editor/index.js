// The C editor, in a shadow tree: its styles are no concern of the page, and a strict Content-Security-Policy allows them there. Loaded when somebody edits.

import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { EditorState, Prec } from '@codemirror/state';
import { EditorView, drawSelection, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import { c } from './c.js';
import { Later } from './later.js';
import { look } from './look.js';
import { breakpointLines, breakpoints, showBreakpoints, showStanding, standing, toggleBreakpoint } from './marks.js';
import { applyFixes, offsetOf } from './places.js';

/** @typedef {import('./places.js').Diagnostic} Diagnostic */

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
  const completing = new Later(async () => {
    const { completing: completion, startCompletion } = await import('./completing.js');
    return { extension: completion(names), startCompletion };
  });
  const hovering = new Later(async () => ({ extension: (await import('./hovering.js')).hovering(names) }));
  const problems = new Later(() => import('./diagnostics.js'));
  /** The diagnostics that were to be shown last. @type {Diagnostic[]} */
  let wanted = [];
  /** The word that was typed last ends at the cursor. */
  let isTyping = false;

  const complete = async () => {
    const part = await completing.want(view);
    if (part && isTyping && view.hasFocus) part.startCompletion(view);
  };
  const askToComplete = () => {
    isTyping = true;
    complete();
    return true;
  };
  /** @param {'nextDiagnostic' | 'previousDiagnostic'} which */
  const goTo = (which) => () => {
    const { here } = problems;
    if (!here?.[which](view)) return false;
    onProblem(here.problemAt(view.state));
    return true;
  };
  const keys = [
    { key: 'Mod-Enter', run: () => (onCompile(), true) },
    { key: 'F8', run: goTo('nextDiagnostic'), shift: goTo('previousDiagnostic') },
    { key: 'F9', run: (/** @type {EditorView} */ at) => onBreakpoints !== undefined && toggleBreakpoint(at) },
    ...[{ key: 'Ctrl-Space' }, { mac: 'Alt-`' }, { mac: 'Alt-i' }].map((key) => ({ ...key, run: () => !completing.here && askToComplete() })),
    { key: 'Escape', run: () => (isTyping = false) },
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
      highlightActiveLine(),
      highlightActiveLineGutter(),
      c,
      completing.place,
      hovering.place,
      problems.place,
      // Escape, then Tab leaves the editor.
      keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0', autocapitalize: 'off', spellcheck: 'false' }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onChange(update.state.doc.toString());
        if (completing.here || !(update.docChanged || update.selectionSet)) return;
        const { head } = update.state.selection.main;
        isTyping = update.transactions.some((one) => one.isUserEvent('input.type')) && /[A-Za-z_]\w+$/.test(update.state.sliceDoc(update.state.doc.lineAt(head).from, head));
        if (isTyping) complete();
      }),
      EditorView.domEventHandlers({
        keydown: () => void completing.want(view),
        pointerdown: () => void completing.want(view),
        mousemove: ({ target, clientX, clientY }) => {
          const word = target instanceof Element && target.closest('.own-word');
          if (!word || hovering.here) return;
          // As if the pointer had moved once more, since what hears of it was not here.
          hovering.want(view).then((part) => { if (part && word.matches(':hover')) word.dispatchEvent(new MouseEvent('mousemove', { bubbles: true, clientX, clientY })); });
        },
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
    async showDiagnostics(diagnostics) {
      wanted = diagnostics;
      if (diagnostics.length === 0 && !problems.here) return;
      const { doc } = view.state;
      const part = problems.here ?? (await problems.want(view));
      if (wanted === diagnostics && view.state.doc === doc) part?.showDiagnostics(view, diagnostics);
    },
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
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
