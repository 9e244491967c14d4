// What is shown of the program, as signals: its worker tells what has changed. And what the reader looks at.
import { batch, computed, signal } from '@preact/signals';

/**
 * @typedef {import('./program/shown.js').Change} Change
 * @typedef {import('./program/shown.js').Said & {isAhead: boolean}} Entry
 * @typedef {import('./loop/history.js').Event} Event
 * @typedef {object} Loop
 * @property {import('./loop/watched.js').Task[]} tasks
 * @property {number} nowEvent the last event up to now, by its place
 * @property {Event[]} events also those that came afterwards, where the reader has gone back
 * @property {Map<number, string>} names
 * @property {number} forgotten
 * @property {number} total how many events there were
 * @property {number[]} resumed the tasks that the step has run
 * @property {number[]} changed those that it has made, run, or woken
 * @property {[number, import('./loop/shared.js').Shared][]} shared the locks, queues and the like that tasks wait for, each with the number of the task
 * @property {number} done how many tasks are done
 * @property {{state: string, nextTimer: number, time: number}} clock
 * @property {boolean} isDone
 * @property {boolean} isStuck
 * @property {boolean} isWaiting it goes on by itself, and waits for the clock
 * @property {number} waited so many seconds of the time before the next callback had passed when it was paused
 * @property {import('./loop/watched.js').Lanes} lanes
 * @property {'pending' | 'fulfilled' | 'rejected'} promise JavaScript's, of what it ends with
 */

/** Those of this branch, also after the current step. @type {import('@preact/signals').Signal<Entry[]>} */
export const entries = signal([]);
/** @type {import('@preact/signals').Signal<import('./session.js').Card[]>} */
export const cards = signal([]);
export const sentence = signal('');
/** How many of the suggested commands have been run, in their order. */
export const suggested = signal(0);
/** A name for the next coroutine. */
export const freshName = signal('');
/** What is to be seen of the program that asyncio.run() runs. @type {import('@preact/signals').Signal<Loop | null>} */
export const loop = signal(null);
/** @type {import('@preact/signals').Signal<import('./loop/program.js').Notice[]>} */
export const notices = signal([]);
/** @type {import('@preact/signals').Signal<import('./program/shown.js').Order | null>} */
export const order = signal(null);
/** What the inspector shows, where it is open. @type {import('@preact/signals').Signal<import('./inspector/look.js').Look | null>} */
export const inspected = signal(null);
/** Where the reader is. @type {import('@preact/signals').Signal<import('./program/shown.js').Steps | null>} */
export const steps = signal(null);
/** Whether the inspector is open. */
export const isInspecting = signal(false);
/** Which dialog is open. @type {import('@preact/signals').Signal<'' | 'help' | 'share' | 'open'>} */
export const dialog = signal('');

/** The number of the task that the reader looks at. */
export const chosenTask = signal(0);
/** The event that the reader looks at, by its place in the record; -1: none. */
export const chosenEvent = signal(-1);
const selectedPath = signal('');

export const selectedTask = computed(() => loop.value?.tasks.find((task) => task.number === chosenTask.value) ?? loop.value?.tasks[0] ?? null);
export const selected = computed(() => cards.value.find((card) => card.path === selectedPath.value) ?? cards.value[0] ?? null);

/** Nothing is selected, as when a program was opened. */
export function selectNothing() {
  selectedPath.value = '';
}

/** @param {string} path */
export function select(path) {
  if (cards.value.some((card) => card.path === path)) selectedPath.value = path;
}

/** @param {number} number */
export function selectTask(number) {
  chosenTask.value = number;
  chosenEvent.value = -1;
}

// -- what the worker tells --

/** @param {Change} change */
export function show(change) {
  batch(() => {
    if (change.cards) cards.value = change.cards;
    if (change.sentence !== undefined) sentence.value = change.sentence;
    if (change.notices) notices.value = change.notices;
    if (change.suggested !== undefined) suggested.value = change.suggested;
    if (change.freshName !== undefined) freshName.value = change.freshName;
    if (change.steps !== undefined) steps.value = change.steps;
    if (change.order !== undefined) order.value = change.order;
    if (change.inspected !== undefined) inspected.value = change.inspected;
    if (change.entries) entries.value = entriesAfter(entries.peek(), change.entries);
    if (change.loop !== undefined || change.events) showLoop(change);
  });
}

/** Those that stay as they are, are the same. @param {Entry[]} before @param {import('./program/shown.js').Entries} change */
function entriesAfter(before, { keep, add, now }) {
  const kept = before.slice(0, keep).map((entry, index) => (entry.isAhead === index >= now ? entry : { ...entry, isAhead: !entry.isAhead }));
  return kept.concat(add.map((said, index) => ({ ...said, isAhead: keep + index >= now })));
}

/** What is told of loops, until there is somebody who shows it. @type {Change[]} */
const unseen = [];
/** @param {Change} change */
let showLoop = (change) => { unseen.push(change); };

/** From now on it is shown. @param {(change: Change) => void} showing */
export function onLoop(showing) {
  showLoop = showing;
  unseen.splice(0).forEach(showing);
}
