// The first example as the page loads it: what its first steps run, and the rest (split.js).
import { readFile, stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { begin } from '../wasm/api/stepping.js';
import { Shown } from './src/program/shown.js';
import { Session } from './src/session.js';
import { split } from './split.js';

/** What a reader may well do first, beside what the example suggests: on a coroutine of its own each. */
const FIRST_STEPS = [
  ['send(None)', 'close()', 'close()'],
  ['send(None)', "throw(ValueError('message'))", 'send(None)'],
  ['send(None)', "send('text')"],
  ['send(None)', 'send(2.5)'],
  ['send(7)', 'throw(KeyError)'],
  ['throw(RuntimeError)', 'send(True)'],
  ['close()', 'send(None)'],
];

/**
 * Writes the two parts where they are older than what they are made of.
 * @param {{ id: string, start: string[], commands: string[] }} example its entry in the list
 * @param {string} from its module
 * @param {{ first: string, rest: string }} to
 */
export async function splitFirst(example, from, to) {
  const made = await Promise.all([to.first, to.rest].map(changed));
  const sources = await Promise.all([from, fileURLToPath(import.meta.url), fileURLToPath(new URL('split.js', import.meta.url))].map(changed));
  if (Math.min(...made) > Math.max(...sources)) return;
  const { first, rest } = await split(await readFile(from), (telling, imports) => takeSteps(example, telling, imports));
  await Promise.all([writeFile(to.first, first), writeFile(to.rest, rest)]);
}

/** As the page's worker does. @param {Parameters<typeof splitFirst>[0]} example @param {Uint8Array} bytes @param {Record<string, Record<string, any>>} [imports] @param {typeof begin} [loading] */
export async function takeSteps(example, bytes, imports, loading = begin) {
  const module = await WebAssembly.compile(/** @type {BufferSource} */ (bytes));
  const session = await Session.open((options) => loading(module, { ...options, imports }), example);
  const shown = new Shown(session);
  const run = async (/** @type {string} */ line) => {
    await session.run(line);
    shown.change();
  };
  shown.change();
  for (const line of example.commands) await run(line);
  for (let step = session.past?.before(); step; step = session.past?.before()) session.goTo(step);
  shown.change();
  for (const calls of FIRST_STEPS) {
    await run(example.start[0].replace(/^\w+/, 'it'));
    for (const call of calls) await run(`it.${call}`);
    await run('del it');
  }
  return session;
}

/** When it was written; never, where there is none. @param {string} path */
const changed = async (path) => (await stat(path).catch(() => null))?.mtimeMs ?? 0;
