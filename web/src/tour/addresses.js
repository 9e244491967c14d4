// The addresses of the tour's lessons, and the program that each is about. What the lessons say is in lessons.js.

/** The programs' ids, in the order of the lessons. */
export const PROGRAMS = [
  'first-step', 'send-values', 'throw-catch', 'close-cleanup', 'await-chain', 'deep-stack', 'generator',
  'never-awaited', 'two-workers', 'producer-consumer', 'timeout', 'task-group', 'deadlock', 'lost-update',
];

const ADDRESS = /^tour=(\d+)$/;

/** What stands after the # of a lesson's address. @param {number} index */
export const addressOfLesson = (index) => `tour=${index + 1}`;

/** The place of the lesson that an address names; -1: none. @param {string} address */
export function lessonIn(address) {
  const number = Number(ADDRESS.exec(address)?.[1]);
  return number >= 1 && number <= PROGRAMS.length ? number - 1 : -1;
}
