// A finished module that tells of each access to memory: its user's functions, those of the C library, and, apart from these, the runtime's call imports from `explore` with the
// address before they load or store. Addresses, data, tables and globals stay as they are, so states of the one are states of the other. bridge/access-log.js hears them.

import binaryen from 'binaryen';
import { identityOf } from '../bridge/snapshot/identity.js';

/** How many operands each takes. It gives the first one back, which the access then takes. */
const IMPORTS = {
  read: 3, // (address, offset, size)
  written: 3, // (address, offset, size)
  at: 1, // (address): of what comes next, to and from where
  copied: 1, // (size)
  filled: 1, // (size)
};
/** Before an import's name, where the runtime calls it. */
const MACHINERY = 'machinery.';

/** Binaryen's classes for expressions, by their numbers, which its types do not know. */
const classes = /** @type {Record<string, any>} */ (/** @type {unknown} */ (binaryen));
const idOf = (/** @type {string} */ kind) => classes[`${kind}Id`];
/** Which have a pointer, and what is done there. @type {Map<number, [kind: string, import: string]>} */
const POINTED = new Map(
  Object.entries({ Load: 'read', Store: 'written', AtomicRMW: 'written', AtomicCmpxchg: 'written', SIMDLoad: 'read', SIMDLoadStoreLane: 'written' }).map(
    ([kind, base]) => [idOf(kind), [kind, base]],
  ),
);
/** Which have more of memory at once: their addresses, and what is done there. @type {Map<number, [kind: string, addresses: string[], import: string]>} */
const BULK = new Map([
  [idOf('MemoryCopy'), ['MemoryCopy', ['Dest', 'Source'], 'copied']],
  [idOf('MemoryFill'), ['MemoryFill', ['Dest'], 'filled']],
  [idOf('MemoryInit'), ['MemoryInit', ['Dest'], 'filled']],
]);
const VECTOR = 16;

/** Where expressions stand in others. */
const CHILDREN = [
  ...['condition', 'ifTrue', 'ifFalse', 'body', 'value', 'ptr', 'expected', 'replacement', 'timeout', 'notifyCount', 'left', 'right', 'vec', 'a', 'b', 'c'],
  ...['shift', 'dest', 'source', 'size', 'delta', 'target', 'tuple', 'ref', 'children', 'operands', 'catchBodies'],
];
const CHILDLESS = new Set(['Const', 'Nop', 'Unreachable', 'Pop', 'MemorySize', 'AtomicFence', 'DataDrop', 'RefNull', 'RefFunc', 'LocalGet', 'GlobalGet'].map(idOf));

/** The module as it is where it does not say which functions are the user's. @param {Uint8Array} wasm @returns {Uint8Array<ArrayBuffer>} */
export function instrument(wasm) {
  const { functions, library = [], machinery } = identityOf(new WebAssembly.Module(/** @type {BufferSource} */ (wasm)));
  if (!functions || !machinery) return new Uint8Array(wasm);
  const module = binaryen.readBinary(wasm);
  try {
    const { i32, createType } = binaryen;
    const bodies = (/** @type {[number, number][]} */ of) => of.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, at) => bodyOf(module, first + at)));
    const [own, inside] = [bodies([...functions, ...library]), bodies(machinery)];
    for (const [base, count] of Object.entries(IMPORTS)) for (const name of [base, MACHINERY + base]) module.addFunctionImport(`explore.${name}`, 'explore', name, createType(Array(count).fill(i32)), i32);
    for (const body of own) visit(module, '', body);
    for (const body of inside) visit(module, MACHINERY, body);
    binaryen.setDebugInfo(true);
    return new Uint8Array(module.emitBinary());
  } finally {
    module.dispose();
  }
}

/** @param {import('binaryen').default.Module} module @param {number} index */
const bodyOf = (module, index) => binaryen.getFunctionInfo(module.getFunctionByIndex(index)).body;

/** @param {import('binaryen').default.Module} module @param {string} whose what the names of the imports begin with @param {number} expression */
function visit(module, whose, expression) {
  const id = binaryen.getExpressionId(expression);
  if (CHILDLESS.has(id)) return;
  const info = /** @type {any} */ (binaryen.getExpressionInfo(expression));
  for (const key of CHILDREN) for (const child of [info[key] ?? []].flat()) if (typeof child === 'number' && child !== 0) visit(module, whose, child);
  const call = (/** @type {string} */ base, /** @type {number[]} */ ...operands) => module.call(`explore.${whose}${base}`, operands, binaryen.i32);
  const [kind, base] = POINTED.get(id) ?? [];
  if (kind && base) classes[kind].setPtr(expression, call(base, info.ptr, module.i32.const(info.offset), module.i32.const(info.bytes ?? VECTOR)));
  const [bulk, addresses, done] = BULK.get(id) ?? [];
  if (!bulk || !addresses || !done) return;
  for (const address of addresses) classes[bulk][`set${address}`](expression, call('at', info[address.toLowerCase()]));
  classes[bulk].setSize(expression, call(done, info.size));
}
