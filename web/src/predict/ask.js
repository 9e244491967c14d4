// The question that is open, and what becomes of it: the step is taken with a guess, or without one, or not at all. The answer is what the step then does: it is not known before.
import '../view/more.js';
import { effect, signal } from '@preact/signals';
import { entries, hasLoop, isSchedule, loop, opened, sentence, steps } from '../store.js';
import { score } from '../predicting.js';
import { answerIn, compare, compareTasks, questionOf, ranIn } from './guess.js';

/**
 * @typedef {import('./guess.js').Answer} Answer
 * @typedef {{of: import('./guess.js').Question, tasks: null} | {of: null, tasks: string[]}} Question of a call, or which task runs next
 * @typedef {Answer | {task: string | null} | null} Guess null: the reader has not guessed
 */

/** @type {import('@preact/signals').Signal<Question | null>} */
export const question = signal(null);

/** @type {((guess: Guess | false) => void) | null} */
let settle = null;

/** The reader's answer; false: the step is not to be taken. @param {Guess | false} guess */
export function answer(guess) {
  const tell = settle;
  settle = null;
  question.value = null;
  tell?.(guess);
}

// Whoever goes elsewhere has not answered.
let asked = '';
effect(() => {
  const here = `${opened.value} ${steps.value?.at}`;
  if (question.peek() && here !== asked) answer(false);
  asked = here;
});

/**
 * Asks before a step. False: it is not to be taken; a function: what is to be done when it was.
 * @param {string | null} line null: the next callback of the loop
 * @returns {Promise<false | (() => void)>}
 */
export async function ask(line) {
  answer(false);
  const about = isKnown(line) ? null : questionAbout(line);
  if (!about) return () => {};
  const before = loop.value ? loop.value.forgotten + loop.value.nowEvent + 1 : 0;
  /** @type {Guess | false} */
  const guess = await new Promise((resolve) => {
    settle = resolve;
    question.value = about;
  });
  if (guess === false) return false;
  return () => { if (guess) tell('task' in guess ? compareTasks(guess.task, taskSince(before)) : compare(guess, answerIn(sinceCall()))); };
}

/** Where the reader has gone back and does the same again, the transcript has it already. @param {string | null} line */
function isKnown(line) {
  if (line === null) return steps.value?.canForward ?? false;
  return entries.value.find(({ kind, isAhead }) => isAhead && kind === 'call')?.text === `>>> ${line}`;
}

/** @param {string | null} line @returns {Question | null} */
function questionAbout(line) {
  if (line !== null) {
    const of = questionOf(line);
    return of && { of, tasks: null };
  }
  if (!hasLoop.value || isSchedule.value || !loop.value || loop.value.isDone) return null;
  return { of: null, tasks: loop.value.tasks.map(({ name }) => name) };
}

function sinceCall() {
  const said = entries.value.filter(({ isAhead }) => !isAhead);
  return said.slice(said.findLastIndex(({ kind }) => kind === 'call') + 1);
}

/** @param {number} before how many events there were */
function taskSince(before) {
  const { events, forgotten, nowEvent, names } = /** @type {import('../store.js').Loop} */ (loop.value);
  const number = ranIn(events.slice(Math.max(before - forgotten, 0), nowEvent + 1));
  return number === null ? null : (names.get(number) ?? null);
}

/** @param {{isRight: boolean, text: string}} verdict */
function tell({ isRight, text }) {
  const { right, asked: count } = score.value;
  score.value = { right: right + (isRight ? 1 : 0), asked: count + 1 };
  sentence.value = `${text} ${sentence.value}`;
}
