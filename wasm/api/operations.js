// What C asks of JS and waits for: host functions that answer later, and promises. C knows them by number; here is only what can abort them.

import { LostValue } from '../bridge/errors.js';
import { macrotask } from '../bridge/pump.js';
import { builtins } from './builtins.js';
import { errors, safeText } from './exceptions.js';
import { Context, Start } from './operation.js';
import { interrupted, neverBegan, policyFor } from './restore-policy.js';

const { then } = Promise.prototype;

const PENDING = 0;
const DONE = 1;
const FAILED = -1;

/**
 * One that is to answer. `start` is there for one whose start was put off.
 * @typedef {{ number: number, name: string | null, id: number, promise: Promise<unknown>, context: Context, start?: Start }} Operation
 */
/** What it takes to go on waiting, in this process. @typedef {{ next: number, pending: Operation[] }} Captured */

export class Operations {
  /** @param {import('./values.js').Values} values */
  constructor(values) {
    this.values = values;
    /** The id of the next one. */
    this.next = 1;
    /** @type {Map<number, Operation>} those that are to answer, by number, oldest first */
    this.pending = new Map();
    /** Starts are put off until issue() is called: what the program asks for is to be saved before it is done. */
    this.deferred = false;
    /** @type {Operation[]} whose start was put off, oldest first */
    this.unissued = [];
    /** What waits, as answers do, while they are held back. @type {(() => void)[] | null} */
    this.held = null;
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
      const args = kept(mailbox.takeAll(count));
      mailbox.put(this.functionNamed(name).apply(this.values.options.host, args));
      return DONE;
    } catch (error) {
      return this.putFailure(error);
    }
  }

  /** @type {import('../bridge/link.js').Upstairs['hostStart']} */
  start(number, name, count) {
    const { mailbox } = this.values.link;
    const context = new Context(name === null ? 0 : this.next++);
    try {
      const args = kept(mailbox.takeAll(count));
      const run = name === null ? () => args[0] : this.runnable(this.functionNamed(name), args, context);
      if (this.deferred && this.isEffect(name)) {
        this.putOff(number, name, context, run);
        return PENDING;
      }
      const result = run();
      if (isThenable(result)) {
        this.follow({ number, name, id: context.id, context, promise: Promise.resolve(result) });
        return PENDING;
      }
      if (name === null) throw new errors.TypeError("object JSValue can't be used in 'await' expression");
      mailbox.put(result);
      return DONE;
    } catch (error) {
      return this.putFailure(error);
    }
  }

  /** @param {Function} run @param {readonly unknown[]} args @param {Context} context */
  runnable(run, args, context) {
    return () => run.apply(this.values.options.host, [...args, context]);
  }

  /** Functions of libawait's own only go on with what a fetch began. @param {string | null} name */
  isEffect(name) {
    return name !== null && (name === 'fetch.start' || !Object.hasOwn(this.builtins, name));
  }

  /** Of what a thenable does only its first answer counts, and it comes when C is not at work: promises see to that. @param {Operation} operation */
  follow(operation) {
    this.pending.set(operation.number, operation);
    then.call(
      operation.promise,
      (value) => this.answer(operation, DONE, value),
      (error) => this.answer(operation, FAILED, error),
    );
  }

  /** @param {Operation} operation @param {number} status @param {unknown} value */
  answer(operation, status, value) {
    if (this.held) return void this.held.push(() => this.answer(operation, status, value));
    if (this.pending.get(operation.number) !== operation) return; // too late
    const { link } = this.values;
    link.observer?.before();
    this.pending.delete(operation.number);
    try {
      const written = status === FAILED ? this.putFailure(value) : this.putResult(value);
      link.call(link.exports.aw_js_answer, operation.number, written);
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
    const operation = this.pending.get(number);
    const message = this.values.link.mailbox.take();
    if (!operation) return;
    this.pending.delete(number);
    this.giveUp(operation);
    Context.cancel(operation.context, message === null ? new errors.CancelledError() : new errors.CancelledError(message));
  }

  /** Nothing will be answered any more. */
  close() {
    for (const { context } of this.pending.values()) Context.cancel(context, new errors.CancelledError());
    this.drop();
  }

  /** Answers that come from now on are nobody's here. What is under way goes on: it is not cancelled. */
  drop() {
    for (const operation of this.pending.values()) this.giveUp(operation);
    this.pending.clear();
  }

  // -- starts that are put off --

  /** @param {number} number @param {string | null} name @param {Context} context @param {() => unknown} run */
  putOff(number, name, context, run) {
    const start = new Start(this, run);
    const operation = { number, name, id: context.id, context, promise: start.promise, start };
    this.follow(operation);
    this.unissued.push(operation);
  }

  /** Those that wait for issue(): from now on they do not count among those that will. */
  takeUnissued() {
    return this.unissued.splice(0);
  }

  /** Starts them, unless they were cancelled meanwhile. */
  issue(operations = this.takeUnissued()) {
    for (const operation of operations) if (this.pending.get(operation.number) === operation) operation.start?.begin();
  }

  /** Only this program begins what it put off until it is saved. Forks that wait for that, too, are told that it will not happen. @param {Operation} operation */
  giveUp({ name, start }) {
    if (this.deferred && start?.owner === this) start.giveUp(() => neverBegan(name));
  }

  /** Whoever called load() has its module first: host functions may need it. */
  issueSoon() {
    if (this.unissued.length > 0) macrotask(() => this.deferred || this.issue());
  }

  // -- states of the program --

  /** Answers wait from now on: a state that came back stays as it is until somebody goes on from it. */
  hold() {
    this.held ??= [];
  }

  /** Somebody goes on. @returns {Promise<void>} */
  goneOn() {
    return new Promise((resolve) => (this.held ? this.held.push(resolve) : resolve()));
  }

  letGo() {
    const { held } = this;
    this.held = null;
    for (const answer of held ?? []) answer();
  }

  /** @returns {Captured} */
  capture() {
    return { next: this.next, pending: [...this.pending.values()] };
  }

  /** Goes on with what was captured, here or in the instance that this one was forked from. What is pending now is forgotten, not cancelled. @param {Captured} captured */
  share({ next, pending }) {
    for (const { context } of this.pending.values()) Context.forget(context);
    this.pending.clear();
    this.unissued = [];
    this.next = next;
    for (const captured of pending) {
      const operation = { ...captured };
      const { context, start } = operation;
      Context.share(context);
      this.follow(operation);
      if (start && (start.owner === this || !start.owner.deferred)) this.unissued.push(operation);
    }
    this.issueSoon();
  }

  /**
   * Goes on in another process, as onRestore says.
   * @param {number} next
   * @param {readonly (readonly [number, number])[]} ids by number
   * @param {readonly (readonly [number, string | null, readonly unknown[]])[]} listed what C waits for, oldest first
   */
  reissue(next, ids, listed) {
    const idOf = new Map(ids);
    this.next = next;
    for (const [number, name, args] of listed) {
      const context = new Context(idOf.get(number) ?? 0);
      this.putOff(number, name, context, () => this.again(name, args, context));
    }
    this.issueSoon();
  }

  /** @param {string | null} name @param {readonly unknown[]} args @param {Context} context */
  again(name, args, context) {
    if (name === null) {
      if (isThenable(args[0])) return args[0];
      throw interrupted(name);
    }
    const policy = policyFor(this.values.options.onRestore, name, args, Object.hasOwn(this.builtins, name));
    if (policy === 'fail') throw interrupted(name);
    if (policy !== 'retry') return this.runnable(policy, args, context)();
    return this.runnable(this.functionNamed(name), kept(args), context)();
  }
}

/** The arguments, none of which was lost when the state of the program was saved. @param {readonly unknown[]} args */
function kept(args) {
  for (const value of args) if (value instanceof LostValue) throw value;
  return args;
}

/** @param {any} value @returns {value is PromiseLike<unknown>} */
export function isThenable(value) {
  return value !== null && (typeof value === 'object' || typeof value === 'function') && typeof value.then === 'function';
}

/** The text of an AbortSignal's reason. @param {unknown} reason */
export function reasonText(reason) {
  return reason instanceof Error ? reason.message : safeText(reason);
}
