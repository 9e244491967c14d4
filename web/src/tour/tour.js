// Where the reader is in the tour: which lesson, and which of its tasks are done. A task is done when the page sees it, once the ones before it are. A lesson that is not
// through begins again with its program.
import { computed, effect, signal } from '@preact/signals';
import { entries, example, loading, loop, notices, steps } from '../store.js';
import { readSetting, writeSetting } from '../settings.js';
import { at } from './at.js';
import { lessons } from './lessons.js';

/** How many tasks of each lesson are done, by its example. @type {import('@preact/signals').Signal<Record<string, number>>} */
const done = signal(kept());

/** The lesson whose program is open, or null. */
export const lesson = computed(() => {
  const found = lessons[at.value];
  return found && found.example === example.value?.id ? { ...found, index: at.value, done: doneOf(at.value) } : null;
});

/** @param {number} index */
export const doneOf = (index) => Math.min(done.value[lessons[index].example] ?? 0, lessons[index].tasks.length);

/** @param {number} index */
export const isThrough = (index) => doneOf(index) === lessons[index].tasks.length;

/** The first lesson that is not through, or the first. */
export const nextLesson = () => Math.max(lessons.findIndex((_, index) => !isThrough(index)), 0);

/** The lesson is done again from its beginning. */
export function again() {
  const { example: id } = lessons[at.value];
  keep({ ...done.value, [id]: 0 });
}

effect(() => {
  const current = lesson.value;
  const task = current?.tasks[current.done];
  if (!task || loading.value) return;
  const isFresh = steps.value?.last === 0;
  if (isFresh ? current.done > 0 : holds(task.when)) keep({ ...done.peek(), [current.example]: isFresh ? 0 : current.done + 1 });
});

/** @param {import('./lessons.js').When} when */
function holds({ entry, answer, branches, isBack, isDone, notice }) {
  const said = entries.value.filter(({ isAhead }) => !isAhead);
  const where = steps.value;
  return (entry === undefined || said.some(({ text }) => text.includes(entry)))
    && (answer === undefined || said.some(({ kind, text }) => kind === 'value' && text === answer))
    && (branches === undefined || (where?.branches.length ?? 0) >= branches)
    && (!isBack || (where !== null && where.number < where.last))
    && (!isDone || loop.value?.isDone === true)
    && (notice === undefined || notices.value.some(({ title }) => title.startsWith(notice)));
}

/** @param {Record<string, number>} counts */
function keep(counts) {
  done.value = counts;
  writeSetting('tour', JSON.stringify(Object.fromEntries(lessons.filter((_, index) => isThrough(index)).map(({ example: id }) => [id, counts[id]]))));
}

/** @returns {Record<string, number>} */
function kept() {
  try {
    const read = JSON.parse(readSetting('tour', '{}'));
    return Object.fromEntries(Object.entries(read).filter(([, count]) => Number.isInteger(count)));
  } catch {
    return {};
  }
}
