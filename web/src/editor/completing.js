// What helps who types: brackets are closed, and C's words, libawait's names, and what stands in the text are completed. Loaded with the first key or press in the editor.

import { autocompletion, closeBrackets, closeBracketsKeymap, completeAnyWord } from '@codemirror/autocomplete';
import { keymap } from '@codemirror/view';
import { documentationOf } from './documentation.js';
import { tooltips } from './look-later.js';

export { startCompletion } from '@codemirror/autocomplete';

const KEYWORDS = 'bool break case char const continue default do double else enum extern false float for if int int64_t long NULL return short signed sizeof size_t static struct switch true typedef union unsigned void while'.split(' ');
/** So many that the list needs no scrolling. */
const OPTIONS = 8;
const TYPES = /** @type {Record<string, string>} */ ({ function: 'function', macro: 'keyword', type: 'type', constant: 'constant' });

/** @param {import('./documentation.js').Documented[]} names */
const optionsOf = (names) => [
  ...names.map((one) => ({
    label: one.name,
    type: TYPES[one.kind],
    detail: one.signature.includes('(') ? ` ${one.signature.slice(one.signature.indexOf('('))}` : '',
    info: () => documentationOf(one),
  })),
  ...KEYWORDS.map((label) => ({ label, type: 'keyword', boost: -1 })),
];

/** @param {() => Promise<import('./documentation.js').Documented[]>} names asked for with each word */
export function completing(names) {
  /** @param {import('@codemirror/autocomplete').CompletionContext} context */
  const complete = async (context) => {
    const word = context.matchBefore(/[A-Za-z_]\w*/);
    if (!word || (!context.explicit && word.to - word.from < 2)) return null;
    const options = optionsOf(await names());
    const known = new Set(options.map(({ label }) => label));
    const others = /** @type {import('@codemirror/autocomplete').CompletionResult | null} */ (await completeAnyWord(context))?.options ?? [];
    return { from: word.from, options: [...options, ...others.filter(({ label }) => label.length > 1 && !known.has(label))], validFor: /^\w*$/ };
  };
  return [tooltips, closeBrackets(), keymap.of(closeBracketsKeymap), autocompletion({ override: [complete], icons: false, maxRenderedOptions: OPTIONS })];
}
