// What of JavaScript belongs to the state of a program: the values that C holds by number, the C objects that JS holds, the runs that JS waits for, the
// operations that JS is to answer, the clock, and `roots`. It goes on in this process as it is; saved-state.js makes bytes of it.

import { BaseException, addressOf as exceptionAddress, errors, unbind } from './exceptions.js';
import { CObject, addressOf, homeOf } from './objects.js';
import { part } from './parts.js';

/**
 * @typedef {object} Kept as it is in this process, beside what belongs to the loop
 * @property {import('../bridge/handles.js').HandleState} handles
 * @property {import('../bridge/objects.js').Entry[]} objects
 * @property {number} clock in milliseconds
 * @property {Uint8Array[]} output bytes of lines that are not at their end
 * @property {Record<string, unknown>} roots
 *
 * @typedef {Kept & import('./loop-state.js').LoopState} HostState
 * @typedef {import('./values.js').Values} Values
 */

/** As long as nobody has asked for the loop. */
const NO_LOOP = { runs: [], operations: { next: 1, pending: [] } };

/** Throws where the state is not in the memory alone. @param {import('../bridge/link.js').Link} link */
export function requireTopLevel(link) {
  link.exports.aw_js_time(); // a ReferenceError where the module has been disposed
  if (link.depth > 0) throw new errors.RuntimeError('a call into the module is under way: its state can be kept only between calls');
  if (link.left > 0) throw new errors.RuntimeError("the module was left by an error and is not in order: its state cannot be kept");
}

/** @param {Values} home @returns {HostState} */
export function capture(home) {
  const { handles, objects, clock, output } = home.link;
  return {
    handles: handles.capture(),
    objects: objects.capture(),
    ...(home.hasLoop ? part('captureLoop')(home) : NO_LOOP),
    clock: clock.read(),
    output: output.map(({ rest }) => rest),
    roots: { ...home.roots },
  };
}

/** A state of this very module comes back; its memory is there already. @param {Values} home @param {HostState} state */
export function goBack(home, state) {
  const { handles, objects, clock } = home.link;
  const known = home.hasLoop ? [...objects.entries, ...state.objects].map(({ ref }) => ref.deref()) : [];
  for (const value of handles.values) if (value instanceof BaseException) letGo(home, value);
  objects.goOn(state.objects);
  handles.goOn(state.handles);
  if (home.hasLoop) part('bringLoopBack')(home, state, known);
  clock.set(state.clock);
  putOutput(home, state.output);
  replaceRoots(home, state.roots);
  goOn(home);
}

/** @param {Values} home @param {Uint8Array[]} lines that are not at their end */
export function putOutput(home, lines) {
  home.link.output.forEach((output, index) => (output.rest = lines[index]));
}

/** @param {Values} home */
export function goOn(home) {
  if (home.hasLoop) home.loop.pump.disarm();
  home.wake();
}

/** An exception of JavaScript's that an object of C carries does not stand for that any more: it may not be there in another state. @param {Values} home @param {BaseException} exception */
function letGo(home, exception) {
  const address = exceptionAddress(home, exception);
  if (address !== 0 && home.link.objects.find(address) !== exception) unbind(exception);
}

/** @param {Values} home @param {Record<string, unknown>} roots */
export function replaceRoots(home, roots) {
  for (const name of Object.keys(home.roots)) delete home.roots[name];
  for (const [name, value] of Object.entries(roots)) setRoot(home, name, value);
}

/** Whatever its name is. @param {Values} home @param {string} name @param {unknown} value */
export function setRoot(home, name, value) {
  Object.defineProperty(home.roots, name, { value, enumerable: true, writable: true, configurable: true });
}

/** Where the C object is that a JS object stands for; 0: it stands for none of this module. @param {Values} home @param {unknown} value */
export function heldAddress(home, value) {
  if (value instanceof BaseException) {
    const address = exceptionAddress(home, value); // one that C only carries is a value of JavaScript's
    return address !== 0 && home.link.objects.find(address) === value ? address : 0;
  }
  return value instanceof CObject && homeOf(value) === home ? addressOf(value) : 0;
}

/** @template T, U @param {Record<string, T>} record @param {(value: T) => U} change @returns {Record<string, U>} */
export function mapValues(record, change) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
