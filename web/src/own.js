// Programs of the reader's: modules that were opened, and what was made of the page's examples.
import { addressOf } from './catalogue.js';
import { example, examples, mine, open, openIn, original, OWN, problem } from './store.js';

/**
 * @typedef {import('./catalogue.js').Example} Example
 * @typedef {import('./opening.js').Mine & {file: string}} Own what the reader opened
 */

/** What was opened last, as it was then. @type {Own | undefined} */
let own;

/** @param {string} id @param {import('./opening.js').Mine | undefined} program */
function keep(id, program) {
  if (program) mine.set(id, program);
  else mine.delete(id);
}

/** @param {Own} files @returns {Pick<Example, 'kind' | 'title' | 'lesson'>} */
function aboutOwn({ schedule, file }) {
  if (!schedule) return { title: file.replace(/\.c$/, ''), lesson: 'Your own module. New makes one of its coroutines, to be stepped by hand; asyncio.run(main_coroutine()), at the prompt, begins a program.' };
  const title = typeof schedule.test === 'string' ? schedule.test.replaceAll('_', ' ') : '';
  return { kind: 'schedule', title, lesson: 'Your own module, in the order of your schedule.' };
}

/** Opens a module that the reader has, and its schedule, if there is one. Rejects with an error that says what is wrong with them. @param {Own} files */
export async function openOwn(files) {
  const before = mine.get(OWN);
  const item = /** @type {Example} */ ({ id: OWN, start: [], commands: [], file: files.file, ...aboutOwn(files) });
  mine.set(OWN, files);
  try {
    await openIn(item);
  } catch (error) {
    keep(OWN, before);
    throw error;
  }
  own = files;
  if (example.value !== item) return;
  examples.value = [...examples.value.filter(({ id }) => id !== OWN), item];
  location.hash = addressOf(item);
}

/**
 * Opens what the reader made of the example that is open; without it the example itself. A program that cannot be opened leaves the one before, and is an error.
 * @param {{ source: string, bytes: Uint8Array } | null} program
 */
export async function openProgram(program) {
  const item = example.value;
  if (!item) return;
  const before = mine.get(item.id);
  if (program) mine.set(item.id, { ...program, original: original.value });
  else keep(item.id, item.id === OWN ? own : undefined);
  await open(item);
  const trouble = problem.value;
  if (!program || !trouble) return;
  keep(item.id, before);
  await open(item);
  throw new Error(trouble);
}
