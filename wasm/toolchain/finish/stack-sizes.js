// How much C stack each coroutine can need: the deepest path below its entry in the call graph. Writes it into the definitions.

import { findDefinitions } from './coroutines.js';
import { callees } from './module.js';

/** What nobody can know beforehand: recursion and alloca(). */
const UNKNOWN = Infinity;
const ALIGNMENT = 16;

/**
 * @param {import('./module.js').WasmModule} module of the linked bytes, which are changed
 * @param {{ ownStack: string[], stackReserve: number }} list
 * @returns {{ name: string, size: number | undefined, why: string | undefined }[]} undefined: unknown, and why
 */
export function setStackSizes(module, { ownStack, stackReserve }) {
  const needs = new StackNeeds(module, new Set(ownStack));
  return findDefinitions(module).map(({ name, entry, setStackSize }) => {
    const need = needs.of(entry);
    if (need === UNKNOWN) return { name, size: undefined, why: needs.why(entry) };
    const size = Math.ceil((need + stackReserve) / ALIGNMENT) * ALIGNMENT;
    setStackSize(size);
    return { name, size, why: undefined };
  });
}

class StackNeeds {
  /** @param {import('./module.js').WasmModule} module @param {Set<string>} ownStack */
  constructor(module, ownStack) {
    this.module = module;
    this.functions = module.functions;
    this.ownStack = ownStack;
    /** @type {Map<number, number>} */
    this.known = new Map();
    /** @type {Set<number>} functions on the path that is being walked */
    this.path = new Set();
  }

  /** @param {number} index @returns {number} bytes */
  of(index) {
    const known = this.known.get(index);
    if (known !== undefined) return known;
    if (this.path.has(index)) return UNKNOWN;
    const need = this.work(index);
    this.known.set(index, need);
    return need;
  }

  /** @param {number} index */
  work(index) {
    const it = this.functions[index];
    if (it.imported) return 0;
    if (this.ownStack.has(it.name)) return it.frame;
    if (it.grows) return UNKNOWN;
    this.path.add(index);
    const below = Math.max(0, ...this.callees(index).map((callee) => this.of(callee)));
    this.path.delete(index);
    return it.frame + below;
  }

  /** A function that calls itself again without a frame stays where it is. @param {number} index */
  callees(index) {
    return callees(this.module, index, { throughPointers: true }).filter((callee) => callee !== index || this.functions[index].frame > 0);
  }

  /** The path to what makes it unknown. @param {number} index */
  why(index) {
    /** @type {string[]} */
    const path = [];
    for (let at = /** @type {number | undefined} */ (index); at !== undefined; at = this.callees(at).find((it) => this.of(it) === UNKNOWN)) {
      const { name, grows } = this.functions[at];
      const isRepeated = path.includes(name);
      path.push(name);
      if (grows) return `${path.join(' -> ')} uses alloca`;
      if (isRepeated) break;
    }
    return `${path.join(' -> ')} is recursive`;
  }
}
