// How much C stack each coroutine can need: the deepest path below its entry in the call graph. Writes it into the definitions.

import { findDefinitions } from './coroutines.js';

/** What nobody can know beforehand: recursion, alloca(), calls through pointers. */
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
    if (it.grows || it.callsThrough.size > 0) return UNKNOWN;
    this.path.add(index);
    // a function that calls only itself again and has no frame stays where it is
    const callees = [...it.calls].filter((callee) => callee !== index || it.frame > 0);
    const below = Math.max(0, ...callees.map((callee) => this.of(callee)));
    this.path.delete(index);
    return it.frame + below;
  }

  /** The path to what makes it unknown. @param {number} index */
  why(index) {
    const path = [];
    const seen = new Set();
    for (let at = index; ; ) {
      const it = this.functions[at];
      path.push(it.name);
      if (it.grows) return `${path.join(' -> ')} uses alloca`;
      if (it.callsThrough.size > 0) return `${path.join(' -> ')} calls through a pointer`;
      if (seen.has(at)) return `${path.join(' -> ')} is recursive`;
      seen.add(at);
      const next = [...it.calls].find((callee) => this.of(callee) === UNKNOWN);
      if (next === undefined) return `${path.join(' -> ')} is recursive`;
      at = next;
    }
  }
}
