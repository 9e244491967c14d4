// Is a deadlock a wake-up that was lost? Told by what happens in the loop's own order: whoever wakes the task there was at the same place here, before the task began to wait.

/** @typedef {import('./transcript.js').Step} Step */

/** Nobody keeps what these waits are told by: whoever comes later waits for the next. */
const FORGETFUL = /^(Event|Condition)\.wait/;

/** Says what was lost; null: nothing that can be told. @param {Step[]} deadlocked @param {Step[]} plain the loop's own order */
export function lostWakeUp(deadlocked, plain) {
  for (const [index, wait] of deadlocked.entries()) {
    if (wait.waitsFor === null || !FORGETFUL.test(wait.waitsFor)) continue;
    if (deadlocked.slice(index + 1).some(({ who }) => who === wait.who)) continue; // it went on
    const same = plain.findIndex(({ who, waitsFor, stands }) => who === wait.who && waitsFor === wait.waitsFor && stands === wait.stands);
    const waker = same < 0 ? undefined : plain.slice(same + 1).find(({ wakes }) => wakes.includes(wait.who));
    const early = waker && deadlocked.slice(0, index).findLast(({ who, at }) => who === waker.who && at === waker.at);
    if (!early) continue;
    const began = `${wait.who} began to wait for ${wait.waitsFor} at ${wait.stands} in step ${wait.step + 1}`;
    return `${began}. In the loop's own order ${early.who}, going on at ${early.at}, wakes it there; here that was in step ${early.step + 1}, and woke nobody`;
  }
  return null;
}
