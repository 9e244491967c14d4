// Lines of the source: who stands at which, and which the reader looks at.
import { computed } from '@preact/signals';
import { cards, chosenEvent, hasLoop, loop, order, selected, selectedTask } from './store.js';

/** Where the test failed, or 0. */
export const failedLine = computed(() => order.value?.failedLine ?? 0);

/** Who stands at which line. */
export const standing = computed(() => {
  /** @type {Map<number, {name: string, look: 'suspended' | 'ready'}[]>} */
  const lines = new Map();
  const add = (/** @type {number | null} */ line, /** @type {string} */ name, /** @type {'suspended' | 'ready'} */ look) => {
    if (line) lines.set(line, [...(lines.get(line) ?? []), { name, look }]);
  };
  for (const task of loop.value?.tasks ?? []) for (const frame of task.frames) add(frame.line, task.name, task.state === 'ready' ? 'ready' : 'suspended');
  for (const card of cards.value) if (card.word === 'SUSPENDED') add(card.line, card.depth === 0 ? card.path : `${card.path.split('.')[0]} ${card.name}`, 'suspended');
  return lines;
});

/** The line of the source that the reader looks at, or 0. */
export const chosenLine = computed(() => {
  if (!hasLoop.value) return (selected.value?.word === 'SUSPENDED' && selected.value.line) || 0;
  if (chosenEvent.value >= 0) return loop.value?.events[chosenEvent.value]?.line ?? 0;
  return failedLine.value || (selectedTask.value?.line ?? 0);
});
