// The look of what is shown over the text, and of problems in it.

import { EditorView } from '@codemirror/view';

export const tooltips = EditorView.theme({
  '.cm-tooltip': { maxWidth: 'min(92vw, 560px)', border: '1px solid var(--edge)', borderRadius: 'var(--round)', color: 'var(--ink)', backgroundColor: 'var(--panel)', boxShadow: '0 4px 16px rgb(0 0 0 / 20%)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { maxHeight: 'none', fontFamily: 'var(--mono)', fontSize: '12.5px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 8px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { color: 'var(--on-accent)', backgroundColor: 'var(--accent)' },
  '.cm-completionDetail': { fontStyle: 'normal', opacity: '0.8' },
  '.cm-tooltip.cm-completionInfo': { padding: '8px 10px' },
  '.documentation': { padding: '8px 10px', maxHeight: '40vh', overflow: 'auto', font: '13px/1.45 system-ui, sans-serif', whiteSpace: 'pre-wrap' },
  '.cm-completionInfo .documentation': { padding: '0' },
  '.documentation code': { display: 'block', marginBottom: '4px', fontFamily: 'var(--mono)', fontSize: '12.5px', fontWeight: '600' },
  '.documentation small': { display: 'block', marginTop: '4px', color: 'var(--quiet)', fontSize: '12px' },
  '.cm-diagnostic': { padding: '6px 10px', font: '13px/1.45 system-ui, sans-serif', whiteSpace: 'pre-wrap' },
  '.cm-diagnostic-error': { borderLeft: '4px solid var(--raised)' },
  '.cm-diagnostic-warning': { borderLeft: '4px solid var(--suspended)' },
  '.cm-diagnosticAction': { margin: '0 0 0 8px', padding: '3px 10px', border: '1px solid var(--accent)', borderRadius: 'var(--round)', color: 'var(--on-accent)', backgroundColor: 'var(--accent)', font: 'inherit', cursor: 'pointer' },
  '.cm-lintRange-error, .cm-lintRange-warning': { backgroundImage: 'none', textDecorationLine: 'underline', textDecorationStyle: 'wavy', textDecorationThickness: '1.5px', textUnderlineOffset: '3px', textDecorationSkipInk: 'none' },
  '.cm-lintRange-error': { textDecorationColor: 'var(--raised)' },
  '.cm-lintRange-warning': { textDecorationColor: 'var(--suspended)' },
  '.cm-lintPoint-error:after': { borderBottomColor: 'var(--raised)' },
  '.cm-lintPoint-warning:after': { borderBottomColor: 'var(--suspended)' },
});
