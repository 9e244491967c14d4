// An AW_TEST as a transition system: a module whose loop is turned callback by callback, in whatever order, and whose states come back.

import { ProgramExit, StackOverflow, Trap } from '../../bridge/errors.js';
import { BaseException, errors } from '../exceptions.js';
import { testsOf } from '../module.js';
import { home } from '../stepping.js';
import { addressOf } from '../objects.js';
import { beginTest, leftBehind, placeOf, textOf } from '../testing.js';

/** @typedef {import('../module.js').Module} Module */
/** @typedef {'deadlock' | 'lost wake-up' | 'assertion' | 'exception' | 'unhandled error' | 'never awaited' | 'leak' | 'livelock' | 'trap' | 'host operation'} Kind */
/** @typedef {{ kind: Kind, message: string, traceback: string | null, at: { file: string, line: number } | null }} Failure */
/** What may run next. @typedef {{ id: number, kind: 'task' | 'callback' | 'timer' | 'done', task: string | null, number: number, place: string | null }} Ready */
/** What the run waits for: the test's main task, then its clean-up. @typedef {'main' | 'clean-up' | 'nothing'} Phase */

/** Events of the loop that say what mistakes() tells as well, in the end. */
const TOLD_LATER = ['Task exception was never retrieved', 'Task was destroyed but it is pending!'];

export class Program {
  /** @type {Phase} */
  phase = 'main';
  /** @type {Failure | null} */
  failure = null;
  /** Nothing is ready, and no timer will change that. */
  stuck = false;
  /** Of the test. @type {unknown} */
  result = undefined;
  /** @type {Ready[] | null} what is ready, while that is known */
  list = null;
  /** Is told before each step, also of those that run again. */
  onStep = () => {};

  /** Begins the test: its first step is ready. @param {Module} module a new one, with `manual` and `virtualClock` @param {string} name @param {string[]} [unheard] what nobody in the program handled, as load()'s `onError` hears it */
  constructor(module, name, unheard = []) {
    this.module = module;
    this.unheard = unheard;
    const { link, loop } = (this.home = home(module));
    this.before = beginTest(/** @type {any} */ (module));
    const coroutine = module.coroutines[`test_${name}`]();
    this.waiter = loop.wait((handle) => link.call(link.exports.aw_js_wait_run, addressOf(coroutine), handle));
    this.waiter.promise.catch(() => {});
    coroutine.dispose();
  }

  /** In the loop's own order. */
  ready() {
    if (this.list) return this.list;
    const { link } = this.home;
    /** @type {[number, Ready['kind'], string | null, number, string | null][]} */
    const all = this.home.result(link.call(link.exports.aw_js_ready));
    return (this.list = all.map(([id, kind, task, number, place]) => ({ id, kind, task, number, place })));
  }

  /** @param {number} id */
  run(id) {
    const { link, loop } = this.home;
    this.onStep();
    this.list = null;
    try {
      loop.turnByHand(() => link.exports.aw_js_run_ready(id));
      this.#goOn();
    } catch (error) {
      this.#fail(error);
    }
    if (this.unheard.length > 0 && !this.failure && !testsOf(this.module).expectsMistakes()) this.failure = { kind: 'unhandled error', message: this.unheard[0], traceback: null, at: null };
  }

  /** What follows the end of the main task, as at the end of asyncio.run(). */
  #goOn() {
    const { link, loop } = this.home;
    const { outcome } = this.waiter;
    if (this.phase === 'nothing' || !outcome) return;
    if ('error' in outcome) return this.#fail(outcome.error);
    if (this.phase === 'main') this.result = outcome.value;
    if (this.phase === 'main' && link.exports.aw_js_left_over()) {
      this.phase = 'clean-up';
      this.waiter = loop.wait((handle) => link.call(link.exports.aw_js_wait_clean_up, 0, handle));
      this.waiter.promise.catch(() => {});
    } else this.phase = 'nothing';
  }

  /** Lets time go on to the next timer. */
  wait() {
    const { link } = this.home;
    this.list = null;
    const fired = this.phase === 'nothing' ? 0 : this.home.result(link.call(link.exports.aw_js_next_timers));
    this.stuck = fired === 0;
    return fired > 0;
  }

  /** null: it goes on. @returns {{ failure: Failure | null } | null} */
  outcome() {
    if (this.failure) return { failure: this.failure };
    if (!this.stuck) return null;
    return { failure: this.phase === 'nothing' ? this.#leftBehind() : this.#blocked() };
  }

  /** @param {number} steps @returns {{ failure: Failure }} */
  tooLong(steps) {
    return { failure: { kind: 'livelock', message: `it still goes on after ${steps} steps`, traceback: null, at: null } };
  }

  /** Afterwards the program cannot go on, but states may come back. @returns {Failure | null} */
  #leftBehind() {
    const [first] = leftBehind(/** @type {any} */ (this.module), this.before);
    return first ? { ...first, traceback: null, at: null } : null;
  }

  /** @returns {Failure} */
  #blocked() {
    const { link } = this.home;
    if (this.module.loopState.state === 'waiting') {
      const message = 'it waits for an answer of JavaScript, which cannot come while orders are tried; give explore() host functions that answer at once';
      return { kind: 'host operation', message, traceback: null, at: null };
    }
    link.call(link.exports.aw_js_deadlock);
    const { message } = /** @type {Error} */ (link.mailbox.take());
    return { kind: 'deadlock', message, traceback: null, at: null };
  }

  /** @param {unknown} error */
  #fail(error) {
    this.failure = { kind: kindOf(error), message: messageOf(error), traceback: error instanceof BaseException ? textOf(error) : null, at: placeOf(error) };
  }

  /** Nothing of it runs any more, not even what would be let go. */
  end() {
    const { link, loop } = this.home;
    loop.pump.stop();
    link.close();
  }

  // -- states --

  /** What of a state is not the module's. */
  capture() {
    const { phase, waiter } = this;
    return { phase, handle: waiter.outcome ? 0 : waiter.handle, waiter };
  }

  /** The module's state has come back. @param {ReturnType<Program['capture']>} state */
  goBack({ phase, handle, waiter }) {
    this.phase = phase;
    this.waiter = handle === 0 ? waiter : /** @type {typeof waiter} */ (this.home.link.handles.get(handle));
    this.failure = null;
    this.stuck = false;
    this.list = null;
    this.unheard.length = 0;
  }

  /** For load()'s onError. @param {string[]} unheard */
  static hears(unheard) {
    return (/** @type {{ message: string, exception: unknown }} */ { message, exception }) => {
      if (TOLD_LATER.includes(message)) return;
      unheard.push(exception === null ? message : `${message}\n${textOf(exception)}`);
    };
  }
}

/** @param {unknown} error @returns {Kind} */
function kindOf(error) {
  if (error instanceof errors.AssertionError) return 'assertion';
  return error instanceof Trap || error instanceof StackOverflow ? 'trap' : 'exception';
}

/** @param {unknown} error */
function messageOf(error) {
  if (error instanceof ProgramExit) return error.message;
  const { name, message } = /** @type {Error} */ (error);
  return message === '' ? name : `${name}: ${message}`;
}
