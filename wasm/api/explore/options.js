// What explore() is told, checked before anything begins.

import { errors, safeText } from '../exceptions.js';
import { FORKING, optionsOf } from '../options.js';

/** The least that each takes, of numbers that may also be Infinity. */
const LEAST = /** @type {const} */ ({ maxSwitches: 0, maxSchedules: 1, maxSteps: 1 });

const EXPLORING = ['instrument', 'maxSchedules', 'maxSteps', 'maxSwitches', 'onProgress', 'test', 'timeLimit', ...FORKING];

/** TypeError or ValueError for options that make no sense. @param {unknown} options */
export function checkOptions(options) {
  const { test, timeLimit, onProgress, instrument, ...others } = /** @type {Record<string, unknown>} */ (optionsOf('explore()', /** @type {object} */ (options), EXPLORING));
  if (test !== undefined && ![test].flat().every((name) => typeof name === 'string')) throw new errors.TypeError(`test is a name or a list of names, not ${shown(test)}`);
  for (const [name, least] of Object.entries(LEAST)) {
    const number = numberIn(others, name);
    if (number === undefined || number === Infinity) continue;
    if (!Number.isInteger(number) || number < least) throw new errors.ValueError(`${name} is a whole number, at least ${least}, not ${shown(number)}`);
  }
  const seconds = numberIn({ timeLimit }, 'timeLimit');
  if (seconds !== undefined && !(seconds > 0)) throw new errors.ValueError(`timeLimit is more than 0 seconds, not ${shown(seconds)}`);
  for (const [name, each] of Object.entries({ onProgress, instrument })) {
    if (each !== undefined && typeof each !== 'function') throw new errors.TypeError(`${name} is a function, not ${shown(each)}`);
  }
}

/** @param {Record<string, unknown>} options @param {string} name */
function numberIn(options, name) {
  const number = options[name];
  if (number !== undefined && typeof number !== 'number') throw new errors.TypeError(`${name} is a number, not ${shown(number)}`);
  return number;
}

/** @param {unknown} value */
export const shown = (value) => (typeof value === 'string' ? `'${value}'` : safeText(value));
