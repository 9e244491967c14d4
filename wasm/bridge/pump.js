// When the module's loop runs. JS keeps one note that a pump is scheduled and one timer; what is ready, and until when, is the module's to know.

import { LONGEST } from './clock.js';

/** How long one entry may run, in seconds, and all that follow each other without a macrotask between. */
const BUDGET = 0.004;
/** A timer is not set anew for less, in milliseconds. */
const SLACK = 0.5;

/** What turn() answers when the virtual clock stands still because JS has something to answer. */
const HOLDS_TIME = -3;

const resolved = Promise.resolve();

/** @type {(task: () => void) => void} in Node it comes after I/O and timers, elsewhere it lets the page render; neither waits the 4 ms of a nested setTimeout */
export const macrotask = macrotaskOf(/** @type {any} */ (globalThis));

/** @param {{ setImmediate?: (task: () => void) => unknown, MessageChannel?: typeof MessageChannel }} host @returns {(task: () => void) => void} */
function macrotaskOf(host) {
  if (typeof host.setImmediate === 'function') return (task) => void (/** @type {any} */ (host).setImmediate(task));
  if (typeof host.MessageChannel !== 'function') return (task) => void setTimeout(task, 0);
  /** @type {(() => void)[]} */
  const tasks = [];
  const { port1, port2 } = new host.MessageChannel();
  port1.onmessage = () => tasks.shift()?.();
  return (task) => {
    tasks.push(task);
    port2.postMessage(0);
  };
}

/**
 * @typedef {object} Pumped
 * @property {(budget: number, holdsTime: boolean) => number} turn runs what is ready: seconds to the next timer; 0, there is more; Infinity, none before JS answers;
 *   NaN, nothing at all; HOLDS_TIME. Does not throw
 * @property {() => void} rests nothing is ready now. Does not throw
 * @property {() => void} pauses others have their turn now, though more is ready. Does not throw
 * @property {() => void} idle nothing is left that could ever run
 */

export class Pump {
  /** @param {Pumped} pumped @param {import('./clock.js').Clock} clock the module's @param {boolean} manual somebody else turns the loop */
  constructor(pumped, clock, manual) {
    this.pumped = pumped;
    this.clock = clock;
    this.manual = manual;
    this.scheduled = false;
    this.stopped = false;
    this.holdsTime = true;
    /** Milliseconds that pumps took since one was a macrotask. */
    this.spent = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** When it fires, in milliseconds. */
    this.due = Infinity;
    /** How many pumps there were, so that one that was idle knows if it was the last. */
    this.count = 0;
  }

  /** Something is ready in the module. */
  wake = () => {
    if (this.scheduled || this.manual || this.stopped) return;
    this.scheduled = true;
    if (this.spent < BUDGET * 1000) resolved.then(this.pump);
    else macrotask(this.pumpAfresh);
  };

  pumpAfresh = () => {
    this.spent = 0;
    this.pump();
  };

  pump = () => {
    this.scheduled = false;
    if (this.stopped || this.manual) return;
    this.count++;
    const { clock } = this;
    clock.first = clock.last = 0;
    const next = this.pumped.turn(BUDGET, this.holdsTime);
    this.spent += clock.last - clock.first;
    this.holdsTime = true;
    if (next === 0) {
      this.spent = Infinity;
      this.wake();
      return this.pumped.pauses();
    }
    if (next > 0 && next < Infinity) this.arm(next * 1000);
    else this.disarm();
    this.pumped.rests();
    if (Number.isNaN(next)) this.pumped.idle();
    if (next === HOLDS_TIME) this.ifStillIdle(this.jump);
  };

  /** @param {number} delay in milliseconds */
  arm(delay) {
    const due = performance.now() + delay;
    if (due > this.due - SLACK) return;
    this.disarm();
    this.due = due;
    this.timer = setTimeout(this.fire, Math.min(Math.ceil(delay), LONGEST));
  }

  /** JS has had its turn: the virtual clock goes on. */
  jump = () => {
    this.holdsTime = false;
    this.pump();
  };

  disarm() {
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.due = Infinity;
  }

  fire = () => {
    this.timer = undefined;
    this.due = Infinity;
    if (this.scheduled) return; // it will set the next
    this.pumpAfresh();
  };

  /** Lets JS go on first, which may bring something to do. @param {() => void} action what happens if it does not */
  ifStillIdle(action) {
    const { count } = this;
    macrotask(() => {
      if (count === this.count && !this.scheduled && !this.stopped) action();
    });
  }

  stop() {
    this.stopped = true;
    this.disarm();
  }
}
