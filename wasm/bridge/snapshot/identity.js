// Which module this is, and what made it: the custom section `libawait` that the build puts at its end.

import { LoadError } from '../errors.js';

/**
 * @typedef {object} Identity
 * @property {string} id 32 hexadecimal digits
 * @property {string} runtime its version
 * @property {string} compiler and its version
 * @property {[number, number]} stack addresses of the main C stack, which holds nothing between calls
 * @property {[number, number][]} [functions] those that the user wrote: first and last, as the module numbers them
 * @property {[number, number][]} [library] those of the C library that touch what the user's code gives them
 * @property {[number, number][]} [machinery] the runtime's own
 */

/** @type {WeakMap<WebAssembly.Module, Identity>} */
const known = new WeakMap();

/** @param {WebAssembly.Module} module @returns {Identity} */
export function identityOf(module) {
  let identity = known.get(module);
  if (identity) return identity;
  const [section] = WebAssembly.Module.customSections(module, 'libawait');
  if (!section) throw new LoadError('this module does not say which one it is, so its state cannot be saved: build it again, and keep its custom section `libawait`');
  identity = /** @type {Identity} */ (JSON.parse(new TextDecoder().decode(section)));
  known.set(module, identity);
  return identity;
}
