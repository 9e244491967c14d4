// Which program is open: one of the page's, what the reader made of it, or a module of the reader's own.
import { batch, computed, signal } from '@preact/signals';
import { addressOfRest, isFirst, readFirstPart, readModule, readJson, readSource } from './catalogue.js';
import { messageOf } from './errors.js';
import { acting, program } from './program/page.js';
import { selectNothing, sentence, show } from './shown.js';

/**
 * @typedef {import('./catalogue.js').Example} Example
 * @typedef {{bytes: Uint8Array, source: string, schedule?: any, original?: string}} Mine a program of the reader's, and the source that it was at first
 */

/** @type {import('@preact/signals').Signal<Example[]>} */
export const examples = signal([]);
/** @type {import('@preact/signals').Signal<Example | null>} */
export const example = signal(null);
export const source = signal('');
/** The source of the example as the page has it, where the reader has changed it. */
export const original = signal('');
/** What went wrong with loading, in words, or null. @type {import('@preact/signals').Signal<string | null>} */
export const problem = signal(null);
export const loading = signal(true);
/** How many programs were opened: another one, also of the same example, has another number. */
export const opened = signal(0);
/** The functions that make coroutines, with their parameters. @type {import('@preact/signals').Signal<{name: string, signature: string}[]>} */
export const makers = signal([]);
export const isSchedule = computed(() => example.value?.kind === 'schedule');

/** The id of what the reader opened. */
export const OWN = 'own';

/** Loads what shows an example, before it is shown. @type {(item: Example) => Promise<unknown> | undefined} */
let loadViews = () => undefined;

/** @param {typeof loadViews} load */
export const beforeShown = (load) => { loadViews = load; };

/** How many openings were begun: only the last one tells what went wrong. */
let begun = 0;

/** What the reader opened, or made of examples, by their ids. @type {Map<string, Mine>} */
export const mine = new Map();

/** All that is needed to open it. @param {Example} item @param {{ isWhole?: boolean }} [options] its module is in one piece @returns {Promise<{text: string, program: import('./program/host.js').Program}>} */
export async function programOf(item, { isWhole = false } = {}) {
  const { id, start: first, commands, why } = item;
  const common = { id, file: item.file ?? `${id}.c`, start: first, commands, why };
  const made = mine.get(id);
  if (made) return { text: made.source, program: { ...common, bytes: made.bytes, schedule: made.schedule } };
  const inTwo = isFirst(item) && !isWhole;
  const [bytes, text, schedule] = await Promise.all([inTwo ? readFirstPart() : readModule(item), readSource(item), item.kind === 'schedule' ? readJson(item) : undefined]);
  return { text, program: { ...common, bytes, rest: inTwo ? addressOfRest() : undefined, schedule, needsNoLoop: isFirst(item) } };
}

/** False where it was not opened. @param {Example} item */
export async function open(item) {
  try {
    return await openIn(item);
  } catch (error) {
    batch(() => {
      example.value = item;
      problem.value = messageOf(error);
    });
    return false;
  }
}

/** Rejects with what is wrong with it, unless something else was to be opened meanwhile: then it is not opened, and this false. @param {Example} item */
export async function openIn(item) {
  const ticket = ++begun;
  loading.value = true;
  try {
    if (!isFirst(item) || mine.has(item.id)) program.tell({ loop: true }); // what it needs comes beside its files
    const [{ text, program: wanted }] = await Promise.all([programOf(item), loadViews(item)]);
    if (ticket !== begun) return false;
    if (acting.value > 0) program.stop();
    const { makers: all, change } = await program.open(wanted);
    batch(() => {
      opened.value++;
      example.value = item;
      source.value = text;
      original.value = mine.get(item.id)?.original ?? text;
      problem.value = null;
      makers.value = all;
      selectNothing();
      show(change);
    });
    return true;
  } catch (error) {
    if (ticket === begun) throw error;
    return false;
  } finally {
    if (ticket === begun) loading.value = false;
  }
}

/** Starts the same example over, in a new module. */
export async function reset() {
  if (example.value && (await open(example.value))) sentence.value = 'Everything is as at the start.';
}
