// The short words of the command line, beside Python: `send 7`, `throw ValueError boom`, `close`, `back`, `goto 17`. Each is an act of the page, or one line of Python.
import { parseValue, ReadError, unparse } from './python/parse.js';
import { repr } from './python/repr.js';

/**
 * @typedef {{act: 'line', line: string}
 *   | {act: 'back' | 'forward' | 'next' | 'goto', count: number}
 *   | {act: 'turn' | 'run' | 'reset'}} Command
 */

const WORD = /^(send|throw|close|drop|back|forward|next|goto|turn|run|reset)(?:\s+(.*))?$/s;
const PLAIN = new Set(['turn', 'run', 'reset']);
const KIND = /^[A-Za-z_]\w*$/;

/** For the sheet of commands. @type {[string, string][]} */
export const COMMANDS = [
  ['send 7', 'send a value to the selected coroutine; what is no value is text: send hello. With its name to another one: send c2 7'],
  ['throw ValueError boom', 'raise an error where it stands'],
  ['close', 'raise GeneratorExit there'],
  ['drop', 'let go of it'],
  ['back, back 3, forward', 'to an earlier step, and ahead again'],
  ['goto 17', 'to the step with this number'],
  ['next, next 5', 'so many callbacks of the loop'],
  ['turn', 'one iteration of the loop'],
  ['run', 'to the end'],
  ['reset', 'from the start'],
];

/**
 * What a line means; null where it is Python. Throws a ReadError that says what is wrong.
 * @param {string} text
 * @param {{names: Iterable<string>, selected: string | undefined}} known the names of coroutines, and which one is looked at
 * @returns {Command | null}
 */
export function commandOf(text, { names, selected }) {
  const [, word, given = ''] = WORD.exec(text.trim()) ?? [];
  if (word === undefined || /^[=.(]/.test(given)) return null;
  const rest = given.trim();
  if (PLAIN.has(word)) {
    if (rest) throw new ReadError(`${word} takes nothing: ${rest}`);
    return { act: /** @type {'turn'} */ (word) };
  }
  if (word === 'back' || word === 'forward' || word === 'next') return { act: word, count: rest ? numberOf(word, rest, 1) : 1 };
  if (word === 'goto') return { act: word, count: numberOf(word, rest, 0) };
  const [target, argument] = targetOf(rest, new Set(names), selected);
  return { act: 'line', line: lineOf(word, target, argument) };
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
