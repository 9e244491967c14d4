// The short words of the command line, beside Python: `send 7`, `throw ValueError boom`, `close`, `back`, `goto 17`, `ps`. Each is an act of the page, or one line of Python.
import { parseValue, ReadError, unparse } from './python/parse.js';
import { repr } from './python/repr.js';

/**
 * @typedef {{act: 'line', line: string}
 *   | {act: 'back' | 'forward' | 'next' | 'step' | 'goto', count: number}
 *   | {act: 'break', line: number | null}
 *   | {act: 'turn' | 'run' | 'reset' | 'ps' | 'pstree' | 'help'}} Command
 * @typedef {object} Known
 * @property {Iterable<string>} names of coroutines
 * @property {string | undefined} selected which one is looked at
 * @property {Iterable<string>} [others] what else a name can be: functions, exceptions
 */

/** For the sheet of commands. @type {[string, string][]} */
export const COMMANDS = [
  ['send 7', 'send a value to the selected coroutine; what is no value is text: send hello. With its name to another one: send c2 7'],
  ['throw ValueError boom', 'raise an error where it stands'],
  ['close', 'raise GeneratorExit there'],
  ['drop', 'let go of it'],
  ['step, step 5', 'so many callbacks of the loop; by hand: so many times send(None) to the selected coroutine'],
  ['next, next 5', 'so many callbacks of the loop'],
  ['turn', 'one iteration of the loop'],
  ['run', 'to the end, or to a breakpoint'],
  ['break 12, break', 'set a breakpoint in this line, or take it away; alone: tell which there are'],
  ['back, back 3, forward', 'to an earlier step, and ahead again'],
  ['goto 17', 'to the step with this number'],
  ['ps, pstree', 'print the tasks, as a table or as a tree of who waits for whom; this is no step'],
  ['reset', 'from the start'],
  ['help', 'this sheet'],
];

/** Of the selected coroutine, or of one whose name follows. */
const METHODS = new Set(['send', 'throw', 'close', 'drop']);
const PLAIN = new Set(['turn', 'run', 'reset', 'ps', 'pstree', 'help']);
const COUNTED = new Set(['back', 'forward', 'next', 'step']);
export const WORDS = [...METHODS, ...COUNTED, 'goto', 'break', ...PLAIN];
const KIND = /^[A-Za-z_]\w*$/;

/**
 * What a line means; null where it is Python. Throws a ReadError that says what is wrong.
 * @param {string} text
 * @param {Known} known
 * @returns {Command | null}
 */
export function commandOf(text, known) {
  const [, word, space = '', given = ''] = /^([A-Za-z_]\w*)(\s*)(.*)$/s.exec(text.trim()) ?? [];
  if (word === undefined || /^[=.(]/.test(given) || (given !== '' && space === '')) return null;
  const rest = given.trim();
  if (!WORDS.includes(word)) return unknown(word, rest, known);
  if (PLAIN.has(word)) {
    if (rest) throw new ReadError(`${word} takes nothing: ${rest}`);
    return { act: /** @type {'turn'} */ (word) };
  }
  if (COUNTED.has(word)) return { act: /** @type {'back'} */ (word), count: rest ? numberOf(word, rest, 1) : 1 };
  if (word === 'goto') return { act: word, count: numberOf(word, rest, 0) };
  if (word === 'break') return { act: word, line: rest ? numberOf(word, rest, 1) : null };
  const [target, argument] = targetOf(rest, new Set(known.names), known.selected);
  return { act: 'line', line: lineOf(word, target, argument) };
}

/** A word that is none may be Python, or a slip of the fingers. @param {string} word @param {string} rest @param {Known} known @returns {null} */
function unknown(word, rest, { names, others = [] }) {
  const isPython = rest === '' || word === 'del' || [...names, ...others].includes(word);
  const near = nearest(word, WORDS);
  if (near && ![...names, ...others].includes(word) && word !== 'del') throw new ReadError(`there is no ${word}. Did you mean ${near}?`);
  if (isPython) return null;
  throw new ReadError(`there is no word ${word}. help lists all words`);
}

/** The one that it was probably meant to be, where there is one. @param {string} word @param {string[]} words */
export function nearest(word, words) {
  if (word.length < 3) return null;
  const [best] = words.map((other) => ({ other, distance: distance(word.toLowerCase(), other) })).sort((a, b) => a.distance - b.distance);
  return best.distance <= (word.length > 4 ? 2 : 1) ? best.other : null;
}

/** How many letters are to be put in, taken away, changed or swapped. @param {string} a @param {string} b */
function distance(a, b) {
  let before = /** @type {number[]} */ ([]);
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    before = row;
    row = next;
  }
  return row[b.length];
}

/** @param {string} word @param {string} rest @param {number} least */
function numberOf(word, rest, least) {
  if (/^\d{1,9}$/.test(rest) && Number(rest) >= least) return Number(rest);
  throw new ReadError(rest ? `${word} takes a number from ${least}, not ${rest}` : `${word} takes the number of a step`);
}

/** @param {string} rest @param {Set<string>} names @param {string | undefined} selected */
function targetOf(rest, names, selected) {
  const [, first, others = ''] = /^([A-Za-z_]\w*(?:\.\w+)*)(?:\s+(.*))?$/s.exec(rest) ?? [];
  if (first !== undefined && names.has(first.split('.')[0])) return [first, others];
  if (selected === undefined) throw new ReadError('there is no coroutine yet');
  return [selected, rest];
}

/** @param {string} word @param {string} target @param {string} argument */
function lineOf(word, target, argument) {
  if (word === 'send') return `${target}.send(${valueOf(argument)})`;
  if (word === 'throw') {
    const [kind, ...message] = argument.split(/\s+/);
    if (!KIND.test(kind)) throw new ReadError(argument ? `throw takes the name of an exception, not ${kind}` : 'throw takes an exception, such as ValueError');
    return `${target}.throw(${kind}(${message.length > 0 ? valueOf(message.join(' ')) : ''}))`;
  }
  if (argument) throw new ReadError(`${word} takes nothing: ${argument}`);
  return word === 'drop' ? `del ${target}` : `${target}.close()`;
}

/** As Python writes it: what is no value is taken as text. @param {string} text */
function valueOf(text) {
  if (text === '') return 'None';
  try {
    const node = parseValue(text);
    if (node.type === 'value' || node.type === 'list' || node.type === 'tuple') return unparse(node, repr);
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
  }
  return repr(text);
}
