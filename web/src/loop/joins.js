// Whom each task waits for, and who of them is done meanwhile: a task that gathers three is told of two when one of them is done, but the picture of it keeps all three.

/** @typedef {{kind: string, task?: number}} Event */
/** @typedef {ReadonlyMap<number, readonly number[]>} Joins tasks by their numbers, and all that they have waited for since they came to wait */

/**
 * @param {Joins} joins after the step before
 * @param {Event[]} events of the step
 * @param {{number: number, waitsFor: number[]}[] | null} tasks after it; null where none has begun to wait for others
 * @returns {Joins}
 */
export function joinsAfter(joins, events, tasks) {
  const ran = new Set(events.filter(({ kind }) => kind === 'task step').map(({ task }) => task));
  if (!tasks) return [...ran].some((number) => joins.has(number ?? 0)) ? new Map([...joins].filter(([number]) => !ran.has(number))) : joins;
  /** @type {Map<number, readonly number[]>} */
  const next = new Map();
  for (const { number, waitsFor } of tasks) {
    if (waitsFor.length === 0) continue;
    const before = ran.has(number) ? [] : (joins.get(number) ?? []);
    const known = new Set(before);
    const added = waitsFor.filter((other) => !known.has(other));
    next.set(number, added.length > 0 ? [...before, ...added] : before);
  }
  return next;
}

/** Whether a task may have begun to wait for others: not one that has set a timer, or that is done. @param {Event[]} events of the step */
export function mayJoin(events) {
  const ran = new Set(events.filter(({ kind }) => kind === 'task step').map(({ task }) => task));
  for (const { kind, task } of events) if (kind === 'timer set' || kind === 'task done') ran.delete(task);
  return ran.size > 0;
}
