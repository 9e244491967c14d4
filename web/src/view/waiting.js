// The keys that were pressed before what they do was here: they are done in their order, once it is. What is done by other means first, or that it cannot be loaded, makes an end of them.
import { more } from '../parts.js';

/** After these the reader types. */
const FIELDS = '/st';

/** @type {string[]} */
let waiting = [];
/** Those that are being done. @type {string[] | null} */
let doing = null;

/** Nothing comes of them any more. */
export const forget = () => { waiting = []; };

/** @param {string} key */
export async function wait(key) {
  waiting.push(key);
  if (!(await more.want())) forget();
}

/** Whether a key is not to act now: those before it come first, and what is typed for a field that is not there yet is no key. @param {KeyboardEvent} event */
export function holdsBack(event) {
  const { key, repeat } = event;
  const last = waiting.at(-1);
  if (key === 'Escape') forget();
  if (last === undefined || key.length > 1) return false;
  event.preventDefault();
  if (!repeat && !FIELDS.includes(last)) waiting.push(key);
  return true;
}

/** @param {(key: string) => (() => unknown) | undefined} actOf */
export async function doWaiting(actOf) {
  const keys = waiting;
  if (keys === doing) return;
  doing = keys;
  try {
    while (keys === waiting && keys.length > 0) {
      await actOf(keys[0])?.();
      keys.shift();
    }
  } finally {
    if (keys === waiting) forget();
  }
}
