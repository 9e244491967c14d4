// What C asks of JS and waits for: host functions that answer later, and promises. C knows them by number; here is only what can abort them.

import { builtins } from './builtins.js';
import { errors, safeText } from './exceptions.js';

const { then } = Promise.prototype;
const resolved = Promise.resolve();

/** What a host function gets behind its arguments. */
class Context {
  /** @type {AbortController | undefined} */
  #controller;
  /** @type {{ reason: unknown } | undefined} */
  #aborted;

  /** Aborted when nobody waits for the answer any more. Its reason is the CancelledError. */
  get signal() {
    this.#controller ??= new AbortController();
    if (this.#aborted) this.#controller.abort(this.#aborted.reason);
    return this.#controller.signal;
  }

  /** @param {Context} context @param {unknown} reason */
  static abort(context, reason) {
    context.#aborted = { reason };
    // What hears of it may call into the module, which is at work now.
    if (context.#controller) resolved.then(() => context.#controller?.abort(reason));
  }
}

const PENDING = 0;
const DONE = 1;
const FAILED = -1;

export class Operations {
  /** @param {import('./values.js').Values} values */
  constructor(values) {
    this.values = values;
    /** @type {(Context | undefined)[]} those that are to answer, by number */
    this.pending = [];
    this.builtins = builtins(() => values.options.host);
  }

  /** @param {string} name @returns {Function} */
  functionNamed(name) {
    const { host = {} } = this.values.options;
    const found = name in Object.prototype ? undefined : this.builtins[name] ?? host[name];
    if (typeof found !== 'function') throw new errors.LookupError(`no host function '${name}'`);
    return found;
  }

  /** @type {import('../bridge/link.js').Upstairs['hostCall']} */
  call(name, count) {
    const { mailbox } = this.values.link;
    try {
      const args = mailbox.takeAll(count);
      mailbox.put(this.functionNamed(name).apply(this.values.options.host, args));
      return DONE;
    } catch (error) {
      return this.putFailure(error);
    }
  }

  /** @type {import('../bridge/link.js').Upstairs['hostStart']} */
  start(number, name, count) {
    const { mailbox } = this.values.link;
    const context = new Context();
    try {
      const args = mailbox.takeAll(count);
      const result = name === null ? args[0] : this.functionNamed(name).apply(this.values.options.host, [...args, context]);
      if (isThenable(result)) {
        this.follow(number, context, result);
        return PENDING;
      }
      if (name === null) throw new errors.TypeError("object JSValue can't be used in 'await' expression");
      mailbox.put(result);
      return DONE;
    } catch (error) {
      return this.putFailure(error);
    }
  }

  /** Of what a thenable does only its first answer counts, and it comes when C is not at work: promises see to that. @param {number} number @param {Context} context @param {PromiseLike<unknown>} thenable */
  follow(number, context, thenable) {
    then.call(
      Promise.resolve(thenable),
      (value) => this.answer(number, context, DONE, value),
      (error) => this.answer(number, context, FAILED, error),
    );
    this.pending[number] = context;
  }

  /** @param {number} number @param {Context} context @param {number} status @param {unknown} value */
  answer(number, context, status, value) {
    if (this.pending[number] !== context) return; // too late
    this.pending[number] = undefined;
    const { link } = this.values;
    try {
      const written = status === FAILED ? this.putFailure(value) : this.putResult(value);
      link.call(link.exports.aw_js_answer, number, written);
    } catch (error) {
      this.values.lost(error);
    }
  }

  /** @param {unknown} value */
  putResult(value) {
    try {
      this.values.link.mailbox.put(value);
      return DONE;
    } catch (error) {
      return this.putFailure(error);
    }
  }

  /** @param {unknown} error */
  putFailure(error) {
    this.values.link.mailbox.putDescribed(this.values.foreign(error), []);
    return FAILED;
  }

  /** @type {import('../bridge/link.js').Upstairs['hostCancel']} */
  cancel(number) {
    const context = this.pending[number];
    const message = this.values.link.mailbox.take();
    if (!context) return;
    this.pending[number] = undefined;
    Context.abort(context, message === null ? new errors.CancelledError() : new errors.CancelledError(message));
  }

  /** Nothing will be answered any more. */
  close() {
    for (const context of this.pending) if (context) Context.abort(context, new errors.CancelledError());
    this.pending = [];
  }
}

/** @param {any} value @returns {value is PromiseLike<unknown>} */
export function isThenable(value) {
  return value !== null && (typeof value === 'object' || typeof value === 'function') && typeof value.then === 'function';
}

/** The text of an AbortSignal's reason. @param {unknown} reason */
export function reasonText(reason) {
  return reason instanceof Error ? reason.message : safeText(reason);
}
