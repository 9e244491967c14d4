// The keys that the first step needs, and which others there are: what these do is in keys.js.
import { back, forward, run, selected } from '../store.js';

/** @param {string} id */
const focus = (id) => () => document.getElementById(id)?.focus();

/** @type {Record<string, () => void>} */
export const STEPS = { b: () => back(), f: () => forward() };

/** @type {Record<string, () => void>} */
export const BY_HAND = {
  s: focus('send-value'),
  t: focus('throw-kind'),
  c: () => selected.value && run(`${selected.value.path}.close()`),
};

/** Those that wait for their part. */
export const LATER = 'reqvodjknigNp/? ';
