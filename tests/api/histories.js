// What the tests of histories share.

import { checksum } from '../../wasm/bridge/snapshot/checksum.js';
import { decode } from '../../wasm/bridge/snapshot/format.js';
import { identityOf } from '../../wasm/bridge/snapshot/identity.js';
import { fresh } from './modules.js';

/** @param {import('../../wasm/api/index.js').History} history */
export const labels = (history) => history.steps.map(({ label }) => label);

/** Gives what makes a module of that file with a virtual clock, and its history. @param {string} file */
export const begins = (file) => async (options = {}, historyOptions = {}) => {
  const m = await fresh(file, { virtualClock: true, stdout: () => {}, ...options });
  return { m, c: m.coroutines, history: m.history(historyOptions) };
};

/** All of a state but when it was. @param {import('../../wasm/api/index.js').Module} m */
export function stateOf(m, module) {
  const { pages, globals, memory, host } = decode(m.snapshot(), identityOf(module));
  return { pages, globals, memory: memory.map(({ address, bytes }) => [address, bytes.length, String(checksum(bytes))]), host: String(host) };
}
