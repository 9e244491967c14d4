// What of JavaScript belongs to the state of a program, as bytes.

import { LostValue } from '../bridge/errors.js';
import { observed } from '../bridge/observed.js';
import { Decoder, Encoder } from '../bridge/snapshot/codec.js';
import { BaseException, errors, kindName } from './exceptions.js';
import { Waiter } from './waiting.js';
import { CObject } from './objects.js';
import { isThenable } from './operations.js';
import { endOthers, putWaiters, waitersIn } from './loop-state.js';
import { goOn, heldAddress, mapValues, putOutput, setRoot } from './state.js';

/**
 * @typedef {import('./values.js').Values} Values
 * @typedef {import('./state.js').HostState} HostState
 */

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
  const { observer, see } = link;
  const refuse = () => {
    throw new errors.RuntimeError('saveValue() was called while the state is being saved: it cannot call into the module');
  };
  link.observe({ before: refuse, call: refuse }, observed);
  try {
    return action();
  } finally {
    link.observe(observer, see);
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
  link.clock.set(clock);
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
