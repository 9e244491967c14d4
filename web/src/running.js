// What the reader does with the program: runs a line, goes back and forward.
import { computed, signal } from '@preact/signals';
import { example, isSchedule, OWN } from './opening.js';
import { more } from './parts.js';
import { program } from './program/page.js';
import { loop, select, sentence } from './shown.js';

/** Whether the program runs by itself, to its end. */
export const isRunning = signal(false);
/** What is stepped callback by callback; anything else by send(), throw() and close(). */
export const hasLoop = computed(() => loop.value !== null);

/**
 * Runs one line and shows what came of it. False where the line cannot be read.
 * @param {string} line
 * @param {number} [suggestion] which of the suggested commands it is
 */
export async function run(line, suggestion) {
  if (isRunning.value || isSchedule.value) return false;
  const done = await asked(line, () => program.do('run', line, suggestion));
  if (!done) return false;
  select(done.selects);
  if (done.begins && example.value?.id !== OWN) more.do('runLoop'); // the reader's own is there to be stepped
  return /** @type {boolean} */ (done.isUnderstood);
}

/**
 * What predict mode does before a step, of the line or of the loop's next callback: false, where it is not to be taken; otherwise what is to be done when it was.
 * @typedef {(line: string | null) => Promise<false | (() => void)>} Ask
 */
/** @type {Ask | null} */
let ask = null;

/** @param {Ask | null} asks */
export const askBefore = (asks) => { ask = asks; };

/** What came of the step; false where it was not taken, null where the program was lost. @param {string | null} line @param {() => Promise<any>} step */
export async function asked(line, step) {
  const told = ask ? await ask(line) : () => {};
  if (told === false) return false;
  const done = await step();
  if (isTaken(done)) told();
  return done;
}

/** Whether an act was done: not, where it was not to be, or where its worker was lost. @param {unknown} result */
export const isTaken = (result) => result !== false && result !== null;

/** False while the program runs by itself. @param {Parameters<typeof program.do>[0]} name @param {unknown[]} args @returns {Promise<any>} */
export const act = async (name, ...args) => (isRunning.value ? false : program.do(name, ...args));

export const back = () => move('back');
export const forward = () => move('forward');

/** To another step. @param {'back' | 'forward' | 'goTo' | 'goToEvent'} way @param {unknown[]} args */
export async function move(way, ...args) {
  if (isRunning.value) return;
  const gone = await program.do(way, ...args);
  if (!gone) return;
  sentence.value = gone.sentence;
  select(gone.selects);
}
