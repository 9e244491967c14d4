// What only a program with a loop needs, here and in the library. It is loaded before there is a loop: what is stepped by hand can do without it.
import { fetchedPart } from '../errors.js';

/** @type {typeof import('./parts.js') | undefined} */
let parts;

/** From now on there may be a loop. */
export async function loadLoop() {
  parts ??= await fetchedPart(import('./parts.js'));
}

/** What was loaded, if it was. */
export const loadedParts = () => parts;

/** What was loaded. */
export function loopParts() {
  if (!parts) throw new Error('what a loop needs was not loaded: loadLoop() comes first');
  return parts;
}
