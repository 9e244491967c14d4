// Completion of C's words, libawait's names, and what stands in the text. Loaded with the first word that is typed.

import { autocompletion, completeAnyWord } from '@codemirror/autocomplete';
import { documentationOf } from './documentation.js';
import { tooltips } from './look-later.js';

export { startCompletion } from '@codemirror/autocomplete';

const KEYWORDS = 'bool break case char const continue default do double else enum extern false float for if int int64_t long NULL return short signed sizeof size_t static struct switch true typedef union unsigned void while'.split(' ');
/** So many that the list needs no scrolling. */
const OPTIONS = 8;
const TYPES = /** @type {Record<string, string>} */ ({ function: 'function', macro: 'keyword', type: 'type', constant: 'constant' });

/** @param {import('./documentation.js').Documented[]} names */
export function completing(names) {
  const known = new Set([...names.map(({ name }) => name), ...KEYWORDS]);
  const options = [
    ...names.map((one) => ({
      label: one.name,
      type: TYPES[one.kind],
      detail: one.signature.includes('(') ? ` ${one.signature.slice(one.signature.indexOf('('))}` : '',
      info: () => documentationOf(one),
    })),
    ...KEYWORDS.map((label) => ({ label, type: 'keyword', boost: -1 })),
  ];
  /** @param {import('@codemirror/autocomplete').CompletionContext} context */
  const complete = async (context) => {
    const word = context.matchBefore(/[A-Za-z_]\w*/);
    if (!word || (!context.explicit && word.to - word.from < 2)) return null;
    const others = /** @type {import('@codemirror/autocomplete').CompletionResult | null} */ (await completeAnyWord(context))?.options ?? [];
    return { from: word.from, options: [...options, ...others.filter(({ label }) => label.length > 1 && !known.has(label))], validFor: /^\w*$/ };
  };
  return [tooltips, autocompletion({ override: [complete], icons: false, maxRenderedOptions: OPTIONS })];
}
