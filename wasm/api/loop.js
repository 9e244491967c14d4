// The module's loop as JS sees it: promises for what tasks come to, runs, and what happens when a callback leaves the module by a trap.

import { ProgramExit } from '../bridge/errors.js';
import { Pump, macrotask } from '../bridge/pump.js';
import { addressOf } from './objects.js';
import { Operations, reasonText } from './operations.js';
import { Run, Waiter } from './waiting.js';

// What aw_js_pump answers where the exception is in slot 0: SystemExit or KeyboardInterrupt, or RuntimeError after aw_loop_stop().
const RAISED = -1;
const STOPPED = -2;

/** @typedef {import('./waiting.js').RunState} RunState */

export class Loop {
  /** @param {import('./values.js').Values} values */
  constructor(values) {
    this.values = values;
    this.pump = new Pump(values, values.link.clock, values.options.manual ?? false);
    this.operations = new Operations(values);
    /** Those that are not over. @type {Set<Run>} */
    this.runs = new Set();
    /** @type {Set<Waiter>} for what cleans up after the last of them */
    this.cleanUps = new Set();
    /** Whose promises were given out and are not settled, also where a state came back that knows nothing of them. @type {Set<Run | Waiter>} */
    this.asked = new Set();
    this.disposing = false;
  }

  /** The main tasks that have not ended. */
  get mains() {
    return [...this.runs].map(({ main }) => main).filter(({ outcome }) => !outcome);
  }

  // -- waiting --

  /** A promise for what a coroutine, task, future or other awaitable comes to. @param {import('./objects.js').CObject} object @returns {Promise<any>} */
  promiseOf(object) {
    const { link } = this.values;
    return this.give(this.wait((handle) => link.call(link.exports.aw_js_wait, addressOf(object), handle), object));
  }

  /** @param {(handle: number) => number} entry @param {object} [object] */
  wait(entry, object) {
    return new Waiter(this, object).begin(entry);
  }

  /** The promise for somebody outside: it is settled at the latest when the module is disposed. @param {Run | Waiter} asked */
  give(asked) {
    const { promise } = asked;
    if (this.asked.has(asked)) return promise;
    this.asked.add(asked);
    const settled = () => void this.asked.delete(asked);
    promise.then(settled, settled);
    return promise;
  }

  /** @type {import('../bridge/link.js').Upstairs['settled']} */
  settled(handle, status) {
    const { handles, mailbox } = this.values.link;
    const waiter = /** @type {Waiter} */ (handles.remove(handle));
    let value;
    try {
      value = mailbox.take();
    } catch (error) {
      return waiter.end({ error });
    }
    waiter.end(status < 0 ? { error: value } : { value });
  }

  // -- runs --

  /** asyncio.run(). @param {import('./objects.js').CObject} coroutine @param {AbortSignal | undefined} [signal] @param {(...args: number[]) => number} [entry] @returns {Promise<any>} */
  async run(coroutine, signal, entry = this.values.link.exports.aw_js_wait_run) {
    const { link, errors } = this.values;
    const address = addressOf(coroutine);
    if (signal?.aborted) {
      this.values.result(link.call(link.exports.aw_js_close, address));
      throw new errors.CancelledError(reasonText(signal.reason));
    }
    const main = this.wait((handle) => link.call(entry, address, handle));
    const run = new Run(this, main);
    if (signal) this.obey(signal, run);
    this.begin(run);
    return this.give(run);
  }

  /** Until the run is over. Like an answer of the host, an abort waits until somebody goes on from a state that came back; one without this run has nothing to cancel. @param {AbortSignal} signal @param {Run} run */
  obey(signal, run) {
    const { operations } = this;
    const cancel = () => {
      if (operations.held) operations.held.push(cancel);
      else if (this.runs.has(run)) run.main.cancel(reasonText(signal.reason));
    };
    const end = () => signal.removeEventListener('abort', cancel);
    signal.addEventListener('abort', cancel);
    run.promise.then(end, end);
  }

  /** @param {Run} run */
  begin(run) {
    this.runs.add(run);
    this.follow(run, this.runs);
  }

  /** To its end, unless another state comes back meanwhile, and with it other runs. The last run that ends cleans up. @param {Run} run @param {Set<Run>} runs */
  async follow(run, runs) {
    const { main } = run;
    if (main.outcome) await new Promise((resolve) => macrotask(() => resolve(undefined))); // in a state that came back: whoever brought it is to find it
    await main.promise.catch(() => {});
    const { operations } = this;
    if (operations.held) await operations.goneOn();
    if (runs !== this.runs) return;
    run.ended = true;
    /** @type {Promise<any>} */
    let result = main.promise;
    try {
      if (!run.cleanUp && this.needsCleanUp()) run.cleanUp = this.startCleanUp(false);
      if (run.cleanUp) await this.cleaned(run.cleanUp);
    } catch (error) {
      if (main.outcome && 'value' in main.outcome) result = Promise.reject(error); // else it has an error already
    }
    if (runs !== this.runs) return;
    run.over = true;
    runs.delete(run);
    result.then(run.resolve, run.reject);
  }

  /** Has the last main task ended, and left something over? */
  needsCleanUp() {
    return [...this.runs].every(({ ended }) => ended) && !this.disposing && this.values.link.exports.aw_js_left_over() !== 0;
  }

  /** asyncio.run() in one call. @param {import('./objects.js').CObject} coroutine */
  runSync(coroutine) {
    const { link } = this.values;
    const address = addressOf(coroutine);
    let status;
    try {
      status = link.exports.aw_js_run(address);
    } catch (error) {
      const reason = link.recover(error);
      link.mailbox.putDescribed(this.values.foreign(reason), []);
      link.call(link.exports.aw_js_interrupted, 1);
      throw reason;
    } finally {
      this.pump.wake();
    }
    return this.values.result(status);
  }

  /** Cancels the tasks that are left over, and waits for them. @param {boolean} all those, too, that JS waits for */
  startCleanUp(all) {
    const { link } = this.values;
    const waiter = this.wait((handle) => link.call(link.exports.aw_js_wait_clean_up, Number(all), handle));
    if (waiter.address !== 0) this.cleanUps.add(waiter);
    return waiter;
  }

  /** @param {Waiter} waiter */
  async cleaned(waiter) {
    try {
      await waiter.promise;
    } finally {
      this.cleanUps.delete(waiter);
    }
  }

  // -- states --

  /** The runs that JS waits for. @returns {RunState[]} */
  capture() {
    return [...this.runs].map((run) => ({ main: run.main, cleanUp: run.cleanUp, run }));
  }

  /** The runs are these. A promise that was kept meanwhile cannot be kept again: another takes its place. @param {RunState[]} states @param {(waiter: Waiter) => Waiter} now the waiter that stands where that one stood */
  goOn(states, now) {
    this.runs = new Set();
    this.cleanUps.clear();
    for (const { main, cleanUp, run } of states) {
      const goesOn = run && run.loop === this && !run.over ? run : new Run(this, now(main));
      goesOn.main = now(main);
      goesOn.cleanUp = cleanUp && now(cleanUp);
      goesOn.ended = false;
      if (goesOn.cleanUp?.address) this.cleanUps.add(goesOn.cleanUp);
      goesOn.promise.catch(() => {}); // perhaps nobody asks
      this.begin(goesOn);
    }
  }

  // -- turning --

  /** @type {import('../bridge/pump.js').Pumped['turn']} */
  turn(budget, holdsTime) {
    const { link } = this.values;
    let next;
    try {
      next = link.exports.aw_js_pump(budget, Number(holdsTime));
    } catch (error) {
      this.left(link.recover(error));
      return 0;
    }
    if (next !== RAISED && next !== STOPPED) return next;
    const error = link.mailbox.take();
    if (this.mains.length > 0) this.stopRuns(error);
    else if (next === RAISED) this.values.reportUnraisable(error, null);
    return 0;
  }

  /** The end of a pump that did not end well. @param {unknown} error */
  left(error) {
    try {
      if (!this.interrupted(error)) this.values.reportUnraisable(error, null);
    } catch (again) {
      this.values.lost(again);
    }
  }

  /** One turn() or step() by hand: what it did. @param {() => number} entry */
  turnByHand(entry) {
    const { operations } = this;
    const { link } = this.values;
    operations.letGo();
    let status;
    try {
      status = entry();
    } catch (error) {
      const reason = link.recover(error);
      this.interrupted(reason);
      throw reason;
    }
    const result = this.values.result(status);
    if (!this.pump.manual) this.pump.wake();
    else if (!result && this.isIdle()) this.idle();
    return result;
  }

  /** What ran was left by a trap, by exit() or by an exception of an import; its task is told. False if there is nobody to tell. @param {unknown} error */
  interrupted(error) {
    const { link } = this.values;
    const ends = error instanceof ProgramExit && this.mains.length > 0;
    if (ends) this.stopRuns(error);
    link.mailbox.putDescribed(this.values.foreign(error), []);
    return link.call(link.exports.aw_js_interrupted, 0) !== 0 || ends;
  }

  /** @param {unknown} error */
  stopRuns(error) {
    for (const main of this.mains) main.abandon(error);
  }

  /** Nothing is ready, no timer set and no host operation pending: whoever still waits does so for ever, if JS does nothing about it. */
  idle() {
    const { link } = this.values;
    const waits = () => this.mains.length + this.cleanUps.size > 0;
    if (waits()) this.pump.ifStillIdle(() => waits() && this.isIdle() && this.deadlock());
  }

  /** Nothing can ever run. */
  isIdle() {
    const { link } = this.values;
    return this.values.result(link.call(link.exports.aw_js_loop_state))[0] === 'idle';
  }

  deadlock() {
    const { link } = this.values;
    link.call(link.exports.aw_js_deadlock);
    const error = link.mailbox.take();
    for (const waiter of this.cleanUps) waiter.abandon(error, true);
    this.stopRuns(error);
  }

  // -- the end --

  /** Cancels everything and waits until it has ended; what cannot end is reported. */
  async dispose() {
    const { operations } = this;
    const { link } = this.values;
    this.disposing = true;
    this.pump.manual = false;
    this.pump.wake();
    await this.cleaned(this.startCleanUp(true)).catch(() => {}); // a deadlock: closing the loop names the tasks
    link.call(link.exports.aw_js_loop_close);
    operations.close();
    const gone = new ReferenceError('this module has been disposed');
    for (const waiter of link.handles.values) if (waiter instanceof Waiter) waiter.reject?.(gone);
    for (const asked of this.asked) if (!this.settles(asked)) asked.reject?.(gone);
  }

  /** Its end is known, and on its way to whoever asked. @param {Run | Waiter} asked */
  settles(asked) {
    return asked instanceof Run ? asked.over || this.runs.has(asked) : asked.outcome !== undefined;
  }
}
