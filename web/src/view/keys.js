// All keys, by the kind of program that is open.
import { nextCallback, nextIteration, runLoop, runSchedule } from '../looping.js';
import { cards, hasLoop, isSchedule, openDialog, reset, select, selected } from '../store.js';
import { BY_HAND, STEPS } from './first-keys.js';

/** @param {string} id */
const click = (id) => () => document.getElementById(id)?.click();

/** @type {Record<string, () => unknown>} */
const ALL_KEYS = {
  ...STEPS,
  r: () => reset(),
  e: click('edit'),
  q: click('predict'),
  '/': () => document.getElementById('prompt')?.focus(),
  v: click('inspect'),
  o: () => openDialog('open'),
  '?': () => openDialog('help'),
};

/** @type {Record<string, () => unknown>} */
const LOOP_KEYS = {
  ...ALL_KEYS,
  n: () => nextCallback(),
  i: () => nextIteration(),
  N: click('suspension'),
  g: () => runLoop(),
  ' ': () => runLoop(),
};

/** @type {Record<string, () => unknown>} */
const SCHEDULE_KEYS = {
  ...ALL_KEYS,
  n: () => nextCallback(),
  g: () => runLoop(),
  ' ': () => runLoop(),
  p: () => runSchedule('plain'),
};

/** @type {Record<string, () => unknown>} */
const HAND_KEYS = {
  ...ALL_KEYS,
  ...BY_HAND,
  d: click('drop'),
  j: () => selectNext(1),
  k: () => selectNext(-1),
  n: click('new'),
};

/** What a key does, where it does something. @param {string} key */
export const actOf = (key) => (isSchedule.value ? SCHEDULE_KEYS : hasLoop.value ? LOOP_KEYS : HAND_KEYS)[key];

/**
 * Selects the card before or after the selected one.
 * @param {1 | -1} by
 */
function selectNext(by) {
  const at = cards.value.findIndex((card) => card === selected.value);
  const next = cards.value[at + by];
  if (next) select(next.path);
}
