// The editor's colours and sizes, from the page's variables; and C's words, with libawait's own beside them.

import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { countColumn } from '@codemirror/state';
import { Decoration, EditorView, MatchDecorator, ViewPlugin } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const words = HighlightStyle.define([
  { tag: [tags.comment], color: 'var(--code-comment)' },
  { tag: [tags.string, tags.character, tags.special(tags.string)], color: 'var(--code-text)' },
  { tag: [tags.keyword, tags.controlKeyword, tags.modifier, tags.typeName, tags.standard(tags.typeName), tags.bool, tags.null], color: 'var(--code-keyword)' },
  { tag: [tags.processingInstruction, tags.meta], color: 'var(--code-macro)' },
]);

const own = new MatchDecorator({ regexp: /\b(?:AW_[A-Z_]+|aw_[a-z]\w*)\b/g, decoration: Decoration.mark({ class: 'own-word' }) });
const ownWords = ViewPlugin.define((view) => ({
  decorations: own.createDeco(view),
  update(change) {
    this.decorations = own.updateDeco(change, this.decorations);
  },
}), { decorations: (plugin) => plugin.decorations });

/** A line that is indented so far. @type {Decoration[]} */
const indented = [];
/** @param {EditorView} view */
const indentations = ({ state: { doc, tabSize }, visibleRanges }) => Decoration.set(visibleRanges.flatMap(({ from, to }) => {
  const marks = [];
  for (let at = from; at <= to;) {
    const line = doc.lineAt(at);
    const columns = countColumn(line.text, tabSize, line.text.search(/\S|$/));
    marks.push((indented[columns] ??= Decoration.line({ attributes: { style: `--indentation: ${columns}` } })).range(line.from));
    at = line.to + 1;
  }
  return marks;
}), true);
/** What a line is too long for goes on two columns further in than the line begins. */
const hanging = ViewPlugin.define((view) => ({
  decorations: indentations(view),
  update({ docChanged, viewportChanged, view: now }) {
    if (docChanged || viewportChanged) this.decorations = indentations(now);
  },
}), { decorations: (plugin) => plugin.decorations });

const theme = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--panel)', fontSize: 'var(--code-size, 13.5px)' },
  '&.cm-focused': { outline: 'none' }, // the page draws it around the whole
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.5' },
  '.cm-content': { caretColor: 'var(--ink)', padding: '6px 0' },
  '.cm-line': { paddingLeft: 'calc((var(--indentation) + 2) * 1ch + 6px)', textIndent: 'calc((var(--indentation) + 2) * -1ch)' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'color-mix(in srgb, var(--accent) 28%, transparent)' },
  '.cm-gutters': { border: '0', color: 'var(--quiet)', backgroundColor: 'var(--panel)' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLineGutter': { color: 'var(--ink)', fontWeight: '700' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'transparent', outline: '1px solid var(--edge)' },
  '.own-word, .own-word *': { color: 'var(--code-macro)' },
  '.is-standing': { backgroundColor: 'var(--standing)' },
  '.is-chosen': { backgroundColor: 'var(--chosen)' },
  '.is-failed': { boxShadow: 'inset 3px 0 var(--raised)' },
  '.marker': { float: 'right', textIndent: '0', margin: '0 8px 0 12px', padding: '0 8px', borderRadius: '999px', color: 'var(--page)', font: '600 11.5px/1.6 system-ui, sans-serif', userSelect: 'none' },
  '.marker-suspended': { backgroundColor: 'var(--suspended)' },
  '.marker-ready': { backgroundColor: 'var(--ready)' },
  '.marker-failed': { backgroundColor: 'var(--raised)' },
  '.breakpoints': { width: '18px', cursor: 'pointer' },
  '.breakpoints .cm-gutterElement': { display: 'flex', alignItems: 'center', justifyContent: 'center', color: 'var(--raised)' },
  '.breakpoint': { width: '10px', height: '10px', borderRadius: '50%', backgroundColor: 'currentColor' },
  '.breakpoints .cm-gutterElement:hover:not(:has(.breakpoint))::after': { content: '""', width: '8px', height: '8px', border: '1px solid currentColor', borderRadius: '50%' },
});

export const look = [theme, syntaxHighlighting(words), ownWords, hanging];
