// What the views read and call, in one place.
import { computed, signal } from '@preact/signals';
import { readAddress, linkTrouble, wanted } from './address.js';
import { expectFirst, readCatalogue } from './catalogue.js';
import { messageOf } from './errors.js';
import { examples, loading, open, problem } from './opening.js';
import { acting, program } from './program/page.js';
import { readSetting, writeSetting } from './settings.js';

export * from './address.js';
export * from './opening.js';
export { isSlow } from './program/page.js';
export * from './running.js';
export * from './shown.js';

/**
 * @typedef {import('./catalogue.js').Example} Example
 * @typedef {import('./shown.js').Loop} Loop
 * @typedef {import('./program/shown.js').Order} Order
 * @typedef {import('./running.js').Ask} Ask
 */

/** What is shown is about to change. */
export const isBusy = computed(() => loading.value || acting.value > 0);

/** Reads the list of examples, and opens the one that the address names. */
export async function start() {
  problem.value = null;
  loading.value = true;
  program.wake();
  if (location.hash.length <= 1) expectFirst();
  try {
    examples.value = await readCatalogue();
  } catch (error) {
    loading.value = false;
    problem.value = messageOf(error);
    return;
  }
  await readAddress();
  const first = wanted();
  if (first && !linkTrouble.value) await open(first);
  loading.value = false;
}

export const theme = signal(readSetting('theme', 'auto'));
export const singleKeys = signal(readSetting('keys', 'on') === 'on');

/** @param {string} value */
export function setTheme(value) {
  theme.value = value;
  writeSetting('theme', value);
}

/** @param {boolean} on */
export function setSingleKeys(on) {
  singleKeys.value = on;
  writeSetting('keys', on ? 'on' : 'off');
}
