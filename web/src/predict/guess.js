// What can be guessed of a step, what came of it, and how the two are compared.
import { parseStatement, parseValue, unparse } from '../python/parse.js';
import { repr } from '../python/repr.js';

/**
 * @typedef {'yields' | 'returns' | 'raises' | 'closes'} Kind
 * @typedef {{line: string, kinds: Kind[]}} Question of a call on a coroutine
 * @typedef {{kind: Kind, text: string}} Answer `text`: the value or the error; empty where that was not said, or there is none
 */

/** What can come of each method. @type {Map<string, Kind[]>} */
const KINDS = new Map([['send', ['yields', 'returns', 'raises']], ['throw', ['yields', 'returns', 'raises']], ['close', ['closes', 'raises']]]);

/** What is asked of a line; null where nothing can be guessed, as of `x = c1.send(7)`, which shows no value. @param {string} line @returns {Question | null} */
export function questionOf(line) {
  const kinds = KINDS.get(methodIn(line));
  return kinds ? { line: line.trim(), kinds } : null;
}

/** The method that the line calls, where it does nothing with what comes of it. @param {string} line */
function methodIn(line) {
  try {
    const statement = parseStatement(line);
    const call = statement.type === 'expression' ? statement.value : null;
    return call?.type === 'call' && call.of.type === 'attribute' ? call.of.name : '';
  } catch {
    return ''; // it cannot be read, and the page says so
  }
}

/** @param {{kind: string, text: string}[]} entries what the transcript has after the call @returns {Answer} */
export function answerIn(entries) {
  const last = entries.findLast(({ kind }) => kind === 'value' || kind === 'stop' || kind === 'error');
  if (!last) return { kind: 'closes', text: '' };
  if (last.kind === 'value') return { kind: 'yields', text: last.text };
  if (last.kind === 'stop') return { kind: 'returns', text: last.text.replace(/^StopIteration(: )?/, '') || 'None' };
  return { kind: 'raises', text: last.text.slice(last.text.lastIndexOf('\n') + 1) };
}

/** @type {Record<Kind, string>} */
const SAID = { yields: 'it yields', returns: 'it returns', raises: 'it raises', closes: 'it is closed, and nothing comes' };

/** @param {Answer} answer */
const inWords = ({ kind, text }) => `${SAID[kind]}${text && ` ${text}`}`;

/** @param {Answer} guess @param {Answer} answer */
export function compare(guess, answer) {
  const isKind = guess.kind === answer.kind;
  if (isKind && (guess.text === '' || isSame(guess, answer))) return { isRight: true, text: `Right: ${inWords(answer)}.` };
  if (isKind) return { isRight: false, text: `Nearly: ${inWords(answer)}, not ${guess.text}.` };
  return { isRight: false, text: `Not this time: ${inWords(answer)}. Your guess was that ${inWords(guess)}.` };
}

/** An error is known by its type; a text also without its quotes. @param {Answer} guess @param {Answer} answer */
function isSame(guess, answer) {
  const said = guess.text.trim();
  if (guess.kind === 'raises') return said === answer.text || said.replace(/[(:].*$/s, '') === answer.text.replace(/:.*$/s, '');
  return [said, repr(said), valueOf(said)].includes(answer.text);
}

/** @param {string} text */
function valueOf(text) {
  try {
    return unparse(parseValue(text), repr);
  } catch {
    return text;
  }
}

/** The task that the step has run first; null where it was none. @param {{kind: string, task?: number}[]} events of the step */
export const ranIn = (events) => events.find(({ kind }) => kind === 'task step')?.task ?? null;

/** @param {string | null} guess the name of a task; null: none runs @param {string | null} answer */
export function compareTasks(guess, answer) {
  const said = (/** @type {string | null} */ name) => (name === null ? 'no task runs: the loop calls something of its own' : `${name} runs`);
  if (guess === answer) return { isRight: true, text: `Right: ${said(answer)}.` };
  return { isRight: false, text: `Not this time: ${said(answer)}. Your guess was ${guess ?? 'no task'}.` };
}
