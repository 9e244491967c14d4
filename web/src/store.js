// What the views read and call, in one place: what the page has from the first.
import { computed, signal } from '@preact/signals';
import { FIRST, readFirst, readList } from './catalogue.js';
import { messageOf } from './errors.js';
import { examples, loading, open, problem } from './opening.js';
import { dialogs, more } from './parts.js';
import { acting, program } from './program/page.js';
import { readSetting, writeSetting } from './settings.js';
import { dialog } from './shown.js';

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

/** Inside another page: `?embed=1` in the address. */
export const isEmbedded = new URLSearchParams(location.search).has('embed');

/** Whether the first example is shown, with nothing that a part of the page must be there for. */
const isPlain = () => location.hash.length <= 1 && !isEmbedded && !readSetting(`draft.${FIRST}`, '') && readSetting('predict', 'off') === 'off';

/** Opens what the address names. */
export async function start() {
  problem.value = null;
  loading.value = true;
  program.wake();
  try {
    if (isPlain()) {
      examples.value = [await readFirst()];
      await open(examples.value[0]);
    } else {
      readList().catch(() => {}); // who follows the address hears of it
      await (await more.load()).follow();
    }
  } catch (error) {
    problem.value = messageOf(error);
  }
  loading.value = false;
}

/** As soon as it is here. @param {'help' | 'share' | 'open'} which */
export async function openDialog(which) {
  if (await dialogs.want(() => openDialog(which))) dialog.value = which;
}

export const theme = signal(readSetting('theme', 'auto'));
export const singleKeys = signal(readSetting('keys', 'on') === 'on');

/** @param {string} value */
export function setTheme(value) {
  theme.value = value;
  writeSetting('theme', value);
}
