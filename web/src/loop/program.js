// One asyncio.run() that is gone through by hand: a callback, an iteration, or all of it. It collects what the trace tells, and what is to be shown of it.
import { errorText, isStop, release, releaseError } from '../coroutines.js';
import { repr } from '../python/repr.js';
import { History } from './history.js';
import { stepSentence } from './words.js';

/**
 * @typedef {'deadlock' | 'error' | 'warning' | 'lost'} NoticeKind
 * @typedef {{kind: NoticeKind, title: string, text: string, details?: string}} Notice
 * @typedef {{number: number, name: string, function: string, state: string, awaits: string | null, awaitedBy: string[], line: number | null, frames: Frame[]}} Task
 * @typedef {{function: string, line: number | null}} Frame the line is null where it is not in the example's own file
 */

/** Events between two looks at the trace. */
const CAPACITY = 20_000;
/** How long the program runs at a stretch, in milliseconds, before the page is painted. */
const SLICE = 12;

export class Program {
  history = new History();
  /** How many callbacks of the loop have run. */
  callbacks = 0;
  /** Nothing can ever go on, and the run has not been told yet. */
  isStuck = false;
  isDone = false;
  sentence = '';
  #stopped = false;

  /**
   * @param {any} module loaded with a virtual clock and turned by hand
   * @param {any} coroutine
   * @param {string} file the name of the example's source
   * @param {{notice: (notice: Notice) => void, add: (kind: 'value' | 'error', text: string) => void, printed: () => string[]}} told
   */
  constructor(module, coroutine, file, told) {
    this.module = module;
    this.file = file;
    this.told = told;
    this.name = coroutine?.name ?? repr(coroutine);
    module.trace.start({ capacity: CAPACITY });
    module.run(coroutine).then(
      (/** @type {unknown} */ value) => this.#ended(value),
      (/** @type {unknown} */ error) => this.#failed(error),
    );
    this.#look();
    this.sentence = `asyncio.run() made a task of ${this.name}. It is ready, and has not run yet.`;
  }

  // -- going on --

  /** One callback. */
  step() {
    return this.#go(() => Number(this.module.step()));
  }

  /** One iteration: every callback that is ready now. */
  turn() {
    return this.#go(() => this.module.turn());
  }

  /**
   * To the end, or until it is stopped.
   * @param {() => Promise<void>} [painted] lets the page be painted
   * @param {boolean} [stopsAtDeadlock] so that it can be looked at
   */
  async finish(painted = settled, stopsAtDeadlock = false) {
    const { callbacks } = this;
    this.#stopped = false;
    while (!this.isDone && !this.#stopped) {
      const until = performance.now() + SLICE;
      while (!this.isDone && !this.#stopped && performance.now() < until) {
        if (this.isStuck && stopsAtDeadlock && this.callbacks > callbacks) return;
        await this.#go(() => Number(this.module.step()));
      }
      if (!this.isDone) await painted();
    }
    if (this.isDone) this.sentence = `${plural(this.callbacks - callbacks, 'callback')} ran. ${this.#endSentence()}`;
  }

  stop() {
    this.#stopped = true;
  }

  /** @param {() => number} act how many callbacks ran */
  async #go(act) {
    if (this.isDone) return;
    const before = this.module.loopState.time;
    const wasStuck = this.isStuck;
    this.isStuck = false;
    let count = 0;
    try {
      count = act();
    } catch (error) {
      this.told.add('error', errorText(error));
    }
    this.callbacks += count;
    await settled();
    if (wasStuck) await this.#untilTold();
    const events = this.#look();
    const { time, state } = this.module.loopState;
    const printed = this.told.printed();
    this.sentence = wasStuck
      ? 'asyncio.run() gives up: it cancels the tasks that are left, so that they can clean up.'
      : stepSentence({ count, events, before, time, tasks: this.tasks(), printed });
    if (this.isDone) {
      this.sentence += ` ${this.#endSentence()}`;
      this.module.trace.stop();
    } else if (state === 'idle') {
      this.#stick();
    }
  }

  /** The run learns of a deadlock when the host had its turn. */
  async #untilTold() {
    for (let i = 0; i < 50 && !this.isDone && this.module.loopState.state === 'idle'; i++) await new Promise((resolve) => { setTimeout(resolve, 1); });
  }

  #stick() {
    this.isStuck = true;
    this.sentence += ' Now nothing can ever go on: a deadlock.';
    // Tree, empty line, and a sentence for each circle.
    const [tree, circles = ''] = this.module.pstree().trimEnd().split('\n\n');
    this.told.notice({
      kind: 'deadlock',
      title: 'Deadlock',
      text: `${circles.replaceAll('\n', ' ')} Nothing is ready, no timer is set, and ${this.name} is not done: it would wait for ever.`.trim(),
      details: tree.replace(/[^\s(]*\//g, ''),
    });
  }

  // -- the end --

  /** @param {unknown} value */
  #ended(value) {
    this.isDone = true;
    this.result = repr(value);
    if (value !== null) this.told.add('value', this.result);
    release(value);
  }

  /** @param {any} error */
  #failed(error) {
    this.isDone = true;
    this.error = isStop(error) ? 'StopIteration' : [error?.name ?? 'Error', error?.message?.split('\n')[0]].filter(Boolean).join(': ');
    this.told.add('error', errorText(error));
    if (error?.name !== 'DeadlockError') {
      this.told.notice({ kind: 'error', title: `${this.name} raised ${this.error}`, text: 'asyncio.run() ends with this error; the transcript has its traceback.' });
    }
    releaseError(error);
  }

  #endSentence() {
    return `The program has ended: ${this.name} ${this.error === undefined ? `returned ${this.result}` : `raised ${this.error}`}.`;
  }

  // -- what is to be seen --

  /** The new events of the trace. */
  #look() {
    const events = this.module.trace.read();
    this.history.add(events.map((/** @type {any} */ event) => ({ ...event, line: this.#lineOf(event) })));
    return events;
  }

  /** @param {{file?: string | null, line?: number | null}} place */
  #lineOf({ file, line }) {
    return file?.endsWith(this.file) && line ? line : null;
  }

  get loop() {
    const { state, nextTimer, time } = this.module.loopState;
    return { state, nextTimer, time };
  }

  /** The tasks that are not done, oldest first. @returns {Task[]} */
  tasks() {
    const seen = this.module.psData();
    const numbers = this.history.alive();
    return seen.map((/** @type {any} */ task, /** @type {number} */ index) => {
      const frames = task.frames.map((/** @type {any} */ frame) => ({ function: frame.function, line: this.#lineOf(frame) }));
      return {
        number: numbers[index] ?? -1 - index,
        name: task.name,
        function: frames[0]?.function ?? '',
        state: task.state,
        awaits: task.awaits,
        awaitedBy: task.awaitedBy.map((/** @type {number} */ other) => seen[other].name),
        line: frames.findLast((/** @type {Frame} */ frame) => frame.line !== null)?.line ?? null,
        frames,
      };
    });
  }
}

/** When the promises that a callback settled have told everybody: there are a handful behind one another, and no timer. */
async function settled() {
  for (let i = 0; i < 20; i++) await null;
}

/** @param {number} count @param {string} word */
const plural = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`;
