// A loop that somebody looks at: what its trace has told, its tasks, and its clock. What was told belongs to the step at which it was.
import { History } from './history.js';
import { isJoin, joinersIn, joinsAfter } from './joins.js';
import { sharedIn } from './shared.js';

/**
 * @typedef {object} Task
 * @property {number} number
 * @property {string} name
 * @property {string} function
 * @property {string} state
 * @property {string | null} awaits in words
 * @property {number[]} waitsFor the tasks that it waits for, by their numbers
 * @property {number[]} over those that it waited for that are done meanwhile
 * @property {number | null} line
 * @property {Frame[]} frames
 * @typedef {{function: string, line: number | null}} Frame the line is null where it is not in the example's own file
 * @typedef {{kind: 'task' | 'timer' | 'callback' | 'done' | 'host', task: string | null, number: number, name: string | null, line: number | null}} Callee something that the loop will call: whose it is, the task's number, or a callback's name
 * @typedef {object} Lanes
 * @property {Callee[]} ready the first of them
 * @property {number} readyCount
 * @property {number} inIteration how many of them belong to the iteration that is under way
 * @property {(Callee & {when: number})[]} timers
 * @property {number} timerCount
 * @property {(string | null)[]} operations what JavaScript has yet to answer
 * @typedef {object} Told
 * @property {Told | null} before
 * @property {import('./history.js').Event[]} events that are new
 * @property {number} total how many there are with those before
 * @property {import('./joins.js').Joins} joins
 */

/** So many of each kind are told. */
const SHOWN = 24;

/** So many tasks are looked at after every step, to see for whom they wait; more of them only where one may have begun to wait for several: that is dear, in memory, too. */
const FEW = 50;

export class Watched {
  history = new History();
  /** How many callbacks of the loop have run. */
  callbacks = 0;
  /** Nothing can ever go on, and the run has not been told yet. */
  isStuck = false;
  isDone = false;
  /** It goes on by itself, and waits for the clock. */
  isWaiting = false;
  /** So many seconds of the idle time before the next callback have passed, where it was paused in it. */
  waited = 0;
  /** @type {string | import('../said.js').Said} */
  sentence = '';
  /** @type {Told | null} */
  #told = null;
  /** Places where a task has been seen to wait, and not for several others. @type {Set<string>} */
  #elsewhere = new Set();
  /** @type {import('./history.js').Event[]} */
  #fresh = [];

  /**
   * @param {any} module loaded with a virtual clock and turned by hand
   * @param {string} file the name of the source
   */
  constructor(module, file) {
    this.module = module;
    this.file = file;
  }

  /** The new events of the trace. */
  look() {
    const events = this.module.trace.read();
    this.note(events.map((/** @type {any} */ event) => ({ ...event, line: this.lineOf(event) })));
    return events;
  }

  /** @param {import('./history.js').Event[]} events */
  note(events) {
    this.history.add(events);
    this.#fresh.push(...events);
  }

  /** What is to come back with this step. @returns {Told} */
  told() {
    const events = this.#fresh.splice(0);
    const tasks = this.history.alive().length <= FEW ? this.tasks() : this.#joining(events);
    this.#told = { before: this.#told, events, total: this.history.total, joins: joinsAfter(this.#told?.joins ?? new Map(), events, tasks) };
    return this.#told;
  }

  /** All tasks, where one of those that ran may have begun to wait for others. @param {import('./history.js').Event[]} events */
  #joining(events) {
    const joiners = [...joinersIn(events)].filter(([, place]) => !this.#elsewhere.has(place));
    if (joiners.length === 0) return null;
    const tasks = this.tasks();
    const places = new Map(joiners);
    for (const task of tasks) {
      const place = places.get(task.number);
      if (place && (!isJoin(task) || task.waitsFor.length === 1)) this.#elsewhere.add(place);
    }
    return tasks;
  }

  /** The tasks that the step has run, by their numbers. */
  get resumed() {
    return (this.#told?.events ?? []).filter(({ kind }) => kind === 'task step').map(({ task }) => task ?? 0);
  }

  /** The tasks that the step has made, run, or woken. */
  get changed() {
    return [...new Set((this.#told?.events ?? []).map(({ task }) => task ?? 0))];
  }

  /** @param {Told} told */
  goBackTo(told) {
    this.#told = told;
    this.#fresh = [];
    this.waited = 0;
    this.history = recordOf(told);
  }

  /** @param {{file?: string | null, line?: number | null}} place */
  lineOf({ file, line }) {
    return file?.endsWith(this.file) && line ? line : null;
  }

  /** @param {string | null} place `file:line`, or a name @returns {number | null} */
  lineAt(place) {
    const [, file, line] = place?.match(/^(.*):(\d+)$/) ?? [];
    return this.lineOf({ file, line: Number(line) });
  }

  get loop() {
    const { state, nextTimer, time } = this.module.loopState;
    return { state, nextTimer, time };
  }

  /** Seconds that the loop has nothing to do before its next callback. */
  idle() {
    const { readyCount, timers } = this.module.scheduled(1);
    return readyCount === 0 && timers.length > 0 ? Math.max(timers[0].when - this.loop.time, 0) : 0;
  }

  /** What the loop has yet to call. @returns {Lanes} */
  lanes() {
    const { ready, timers, ...rest } = this.module.scheduled(SHOWN);
    const chip = (/** @type {any} */ { kind, task, number, place }) => {
      return { kind, task, number, name: place, line: this.lineAt(place) };
    };
    return { ready: ready.map(chip), timers: timers.map((/** @type {any} */ one) => ({ ...chip(one), when: one.when })), ...rest };
  }

  /** The tasks that are not done, oldest first. @returns {Task[]} */
  tasks() {
    const seen = this.module.psData();
    const numbers = this.history.alive();
    const alive = new Set(numbers);
    const numberAt = (/** @type {number} */ index) => numbers[index] ?? -1 - index;
    return seen.map((/** @type {any} */ task, /** @type {number} */ index) => {
      const frames = task.frames.map((/** @type {any} */ frame) => ({ function: frame.function, line: this.lineOf(frame) }));
      const number = numberAt(index);
      const waitsFor = task.awaited.map(numberAt);
      return {
        number,
        name: task.name,
        function: frames[0]?.function ?? '',
        state: task.state,
        awaits: task.awaits,
        waitsFor,
        over: isJoin({ awaits: task.awaits, waitsFor }) ? (this.#told?.joins.get(number) ?? []).filter((other) => !alive.has(other)) : [],
        line: frames.findLast((/** @type {Frame} */ frame) => frame.line !== null)?.line ?? null,
        frames,
      };
    });
  }

  /** The locks, queues and the like that they wait for, each with the task's number. @param {Task[]} tasks @returns {[number, import('./shared.js').Shared][]} */
  shared(tasks) {
    if (!tasks.some(({ awaits }) => awaits !== null && !/^(sleep|gather|Task-\d)/.test(awaits))) return [];
    return sharedIn(this.module.ps()).flatMap((one, index) => (one && tasks[index] && tasks[index].awaits !== null ? [[tasks[index].number, one]] : []));
  }

  /** Which lines with breakpoints stand in the frames of each task. @param {number[]} breakpoints @returns {Map<number, Set<number>>} */
  #standing(breakpoints) {
    if (breakpoints.length === 0) return new Map();
    return new Map(this.tasks().map(({ number, frames }) => [number, new Set(frames.map(({ line }) => line ?? 0).filter((line) => breakpoints.includes(line)))]));
  }

  /** The tasks that have run since there were so many events. @param {number} total @returns {Set<number | null | undefined>} */
  ranSince(total) {
    const { events, forgotten } = this.history;
    return new Set(events.slice(Math.max(total - forgotten, 0)).filter(({ kind }) => kind === 'task step').map(({ task }) => task));
  }

  /**
   * Notes where all stand now; what it gives tells, after a step, at which of the lines a task came to stand by it, or 0. One that waits in the same place once more has come there again.
   * @param {number[]} breakpoints
   */
  watch(breakpoints) {
    const before = this.#standing(breakpoints);
    const since = this.history.total;
    return () => {
      const ran = this.ranSince(since);
      if (breakpoints.length === 0 || ran.size === 0) return 0;
      for (const { number, line } of this.tasks()) if (ran.has(number) && line !== null && breakpoints.includes(line)) return line;
      for (const [number, lines] of this.#standing(breakpoints)) for (const line of lines) if (ran.has(number) && !before.get(number)?.has(line)) return line;
      return 0;
    };
  }
}

/** Everything that the trace told up to a step. @param {Told} told */
export function recordOf(told) {
  const steps = [];
  for (let each = /** @type {Told | null} */ (told); each; each = each.before) steps.push(each.events);
  const record = new History();
  for (const events of steps.reverse()) record.add(events);
  return record;
}

/** What a deadlock looks like: tree of who waits for whom, and a sentence for each circle. @param {any} module */
export function deadlockIn(module) {
  const [tree, circles = ''] = module.pstree().trimEnd().split('\n\n');
  return { details: tree.replace(/[^\s(]*\//g, ''), circles: circles.replaceAll('\n', ' ') };
}

/** When the promises that a callback settled have told everybody: there are a handful behind one another, and no timer. */
export async function settled() {
  for (let i = 0; i < 20; i++) await null;
}
