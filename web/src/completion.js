// What Tab makes of a line that was begun: the words of the command line, names, functions, methods and exceptions.
import { WORDS } from './commands.js';

/**
 * @typedef {object} Names
 * @property {string[]} names of coroutines
 * @property {string[]} functions that make them
 * @property {string[]} errors
 */

const METHODS = ['send(', 'throw(', 'close()', 'cr_await', 'cr_running', 'cr_suspended', 'gi_yieldfrom', '__name__'];
const TARGETED = /^\s*(send|throw|close|drop|del)\s/;

/**
 * @param {string} text up to the cursor, which is at its end
 * @param {Names} known
 * @returns {{text: string, choices: string[]}} the line with what is certain; the choices where there are several
 */
export function complete(text, known) {
  const begun = /[A-Za-z_]\w*$/.exec(text)?.[0] ?? '';
  const before = text.slice(0, text.length - begun.length);
  const choices = [...new Set(possible(before, known))].filter((one) => one.startsWith(begun));
  if (choices.length === 0 || (begun === '' && before === '')) return { text, choices: [] };
  if (choices.length === 1) return { text: `${before}${choices[0]}`, choices: [] };
  let end = begun.length;
  while (choices.every((one) => one[end] !== undefined && one[end] === choices[0][end])) end++;
  return { text: `${before}${choices[0].slice(0, end)}`, choices: choices.map((one) => one.trim()) };
}

/** @param {string} before what stands before the word that was begun @param {Names} known */
function possible(before, { names, functions, errors }) {
  if (/asyncio\.$/.test(before)) return ['run('];
  if (/[\w)]\.$/.test(before)) return METHODS;
  if (/\.throw\($/.test(before)) return errors.map((name) => `${name}(`);
  const word = TARGETED.exec(before)?.[1];
  if (word !== undefined) {
    const isFirst = before.trim() === word;
    if (word === 'throw') return isFirst ? [...names.map((name) => `${name} `), ...errors] : before.trim().split(/\s+/).length === 2 ? errors : [];
    return isFirst ? names : [];
  }
  const calls = functions.map((name) => `${name}(`);
  if (before.trim() === '') return [...WORDS, ...names, ...calls, 'asyncio.run('];
  return /[=(,]\s*$/.test(before) ? [...names, ...calls] : [];
}
