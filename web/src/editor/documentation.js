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

/** @param {() => Promise<Documented[]>} names asked for when they are first needed */
export function documentation(names) {
  /** @type {ReturnType<typeof known> | undefined} */
  let found;
  const all = () => (found ??= known(names));
  /** @param {import('@codemirror/autocomplete').CompletionContext} context */
  const complete = async (context) => {
    const word = context.matchBefore(/[A-Za-z_]\w*/);
    if (!word || (!context.explicit && word.to - word.from < 2)) return null;
    const { options, byName } = await all();
    const others = /** @type {import('@codemirror/autocomplete').CompletionResult | null} */ (await completeAnyWord(context))?.options ?? [];
    return { from: word.from, options: [...options, ...others.filter(({ label }) => label.length > 1 && !byName.has(label) && !KEYWORDS.includes(label))], validFor: /^\w*$/ };
  };
  return [
    autocompletion({ override: [complete], icons: false, maxRenderedOptions: OPTIONS }),
    hoverTooltip(async (view, position) => {
      const line = view.state.doc.lineAt(position);
      for (const match of line.text.matchAll(/\w+/g)) {
        const [from, to] = [line.from + match.index, line.from + match.index + match[0].length];
        if (position < from || position > to) continue;
        const one = (await all()).byName.get(match[0]);
        if (one) return { pos: from, end: to, create: () => ({ dom: shown(one) }) };
      }
      return null;
    }),
  ];
}

/** @param {() => Promise<Documented[]>} names */
async function known(names) {
  const all = await names();
  const options = [
    ...all.map((one) => ({
      label: one.name,
      type: TYPES[one.kind],
      detail: one.signature.includes('(') ? ` ${one.signature.slice(one.signature.indexOf('('))}` : '',
      info: () => shown(one),
    })),
    ...KEYWORDS.map((label) => ({ label, type: 'keyword', boost: -1 })),
  ];
  return { byName: new Map(all.map((one) => [one.name, one])), options };
}
