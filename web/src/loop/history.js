// What the trace has told so far of one program, and which tasks there are.

/**
 * @typedef {{sequence: number, kind: string, clock: number, name: string, task?: number, by?: number, coroutine?: number, awaited?: number, due?: number, line: number | null}} Event
 */

/** More events are not kept: the oldest go, a half at a time. */
const MOST = 4000;

export class History {
  /** @type {Event[]} */
  events = [];
  /** How many old ones were let go. */
  forgotten = 0;
  /** The tasks' names. @type {Map<number, string>} */
  names = new Map();
  /** @type {Set<number>} */
  #over = new Set();

  /** @param {Event[]} events */
  add(events) {
    this.events.push(...events);
    if (this.events.length > MOST) this.forgotten += this.events.splice(0, this.events.length - MOST / 2).length;
    for (const { kind, task, name } of events) {
      if (kind === 'task created') this.names.set(/** @type {number} */ (task), name);
      if (kind === 'task done') this.#over.add(/** @type {number} */ (task));
    }
  }

  /** How many events there were. */
  get total() {
    return this.forgotten + this.events.length;
  }

  /** The numbers of the tasks that are not done, oldest first. */
  alive() {
    return [...this.names.keys()].filter((number) => !this.#over.has(number)).sort((a, b) => a - b);
  }
}
