// Predict mode: before a step the reader is asked what will come of it. All of it is loaded when it is switched on.
import { signal } from '@preact/signals';
import { readSetting, writeSetting } from './settings.js';
import { askBefore } from './store.js';

export const isPredicting = signal(false);
/** The guesses since the page was opened. */
export const score = signal({ right: 0, asked: 0 });
/** What asks. @type {import('@preact/signals').Signal<(() => import('preact').JSX.Element | null) | null>} */
export const panel = signal(null);

/** @param {boolean} on */
export async function setPredicting(on) {
  isPredicting.value = on;
  writeSetting('predict', on ? 'on' : 'off');
  if (!on) askBefore(null);
  if (!on) panel.value = null;
  if (!on) return;
  const [{ ask }, { Predict }] = await Promise.all([import('./predict/ask.js'), import('./view/predict.jsx')]);
  if (!isPredicting.value) return;
  askBefore(ask);
  panel.value = Predict;
}

if (readSetting('predict', 'off') === 'on') setPredicting(true);
