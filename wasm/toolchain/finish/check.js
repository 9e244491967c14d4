// The check of finished modules: whatever stands between a coroutine and a suspension must be instrumented by the Asyncify pass.
// A function that is not would run on with the state of another moment, silently; this names the path to it instead.

import { displayName, findDefinitions } from './coroutines.js';
import { callees } from './module.js';

/** The pass's global, which every instrumented function reads. It is exported under this name for the check. */
export const STATE = '__asyncify_state';
const SUSPENDING = ['start_unwind', 'stop_rewind'];
const RESUMING = ['stop_unwind', 'start_rewind'];

/**
 * @param {import('./module.js').WasmModule} linked before the pass
 * @param {import('./module.js').WasmModule} finished
 * @param {string[]} neverSuspends functions that the pass was told to leave alone: what they call through pointers is trusted
 * @returns {string[]} one line for each function that is not instrumented and should be
 */
export function checkModule(linked, finished, neverSuspends) {
  const graph = new CallGraph(linked, new Set(neverSuspends));
  const state = finished.exportedGlobals.get(STATE) ?? -1;
  const finishedByName = new Map(finished.functions.map((it) => [it.name, it]));
  const problems = [];
  for (const index of graph.reachable) {
    const it = linked.functions[index];
    const path = () => `${graph.pathTo(index).map(displayName).join(' -> ')}: ${displayName(it.name)}`;
    if (graph.suspending.has(index)) {
      // Functions that suspend by themselves are exported by the runtime, so that no optimiser moves them into others.
      if (!it.exports.includes(it.name)) problems.push(`${path()} suspends by itself: a function of the runtime was inlined into it`);
    } else if (graph.maySuspend(index)) {
      const now = finishedByName.get(it.name); // gone, if it was inlined after the pass
      if (graph.isTrusted(index) || (now && !now.globals.has(state))) problems.push(`${path()} is not instrumented`);
    }
  }
  return problems;
}

class CallGraph {
  /** @param {import('./module.js').WasmModule} module @param {Set<string>} neverSuspends */
  constructor(module, neverSuspends) {
    this.module = module;
    this.functions = module.functions;
    this.neverSuspends = neverSuspends;
    const all = [...this.functions.keys()];
    this.resuming = new Set(all.filter((index) => this.callsPass(index, RESUMING)));
    /** Functions that suspend by themselves. */
    this.suspending = new Set(all.filter((index) => !this.resuming.has(index) && this.callsPass(index, SUSPENDING)));
    const callers = this.callers();
    this.suspendsByName = this.spread(this.suspending, (index) => callers[index]);
    const throughPointers = all.filter((index) => !this.isTrusted(index) && !this.resuming.has(index) && this.functions[index].callsThrough.size > 0);
    this.suspendsSomehow = this.spread([...this.suspending, ...throughPointers], (index) => callers[index].filter((it) => !this.isTrusted(it)));
    this.entries = findDefinitions(module).map(({ entry }) => entry);
    /** Functions that can stand on the stack of a coroutine. */
    this.reachable = this.spread(this.entries, (index) => this.callees(index));
  }

  /** @param {number} index */
  isTrusted(index) {
    return this.neverSuspends.has(this.functions[index].name);
  }

  /** @param {number} index */
  maySuspend(index) {
    return this.suspendsByName.has(index) || this.suspendsSomehow.has(index);
  }

  /** @param {number} index @param {string[]} names of the pass's functions */
  callsPass(index, names) {
    return [...this.functions[index].calls].some((callee) => {
      const { imported } = this.functions[callee];
      return imported?.module === 'asyncify' && names.includes(imported.name);
    });
  }

  callers() {
    const callers = this.functions.map(() => /** @type {number[]} */ ([]));
    for (const [index, { calls }] of this.functions.entries()) for (const callee of calls) callers[callee].push(index);
    return callers;
  }

  /** @param {number} index */
  callees(index) {
    return callees(this.module, index, { throughPointers: !this.isTrusted(index) });
  }

  /**
   * All that is met from some functions on. What resumes coroutines ends a path: they run on stacks of their own.
   * @param {Iterable<number>} from
   * @param {(index: number) => number[]} next
   */
  spread(from, next) {
    const met = new Set(from);
    for (const index of met) {
      for (const other of next(index)) if (!this.resuming.has(other) && !this.functions[other].imported) met.add(other);
    }
    return met;
  }

  /** From a coroutine through the function to a suspension. @param {number} index @returns {string[]} */
  pathTo(index) {
    const before = this.shortest(this.entries, (it) => it === index);
    const after = this.shortest([index], (it) => this.suspending.has(it)).slice(1);
    return [...before, ...after].map((it) => this.functions[it].name);
  }

  /** @param {number[]} from @param {(index: number) => boolean} isEnd @returns {number[]} empty if there is none */
  shortest(from, isEnd) {
    /** @type {Map<number, number | undefined>} */
    const reachedFrom = new Map(from.map((index) => [index, undefined]));
    for (const index of reachedFrom.keys()) {
      if (isEnd(index)) {
        const path = [];
        for (let at = /** @type {number | undefined} */ (index); at !== undefined; at = reachedFrom.get(at)) path.unshift(at);
        return path;
      }
      for (const callee of this.callees(index)) if (!reachedFrom.has(callee) && !this.resuming.has(callee)) reachedFrom.set(callee, index);
    }
    return [];
  }
}
