// Whom each task waits for, and who of them is done meanwhile: a task that gathers three is told of two when one of them is done, but the picture of it keeps all three.

/** @typedef {ReadonlyMap<number, readonly number[]>} Joins tasks by their numbers, and all that they have waited for since they came to wait */

/**
 * @param {Joins} joins after the step before
 * @param {{kind: string, task?: number}[]} events of the step
 * @param {{number: number, waitsFor: number[]}[]} tasks after it
 * @returns {Joins}
 */
export function joinsAfter(joins, events, tasks) {
  const ran = new Set(events.filter(({ kind }) => kind === 'task step').map(({ task }) => task));
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
