// Coroutines, generators and other objects of a C program, as JS objects. They are driven as Python's are, and as JS iterators.

import * as Slot from '../bridge/slots.js';
import { errors } from './exceptions.js';
import { part } from './parts.js';

/** Of a class: what the slots are that hold its objects. */
export const TYPE = Symbol('type');
const HOME = Symbol('home');
const ADDRESS = Symbol('address');
const AWAY = Symbol('away');

// The order of aw_js_inspect's answer.
const STATE = 0;
const RUNNING = 1;
const SUSPENDED = 2;
const AWAIT = 3;
const FRAME = 4;
const NAME = 5;
const QUALNAME = 6;
const ORIGIN = 7;
const CODE = 8;

/** @typedef {import('./values.js').Values} Values */

/** An object of the C program that has no counterpart in JS: of a type of its own, or what aw_suspend() makes. */
export class CObject {
  static [TYPE] = Slot.OBJECT;
  /** @type {Values} */
  [HOME];
  /** 0 when disposed, or away */
  [ADDRESS] = 0;
  /** In the state that came back there is no such C object. */
  [AWAY] = false;

  /** @param {Values} home @param {number} address */
  constructor(home, address) {
    if (!home?.link) throw new errors.TypeError(`cannot create '${new.target.name}' instances`);
    this[HOME] = home;
    this[ADDRESS] = address;
  }

  /** Lets the C object go now, not when this is collected. The last one to let go of a suspended coroutine closes it. */
  dispose() {
    const address = this[ADDRESS];
    if (address === 0) return;
    const { observer, objects } = this[HOME].link;
    const dismiss = () => {
      this[ADDRESS] = 0;
      objects.dismiss(address);
    };
    if (observer) observer.call('dispose', dismiss, [address]);
    else dismiss();
  }

  /** As Python's repr(). */
  toString() {
    if (this[ADDRESS] === 0) return `<${this[AWAY] ? 'absent' : 'disposed'} ${this.constructor.name}>`;
    const { link } = this[HOME];
    return this[HOME].result(link.call(link.exports.aw_js_repr, this[ADDRESS]));
  }

  [Symbol.for('nodejs.util.inspect.custom')]() {
    return this.toString();
  }
}
if (Symbol.dispose) Object.defineProperty(CObject.prototype, Symbol.dispose, { value: CObject.prototype.dispose, configurable: true, writable: true });

/** What aw_suspend() makes. It is no object in C either, so JS can only look at it. */
export class Suspension extends CObject {
  toString() {
    return '<generator object aw_suspend>';
  }
}

/** What coroutines, generators and wrappers share: they go on step by step. */
export class Stepper extends CObject {
  /** Goes on until the next suspension and gives what is yielded there. @param {unknown} [value] */
  send(value) {
    const home = this[HOME];
    const { link } = home;
    const status = link.send(this[ADDRESS] || addressOf(this), value);
    if (status > 0) return link.mailbox.take();
    return home.ended(status);
  }

  /** send() as the protocol of JS iterators wants it. @param {unknown} [value] @returns {IteratorResult<any, any>} */
  next(value) {
    const home = this[HOME];
    const { link } = home;
    const status = link.send(this[ADDRESS] || addressOf(this), value);
    if (status < 0) home.ended(status);
    return { value: link.mailbox.take(), done: status === 0 };
  }

  /** Raises an exception where it is suspended; goes on as send() does. @param {...unknown} args an exception, its class, or any JS error; or Python's type, value, traceback */
  throw(...args) {
    const status = throwInto(this, args);
    return status > 0 ? this[HOME].link.mailbox.take() : this[HOME].ended(status);
  }

  /** Raises GeneratorExit where it is suspended, and expects it to end. */
  close() {
    const { link } = this[HOME];
    this[HOME].result(link.call(link.exports.aw_js_close, addressOf(this)));
  }

  /** Closes it: what `break` in a for…of loop does. @template T @param {T} [value] @returns {IteratorResult<any, T | undefined>} */
  return(value) {
    this.close();
    return { value, done: true };
  }

  [Symbol.iterator]() {
    return new Steps(this);
  }
}

export class Coroutine extends Stepper {
  static [TYPE] = Slot.COROUTINE;

  get state() {
    return inspect(this, STATE);
  }

  get crRunning() {
    return inspect(this, RUNNING);
  }

  get crSuspended() {
    return inspect(this, SUSPENDED);
  }

  get crAwait() {
    return inspect(this, AWAIT);
  }

  get crFrame() {
    return site(inspect(this, FRAME));
  }

  get crCode() {
    return code(inspect(this, CODE));
  }

  get crOrigin() {
    return origin(inspect(this, ORIGIN));
  }

  get name() {
    return inspect(this, NAME);
  }

  get qualname() {
    return inspect(this, QUALNAME);
  }

  get watched() {
    return part('seeing').watched(this[HOME], addressOf(this));
  }

  get memory() {
    return part('seeing').memory(this[HOME], addressOf(this));
  }

  /** Its __await__(): a new CoroutineWrapper. */
  awaitIter() {
    const { link } = this[HOME];
    return this[HOME].result(link.call(link.exports.aw_js_wrapper, addressOf(this)));
  }
}

export class Generator extends Stepper {
  static [TYPE] = Slot.GENERATOR;

  get state() {
    return inspect(this, STATE);
  }

  get giRunning() {
    return inspect(this, RUNNING);
  }

  get giSuspended() {
    return inspect(this, SUSPENDED);
  }

  get giYieldfrom() {
    return inspect(this, AWAIT);
  }

  get giFrame() {
    return site(inspect(this, FRAME));
  }

  get giCode() {
    return code(inspect(this, CODE));
  }

  get name() {
    return inspect(this, NAME);
  }

  get qualname() {
    return inspect(this, QUALNAME);
  }

  get watched() {
    return part('seeing').watched(this[HOME], addressOf(this));
  }

  get memory() {
    return part('seeing').memory(this[HOME], addressOf(this));
  }
}

/** What awaiting a coroutine iterates over: Python's coroutine_wrapper. It drives the coroutine that it was made from. */
export class CoroutineWrapper extends Stepper {
  static [TYPE] = Slot.WRAPPER;
}

/** A JS iterator over the steps, so that for…of, spreading and yield* work. */
class Steps {
  /** @param {Stepper} stepper */
  constructor(stepper) {
    this.stepper = stepper;
  }

  /** @param {unknown} [value] */
  next(value) {
    return this.stepper.next(value);
  }

  /** @param {unknown} error */
  throw(error) {
    const { stepper } = this;
    const status = throwInto(stepper, [error]);
    if (status < 0) stepper[HOME].ended(status);
    return { value: stepper[HOME].link.mailbox.take(), done: status === 0 };
  }

  /** @param {unknown} [value] */
  return(value) {
    return this.stepper.return(value);
  }

  [Symbol.iterator]() {
    return this;
  }
}

/** @param {Stepper} stepper @param {unknown[]} args @returns {number} status */
function throwInto(stepper, args) {
  const home = stepper[HOME];
  const { link } = home;
  const address = addressOf(stepper);
  const [first, ...rest] = args;
  const thrown = args.length > 0 ? home.thrown(first) : undefined;
  if (thrown) link.mailbox.putDescribed(thrown, rest);
  else link.mailbox.putAll(args);
  return link.call(link.exports.aw_js_throw, address, args.length);
}

/** @param {Stepper} stepper @param {number} index of aw_js_inspect's answer */
function inspect(stepper, index) {
  const { link } = stepper[HOME];
  const status = link.call(link.exports.aw_js_inspect, addressOf(stepper));
  if (status < 0) stepper[HOME].ended(status);
  return /** @type {any} */ (link.mailbox.takeItem(index));
}

/** @param {[string, string, number] | null} found */
export function site(found) {
  return found && { function: found[0], file: found[1], line: found[2] };
}

/** @param {[string, string, number]} found */
function code([name, file, line]) {
  return { name, file, line };
}

/** @param {[string, number, string][] | null} found */
function origin(found) {
  return found && found.map(([file, line, name]) => ({ function: name, file, line }));
}

/** @param {CObject} object */
export function addressOf(object) {
  const address = object[ADDRESS];
  if (address !== 0) return address;
  if (object instanceof Suspension) throw new errors.TypeError('what aw_suspend() makes can only be awaited in C');
  const why = object[AWAY] ? 'is not there in the state that came back: it was made at another time' : 'has been disposed';
  throw new ReferenceError(`this ${object.constructor.name} ${why}`);
}

/** It stands for the C object there from now on; 0: for none. @param {CObject} object @param {number} address */
export function move(object, address) {
  object[ADDRESS] = address;
  object[AWAY] = address === 0;
}

/** @param {CObject} object */
export function homeOf(object) {
  return object[HOME];
}
