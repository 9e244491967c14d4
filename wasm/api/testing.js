// What makes a test pass or fail, for whoever runs one: `libawait test`, and explore().

import { BaseException } from './exceptions.js';
import { testsOf } from './module.js';

/** How many coroutines that were running are named as the origin of one that was never awaited. */
const ORIGIN_DEPTH = 5;

/** @typedef {import('./index.js').Module} Module */
/** @typedef {{ kind: 'never awaited' | 'unhandled error' | 'leak', message: string }} Leftover */

/** To be called before the test: what is alive then. @param {Module} module */
export function beginTest(module) {
  module.recordMistakes(true);
  module.setCoroutineOriginTrackingDepth(ORIGIN_DEPTH);
  return module.live();
}

/** What a test must not leave. Disposes what JS holds. @param {Module} module @param {ReturnType<Module['live']>} before @returns {Leftover[]} */
export function leftBehind(module, before) {
  module.releaseAll();
  const found = testsOf(/** @type {any} */ (module)).expectsMistakes() ? [] : mistakesIn(module);
  const live = module.live();
  const coroutines = live.coroutines - before.coroutines;
  const objects = live.objects - before.objects;
  const jsHandles = live.jsHandles - before.jsHandles;
  const kinds = [];
  if (coroutines > 0) kinds.push(count(coroutines, 'coroutine'));
  if (objects > coroutines) kinds.push(count(objects - coroutines, 'other object'));
  if (jsHandles > 0) kinds.push(count(jsHandles, 'JavaScript value'));
  if (kinds.length > 0) found.push({ kind: 'leak', message: `something is still alive after the test: ${kinds.join(', ')}` });
  return found;
}

/** @param {Module} module @returns {Leftover[]} */
function mistakesIn(module) {
  const { neverAwaited, neverRetrieved, destroyedPending } = module.mistakes();
  const as = (/** @type {Leftover['kind']} */ kind) => (/** @type {string} */ message) => ({ kind, message });
  return [...neverAwaited.map(as('never awaited')), ...neverRetrieved.map(as('unhandled error')), ...destroyedPending.map(as('leak'))];
}

/** The innermost place of the traceback. @param {unknown} error */
export function placeOf(error) {
  const places = error instanceof BaseException ? [...error.traceback.matchAll(/^ {2}File "(.*)", line (\d+), in /gm)] : [];
  const last = places.at(-1);
  return last ? { file: last[1], line: Number(last[2]) } : null;
}

/** @param {unknown} error */
export function textOf(error) {
  if (error instanceof BaseException) return error.traceback;
  const { name, message } = /** @type {Error} */ (error);
  return `${name}: ${message}`;
}

/** @param {number} number @param {string} noun */
function count(number, noun) {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
