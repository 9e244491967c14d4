// What the trace has told so far, laid out for the timeline: a column for each callback of the loop, a row for each task, marks for events.
// It is a function of the events alone, whatever way the program was stepped.

/**
 * @typedef {{sequence: number, kind: string, clock: number, name: string, task?: number, by?: number, coroutine?: number, awaited?: number, due?: number, line: number | null}} Event
 * @typedef {{x: number, width: number, clock: number, jumps: boolean}} Column
 * @typedef {{state: 'running' | 'ready' | 'waiting', x: number, end: number}} Segment
 * @typedef {{x: number, event: number, look: Look}} Mark
 * @typedef {{number: number, name: string, begin: number, doneAt: number, segments: Segment[], marks: Mark[], state: 'running' | 'ready' | 'waiting' | 'done' | 'none', since: number,
 *   how: 'returned' | 'raised' | 'cancelled'}} Row `doneAt`: after so many events, Infinity if it is not
 * @typedef {'made' | 'on' | 'awaits' | 'waits' | 'woken' | 'timer' | 'returned' | 'raised' | 'cancelled'} Look
 */

/** Pixels: one mark, the least width of a column, and that of one where the clock jumps and says so. */
const SLOT = 12;
const NARROW = 16;
const JUMP = 46;
/** More events are not kept: the oldest go, a half at a time. */
const MOST = 4000;

/** The row of what no task does: timers, and what was there before the first task. */
export const LOOP = 0;

/** @type {Record<string, Look>} */
const LOOKS = {
  created: 'made', 'task created': 'made', resumed: 'on', awaited: 'awaits', yielded: 'waits', returned: 'returned', raised: 'raised', closed: 'cancelled',
  'task scheduled': 'woken', 'task cancelled': 'cancelled', 'task done': 'returned', 'timer set': 'timer', 'timer fired': 'woken', 'timer cancelled': 'cancelled',
  'host operation started': 'timer', 'host operation settled': 'woken', 'host operation cancelled': 'cancelled',
};

export class History {
  /** @type {Event[]} */
  events = [];
  /** How many old ones were let go. */
  forgotten = 0;

  /** @param {Event[]} events */
  add(events) {
    this.events.push(...events);
    if (this.events.length > MOST) this.forgotten += this.events.splice(0, this.events.length - MOST / 2).length;
    this.#layout = undefined;
    for (const { kind, task, name } of events) {
      if (kind === 'task created') this.names.set(/** @type {number} */ (task), name);
      if (kind === 'task done') this.#over.add(/** @type {number} */ (task));
    }
  }

  /** The tasks' names. @type {Map<number, string>} */
  names = new Map();
  /** @type {Set<number>} */
  #over = new Set();
  /** @type {ReturnType<typeof layOut> | undefined} */
  #layout;

  /** How many events there were. */
  get total() {
    return this.forgotten + this.events.length;
  }

  /** The numbers of the tasks that are not done, oldest first. */
  alive() {
    return [...this.names.keys()].filter((number) => !this.#over.has(number)).sort((a, b) => a - b);
  }

  get layout() {
    return (this.#layout ??= layOut(this.events));
  }
}

/** @param {Event[]} events */
export function layOut(events) {
  /** @type {Map<number, Row>} */
  const rows = new Map();
  /** @type {Column[]} */
  const columns = [];
  /** How wide it is after each event. @type {number[]} */
  const widths = [];
  /** @type {Column | null} */
  let column = null;
  /** The task whose step it is; null between steps. @type {number | null} */
  let running = null;
  /** Whether the column is that of a callback of the loop itself. */
  let isLoops = false;
  let slots = 0;

  const finishColumn = () => {
    if (!column) return;
    column.width = Math.max(column.width, slots * SLOT + 6);
  };
  const open = (/** @type {number} */ clock) => {
    finishColumn();
    const last = columns.at(-1);
    const jumps = !last || last.clock !== clock;
    column = { x: last ? last.x + last.width : 0, width: jumps ? JUMP : NARROW, clock, jumps };
    columns.push(column);
    slots = 0;
  };
  const rowOf = (/** @type {Event} */ { task = LOOP, name, kind }) => {
    let row = rows.get(task);
    if (!row) rows.set(task, (row = { number: task, name: task === LOOP ? 'loop' : '', begin: 0, doneAt: Infinity, segments: [], marks: [], state: 'none', since: 0, how: 'returned' }));
    if (kind.startsWith('task ') && name) row.name = name;
    return row;
  };
  const become = (/** @type {Row} */ row, /** @type {Row['state']} */ state, /** @type {number} */ x) => {
    if (row.state === state) return;
    if (row.state !== 'none' && row.state !== 'done' && x > row.since) row.segments.push({ state: row.state, x: row.since, end: x });
    row.state = state;
    row.since = x;
  };

  events.forEach((event, index) => {
    const { kind, clock } = event;
    if (kind === 'task step') {
      open(clock);
      running = /** @type {number} */ (event.task);
    } else if (!column || (running === null && event.by === undefined && (kind === 'timer fired' || clock !== column.clock || !isLoops))) {
      open(clock);
    }
    const here = /** @type {Column} */ (/** @type {unknown} */ (column));
    isLoops = running === null && event.by === undefined;
    const row = rowOf(event);
    const x = here.x + 3 + slots * SLOT + SLOT / 2;
    if (kind === 'task step') become(row, 'running', here.x);
    else if (kind === 'task paused') {
      here.width = Math.max(here.width, slots * SLOT + 6);
      become(row, 'waiting', here.x + here.width);
      running = null;
    } else if (kind === 'task done') {
      here.width = Math.max(here.width, slots * SLOT + 6);
      become(row, 'done', here.x + here.width);
      row.doneAt = index;
      running = null;
    } else if (kind !== 'task scheduled' || (row.state !== 'ready' && row.state !== 'running')) {
      if (kind === 'task created') row.begin = x;
      if (kind === 'task created' || kind === 'task scheduled') become(row, 'ready', Math.max(x, row.since));
      if (kind === 'task cancelled') row.how = 'cancelled';
      if (kind === 'raised' && row.how === 'returned') row.how = 'raised';
      if (kind === 'returned') row.how = 'returned';
      row.marks.push({ x, event: index, look: LOOKS[kind] ?? 'on' });
      slots++;
    }
    widths.push(here.x + Math.max(here.width, slots * SLOT + 6));
  });
  finishColumn();
  const last = columns.at(-1);
  const width = last ? last.x + last.width : 0;
  for (const row of rows.values()) if (row.state !== 'done') become(row, 'none', width);
  return { columns, rows: [...rows.values()].sort((a, b) => a.number - b.number), width, widths };
}
