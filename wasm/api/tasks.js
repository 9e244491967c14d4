// What JS can await: futures and tasks, coroutines and other awaitables, and the steps of asynchronous generators.

import * as Slot from '../bridge/slots.js';
import { CObject, Coroutine, Stepper, TYPE, addressOf, homeOf, site } from './objects.js';
import { memory, watched } from './seeing.js';

const PROMISE = Symbol('promise');
const LAST = Symbol('last');
// What aw_js_future_state tells.
const CANCELLED = 1;
// What aw_js_generator_step is to make.
const ANEXT = 0;
const ASEND = 1;
const ATHROW = 2;
const ACLOSE = 3;

/** @typedef {import('./values.js').Values} Values */

/** @param {CObject} object @param {(exports: any) => (...args: number[]) => number} entry */
function ask(object, entry) {
  const home = homeOf(object);
  return home.result(home.link.call(entry(home.link.exports), addressOf(object)));
}

/** What C's `Future` is, whoever makes it. */
export class Future extends CObject {
  static [TYPE] = Slot.FUTURE;

  get done() {
    return stateOf(this) !== 0;
  }

  get cancelled() {
    return stateOf(this) === CANCELLED;
  }

  /** Its result; throws its exception, or InvalidStateError if it is not done. */
  result() {
    return ask(this, (exports) => exports.aw_js_future_result);
  }

  /** Its exception, or null. */
  exception() {
    return ask(this, (exports) => exports.aw_js_future_exception);
  }

  /** A future is cancelled at once, a task is asked to. False if it was done. @param {unknown} [message] */
  cancel(message) {
    homeOf(this).link.mailbox.put(message);
    return ask(this, (exports) => exports.aw_js_cancel);
  }

  /** @param {unknown} result */
  setResult(result) {
    set(this, 1, () => homeOf(this).link.mailbox.put(result));
  }

  /** @param {unknown} exception */
  setException(exception) {
    const home = homeOf(this);
    set(this, -1, () => home.link.mailbox.putDescribed(home.foreign(exception), []));
  }
}

/** @param {Future} future */
function stateOf(future) {
  const { link } = homeOf(future);
  return link.call(link.exports.aw_js_future_state, addressOf(future));
}

/** @param {Future} future @param {number} status @param {() => void} put */
function set(future, status, put) {
  const home = homeOf(future);
  const address = addressOf(future);
  put();
  home.result(home.link.call(home.link.exports.aw_js_future_set, address, status));
}

export class Task extends Future {
  static [TYPE] = Slot.TASK;

  get name() {
    return ask(this, (exports) => exports.aw_js_task)[0];
  }

  set name(name) {
    homeOf(this).link.mailbox.put(String(name));
    ask(this, (exports) => exports.aw_js_task_set_name);
  }

  get coroutine() {
    return ask(this, (exports) => exports.aw_js_task)[1];
  }

  /** How many requests to cancel it are outstanding. */
  get cancelling() {
    return ask(this, (exports) => exports.aw_js_task)[2];
  }

  /** Takes one request back: how many remain. */
  uncancel() {
    return ask(this, (exports) => exports.aw_js_task_uncancel);
  }
}

/** What aw_sleep(1) or aw_anext(generator) give: something of the runtime's own that can be awaited, or driven by hand. */
export class Awaitable extends Stepper {
  static [TYPE] = Slot.AWAITABLE;
}

/** Items come by next(), as a JS async generator's; each call is a task of its own. They are served in order. */
export class AsyncGenerator extends CObject {
  static [TYPE] = Slot.ASYNC_GENERATOR;

  get agRunning() {
    return ask(this, (exports) => exports.aw_js_generator)[0];
  }

  get agAwait() {
    return ask(this, (exports) => exports.aw_js_generator)[1];
  }

  get agFrame() {
    return site(ask(this, (exports) => exports.aw_js_generator)[2]);
  }

  get watched() {
    return watched(homeOf(this), addressOf(this));
  }

  get memory() {
    return memory(homeOf(this), addressOf(this));
  }

  /** As Python's: an awaitable for the next item. */
  anext() {
    return makeStep(this, ANEXT, []);
  }

  /** @param {unknown} [value] */
  asend(value) {
    return makeStep(this, ASEND, [value]);
  }

  /** @param {...unknown} args an exception, its class, or any JS error; or Python's type, value, traceback */
  athrow(...args) {
    return makeStep(this, ATHROW, args);
  }

  aclose() {
    return makeStep(this, ACLOSE, []);
  }

  /** @param {unknown} [value] @returns {Promise<IteratorResult<any, any>>} */
  next(value) {
    return inTurn(this, () => item(this, ASEND, [value]));
  }

  /** @param {unknown} error @returns {Promise<IteratorResult<any, any>>} */
  throw(error) {
    return inTurn(this, () => item(this, ATHROW, [error]));
  }

  /** Closes it: what `break` in a for await…of loop does. @template T @param {T} [value] @returns {Promise<IteratorResult<any, T | undefined>>} */
  return(value) {
    return inTurn(this, async () => {
      await stepOf(this, ACLOSE, []);
      return { value: await value, done: true };
    });
  }

  [Symbol.asyncIterator]() {
    return this;
  }
}

/** @param {AsyncGenerator} generator @param {number} method @param {unknown[]} args */
function putArguments(generator, method, args) {
  const home = homeOf(generator);
  const thrown = method === ATHROW && args.length > 0 ? home.thrown(args[0]) : undefined;
  if (thrown) home.link.mailbox.putDescribed(thrown, args.slice(1));
  else home.link.mailbox.putAll(args);
}

/** @param {AsyncGenerator} generator @param {number} method @param {unknown[]} args */
function makeStep(generator, method, args) {
  const home = homeOf(generator);
  const address = addressOf(generator);
  putArguments(generator, method, args);
  return home.result(home.link.call(home.link.exports.aw_js_generator_step, address, method, args.length));
}

/** What such a step comes to. @param {AsyncGenerator} generator @param {number} method @param {unknown[]} args */
function stepOf(generator, method, args) {
  const home = homeOf(generator);
  const address = addressOf(generator);
  const waiter = home.loop.wait((handle) => {
    putArguments(generator, method, args);
    return home.link.call(home.link.exports.aw_js_wait_step, address, method, args.length, handle);
  }, generator);
  return home.loop.give(waiter);
}

/** @param {AsyncGenerator} generator @param {number} method @param {unknown[]} args @returns {Promise<IteratorResult<any, any>>} */
async function item(generator, method, args) {
  try {
    return { value: await stepOf(generator, method, args), done: false };
  } catch (error) {
    const { StopAsyncIteration } = homeOf(generator).errors;
    if (!(error instanceof StopAsyncIteration)) throw error;
    /** @type {any} */ (error).dispose();
    return { value: undefined, done: true };
  }
}

/** One after the other. @template T @param {AsyncGenerator & { [LAST]?: Promise<unknown> }} generator @param {() => Promise<T>} action @returns {Promise<T>} */
function inTurn(generator, action) {
  const last = generator[LAST];
  const result = last ? last.then(action, action) : action();
  generator[LAST] = result;
  const done = () => {
    if (generator[LAST] === result) generator[LAST] = undefined;
  };
  result.then(done, done);
  return result;
}

// -- thenables --

/** Awaiting one again gives the same. @param {CObject & { [PROMISE]?: Promise<any> }} object @returns {Promise<any>} */
function promiseOf(object) {
  if (object[PROMISE]) return object[PROMISE];
  try {
    addressOf(object);
  } catch (error) {
    return Promise.reject(error); // that may change: it is asked anew
  }
  return (object[PROMISE] = homeOf(object).loop.promiseOf(object));
}

/** Awaiting it again asks anew: another state has come. @param {CObject & { [PROMISE]?: Promise<any>, [LAST]?: Promise<unknown> }} object */
export function forgetPromise(object) {
  object[PROMISE] = undefined;
  object[LAST] = undefined;
}

/** @this {CObject} @param {(value: any) => any} [fulfilled] @param {(error: any) => any} [rejected] */
function then(fulfilled, rejected) {
  return promiseOf(this).then(fulfilled, rejected);
}

/** @this {CObject} @param {(error: any) => any} [rejected] */
function catchError(rejected) {
  return promiseOf(this).catch(rejected);
}

/** @this {CObject} @param {() => void} [action] */
function finallyDo(action) {
  return promiseOf(this).finally(action);
}

for (const { prototype } of [Future, Coroutine, Awaitable]) {
  for (const [name, value] of Object.entries({ then, catch: catchError, finally: finallyDo })) {
    Object.defineProperty(prototype, name, { value, configurable: true, writable: true });
  }
}
