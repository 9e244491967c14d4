// What the trace has told, laid out for the timeline: a column for each callback of the loop, a row for each task, marks for events. It grows by what is new, and is the
// same whatever way the program was stepped. Where a column stands is the axis' to say.
import { seconds } from './words.js';

/**
 * @typedef {import('./history.js').Event} Event
 * @typedef {{column: number, x: number}} Place so many pixels into a column
 * @typedef {{width: number, clock: number, jumps: boolean, idle: number}} Column `jumps`: the clock is not that of the column before; `idle`: so many seconds passed in between
 * @typedef {{state: 'running' | 'ready' | 'waiting', from: Place, to: Place}} Segment
 * @typedef {{at: Place, event: number, look: Look, isOnBar: boolean}} Mark
 * @typedef {{number: number, name: string, doneAt: number, segments: Segment[], marks: Mark[], state: 'running' | 'ready' | 'waiting' | 'done' | 'none', since: Place,
 *   how: 'returned' | 'raised' | 'cancelled'}} Row `doneAt`: after so many events, Infinity if it is not
 * @typedef {'made' | 'on' | 'awaits' | 'waits' | 'woken' | 'timer' | 'returned' | 'raised' | 'cancelled'} Look
 */

/** Pixels: one mark, the least width of a column, and that of a character of the clock. */
const SLOT = 12;
const NARROW = 16;
export const CHARACTER = 7.3;

/** The row of what no task does: timers, and what was there before the first task. */
export const LOOP = 0;

/** @type {Place} */
const START = { column: 0, x: 0 };

/** @type {Record<string, Look>} */
const LOOKS = {
  created: 'made', 'task created': 'made', resumed: 'on', awaited: 'awaits', yielded: 'waits', returned: 'returned', raised: 'raised', closed: 'cancelled',
  'task scheduled': 'woken', 'task cancelled': 'cancelled', 'task done': 'returned', 'timer set': 'timer', 'timer fired': 'woken', 'timer cancelled': 'cancelled',
  'host operation started': 'timer', 'host operation settled': 'woken', 'host operation cancelled': 'cancelled',
};

/** The last one that was asked for, and of which events. */
let known = { events: /** @type {Event[]} */ ([]), layout: /** @type {Layout | null} */ (null) };

/** That of a record, which grows at its end; one that has another beginning is another record. @param {Event[]} events */
export function layoutOf(events) {
  const layout = known.events === events && known.layout ? known.layout : new Layout();
  layout.add(events.slice(layout.events.length));
  known = { events, layout };
  return layout;
}

export class Layout {
  /** @type {Event[]} */
  events = [];
  /** @type {Column[]} */
  columns = [];
  /** By their numbers. @type {Row[]} */
  rows = [];
  /** Where it ends after each event. @type {Place[]} */
  ends = [];
  /** @type {Map<number, Row>} */
  #rows = new Map();
  /** The task whose step it is; null between steps. @type {number | null} */
  #running = null;
  /** Whether the last column is that of a callback of the loop itself. */
  #isLoops = false;
  #slots = 0;

  /** @param {Event[]} events */
  constructor(events = []) {
    this.add(events);
  }

  /** @param {Event[]} events that are new */
  add(events) {
    for (const event of events) this.#put(event, this.events.push(event) - 1);
  }

  /** Where all that is known ends. */
  get end() {
    return this.ends.at(-1) ?? START;
  }

  /** @param {Event} event @param {number} index */
  #put(event, index) {
    const { kind, clock } = event;
    const last = this.columns.at(-1);
    if (kind === 'task step') {
      this.#open(clock);
      this.#running = /** @type {number} */ (event.task);
    } else if (!last || (this.#running === null && event.by === undefined && (kind === 'timer fired' || clock !== last.clock || !this.#isLoops))) {
      this.#open(clock);
    }
    this.#isLoops = this.#running === null && event.by === undefined;
    const column = this.columns.length - 1;
    const here = this.columns[column];
    const row = this.#rowOf(event);
    if (kind === 'task step') become(row, 'running', { column, x: 0 });
    else if (kind === 'task paused' || kind === 'task done') {
      become(row, kind === 'task done' ? 'done' : 'waiting', { column, x: here.width });
      if (kind === 'task done') row.doneAt = index;
      this.#running = null;
    } else if (kind !== 'task scheduled' || (row.state !== 'ready' && row.state !== 'running')) {
      const at = { column, x: 3 + this.#slots++ * SLOT + SLOT / 2 };
      here.width = Math.max(here.width, this.#slots * SLOT + 6);
      if (kind === 'task created' || kind === 'task scheduled') become(row, 'ready', isAfter(row.since, at) ? row.since : at);
      if (kind === 'task cancelled') row.how = 'cancelled';
      if (kind === 'raised' && row.how === 'returned') row.how = 'raised';
      if (kind === 'returned') row.how = 'returned';
      row.marks.push({ at, event: index, look: LOOKS[kind] ?? 'on', isOnBar: row.state === 'running' });
    }
    this.ends.push({ column, x: here.width });
  }

  /** @param {number} clock */
  #open(clock) {
    const before = this.columns.at(-1)?.clock;
    const jumps = before !== clock;
    this.columns.push({ width: jumps ? Math.ceil(seconds(clock).length * CHARACTER) + 10 : NARROW, clock, jumps, idle: before === undefined ? 0 : clock - before });
    this.#slots = 0;
  }

  /** @param {Event} event */
  #rowOf({ task = LOOP, name, kind }) {
    let row = this.#rows.get(task);
    if (!row) {
      row = { number: task, name: task === LOOP ? 'loop' : '', doneAt: Infinity, segments: [], marks: [], state: 'none', since: START, how: 'returned' };
      this.#rows.set(task, row);
      const after = this.rows.findIndex(({ number }) => number > task);
      this.rows.splice(after < 0 ? this.rows.length : after, 0, row);
    }
    if (kind.startsWith('task ') && name) row.name = name;
    return row;
  }
}

/** What is to be drawn of a row, up to where all ends. @param {Row} row @param {Place} end @returns {Segment[]} */
export function segmentsOf({ segments, state, since }, end) {
  return state === 'none' || state === 'done' || !isAfter(end, since) ? segments : [...segments, { state, from: since, to: end }];
}

/** @param {Row} row @param {Row['state']} state @param {Place} at */
function become(row, state, at) {
  if (row.state === state) return;
  if (row.state !== 'none' && row.state !== 'done' && isAfter(at, row.since)) row.segments.push({ state: row.state, from: row.since, to: at });
  row.state = state;
  row.since = at;
}

/** @param {Place} a @param {Place} b */
const isAfter = (a, b) => a.column > b.column || (a.column === b.column && a.x > b.x);
