// What the address names: one of the page's programs, a lesson of the tour, or what somebody shares.
import { signal } from '@preact/signals';
import { addressOf } from './catalogue.js';
import { messageOf } from './errors.js';
import { examples } from './opening.js';
import { isLink } from './share/fragment.js';
import { lessonIn, PROGRAMS } from './tour/addresses.js';

/** What a link in the address tells. @type {import('@preact/signals').Signal<import('./share/link.js').Shared | null>} */
export const visited = signal(null);
/** That the link in the address cannot be opened, in words. */
export const linkTrouble = signal('');

/** Reads the address: of a link what it tells. */
export async function readAddress() {
  const address = location.hash.slice(1);
  visited.value = null;
  linkTrouble.value = '';
  if (!isLink(address)) return;
  try {
    const { decodeLink } = await import('./share/link.js');
    const told = await decodeLink(address);
    if (!examples.value.some(({ id }) => id === told.example)) throw new Error(`This link is about a program that this page does not have: ${told.example}.`);
    visited.value = told;
  } catch (error) {
    linkTrouble.value = messageOf(error);
  }
}

/** An address may have been typed. @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The example that the address names, or the first. */
export function wanted() {
  const told = visited.value;
  if (told) return examples.value.find(({ id }) => id === told.example);
  const address = decoded(location.hash.slice(1));
  const inLesson = PROGRAMS[lessonIn(address)];
  return examples.value.find((item) => (inLesson ? item.id === inLesson : addressOf(item) === address)) ?? examples.value[0];
}
