// What the reader's files are: by what is in them, whatever they are called.

/**
 * @typedef {{module: {name: string, bytes: Uint8Array} | null, schedule: {name: string, value: any} | null, source: {name: string, text: string} | null}} Files
 */

/** @type {Files} */
export const NONE = { module: null, schedule: null, source: null };

const WASM = [0x00, 0x61, 0x73, 0x6d];

/**
 * What is there with one more file. Throws an error that says what is wrong with that one.
 * @param {Files} files
 * @param {string} name
 * @param {Uint8Array} bytes
 * @returns {Files}
 */
export function withFile(files, name, bytes) {
  if (WASM.every((byte, index) => bytes[index] === byte)) return { ...files, module: { name, bytes } };
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`${name} is neither a WebAssembly module nor a schedule.`);
  }
  if (/\.[ch]$/.test(name)) return { ...files, source: { name, text } };
  try {
    return { ...files, schedule: { name, value: JSON.parse(text) } };
  } catch {
    throw new Error(`${name} is neither a WebAssembly module nor a schedule.`);
  }
}
