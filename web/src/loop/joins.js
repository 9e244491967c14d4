// Whom each task waits for, and who of them is done meanwhile: a task that gathers three is told of two when one of them is done, but the picture of it keeps all three.

/** Who waits for a lock waits for it, not for whoever has it. */
const HELD = /, held by /;

/** @typedef {{kind: string, task?: number}} Event */
/** @typedef {ReadonlyMap<number, readonly number[]>} Joins tasks by their numbers, and all that they have waited for since they came to wait */

/**
 * @param {Joins} joins after the step before
 * @param {Event[]} events of the step
 * @param {{number: number, awaits: string | null, waitsFor: number[]}[] | null} tasks after it; null where none has begun to wait for others
 * @returns {Joins}
 */
export function joinsAfter(joins, events, tasks) {
  const ran = new Set(events.filter(({ kind }) => kind === 'task step').map(({ task }) => task));
  if (!tasks) return [...ran].some((number) => joins.has(number ?? 0)) ? new Map([...joins].filter(([number]) => !ran.has(number))) : joins;
  /** @type {Map<number, readonly number[]>} */
  const next = new Map();
  for (const task of tasks) {
    const { number, waitsFor } = task;
    if (!isJoin(task)) continue;
    const before = ran.has(number) ? [] : (joins.get(number) ?? []);
    const known = new Set(before);
    const added = waitsFor.filter((other) => !known.has(other));
    next.set(number, added.length > 0 ? [...before, ...added] : before);
  }
  return next.size === joins.size && [...next].every(([number, others]) => joins.get(number) === others) ? joins : next;
}

/** Whether a task waits for others to be done. @param {{awaits: string | null, waitsFor: number[]}} task */
export const isJoin = ({ awaits, waitsFor }) => waitsFor.length > 0 && !HELD.test(awaits ?? '');

/**
 * The tasks that may have begun to wait for others, each with the place where it stands: not one that has set a timer, that is done, or that is ready again.
 * @param {(Event & {name?: string, file?: string, line?: number | null})[]} events of the step
 * @returns {Map<number, string>}
 */
export function joinersIn(events) {
  /** @type {Map<number, string>} */
  const joiners = new Map();
  for (const { kind, task = 0, name, file, line } of events) {
    if (kind === 'timer set' || kind === 'task done' || kind === 'task scheduled') joiners.delete(task);
    else if (kind === 'task step') joiners.set(task, '');
    else if (kind === 'yielded' && joiners.has(task)) joiners.set(task, `${name} ${file}:${line}`);
  }
  return joiners;
}
