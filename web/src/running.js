// What the reader does with the program: steps, runs, goes back, looks.
import { computed, effect, signal } from '@preact/signals';
import { messageOf } from './errors.js';
import { example, isSchedule, opened, OWN, source } from './opening.js';
import { program } from './program/page.js';
import { chosenEvent, entries, failedLine, loop, select, selected, selectedTask, sentence, steps } from './shown.js';

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
  if (done.begins && example.value?.id !== OWN) runLoop(); // the reader's own is there to be stepped
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
async function asked(line, step) {
  const told = ask ? await ask(line) : () => {};
  if (told === false) return false;
  const done = await step();
  if (isTaken(done)) told();
  return done;
}

/** Whether an act was done: not, where it was not to be, or where its worker was lost. @param {unknown} result */
export const isTaken = (result) => result !== false && result !== null;

/** One callback of the loop. */
export const nextCallback = () => asked(null, () => act('step'));

/** One iteration of the loop. */
export const nextIteration = () => act('turn');

/** Lets what is at this place of what is ready run next. @param {number} position */
export const take = (position) => act('take', position);

/** Runs the program to its end, or stops it where it is; one that has ended, from its beginning. Of a schedule: to the failure. */
export async function runLoop() {
  if (isRunning.value) return stopProgram();
  const again = loop.value?.isDone && !isSchedule.value ? beginning() : null;
  await byItself(async (isStopped) => {
    if (again !== null) await program.do('run', again);
    if (!isStopped()) await finish();
  });
}

/** The line that began the program. */
const beginning = () => entries.value.findLast(({ kind, text }) => kind === 'call' && text.startsWith('>>> asyncio.run('))?.text.slice('>>> '.length) ?? '';

/** To the end of the test, in this order. @param {'found' | 'plain'} which */
export async function runSchedule(which) {
  if (isRunning.value) return stopProgram();
  await byItself(() => finish({ order: which }));
}

/** Runs the program until the selected task is suspended the next time, or done. */
export async function nextSuspension() {
  const task = selectedTask.value;
  if (task && !isRunning.value && !isSchedule.value) await byItself(() => finish({ task: task.number }));
}

/** @param {Partial<import('./program/host.js').Finish>} [how] */
const finish = (how) => program.do('finish', { order: 'found', task: null, stopsAtDeadlock: hasLoop.value, ...how });

/** Lines of the program that runs by itself: it stops when a task comes to wait there. @type {import('@preact/signals').Signal<number[]>} */
export const breakpoints = signal([]);

effect(() => program.tell({ breakpoints: breakpoints.value }));
effect(() => {
  if (example.value) breakpoints.value = [];
});

/** Where a coroutine can wait. */
const WAITS = /\b(?:AW_AWAIT|aw_await|AW_YIELD|aw_yield|AW_WITH|AW_WITH_INTO|AW_ASYNC_FOR)\b/;

/** The lines of a program at which breakpoints can be. @param {string} text */
export const waitingLines = (text) => text.split('\n').flatMap((line, index) => (WAITS.test(line) ? [index + 1] : []));

/** Sets them; one at another line is of the next one where something can wait. @param {number[]} lines */
export function setBreakpoints(lines) {
  const possible = waitingLines(source.value);
  const wanted = new Set(lines.map((line) => possible.find((other) => other >= line)));
  breakpoints.value = possible.filter((line) => wanted.has(line));
}

/** @param {number} line */
export const toggleBreakpoint = (line) => setBreakpoints(breakpoints.value.includes(line) ? breakpoints.value.filter((other) => other !== line) : [...breakpoints.value, line]);

/** Whether the inspector is open. */
export const isInspecting = signal(false);

/** Opens the inspector, or closes it. */
export async function toggleInspector() {
  isInspecting.value = !isInspecting.value;
  try {
    await program.do('inspect', isInspecting.value);
  } catch (error) {
    isInspecting.value = false;
    sentence.value = `The inspector could not be loaded: ${messageOf(error)}`;
  }
}

/** What goes on by itself, if anything does. @type {{isStopped: boolean} | null} */
let going = null;

/** Another program does nothing by itself. */
effect(() => {
  opened.value;
  going = null;
  isRunning.value = false;
});

/** Lets what runs by itself stop, and ends what does not come back. */
export function stopProgram() {
  if (going) going.isStopped = true;
  program.stop();
}

/** @param {(isStopped: () => boolean) => Promise<unknown>} act */
async function byItself(act) {
  const mine = (going = { isStopped: false });
  isRunning.value = true;
  try {
    await act(() => mine.isStopped || mine !== going);
  } finally {
    if (mine === going) isRunning.value = false;
  }
}

/** False while the program runs by itself. @param {Parameters<typeof program.do>[0]} name @param {unknown[]} args @returns {Promise<any>} */
const act = async (name, ...args) => (isRunning.value ? false : program.do(name, ...args));

// -- back and forward --

export const back = () => move('back');
export const forward = () => move('forward');

/** Everything is as it was after this step. What came afterwards is kept. @param {number | null} step as entries and branches tell it */
export async function goTo(step) {
  if (step !== null) await move('goTo', step);
}

/** To the step with this number, of those that led to the end of this branch. @param {number} number */
export const goToNumber = (number) => goTo(program.stepTo(steps.value?.end ?? 0, number));

/** The module's tasks are printed, which is no step. @param {'ps' | 'pstree'} what */
export const look = (what) => act('look', what);

/** @param {'back' | 'forward' | 'goTo' | 'goToEvent'} way @param {unknown[]} args */
async function move(way, ...args) {
  if (isRunning.value) return;
  const gone = await program.do(way, ...args);
  if (!gone) return;
  sentence.value = gone.sentence;
  select(gone.selects);
}

/** Looks at an event, and goes to its step. @param {number} index */
export async function selectEvent(index) {
  const { events, forgotten } = loop.value ?? { events: [], forgotten: 0 };
  const event = Math.min(Math.max(index, 0), events.length - 1);
  await move('goToEvent', event + forgotten);
  chosenEvent.value = event;
}

/** What was done so far, as a link tells it. */
export const done = () => ({ acts: program.labelsTo(steps.value?.end ?? 0), step: steps.value?.number ?? 0 });

/** Does again what a link tells. @param {{ acts: string[], step: number }} told */
export async function replay({ acts, step }) {
  if (!isRunning.value) await byItself(() => program.do('replay', acts, step));
}

/** As it would stand in a Python session. */
export const transcript = () => entries.value.filter(({ isAhead }) => !isAhead).map(({ text }) => text).join('\n');

/** The line of the source that the reader looks at, or 0. */
export const chosenLine = computed(() => {
  if (!hasLoop.value) return (selected.value?.word === 'SUSPENDED' && selected.value.line) || 0;
  if (chosenEvent.value >= 0) return loop.value?.events[chosenEvent.value]?.line ?? 0;
  return failedLine.value || (selectedTask.value?.line ?? 0);
});
