// What of JavaScript belongs to the state of a program: the values that C holds by number, the C objects that JS holds, the runs that JS waits for, the
// operations that JS is to answer, the clock, and `roots`. It goes on in this process as it is; saved-state.js makes bytes of it.

import { BaseException, addressOf as exceptionAddress, errors, safeText, unbind } from './exceptions.js';
import { Waiter } from './waiting.js';
import { CObject, addressOf, homeOf } from './objects.js';
import { forgetPromise } from './tasks.js';

/**
 * @typedef {object} HostState as it is in this process
 * @property {import('../bridge/handles.js').HandleState} handles
 * @property {import('../bridge/objects.js').Entry[]} objects
 * @property {import('./waiting.js').RunState[]} runs
 * @property {ReturnType<import('./operations.js').Operations['capture']>} operations
 * @property {number} clock in milliseconds
 * @property {Uint8Array[]} output bytes of lines that are not at their end
 * @property {Record<string, unknown>} roots
 *
 * @typedef {import('./values.js').Values} Values
 */

/** @param {Values} home @returns {HostState} */
export function capture(home) {
  const { handles, objects, pump } = home.link;
  return {
    handles: handles.capture(),
    objects: objects.capture(),
    runs: home.loop.capture(),
    operations: home.operations.capture(),
    clock: pump.clock(),
    output: home.link.output.map(({ rest }) => rest),
    roots: { ...home.roots },
  };
}

/** A state of this very module comes back; its memory is there already. @param {Values} home @param {HostState} state */
export function goBack(home, state) {
  const { handles, objects, pump } = home.link;
  for (const { ref } of [...objects.entries, ...state.objects]) forget(ref.deref());
  for (const value of handles.values) if (value instanceof BaseException) letGo(home, value);
  objects.goOn(state.objects);
  handles.goOn(state.handles);
  putWaiters(home, state.runs, (waiter) => (waiter.outcome ? renewed(home, waiter, state) : waiter));
  home.operations.share(state.operations);
  pump.setClock(state.clock);
  putOutput(home, state.output);
  replaceRoots(home, state.roots);
  goOn(home);
}

/** The state of `from` goes on in a second instance, too. @param {Values} home @param {Values} from @param {HostState} state */
export function goOnAsFork(home, from, state) {
  const { handles, objects, pump } = home.link;
  objects.hold(state.objects.map(({ address }) => address));
  handles.goOn(state.handles);
  const waiters = new Map(waitersIn(state.handles).map((waiter) => [waiter, Waiter.inPlace(home.loop, waiter.handle, waiter.address)]));
  const now = (/** @type {Waiter} */ waiter) => waiters.get(waiter) ?? Waiter.ended(home.loop, outcomeIn(home, from, waiter));
  const runs = putWaiters(home, state.runs, now);
  home.operations.share(state.operations);
  pump.setClock(state.clock);
  putOutput(home, state.output);
  replaceRoots(home, mapValues(state.roots, (value) => counterpartIn(home, from, value)));
  endOthers(home, waiters.values(), runs);
  home.origin = { from, theirs: new Set(state.objects), ours: new Set(objects.entries) };
  goOn(home);
}

/** What stands here where an object of the instance stands that this one is a fork of, or that is a fork of this one: as long as both hold what they held then. @param {Values} home @param {Values} other @param {object} object */
export function counterpart(home, other, object) {
  const address = heldAddress(other, object);
  if (address === 0) return object;
  const { origin } = home.origin?.from === other ? home : other;
  const [here, there] = origin === home.origin ? [origin?.ours, origin?.theirs] : [origin?.theirs, origin?.ours];
  const isIn = (/** @type {Values} */ { link }, /** @type {Set<import('../bridge/objects.js').Entry> | undefined} */ known) => known?.has(/** @type {any} */ (link.objects.byAddress.get(address)));
  if (!isIn(home, here) || !isIn(other, there)) throw new errors.LookupError(`there is no counterpart of ${safeText(object)} here`);
  return home.objectAt(address);
}

/** @param {Values} home @param {Uint8Array[]} lines that are not at their end */
export function putOutput(home, lines) {
  home.link.output.forEach((output, index) => (output.rest = lines[index]));
}

/** @param {Values} home */
export function goOn(home) {
  home.link.pump.disarm();
  home.link.pump.wake();
}

/** An exception of JavaScript's that an object of C carries does not stand for that any more: it may not be there in another state. @param {Values} home @param {BaseException} exception */
function letGo(home, exception) {
  const address = exceptionAddress(home, exception);
  if (address !== 0 && home.link.objects.find(address) !== exception) unbind(exception);
}

/** @param {object | undefined} object */
function forget(object) {
  if (object instanceof CObject) forgetPromise(object);
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

/** @param {Values} home @param {Record<string, unknown>} roots */
function replaceRoots(home, roots) {
  for (const name of Object.keys(home.roots)) delete home.roots[name];
  for (const [name, value] of Object.entries(roots)) setRoot(home, name, value);
}

/** Whatever its name is. @param {Values} home @param {string} name @param {unknown} value */
export function setRoot(home, name, value) {
  Object.defineProperty(home.roots, name, { value, enumerable: true, writable: true, configurable: true });
}

// -- a state of another instance --

/** What stands here where a value of the other module stands: of C objects, their counterparts. @param {Values} home @param {Values} from @param {unknown} value */
function counterpartIn(home, from, value) {
  const address = heldAddress(from, value);
  if (address === 0) return value;
  if (!home.link.objects.holds(address)) throw new errors.LookupError(`there is no counterpart of ${safeText(value)} here`);
  return home.objectAt(address);
}

/** Where the C object is that a JS object stands for; 0: it stands for none of this module. @param {Values} home @param {unknown} value */
export function heldAddress(home, value) {
  if (value instanceof BaseException) {
    const address = exceptionAddress(home, value); // one that C only carries is a value of JavaScript's
    return address !== 0 && home.link.objects.find(address) === value ? address : 0;
  }
  return value instanceof CObject && homeOf(value) === home ? addressOf(value) : 0;
}

/** @param {Values} home @param {Values} from @param {Waiter} waiter */
function outcomeIn(home, from, { outcome }) {
  const known = /** @type {NonNullable<Waiter['outcome']>} */ (outcome);
  return 'error' in known ? { error: counterpartIn(home, from, known.error) } : { value: counterpartIn(home, from, known.value) };
}

/** @template T, U @param {Record<string, T>} record @param {(value: T) => U} change @returns {Record<string, U>} */
export function mapValues(record, change) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
