// What the page shows of a session, as plain data: the whole at first, and then what has changed.
import { loopParts } from '../loop/load.js';

/**
 * @typedef {import('../session.js').Session} Session
 * @typedef {import('../schedule/session.js').ScheduleSession} ScheduleSession
 * @typedef {import('../loop/history.js').Event} Event
 * @typedef {{id: number, kind: import('../stepped.js').EntryKind, text: string, type?: string, step: number | null}} Said `step`: the number of the one that said it, where steps are kept
 * @typedef {{label: string, from: number, length: number, isCurrent: boolean, end: number}} Branch
 * @typedef {{at: number, number: number, last: number, canBack: boolean, canForward: boolean, branches: Branch[], end: number}} Steps `at` and `end`: the current one and the last one of the branch, in the order in which they were made
 * @typedef {object} Order what is ready, of which any may be next
 * @property {import('../schedule/run.js').Ready[]} ready
 * @property {number} next its place
 * @property {boolean} isFound the way so far is that of the schedule
 * @property {boolean} isPlain the way so far is the loop's own
 * @property {'found' | 'plain'} order which is followed
 * @property {number} failedLine where the test failed, or 0
 *
 * @typedef {object} Loop of the program that asyncio.run() runs, or of the test
 * @property {import('../loop/watched.js').Task[]} tasks
 * @property {{state: string, nextTimer: number, time: number}} clock
 * @property {boolean} isDone
 * @property {boolean} isStuck
 * @property {boolean} isWaiting it goes on by itself, and waits for the clock
 * @property {number} waited so many seconds of the time before the next callback had passed when it was paused
 * @property {import('../loop/watched.js').Lanes} lanes
 * @property {'pending' | 'fulfilled' | 'rejected'} promise JavaScript's, of what it ends with
 * @property {number} ran the number of the task that ran last
 * @property {number[]} resumed the tasks that the step has run
 * @property {number[]} changed those that it has made, run, or woken
 * @property {[number, import('../loop/shared.js').Shared][]} shared the locks, queues and the like that tasks wait for, each with the number of the task
 * @property {number} done how many tasks are done
 * @property {number} now how many events there were up to now
 * @property {number} total how many there are in this branch
 * @property {number} forgotten how many of them are not there any more
 * @property {[number, string][]} names of the tasks
 *
 * @typedef {object} Parts
 * @property {import('../coroutines.js').Card[]} cards
 * @property {string} sentence
 * @property {import('../loop/program.js').Notice[]} notices
 * @property {number} suggested
 * @property {string} freshName
 * @property {Steps | null} steps
 * @property {Loop | null} loop
 * @property {Order | null} order
 * @property {import('../inspector/look.js').Look | null} inspected
 *
 * @typedef {{keep: number, add: Said[], now: number}} Entries so many of those that were there stay, and these follow; the first `now` are said
 * @typedef {{keep: number, add: Event[]}} Events of this branch, also those ahead
 * @typedef {Partial<Parts> & {entries?: Entries, events?: Events}} Change
 */

export class Shown {
  /** Each part as it was told. @type {Map<string, string>} */
  #told = new Map();
  /** @type {number[]} */
  #entries = [];
  #now = -1;
  /** @type {Event[]} */
  #events = [];
  #forgotten = 0;
  /** Looks into coroutines, where the reader wants that. @type {import('../inspector/look.js').Inspector | null} */
  inspector = null;

  /** @param {Session | ScheduleSession} session */
  constructor(session) {
    this.session = session;
  }

  /** @returns {Change} */
  change() {
    const last = this.session.program && loopParts().lastOf(this.session);
    /** @type {Record<string, unknown>} */
    const change = {};
    const parts = partsOf(this.session, last);
    for (const [name, part] of Object.entries({ ...parts, inspected: this.inspector?.look(this.session, parts.loop?.tasks) ?? null })) {
      const text = JSON.stringify(part);
      if (this.#told.get(name) === text) continue;
      this.#told.set(name, text);
      change[name] = part;
    }
    return { ...change, ...this.#entriesSince(), ...(last && this.#eventsSince(last)) };
  }

  #entriesSince() {
    const all = this.session.transcript();
    const now = all.findLastIndex(({ isAhead }) => !isAhead) + 1;
    const keep = commonLength(this.#entries, all.map(({ id }) => id));
    if (keep === all.length && keep === this.#entries.length && now === this.#now) return {};
    this.#entries = all.map(({ id }) => id);
    this.#now = now;
    return { entries: { keep, add: all.slice(keep).map(({ id, kind, text, type, step }) => ({ id, kind, text, type, step })), now } };
  }

  /** @param {import('../loop/history.js').History} last */
  #eventsSince({ events, forgotten }) {
    const keep = forgotten === this.#forgotten ? commonLength(this.#events, events) : 0;
    if (keep === events.length && keep === this.#events.length) return {};
    this.#events = events.slice();
    this.#forgotten = forgotten;
    return { events: { keep, add: events.slice(keep) } };
  }
}

/** @param {Session | ScheduleSession | null} session @returns {session is ScheduleSession} */
export const isSchedule = (session) => session !== null && 'schedule' in session;

/** @param {Session | ScheduleSession} session @param {import('../loop/history.js').History | null} last @returns {Omit<Parts, 'inspected'>} */
function partsOf(session, last) {
  const { past, program, sentence, notices, suggested } = session;
  return {
    cards: session.cards(),
    sentence: String(sentence),
    notices,
    suggested,
    freshName: isSchedule(session) ? '' : session.freshName(),
    steps: past && {
      at: past.pageOf(past.current).id,
      number: past.current.number,
      last: past.end.number,
      canBack: past.before() !== null,
      canForward: past.after() !== null,
      end: past.pageOf(past.end).id,
      branches: past.branches().map((branch) => ({ ...branch, end: past.pageOf(branch.end).id })),
    },
    loop: program && last && loopParts().loopOf(program, last),
    order: isSchedule(session) ? loopParts().orderOf(session) : null,
  };
}

/** How many are the same from the beginning. @param {readonly unknown[]} before @param {readonly unknown[]} now */
function commonLength(before, now) {
  const most = Math.min(before.length, now.length);
  let same = 0;
  while (same < most && before[same] === now[same]) same++;
  return same;
}
