// What the tests of snapshots and forks share: modules, and their states elsewhere.

import { setImmediate as turns } from 'node:timers/promises';
import { fresh } from './modules.js';

/** @typedef {import('../../wasm/api/index.js').Module} Module */

/** @param {string} file */
export function movers(file) {
  const begin = async (options = {}) => {
    const m = await fresh(file, { virtualClock: true, stdout: () => {}, ...options });
    return { m, c: m.coroutines };
  };
  /** @param {Module} m @param {import('../../wasm/api/index.js').LoadOptions} [options] */
  const moved = (m, options) => fresh(file, { stdout: () => {}, snapshot: m.snapshot(), ...options });
  /** Both ways that a state goes on beside the one that it is of. */
  const copies = /** @type {const} */ ([['a snapshot', moved], ['a fork', async (/** @type {Module} */ m, /** @type {any} */ options) => m.fork(options)]]);
  return { begin, moved, copies };
}

/** What a run comes to that is turned by hand, and goes on elsewhere after each iteration. @param {Module} m @param {(m: Module) => Promise<Module>} move */
export async function wander(m, move) {
  for (let count = 0; ; count++) {
    const [promise] = m.runs;
    m.turn();
    await turns();
    if (m.runs.length === 0) return { result: await promise, m, count };
    m = await move(m);
  }
}
