// What of JavaScript belongs to the state of a program: the values that C holds by number, the C objects that JS holds, the runs that JS waits for, the
// operations that JS is to answer, the clock, and `roots`. It goes on in this process as it is, or travels as bytes.

import { LostValue } from '../bridge/errors.js';
import { Decoder, Encoder } from '../bridge/snapshot/codec.js';
import { BaseException, addressOf as exceptionAddress, errors, kindName, safeText, unbind } from './exceptions.js';
import { Waiter } from './loop.js';
import { CObject, addressOf, homeOf } from './objects.js';
import { isThenable } from './operations.js';
import { forgetPromise } from './tasks.js';

/**
 * @typedef {object} HostState as it is in this process
 * @property {import('../bridge/handles.js').HandleState} handles
 * @property {import('../bridge/objects.js').Entry[]} objects
 * @property {import('./loop.js').RunState[]} runs
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
function putOutput(home, lines) {
  home.link.output.forEach((output, index) => (output.rest = lines[index]));
}

/** @param {Values} home */
function goOn(home) {
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

/** The waiters take the places in the handle table that they have in the module, and the runs begin anew. Gives those of the runs. @param {Values} home @param {import('./loop.js').RunState[]} runs @param {(waiter: Waiter) => Waiter} change */
function putWaiters(home, runs, change) {
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
function waitersIn(handles) {
  return /** @type {Waiter[]} */ (handles.values.filter((value) => value instanceof Waiter));
}

/** Those who wait for no run are not here. @param {Values} home @param {Iterable<Waiter>} waiters @param {Set<Waiter>} kept */
function endOthers(home, waiters, kept) {
  for (const waiter of waiters) if (!kept.has(waiter)) waiter.abandon(new errors.CancelledError());
}

/** @param {Values} home @param {Record<string, unknown>} roots */
function replaceRoots(home, roots) {
  for (const name of Object.keys(home.roots)) delete home.roots[name];
  for (const [name, value] of Object.entries(roots)) setRoot(home, name, value);
}

/** Whatever its name is. @param {Values} home @param {string} name @param {unknown} value */
function setRoot(home, name, value) {
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
function heldAddress(home, value) {
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
function mapValues(record, change) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

// -- as bytes --

/** @param {Values} home @param {HostState} state @returns {Uint8Array} */
export function encodeHost(home, state) {
  const encoder = new Encoder({ describe: (value) => describe(home, value) });
  const { handles, operations } = state;
  const waiters = new Map(waitersIn(handles).map((waiter) => [waiter, waiter.handle]));
  /** @param {Waiter} waiter */
  const waiterState = (waiter) => ({ handle: waiters.get(waiter) ?? 0, outcome: waiter.outcome && mapValues(waiter.outcome, (value) => saved(home, value)) });
  encoder.value({
    free: handles.free,
    waiters: [...waiters].map(([{ address }, handle]) => [handle, address]),
    held: state.objects.map(({ address }) => address),
    operations: { next: operations.next, ids: operations.pending.map(({ number, id }) => [number, id]) },
    output: state.output,
  });
  const free = new Set(handles.free);
  for (let handle = 1; handle < handles.values.length; handle++) {
    const value = handles.values[handle];
    if (!free.has(handle) && !(value instanceof Waiter)) encoder.value([handle, ...saved(home, value)]);
  }
  encoder.value(null);
  encoder.value(state.runs.map(({ main, cleanUp }) => ({ main: waiterState(main), cleanUp: cleanUp && waiterState(cleanUp) })));
  for (const [name, value] of Object.entries(state.roots)) {
    try {
      encoder.value([name, value]);
    } catch (error) {
      throw new errors.TypeError(`roots.${name} cannot be saved: ${/** @type {Error} */ (error).message}`);
    }
  }
  encoder.value(null);
  return encoder.take();
}

/** What a value that C holds is saved as: itself, what saveValue() gives, or only what it was. @param {Values} home @param {unknown} value @returns {[kind: string, value: unknown]} */
function saved(home, value) {
  if (value instanceof LostValue) return ['lost', value.what];
  if (canTravel(home, value)) return ['value', value];
  const instead = refusing(home.link, () => home.options.saveValue?.(value));
  if (instead === undefined) return ['lost', nameOf(value)];
  if (!canTravel(home, instead)) throw new errors.TypeError(`saveValue() gave something that cannot be saved for ${nameOf(value)}`);
  return ['instead', instead];
}

/** Nothing of the module may change meanwhile. @template T @param {import('../bridge/link.js').Link} link @param {() => T} action @returns {T} */
function refusing(link, action) {
  const { observer } = link;
  const refuse = () => {
    throw new errors.RuntimeError('saveValue() was called while the state is being saved: it cannot call into the module');
  };
  link.observe({ before: refuse, call: refuse });
  try {
    return action();
  } finally {
    link.observe(observer);
  }
}

/** @param {Values} home @param {unknown} value */
function canTravel(home, value) {
  if (isThenable(value)) return false;
  try {
    new Encoder({ describe: (part) => describe(home, part) }).value(value);
    return true;
  } catch {
    return false;
  }
}

/** @param {unknown} value */
function nameOf(value) {
  if (typeof value === 'function') return value.name ? `the function '${value.name}'` : 'a function';
  return typeof value === 'symbol' ? String(value) : `a ${Object.prototype.toString.call(value).slice(8, -1)}`;
}

/** @param {Values} home @param {unknown} value */
function describe(home, value) {
  const address = heldAddress(home, value);
  if (address !== 0) return { object: address };
  if (value instanceof CObject) throw new errors.TypeError('an object of another module cannot be saved');
  return value instanceof BaseException ? { exception: kindName(home, value), args: [...value.args] } : undefined;
}

/**
 * A state that was saved goes on in this new instance; its memory is there already.
 * @param {Values} home
 * @param {Uint8Array} bytes
 * @param {number} clock in milliseconds
 */
export function goOnFromBytes(home, bytes, clock) {
  const { link } = home;
  const decoder = new Decoder(bytes, { revive: (/** @type {unknown} */ record) => revive(home, record) });
  /** @type {any} */
  const parts = decoder.value();
  checkHost(parts);
  link.objects.hold(parts.held);
  const items = listFrom(decoder);
  const values = new Array(1 + items.length + parts.waiters.length + parts.free.length).fill(undefined);
  const taken = new Set([0]);
  const take = (/** @type {unknown} */ handle) => {
    if (!isCount(handle) || handle >= values.length || taken.has(handle)) throw new RangeError(`there is no handle ${String(handle)}, or two`);
    taken.add(handle);
  };
  for (const [handle] of [...parts.waiters, ...parts.free.map((/** @type {number} */ handle) => [handle])]) take(handle);
  for (const [handle, kind, value] of items) {
    take(handle);
    values[handle] = restored(home, kind, value);
  }
  link.handles.goOn({ values, free: parts.free });
  /** @type {Map<number, Waiter>} */
  const waiters = new Map(parts.waiters.map((/** @type {[number, number]} */ [handle, address]) => [handle, Waiter.inPlace(home.loop, handle, address)]));
  for (const [handle, waiter] of waiters) link.handles.values[handle] = waiter;
  const waiterOf = (/** @type {any} */ { handle, outcome }) => waiters.get(handle) ?? Waiter.ended(home.loop, outcomeFrom(home, outcome));
  const runs = full(decoder.value()).map((/** @type {any} */ { main, cleanUp }) => ({ main: waiterOf(main), cleanUp: cleanUp ? waiterOf(cleanUp) : undefined }));
  link.pump.setClock(clock);
  for (const [name, value] of listFrom(decoder)) setRoot(home, name, value);
  if (parts.output.length !== link.output.length) throw new TypeError('there is another number of outputs');
  putOutput(home, parts.output);
  const kept = putWaiters(home, runs, (waiter) => waiter);
  endOthers(home, waiters.values(), kept);
  home.operations.reissue(parts.operations.next, parts.operations.ids, home.result(link.call(link.exports.aw_js_operations)));
  goOn(home);
}

/** @param {unknown} value @returns {value is number} */
const isCount = (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0;

/** Throws where something is not of its kind. @param {any} parts */
function checkHost({ free, waiters, held, operations, output }) {
  for (const list of [free, waiters, held, operations.ids, output]) full(list);
  const isPair = (/** @type {unknown} */ pair) => full(pair).length === 2 && /** @type {unknown[]} */ (pair).every(isCount);
  const isRight = waiters.every(isPair) && operations.ids.every(isPair) && [...free, ...held, operations.next].every(isCount) && output.every((/** @type {unknown} */ rest) => rest instanceof Uint8Array);
  if (!isRight) throw new TypeError('something is not of its kind');
}

/** A list that really has what its length says. @param {unknown} list @returns {any[]} */
function full(list) {
  if (!Array.isArray(list) || Object.keys(list).length < list.length) throw new TypeError('a list is missing, or has holes');
  return list;
}

/** What was written up to a null. @param {Decoder} decoder */
function listFrom(decoder) {
  /** @type {any[]} */
  const items = [];
  for (let item = decoder.value(); item !== null; item = decoder.value()) items.push(item);
  return items;
}

/** @param {Values} home @param {Record<string, [kind: string, value: unknown]>} outcome */
function outcomeFrom(home, outcome) {
  return /** @type {{ value: unknown } | { error: unknown }} */ (mapValues(outcome, (value) => restored(home, ...value)));
}

/** @param {Values} home @param {string} kind @param {unknown} value */
function restored(home, kind, value) {
  if (kind === 'value') return value;
  if (kind === 'lost') return new LostValue(/** @type {string} */ (value));
  const { restoreValue } = home.options;
  if (!restoreValue) return new LostValue('a value that saveValue() saved, for which there is no restoreValue()');
  try {
    return restoreValue(value);
  } catch (error) {
    throw new Thrown(error);
  }
}

/** Around what a function of the program's threw, so that nobody takes it for a fault of the snapshot. */
export class Thrown {
  /** @param {unknown} error */
  constructor(error) {
    this.error = error;
  }
}

/** @param {Values} home @param {any} record */
function revive(home, record) {
  if ('object' in record) return home.objectAt(record.object);
  const Class = home.errors[record.exception] ?? errors.Exception;
  return new Class(...full(record.args));
}
