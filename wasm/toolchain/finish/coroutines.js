// The definitions of coroutines (aw_code in aw/coroutine.h), found among the data of a module.

const MAGIC = 0x6f635761;
const STACK_SIZE = 4; // offsets in aw_code
const ENTRY = 8;

/**
 * @typedef {object} Definition
 * @property {string} name
 * @property {number} entry the function's index
 * @property {(bytes: number) => void} setStackSize writes into the module's bytes
 */

/** @param {import('./module.js').WasmModule} module @returns {Definition[]} */
export function findDefinitions({ functions, table, data }) {
  /** @type {Definition[]} */
  const found = [];
  for (const { address, bytes } of data) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = -address & 3; at + ENTRY + 4 <= bytes.length; at += 4) {
      if (view.getUint32(at, true) !== MAGIC) continue;
      const entry = table.get(view.getUint32(at + ENTRY, true));
      if (entry === undefined) continue;
      const name = displayName(functions[entry].name);
      found.push({ name, entry, setStackSize: (size) => view.setUint32(at + STACK_SIZE, size, true) });
    }
  }
  return found;
}

/** The name that the program gives it. @param {string} name */
export const displayName = (name) => name.replace(/^aw__entry_/, '');
