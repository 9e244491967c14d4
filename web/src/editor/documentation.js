// Completion, and documentation of the name under the pointer, for libawait's functions; from its headers, by way of documentation.json.

import { autocompletion, completeAnyWord } from '@codemirror/autocomplete';
import { hoverTooltip } from '@codemirror/view';

/** @typedef {{ name: string, kind: string, signature: string, text: string, header: string }} Documented */

const KEYWORDS = 'bool break case char const continue default do double else enum extern false float for if int int64_t long NULL return short signed sizeof size_t static struct switch true typedef union unsigned void while'.split(' ');
/** So many that the list needs no scrolling. */
const OPTIONS = 8;
const TYPES = /** @type {Record<string, string>} */ ({ function: 'function', macro: 'keyword', type: 'type', constant: 'constant' });

/** @param {Documented} of */
function shown({ signature, text, header }) {
  const element = document.createElement('div');
  element.className = 'documentation';
  const code = document.createElement('code');
  code.textContent = signature;
  const where = document.createElement('small');
  where.textContent = `<${header}>`;
  element.append(code, text, where);
  return element;
}

/** @param {Documented[]} names */
export function documentation(names) {
  const byName = new Map(names.map((one) => [one.name, one]));
  const options = [
    ...names.map((one) => ({
      label: one.name,
      type: TYPES[one.kind],
      detail: one.signature.includes('(') ? ` ${one.signature.slice(one.signature.indexOf('('))}` : '',
      info: () => shown(one),
    })),
    ...KEYWORDS.map((label) => ({ label, type: 'keyword', boost: -1 })),
  ];
  /** @param {import('@codemirror/autocomplete').CompletionContext} context */
  const complete = (context) => {
    const word = context.matchBefore(/[A-Za-z_]\w*/);
    if (!word || (!context.explicit && word.to - word.from < 2)) return null;
    return { from: word.from, options, validFor: /^\w*$/ };
  };
  const words = (/** @type {import('@codemirror/autocomplete').CompletionContext} */ context) => {
    const found = /** @type {any} */ (completeAnyWord(context));
    return found && context.matchBefore(/[A-Za-z_]\w+/) && { ...found, options: found.options.filter((/** @type {any} */ { label }) => !byName.has(label) && !KEYWORDS.includes(label)) };
  };
  return [
    autocompletion({ override: [complete, words], icons: false, maxRenderedOptions: OPTIONS }),
    hoverTooltip((view, position) => {
      const line = view.state.doc.lineAt(position);
      for (const match of line.text.matchAll(/\w+/g)) {
        const [from, to] = [line.from + match.index, line.from + match.index + match[0].length];
        const one = byName.get(match[0]);
        if (one && from <= position && position <= to) return { pos: from, end: to, create: () => ({ dom: shown(one) }) };
      }
      return null;
    }),
  ];
}
