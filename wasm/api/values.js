// What crosses between JS and one module, in Python's terms: which JS object is which exception or coroutine, host calls, warnings.

import * as Slot from '../bridge/slots.js';
import { BaseException, addressOf as exceptionAddress, bind, classFor, describeAs, errors, instantiate, kindName, ownKindName, safeText, unbind } from './exceptions.js';
import { CObject, Coroutine, CoroutineWrapper, Generator, Suspension, TYPE, addressOf, homeOf, move } from './objects.js';
import { part } from './parts.js';

/** The classes of what needs no loop. */
const CLASSES = [CObject, Coroutine, Generator, CoroutineWrapper];
// Where aw_js_exception's answer has the JS value.
const JS_VALUE = 8;
/** @type {Detail} stands in where memory is exhausted while C describes an exception */
const NO_MEMORY = ['MemoryError', ['Exception', 'BaseException'], [], '', null, null, false, [], null, ''];
const FAILURES = { memory: 'MemoryError', range: 'OverflowError', depth: 'ValueError' };

/** @typedef {import('./exceptions.js').Detail} Detail */
/** @typedef {import('../bridge/mailbox.js').Outside} Outside */
/** @typedef {import('../bridge/link.js').Upstairs} Upstairs */
/** @typedef {import('../bridge/pump.js').Pumped} Pumped */
/**
 * @typedef {object} Host
 * @property {boolean} [manual]
 * @property {Record<string, any>} [host]
 * @property {import('./restore-policy.js').OnRestore} [onRestore]
 * @property {(text: string) => void} [onWarning]
 * @property {(exception: unknown, object: unknown) => void} [onUnraisable]
 * @property {(context: { message: string, exception: unknown, object: unknown }) => void} [onError]
 * @property {(value: unknown) => unknown} [saveValue]
 * @property {(saved: unknown) => unknown} [restoreValue]
 */

/** @implements {Outside} @implements {Upstairs} @implements {Pumped} */
export class Values {
  /** @param {Host} options */
  constructor(options) {
    this.options = options;
    /** @type {import('../bridge/link.js').Link} set as soon as there is one */
    this.link = /** @type {any} */ (undefined);
    /** The exception classes of this module: everybody's, and those that the program defines. */
    this.errors = Object.create(errors);
    /** What travels with the state by name. @type {Record<string, unknown>} */
    this.roots = {};
    /** Where a fork comes from, and what both held then. @type {{ from: Values, theirs: Set<import('../bridge/objects.js').Entry>, ours: Set<import('../bridge/objects.js').Entry> } | null} */
    this.origin = null;
    if (options.onRestore !== undefined) part('checkPolicies')(options.onRestore);
  }

  /** @type {import('./loop.js').Loop | undefined} */
  #loop;

  /** Its loop as JS sees it, from when somebody asks for it first. */
  get loop() {
    return (this.#loop ??= new (part('Loop'))(this));
  }

  /** Before that there is nothing in JS that waits, and nothing that C waits for. */
  get hasLoop() {
    return this.#loop !== undefined;
  }

  get operations() {
    return this.loop.operations;
  }

  // -- JS to C --

  /** @type {Outside['describe']} */
  describe = (value) => {
    if (value instanceof BaseException) return this.described(value);
    if (value instanceof CObject && homeOf(value) === this) return { type: /** @type {any} */ (value.constructor)[TYPE], address: addressOf(value) };
    if (typeof value === 'function' && value.prototype) {
      const name = ownKindName(this, value.prototype);
      if (name !== undefined) return { type: Slot.CLASS, name };
    }
    return undefined;
  };

  /** An exception of C as it is, any other as a new one that carries this object. @param {BaseException} exception */
  described(exception) {
    const address = exceptionAddress(this, exception);
    if (address !== 0) return { type: Slot.EXCEPTION, address };
    return { type: Slot.NEW_EXCEPTION, name: kindName(this, exception), args: exception.args, handle: { value: exception } };
  }

  /** What throw(value) means; undefined for what is no exception to Python either, a number for example. @param {any} value @returns {import('../bridge/packer.js').Description | undefined} */
  thrown(value) {
    if (value instanceof BaseException) return this.described(value);
    if (typeof value === 'function' && (value.prototype instanceof Error || value === Error)) return this.describe(value) ?? this.thrown(new value());
    const isPlain = value === null || !['object', 'function', 'symbol'].includes(typeof value);
    if (isPlain || Array.isArray(value) || value instanceof Uint8Array || value instanceof CObject) return undefined;
    return this.foreign(value);
  }

  /** Anything that JS can throw, as an exception. @param {unknown} value @returns {import('../bridge/packer.js').Description} */
  foreign(value) {
    if (value instanceof BaseException) return this.described(value);
    return { type: Slot.NEW_EXCEPTION, name: 'JSError', args: [safeText(value)], handle: { value } };
  }

  /** @type {Outside['failure']} */
  failure = (reason, text) => new errors[FAILURES[reason]](text);

  // -- C to JS --

  /** The value of a call that succeeded; throws what a failed one raised. @param {number} status */
  result(status) {
    const value = this.link.mailbox.take();
    if (status < 0) throw value;
    return /** @type {any} */ (value);
  }

  /** Throws what the end of a step is in Python: StopIteration, or what was raised. @param {number} status @returns {never} */
  ended(status) {
    const value = this.link.mailbox.take();
    if (status < 0) throw value;
    throw value === null ? new errors.StopIteration() : new errors.StopIteration(value);
  }

  /** @param {number} type @param {number} address */
  wrap(type, address) {
    if (address === 0) return new Suspension(this, 0);
    const { objects } = this.link;
    const known = objects.find(address);
    if (known) return known;
    const Class = classOf(type);
    const object = new Class(this, address);
    if (objects.claim(address, object)) return object;
    this.link.retain(address);
    objects.adopt(address, object);
    return object;
  }

  /** @param {string} name */
  classNamed(name) {
    return classFor(this, name, []);
  }

  /** The exception in slot 0, which has just been raised. @param {number} address */
  exception(address) {
    /** @type {unknown[]} */
    const items = [];
    this.link.retain(address);
    this.fill([{ items, index: 0, address }], true);
    return items[0];
  }

  /** @type {Outside['exceptions']} */
  exceptions(later) {
    this.fill(later, false);
  }

  /** @param {import('../bridge/mailbox.js').Later[]} later retained exceptions and where they belong @param {boolean} raised the last of them may have changed since it was seen */
  fill(later, raised) {
    /** @type {unknown[][]} */
    const unfrozen = [];
    for (let next = later.pop(); next; next = later.pop()) {
      const { items, index, address } = next;
      const known = /** @type {BaseException | undefined} */ (this.link.objects.find(address));
      items[index] = this.see(address, known, known && !raised ? undefined : this.look(address, later, unfrozen));
      raised = false;
    }
    unfrozen.forEach(Object.freeze);
  }

  /** The JS object for a retained exception: the known one, the one that C carries, or a new one, which then owns the reference. @param {number} address @param {BaseException | undefined} known @param {{ detail: Detail, carries: boolean } | undefined} seen */
  see(address, known, seen) {
    const { objects } = this.link;
    if (!known && seen && !seen.carries) {
      const exception = instantiate(classFor(this, seen.detail[0], seen.detail[1]), seen.detail);
      bind(this, exception, address);
      if (objects.claim(address, exception)) this.link.release(address);
      else objects.adopt(address, exception);
      return exception;
    }
    let object = known;
    if (!object && seen) object = /** @type {any} */ (seen.detail[JS_VALUE]);
    if (seen && object instanceof BaseException) {
      describeAs(object, seen.detail);
      if (!known) bind(this, object, address); // until C lets go of the object, see released()
    }
    this.link.release(address);
    return object;
  }

  /** What C knows of an exception. Those that it refers to are put on `later`. @param {number} address @param {import('../bridge/mailbox.js').Later[]} later @param {unknown[][]} unfrozen */
  look(address, later, unfrozen) {
    const { exports, mailbox } = this.link;
    if (this.link.call(exports.aw_js_exception, address) < 0) return { detail: /** @type {Detail} */ (NO_MEMORY), carries: false };
    const carries = mailbox.itemType(JS_VALUE) === Slot.HANDLE;
    const detail = /** @type {Detail} */ (/** @type {unknown} */ (mailbox.takeTuple()));
    const met = mailbox.takeLater();
    later.push(...met.later);
    unfrozen.push(...met.unfrozen);
    return { detail, carries };
  }

  // -- what the module asks for --

  /** @type {Upstairs['hostCall']} */
  hostCall = (name, count) => this.operations.call(name, count);
  /** @type {Upstairs['hostStart']} */
  hostStart = (number, name, count) => this.operations.start(number, name, count);
  /** @type {Upstairs['hostCancel']} */
  hostCancel = (number) => this.operations.cancel(number);
  /** @type {Upstairs['settled']} */
  settled = (waiter, status) => this.loop.settled(waiter, status);
  /** @type {Pumped['turn']} */
  turn = (budget, holdsTime) => this.loop.turn(budget, holdsTime);
  idle = () => this.loop.idle();
  /** Something is ready. Where somebody turns the loop by hand, that is all. */
  wake = () => {
    if (this.#loop || !this.options.manual) this.loop.pump.wake();
  };
  /** Who saves the program does so now. */
  rests = () => {};
  /** Who saves the program may do so now. */
  pauses = () => {};

  /** @param {string} text */
  warning(text) {
    const { onWarning } = this.options;
    try {
      if (onWarning) onWarning(text);
      else this.link.printError(`RuntimeWarning: ${text}\n`);
      return 0;
    } catch (error) {
      this.link.mailbox.putDescribed(this.foreign(error), []);
      return 1;
    }
  }

  unraisable() {
    const [exception, object] = this.link.mailbox.takeAll(2);
    this.reportUnraisable(exception, object);
  }

  /** @param {unknown} exception @param {unknown} object where it came from */
  reportUnraisable(exception, object) {
    const { onUnraisable } = this.options;
    try {
      if (onUnraisable) onUnraisable(exception, object);
      else this.link.printError(`Exception ignored in: ${object ?? 'None'}\n${reportOf(exception)}\n`);
    } catch (error) {
      this.lost(error);
    }
  }

  /** @type {Upstairs['loopError']} */
  loopError(message, key) {
    const [exception, object] = this.link.mailbox.takeAll(2);
    const { onError } = this.options;
    try {
      if (onError) onError({ message, exception, object });
      else this.link.printError([message, ...(key ? [`${key}: ${object}`] : []), ...(exception ? [reportOf(exception)] : []), ''].join('\n'));
    } catch (error) {
      this.lost(error);
    }
  }

  /** @param {unknown} value */
  released(value) {
    if (value instanceof BaseException && exceptionAddress(this, value) !== 0) unbind(value);
  }

  /** @type {Upstairs['moved']} */
  moved(object, address) {
    if (!(object instanceof BaseException)) return move(/** @type {CObject} */ (object), address);
    if (address === 0) unbind(object);
    else bind(this, object, address);
  }

  /** The JS object for a C object that JS holds. @param {number} address */
  objectAt(address) {
    const known = this.link.objects.find(address);
    return known ?? this.result(this.link.call(this.link.exports.aw_js_object, address));
  }

  /** @param {unknown} error */
  lost(error) {
    this.link.printError(`Exception ignored: ${reportOf(error)}\n`);
  }
}

/** @param {number} type of a slot @returns {typeof CObject} */
function classOf(type) {
  const isOf = (/** @type {typeof CObject} */ Class) => Class[TYPE] === type;
  return CLASSES.find(isOf) ?? part('classes').find(isOf) ?? CObject;
}

/** @param {unknown} error */
function reportOf(error) {
  if (error instanceof BaseException) return error.traceback;
  return error instanceof Error ? error.stack ?? String(error) : safeText(error);
}
