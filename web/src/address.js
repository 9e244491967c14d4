// What the address names: one of the page's programs, a lesson of the tour, or what somebody shares.
import { signal } from '@preact/signals';
import { addressOf, readList } from './catalogue.js';
import { fetchedPart, messageOf } from './errors.js';
import { example, examples, open, OWN, problem } from './store.js';
import { isLink } from './share/fragment.js';
import { lessonIn, PROGRAMS } from './tour/addresses.js';

/** What a link in the address tells. @type {import('@preact/signals').Signal<import('./share/link.js').Shared | null>} */
export const visited = signal(null);
/** That the link in the address cannot be opened, in words. */
export const linkTrouble = signal('');
/** That the list of examples could not be read, in words. */
export const listTrouble = signal('');

/** @returns {Promise<import('./catalogue.js').Example[]>} those to be stepped, and then those that were found by exploring */
async function readCatalogue() {
  const { examples: stepped, explored } = await readList();
  return [...stepped, ...explored.map((/** @type {object} */ one) => ({ start: [], commands: [], kind: 'schedule', folder: 'explored', ...one }))];
}

/** Opens what the address names, unless it is open. */
export async function follow() {
  try {
    const [all] = await Promise.all([readCatalogue(), readAddress()]);
    listTrouble.value = '';
    // What is open stays the same one.
    const own = examples.value.filter(({ id }) => id === OWN);
    examples.value = [...all.map((item) => (item.id === example.value?.id ? example.value : item)), ...own];
  } catch (error) {
    (example.value ? listTrouble : problem).value = messageOf(error);
    return;
  }
  const told = visited.value;
  if (told && !examples.value.some(({ id }) => id === told.example)) {
    linkTrouble.value = `This link is about a program that this page does not have: ${told.example}.`;
    visited.value = null;
  }
  const next = linkTrouble.value ? null : wanted();
  if (next && next !== example.value) await open(next);
}

addEventListener('hashchange', follow);

/** Reads the address: of a link what it tells. */
async function readAddress() {
  const address = location.hash.slice(1);
  visited.value = null;
  linkTrouble.value = '';
  if (!isLink(address)) return;
  try {
    const { decodeLink } = await fetchedPart(import('./share/link.js'));
    visited.value = await decodeLink(address);
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
function wanted() {
  const told = visited.value;
  if (told) return examples.value.find(({ id }) => id === told.example);
  const address = decoded(location.hash.slice(1));
  const inLesson = PROGRAMS[lessonIn(address)];
  return examples.value.find((item) => (inLesson ? item.id === inLesson : addressOf(item) === address)) ?? examples.value[0];
}
