// What a function is given by name, as Python's keyword arguments: one that it does not know is a mistake, and is told.

import { errors, safeText } from './exceptions.js';

/** Of load(), and of what goes on from a state of its own, as fork() does. */
export const LOADING = [
  'args', 'env', 'host', 'imports', 'manual', 'onError', 'onRestore', 'onUnraisable', 'onWarning', 'patience', 'restoreValue', 'saveValue', 'snapshot', 'stderr', 'stdout', 'timePassed', 'virtualClock',
];
export const FORKING = LOADING.filter((name) => name !== 'snapshot' && name !== 'timePassed');

/**
 * The options; without any none. Throws TypeError where they are no object, or have a name that is not known.
 * @template {object} Options
 * @param {string} callee as it is called, such as `load()`
 * @param {Options | undefined} options
 * @param {string[]} known
 * @returns {Partial<Options>}
 */
export function optionsOf(callee, options, known) {
  if (options === undefined) return {};
  if (typeof options !== 'object' || options === null) throw new errors.TypeError(`${callee} takes its options as an object, not ${safeText(options)}`);
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new errors.TypeError(`${callee} got an unexpected option '${unknown}': it knows ${known.join(', ')}`);
  return options;
}
