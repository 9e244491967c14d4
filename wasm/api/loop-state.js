// What of a loop belongs to the state of a program: who in JavaScript waits, for what and for which runs, and what JavaScript is to answer.

import { errors } from './exceptions.js';
import { CObject } from './objects.js';
import { forgetPromise } from './tasks.js';
import { Waiter } from './waiting.js';

/**
 * @typedef {object} LoopState
 * @property {import('./waiting.js').RunState[]} runs
 * @property {import('./operations.js').Captured} operations
 *
 * @typedef {import('./state.js').HostState} HostState
 * @typedef {import('./values.js').Values} Values
 */

/** @param {Values} home @returns {LoopState} */
export function captureLoop(home) {
  return { runs: home.loop.capture(), operations: home.operations.capture() };
}

/** A state of this very module comes back; the handles are there already. @param {Values} home @param {HostState} state @param {Iterable<object | undefined>} objects all that JS had or has again */
export function bringLoopBack(home, state, objects) {
  for (const object of objects) if (object instanceof CObject) forgetPromise(object);
  putWaiters(home, state.runs, (waiter) => (waiter.outcome ? renewed(home, waiter, state) : waiter));
  home.operations.share(state.operations);
}

/** @param {Values} home @param {Waiter} waiter @param {HostState} state */
function renewed(home, waiter, state) {
  const handle = state.handles.values.indexOf(waiter);
  if (handle < 0) return waiter; // it had ended by then
  return Waiter.inPlace(home.loop, handle, waiter.waitedFor);
}

/** The waiters take the places in the handle table that they have in the module, and the runs begin anew. Gives those of the runs. @param {Values} home @param {import('./waiting.js').RunState[]} runs @param {(waiter: Waiter) => Waiter} change */
export function putWaiters(home, runs, change) {
  const { handles } = home.link;
  /** @type {Map<Waiter, Waiter>} */
  const changed = new Map();
  const now = (/** @type {Waiter} */ waiter) => {
    let other = changed.get(waiter);
    if (!other) changed.set(waiter, (other = change(waiter)));
    return other;
  };
  handles.values.forEach((value, handle) => {
    if (value instanceof Waiter) handles.values[handle] = now(value);
  });
  home.loop.goOn(runs, now);
  return new Set(runs.flatMap(({ main, cleanUp }) => [main, ...(cleanUp ? [cleanUp] : [])]).map(now));
}

/** @param {import('../bridge/handles.js').HandleState} handles @returns {Waiter[]} */
export function waitersIn(handles) {
  return /** @type {Waiter[]} */ (handles.values.filter((value) => value instanceof Waiter));
}

/** Those who wait for no run are not here. @param {Values} home @param {Iterable<Waiter>} waiters @param {Set<Waiter>} kept */
export function endOthers(home, waiters, kept) {
  for (const waiter of waiters) if (!kept.has(waiter)) waiter.abandon(new errors.CancelledError());
}
