// One asyncio.run() that is gone through by hand: a callback, an iteration, or all of it. It collects what the trace tells, and what is to be shown of it.
import { errorText, isStop, release, releaseError, typeName } from '../coroutines.js';
import { repr } from '../python/repr.js';
import { Said } from '../said.js';
import { Going } from './going.js';
import { deadlockIn, settled, Watched } from './watched.js';
import { breakpointText, stepSentence } from './words.js';

/**
 * @typedef {'deadlock' | 'error' | 'warning' | 'lost'} NoticeKind
 * @typedef {{kind: NoticeKind, title: string, text: string, details?: string}} Notice
 * @typedef {import('./watched.js').Task} Task
 *
 * @typedef {object} Listener whoever shows the program
 * @property {(notice: Notice) => void} notice
 * @property {(kind: 'value' | 'error', text: string, type?: string) => void} add
 * @property {() => number} mark how much was said
 * @property {(mark: number) => string[]} printedSince the lines that the program printed since then
 * @property {(label: string) => boolean} again goes where this act led before; false if it was not done here
 * @property {(label: string) => void} record what was done is a step
 * @property {<T>(act: () => T) => T} trying does something that leaves nothing behind
 */

/** Events between two looks at the trace. */
const CAPACITY = 20_000;
/** The name of a step. */
const CALLBACK = 'Next callback';
const STUCK = ' Now nothing can ever go on: a deadlock.';

export class Program extends Watched {
  stepLabel = CALLBACK;
  /** Of the run's result. @type {Promise<unknown> | undefined} */
  #run;

  /**
   * @param {any} module loaded with a virtual clock and turned by hand
   * @param {any} coroutine
   * @param {string} file the name of the example's source
   * @param {Listener} listener
   */
  constructor(module, coroutine, file, listener) {
    super(module, file);
    this.listener = listener;
    this.name = coroutine?.name ?? repr(coroutine);
    module.trace.start({ capacity: CAPACITY });
    module.run(coroutine).catch(() => {});
    this.#follow();
    this.look();
    /** @type {string | Said} */
    this.sentence = `asyncio.run() made a task of ${this.name}. It is ready, and has not run yet.`;
  }

  /** Hears of the run's end. After going back another promise stands for it, where the first one was kept. */
  #follow() {
    const run = this.module.runs.at(-1);
    if (run === this.#run) return;
    this.#run = run;
    run?.then(
      (/** @type {unknown} */ value) => { if (this.#run === run && !this.isDone) this.#ended(value); },
      (/** @type {unknown} */ error) => { if (this.#run === run && !this.isDone) this.#failed(error); },
    );
  }

  get hasFailed() {
    return this.error !== undefined;
  }

  // -- going on --

  /** One callback. */
  async step() {
    if (this.isDone || this.listener.again(CALLBACK)) return;
    await this.#step();
    this.listener.record(CALLBACK);
  }

  /** One iteration: every callback that is ready now, each of which is a step. */
  async turn() {
    const { callbacks } = this;
    const before = this.module.loopState.time;
    const mark = this.listener.mark();
    const known = this.history.total;
    for (let left = this.isStuck ? 1 : this.#readyNow(); left > 0 && !this.isDone; left--) await this.step();
    const count = this.callbacks - callbacks;
    const events = this.history.events.slice(Math.max(known - this.history.forgotten, 0));
    if (count > 1) this.sentence = `${this.#sentence({ count, events, before, time: this.module.loopState.time, printed: this.listener.printedSince(mark) })}${this.isStuck ? STUCK : ''}`;
  }

  /** How many callbacks the next iteration has. */
  #readyNow() {
    try {
      return Math.max(this.listener.trying(() => this.module.turn()), 1);
    } catch {
      return 1; // one of them goes wrong: they are taken one by one
    }
  }

  /**
   * To the end, or until it is stopped.
   * @param {Going} [going]
   * @param {object} [until]
   * @param {boolean} [until.stopsAtDeadlock] so that it can be looked at
   * @param {number | null} [until.task] it stops when this one has run, and is suspended again, or done
   */
  async finish(going = new Going({ painted: settled, alive: () => {} }), { stopsAtDeadlock = false, task = null } = {}) {
    const { callbacks } = this;
    while (!this.isDone && !going.isStopped) {
      if (this.isStuck && stopsAtDeadlock && this.callbacks > callbacks) return;
      const { waited } = this;
      this.waited = await going.due(() => this.idle(), (isWaiting) => { this.isWaiting = isWaiting; }, waited);
      if (going.isStopped) return;
      const reached = this.watch(going.breakpoints);
      const before = this.history.total;
      await this.step();
      const line = reached();
      if (line > 0) this.sentence = `${breakpointText(line)} ${this.sentence}`;
      else if (this.ranSince(before).has(task) && this.callbacks - callbacks > 1) this.sentence = `${plural(this.callbacks - callbacks, 'callback')} ran. ${this.sentence}`;
      if (line > 0 || this.ranSince(before).has(task)) return;
      if (!this.isDone) await going.stepped();
    }
    if (this.isDone) this.sentence = `${plural(this.callbacks - callbacks, 'callback')} ran. ${this.#endSentence()}`;
  }

  async #step() {
    const before = this.module.loopState.time;
    const mark = this.listener.mark();
    const { isStuck: wasStuck } = this;
    this.isStuck = false;
    this.waited = 0;
    let count = 0;
    try {
      count = Number(this.module.step());
    } catch (error) {
      this.listener.add('error', errorText(error));
    }
    this.callbacks += count;
    await settled();
    if (wasStuck) await this.#untilTold();
    else if (!this.isDone && this.#isIdle()) await turnOfHost(); // after going back, the end of a run is told no sooner
    const events = this.look();
    const { time } = this.module.loopState;
    const printed = this.listener.printedSince(mark);
    this.sentence = new Said(() => this.#sentence({ count, events, before, time, printed, gaveUp: wasStuck }));
    if (this.isDone) this.module.trace.stop();
    else if (this.#isIdle()) this.#stick();
  }

  #isIdle() {
    return this.module.loopState.state === 'idle';
  }

  /** @param {{count: number, events: import('./history.js').Event[], before: number, time: number, printed: string[], gaveUp?: boolean}} step */
  #sentence({ gaveUp, ...step }) {
    const said = gaveUp
      ? 'asyncio.run() gives up: it cancels the tasks that are left, so that they can clean up.'
      : stepSentence({ ...step, tasks: this.tasks() });
    return this.isDone ? `${said} ${this.#endSentence()}` : said;
  }

  /** The run learns of a deadlock when the host had its turn. */
  async #untilTold() {
    for (let i = 0; i < 50 && !this.isDone && this.#isIdle(); i++) await turnOfHost();
  }

  #stick() {
    this.isStuck = true;
    this.sentence = `${this.sentence}${STUCK}`;
    const { circles, details } = deadlockIn(this.module);
    const text = `${circles} Nothing is ready, no timer is set, and ${this.name} is not done: it would wait for ever.`.trim();
    this.listener.notice({ kind: 'deadlock', title: 'Deadlock', text, details });
  }

  // -- the end --

  /** @param {unknown} value */
  #ended(value) {
    this.isDone = true;
    this.result = repr(value);
    if (value !== null) this.listener.add('value', this.result, typeName(value));
    release(value);
  }

  /** @param {any} error */
  #failed(error) {
    this.isDone = true;
    this.error = isStop(error) ? 'StopIteration' : [error?.name ?? 'Error', error?.message?.split('\n')[0]].filter(Boolean).join(': ');
    this.listener.add('error', errorText(error));
    if (error?.name !== 'DeadlockError') {
      this.listener.notice({ kind: 'error', title: `${this.name} raised ${this.error}`, text: 'asyncio.run() ends with this error; the transcript has its traceback.' });
    }
    releaseError(error);
  }

  #endSentence() {
    return `The program has ended: ${this.name} ${this.error === undefined ? `returned ${this.result}` : `raised ${this.error}`}.`;
  }

  // -- back --

  capture() {
    const { callbacks, isStuck, isDone, sentence, result, error } = this;
    return { program: this, told: this.told(), callbacks, isStuck, isDone, sentence, result, error };
  }

  /** The module is as it was then. @param {ReturnType<Program['capture']>} state */
  bring({ callbacks, isStuck, isDone, sentence, result, error, told }) {
    Object.assign(this, { callbacks, isStuck, isDone, sentence, result, error });
    this.goBackTo(told);
    if (isDone) this.#run = undefined;
    else this.#follow();
  }
}

const turnOfHost = () => new Promise((resolve) => { setTimeout(resolve, 1); });

/** @param {number} count @param {string} word */
const plural = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`;
