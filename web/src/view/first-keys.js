// The keys that the first step needs, and which others there are: what these do is in keys.js.
import { more } from '../parts.js';
import { back, forward, hasLoop, run, selected } from '../store.js';
import { wait } from './waiting.js';

/** @param {string} id */
const focus = (id) => () => document.getElementById(id)?.focus();

/** @type {Record<string, () => unknown>} */
export const STEPS = { b: () => back(), f: () => forward() };

/** @type {Record<string, () => unknown>} */
export const BY_HAND = {
  s: focus('send-value'),
  t: focus('throw-kind'),
  c: () => selected.value && run(`${selected.value.path}.close()`),
};

/** Those that wait for their part. */
const LATER = 'reqvodjknigNp/? ';

/** What a key does, where it does something. @param {string} key */
export function actOf(key) {
  if (more.here.value) return more.here.value.actOf(key);
  const act = hasLoop.value ? undefined : STEPS[key] ?? BY_HAND[key];
  return act ?? (LATER.includes(key) ? () => wait(key) : undefined);
}
