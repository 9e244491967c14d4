// Predict mode: before a step the reader is asked what will come of it. All of it is loaded when it is switched on (predict/mode.js).
import { signal } from '@preact/signals';

export const isPredicting = signal(false);
/** The guesses since the page was opened. */
export const score = signal({ right: 0, asked: 0 });
/** What asks. @type {import('@preact/signals').Signal<(() => import('preact').JSX.Element | null) | null>} */
export const panel = signal(null);
