// A schedule in words: whose turn it is instead of whose, and how the test ended.

/**
 * @typedef {import('./run.js').Ready} Ready
 * @typedef {import('./run.js').Failure} Failure
 */

/** What each kind of failure is called. @type {Record<string, string>} */
const FAILURES = {
  deadlock: 'Deadlock',
  'lost wake-up': 'A lost wake-up',
  assertion: 'A check failed',
  exception: 'An error came out of the test',
  'unhandled error': 'An error that nobody handled',
  'never awaited': 'A coroutine was never awaited',
  leak: 'Something was left behind',
  livelock: 'It goes on for ever',
  trap: 'The program broke off',
  'host operation': 'It waits for JavaScript',
};

/** @param {string} kind */
export const failureName = (kind) => FAILURES[kind] ?? kind;

/** Why it matters that somebody else comes first. @param {Ready} first whom the loop would run @param {Ready} runs */
export function whyText(first, runs) {
  const where = first.line === null ? '' : `, from line ${first.line}`;
  return `The loop itself would let ${first.name} go on here${where}. Now ${runs.name} gets ahead of it, and ${first.name} will find what it left.`;
}

/** What will run. @param {Ready[]} ready @param {number} position */
export function nextText(ready, position) {
  const runs = ready[position];
  return position === 0 ? `Next: ${runs.name}.` : `Next: ${runs.name}, before ${ready[0].name}.`;
}

/** @param {Failure | null} failure @param {string} test */
export function endSentence(failure, test) {
  return failure ? `The test ${test} fails: ${firstLine(failure.message)}` : `The test ${test} passes in this order.`;
}

/** Without the folders of files. @param {string} text */
export const shortPlaces = (text) => text.replace(/[^\s("]*[\\/]([^\s/\\:"]+(?:"|:\d))/g, '$1');

/** @param {string} text */
const firstLine = (text) => shortPlaces(text.split('\n')[0]).replace(/\.?$/, '.');
