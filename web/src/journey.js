// What was done so far: any step of it, as a text, as a link tells it, and the same again.
import { byItself } from './looping.js';
import { program } from './program/page.js';
import { act, entries, isRunning, move, steps } from './store.js';

/** Everything is as it was after this step. What came afterwards is kept. @param {number | null} step as entries and branches tell it */
export async function goTo(step) {
  if (step !== null) await move('goTo', step);
}

/** To the step with this number, of those that led to the end of this branch. @param {number} number */
export const goToNumber = (number) => goTo([0, ...way()][number] ?? null);

/** The module's tasks are printed, which is no step. @param {'ps' | 'pstree'} what */
export const look = (what) => act('look', what);

/** The steps that led to the end of this branch, as they are told, without the first. */
function way() {
  const all = [];
  for (let each = steps.value?.end ?? 0; each > 0; each = program.log[each - 1].parent) all.push(each);
  return all.reverse();
}

/** What was done so far, as a link tells it. */
export const done = () => ({ acts: way().map((each) => program.log[each - 1].label), step: steps.value?.number ?? 0 });

/** Does again what a link tells. @param {{ acts: string[], step: number }} told */
export async function replay({ acts, step }) {
  if (!isRunning.value) await byItself(() => program.do('replay', acts, step));
}

/** As it would stand in a Python session. */
export const transcript = () => entries.value.filter(({ isAhead }) => !isAhead).map(({ text }) => text).join('\n');
