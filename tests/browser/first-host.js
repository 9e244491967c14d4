// The first example in its host, as the page's worker has it: nothing else is loaded.
import { readFileSync } from 'node:fs';
import { Host } from '../../web/src/program/host.js';

const root = new URL('../../', import.meta.url);
const { examples } = JSON.parse(readFileSync(new URL('examples/index.json', root), 'utf8'));
const bytes = readFileSync(new URL('build/examples/first-step.wasm', root));
export const first = examples.find((/** @type {any} */ { id }) => id === 'first-step');

/** The host with the example open, and a function that runs a line and gives the last text that came of it. */
export async function opened() {
  const host = new Host({ made: () => {}, painted: async () => {}, alive: () => {}, shown: () => {} });
  await host.open({ ...first, file: 'first-step.c', bytes, needsNoLoop: true });
  host.change();
  /** @type {string[]} */
  const said = [];
  const done = async (/** @type {string} */ line) => {
    await host.run(line);
    const { add = [] } = host.change().entries ?? {};
    said.push(...add.map(({ text }) => text));
    return add.at(-1)?.text ?? '';
  };
  return { host, done, said };
}
