// What the reader does with a program that has a loop: callback by callback, an iteration, to an end.
import { effect } from '@preact/signals';
import { pace } from './pace.js';
import { program } from './program/page.js';
import { act, asked, chosenEvent, entries, hasLoop, isRunning, isSchedule, loop, move, opened, selectedTask } from './store.js';

effect(() => program.tell({ pace: pace.value }));

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
export async function byItself(act) {
  const mine = (going = { isStopped: false });
  isRunning.value = true;
  try {
    await act(() => mine.isStopped || mine !== going);
  } finally {
    if (mine === going) isRunning.value = false;
  }
}

/** Looks at an event, and goes to its step. @param {number} index */
export async function selectEvent(index) {
  const { events, forgotten } = loop.value ?? { events: [], forgotten: 0 };
  const event = Math.min(Math.max(index, 0), events.length - 1);
  await move('goToEvent', event + forgotten);
  chosenEvent.value = event;
}
