// From a linked module to a finished one, the same for every compiler: sizes of C stacks, the check for their overflow, the Asyncify pass,
// optimisation, and a check of the result. Works in Node, pages and workers.

import binaryen from 'binaryen';
import { BuildError } from '../errors.js';
import { checkModule, STATE } from './check.js';
import { withIdentity } from './identity.js';
import { readModule } from './module.js';
import { ranges, sortFunctions } from './origins.js';
import { setStackSizes } from './stack-sizes.js';

/** What a function may use below its stack pointer without moving it, and so without a check. */
const RED_ZONE = 128;
const OVERFLOW_HANDLER = 'aw__stack_overflow';
const HANDLER_IMPORT = 'aw_build_stack_overflow';
const STACK_BASE = '__stack_base';
const STACK_LIMIT = '__stack_limit';
const PASS_EXPORTS = ['start_unwind', 'stop_unwind', 'start_rewind', 'stop_rewind', 'get_state'].map((name) => `asyncify_${name}`);

/** Every engine that libawait runs on has them. emcc does not say in its modules what they use. */
const { MutableGlobals, SignExt, NontrappingFPToInt, BulkMemory, BulkMemoryOpt, Multivalue, ReferenceTypes } = binaryen.Features;
const FEATURES = MutableGlobals | SignExt | NontrappingFPToInt | BulkMemory | BulkMemoryOpt | Multivalue | ReferenceTypes;

/** Binaryen's levels for optimising and shrinking. @type {Record<string, [number, number]>} */
const LEVELS = { 0: [1, 0], 1: [1, 0], 2: [3, 0], 3: [4, 0], s: [2, 1] };
/** All that -O1 does: most of what can be had in a tenth of the time. */
const QUICK = ['simplify-locals-nostructure', 'coalesce-locals', 'reorder-locals', 'vacuum'];

/**
 * @param {Uint8Array} linked is changed
 * @param {object} options
 * @param {{ mainStack: number, stackReserve: number, ownStack: string[], neverSuspends: string[], version: string }} options.list the runtime's
 * @param {string} [options.by] the compiler and its version
 * @param {import('./origins.js').Origins} [options.origins] whose functions they are, which an explorer wants to know
 * @param {string} [options.optimize] 0, 1, 2, 3 or s
 * @param {boolean} [options.asyncify]
 * @param {boolean} [options.strip] without the functions' names
 * @param {(line: string) => void} [options.log]
 * @returns {Uint8Array}
 */
export function finish(linked, { list, by = 'a compiler that did not say its name', origins, optimize = '2', asyncify = true, strip = false, log = () => {} }) {
  const before = readModule(linked);
  const sorted = origins && sortFunctions(before, origins);
  for (const { name, size, why } of setStackSizes(before, list)) log(`C stack of ${name}: ${size ?? `unknown, ${why}`}`);
  let module = binaryen.readBinary(linked);
  try {
    // where two functions have one name, these are the names that the pass and the finished module use
    before.functions.forEach((it, index) => (it.name = binaryen.getFunctionInfo(module.getFunctionByIndex(index)).name));
    const names = new Set(before.functions.map(({ name }) => name));
    const neverSuspends = list.neverSuspends.filter((name) => names.has(name));
    const [optimizeLevel, shrinkLevel] = LEVELS[optimize];
    binaryen.setOptimizeLevel(optimizeLevel);
    binaryen.setShrinkLevel(shrinkLevel);
    binaryen.setDebugInfo(true);
    binaryen.setAlwaysInlineMaxSize(shrinkLevel > 0 ? 2 : 12); // 2 is Binaryen's default; 12 takes 5 ns off a switch, for 3 % of size
    binaryen.clearPassArguments();
    const stack = checkStacks(module, list.mainStack);
    module = readAgain(module);
    if (asyncify) {
      binaryen.setPassArgument('asyncify-ignore-imports', '1');
      binaryen.setPassArgument('asyncify-removelist', neverSuspends.join(','));
      module.runPasses(['asyncify']);
      for (const name of PASS_EXPORTS) module.removeExport(name);
    }
    if (optimize === '1') module.runPasses(QUICK);
    else module.optimize();
    if (asyncify) {
      module.addGlobalExport(STATE, STATE);
      const problems = checkModule(before, readModule(module.emitBinary()), neverSuspends);
      if (problems.length > 0) throw new BuildError(`Coroutines could not be suspended everywhere:\n${problems.map((line) => `  ${line}\n`).join('')}`);
      module.removeExport(STATE);
    }
    for (const name of internalExports(before)) module.removeExport(name);
    exportState(module);
    binaryen.setDebugInfo(!strip);
    const rangesOf = (/** @type {number[]} */ functions) => ranges(places(module, new Set(functions.map((index) => before.functions[index].name))));
    const whose = sorted && { functions: rangesOf(sorted.program), library: rangesOf(sorted.library), machinery: rangesOf(sorted.machinery) };
    return withIdentity(module.emitBinary(), { runtime: list.version, compiler: by, stack, ...whose });
  } finally {
    module.dispose();
  }
}

/**
 * Lets every function check the C stack when it takes its frame, against the limits that the runtime last gave to aw.set_stack_limits.
 * @param {import('binaryen').default.Module} module
 * @param {number} mainStack its size
 * @returns {[number, number]} from where to where it goes
 */
function checkStacks(module, mainStack) {
  const { i32, none, createType } = binaryen;
  binaryen.setPassArgument('stack-check-handler', HANDLER_IMPORT);
  module.runPasses(['stack-check']);
  module.removeExport('__set_stack_limits');

  const top = binaryen.getExpressionInfo(binaryen.getGlobalInfo(module.getGlobal('__stack_pointer')).init);
  const base = 'value' in top ? Number(top.value) : 0;
  setGlobal(module, STACK_BASE, base);
  setGlobal(module, STACK_LIMIT, base - mainStack + RED_ZONE);

  const setLimits = (/** @type {number} */ newBase, /** @type {number} */ newLimit) => [
    module.global.set(STACK_BASE, newBase),
    module.global.set(STACK_LIMIT, newLimit),
  ];
  const setter = importName(module, 'aw', 'set_stack_limits');
  if (setter) {
    const limits = setLimits(module.local.get(0, i32), module.local.get(1, i32));
    replaceFunction(module, setter, createType([i32, i32]), module.block(null, limits, none));
  }
  // What reports the overflow may use the stack as it likes.
  const needed = module.i32.sub(module.local.get(0, i32), module.i32.const(RED_ZONE));
  const report = module.getFunction(OVERFLOW_HANDLER)
    ? module.call(OVERFLOW_HANDLER, [needed], none)
    : module.unreachable();
  replaceFunction(module, HANDLER_IMPORT, i32, module.block(null, [...setLimits(module.i32.const(-1), module.i32.const(0)), report], none));
  return [base - mainStack, base];
}

/**
 * stack-check gives its calls a wrong type, by which the passes after it go wrong; reading the module again puts that right.
 * @param {import('binaryen').default.Module} module is disposed of
 */
function readAgain(module) {
  const bytes = module.emitBinary();
  module.dispose();
  return read(bytes);
}

/** @param {Uint8Array} bytes */
function read(bytes) {
  const module = binaryen.readBinary(bytes);
  module.setFeatures(module.getFeatures() | FEATURES);
  return module;
}

/** Where in the module the functions with these names are. @param {import('binaryen').default.Module} module @param {Set<string>} names */
function places(module, names) {
  const all = Array.from({ length: module.getNumFunctions() }, (_, index) => binaryen.getFunctionInfo(module.getFunctionByIndex(index)));
  const inOrder = [...all.filter(({ module: from }) => from), ...all.filter(({ module: from }) => !from)]; // as it is written: imports come first
  return [...inOrder.keys()].filter((index) => names.has(inOrder[index].name));
}

/** Exported for the build alone. @param {import('./module.js').WasmModule} module */
const internalExports = ({ functions }) => functions.flatMap(({ exports }) => exports).filter((name) => name.startsWith('aw__'));

/** @param {import('binaryen').default.Module} module @param {string} name @param {number} value */
function setGlobal(module, name, value) {
  module.removeGlobal(name);
  module.addGlobal(name, binaryen.i32, true, module.i32.const(value));
}

/** @param {import('binaryen').default.Module} module @param {string} name @param {number} params @param {number} body */
function replaceFunction(module, name, params, body) {
  module.removeFunction(name);
  module.addFunction(name, params, binaryen.none, [], body);
}

/** What a snapshot has to keep beside the memory: globals that change. @param {import('binaryen').default.Module} module */
function exportState(module) {
  let count = 0;
  for (let index = 0; index < module.getNumGlobals(); index++) {
    const { name, mutable, module: imported } = binaryen.getGlobalInfo(module.getGlobalByIndex(index));
    if (mutable && !imported) module.addGlobalExport(name, `aw_global_${count++}`);
  }
}

/** The name in the module of what it imports. @param {import('binaryen').default.Module} module @param {string} from @param {string} base */
function importName(module, from, base) {
  for (let index = 0; index < module.getNumFunctions(); index++) {
    const info = binaryen.getFunctionInfo(module.getFunctionByIndex(index));
    if (info.module === from && info.base === base) return info.name;
  }
  return undefined;
}
