// The custom section `libawait` of a finished module: which module it is, and what made it. Snapshots are of one module only, and this is how they know it.

import { checksum } from '../../bridge/snapshot/checksum.js';

const SECTION = 'libawait';
const encoder = new TextEncoder();

/**
 * @typedef {object} Identity
 * @property {string} runtime version
 * @property {string} compiler and its version
 * @property {[number, number]} stack addresses of the main C stack, which holds nothing between calls
 * @property {[number, number][]} [functions] those that the user wrote: first and last, as the module numbers them
 * @property {[number, number][]} [library] those of the C library that touch what the user's code gives them
 * @property {[number, number][]} [machinery] the runtime's own
 */

/** The module with the section behind everything else, whose `id` is the checksum of what stands before it. @param {Uint8Array} wasm @param {Identity} identity */
export function withIdentity(wasm, identity) {
  const id = Array.from(checksum(wasm), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const name = encoder.encode(SECTION);
  const text = encoder.encode(JSON.stringify({ id, ...identity }));
  const body = [...leb(name.length), ...name, ...text];
  const section = [0, ...leb(body.length), ...body];
  const whole = new Uint8Array(wasm.length + section.length);
  whole.set(wasm);
  whole.set(section, wasm.length);
  return whole;
}

/** An unsigned LEB128 number. @param {number} value @returns {number[]} */
function leb(value) {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)];
}
