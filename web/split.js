// Splits a finished module in two: a first one with the functions that a reader's first steps run, and the rest, which is loaded when one of its functions is called
// (web/src/program/rest.js). Memory, data, table and globals are the first one's, and every function keeps its place in the table, so a state of the two is a state of the whole.
// Which functions are first is not declared but seen: the steps are taken by a module whose functions tell that they were called.
import { createHash } from 'node:crypto';
import binaryen from 'binaryen';

/** What either imports from the other. */
const [FIRST, REST] = ['first', 'rest'];
/** What a module imports whose functions tell. */
const TELLING = 'telling';
/** The section that says to which whole a part belongs. */
const PART = 'part';
/** Before the name of a table. */
const TABLE = 'table ';

/** Which its types do not know. @type {(of: number, body: number) => void} */
const setBody = /** @type {any} */ (binaryen).Function.setBody;

/** @typedef {import('binaryen').default.Module} Binary @typedef {import('binaryen').default.FunctionInfo} FunctionInfo */

/**
 * @param {Uint8Array} whole
 * @param {(telling: Uint8Array, imports: Record<string, Record<string, Function>>) => Promise<unknown>} run takes the first steps, with a module that needs these imports, too
 * @returns {Promise<{ first: Uint8Array, rest: Uint8Array }>}
 */
export async function split(whole, run) {
  /** @type {Set<string>} */
  const called = new Set();
  const { bytes, names } = tellingOf(whole);
  await run(bytes, { [TELLING]: { called: (/** @type {number} */ index) => { called.add(names[index]); } } });
  const wanted = importsFrom(REST, firstOf(whole, called, [])); // the two want things of each other: the first one's wishes do not depend on what it exports
  const rest = restOf(whole, called, wanted);
  const id = createHash('sha256').update(whole).update([...called].sort().join()).digest('hex').slice(0, 16);
  const [first, second] = [firstOf(whole, called, importsFrom(FIRST, rest)), rest].map((part) => withSection(part, id));
  return { first, rest: second };
}

/** Every function calls an import first, with its index among the names. @param {Uint8Array} whole */
function tellingOf(whole) {
  const module = read(whole);
  try {
    const functions = definedIn(module);
    module.addFunctionImport(TELLING, TELLING, 'called', binaryen.i32, binaryen.none);
    functions.forEach(({ name, body, results }, index) => {
      const tell = module.call(TELLING, [module.i32.const(index)], binaryen.none);
      setBody(module.getFunction(name), module.block(null, [tell, body], results));
    });
    return { bytes: module.emitBinary(), names: functions.map(({ name }) => name) };
  } finally {
    module.dispose();
  }
}

/** All but the functions that were not called. @param {Uint8Array} whole @param {Set<string>} called @param {WebAssembly.ModuleImportDescriptor[]} exported what the rest imports */
function firstOf(whole, called, exported) {
  const module = read(whole);
  try {
    for (const { name, params, results } of definedIn(module)) {
      if (called.has(name)) continue;
      module.removeFunction(name);
      module.addFunctionImport(name, REST, name, params, results);
    }
    for (const { name, kind } of exported) {
      if (kind === 'function') module.addFunctionExport(name, name);
      else if (kind === 'global') module.addGlobalExport(name, name);
      else if (kind === 'table') module.addTableExport(name.slice(TABLE.length), name);
      // its memory every module exports
    }
    module.runPasses(['remove-unused-module-elements']);
    return module.emitBinary();
  } finally {
    module.dispose();
  }
}

/**
 * The functions that were not called. Binaryen's interface cannot take a module's data away, so this one is made of the text of the whole: each item of it stands behind a line's first space.
 * @param {Uint8Array} whole
 * @param {Set<string>} called
 * @param {WebAssembly.ModuleImportDescriptor[]} wanted what the first module imports
 */
function restOf(whole, called, wanted) {
  const before = read(whole);
  const [text, features] = [before.emitText(), before.getFeatures()];
  before.dispose();
  /** @type {string[]} */
  const imports = [];
  /** @type {string[]} */
  const own = [];
  for (const item of text.slice(0, text.lastIndexOf(')')).split(/\n (?=\()/).slice(1)) {
    const [head] = item.split('\n', 1);
    const [, kind, name] = /^\((?:import "[^"]*" "[^"]*" \()?(\w+) \$([^\s)]+)/.exec(item) ?? [];
    const take = (/** @type {string} */ as, /** @type {string} */ what) => imports.push(`(import "${FIRST}" "${as}" ${what})`);
    if (kind === 'memory') take('memory', item);
    else if (kind === 'table') take(TABLE + name, item);
    else if (kind === 'global') take(name, head.replace(/ \(\w+\.const .*\)$/, ')'));
    else if (item.startsWith('(import')) take(name, head.slice(head.indexOf('(', 1), -1));
    else if (kind === 'func' && called.has(name)) take(name, `${head})`);
    else if (kind === 'func' || kind === 'type') own.push(item);
  }
  const exports = wanted.map(({ name }) => `(export "${name}" (func $${name}))`);
  const module = binaryen.parseText(`(module ${[...imports, ...own, ...exports].join('\n')})`);
  try {
    module.setFeatures(features);
    module.runPasses(['remove-unused-module-elements']);
    return module.emitBinary();
  } finally {
    module.dispose();
  }
}

/** @param {Uint8Array} bytes */
function read(bytes) {
  const module = binaryen.readBinary(bytes);
  binaryen.setDebugInfo(false);
  return module;
}

/** @param {Binary} module @returns {FunctionInfo[]} */
function definedIn(module) {
  const all = Array.from({ length: module.getNumFunctions() }, (_, index) => binaryen.getFunctionInfo(module.getFunctionByIndex(index)));
  return all.filter((info) => !info.module);
}

/** @param {Uint8Array} part @param {string} id of the whole, and of what was called */
function withSection(part, id) {
  const module = read(part);
  try {
    module.addCustomSection(PART, Buffer.from(id));
    return module.emitBinary();
  } finally {
    module.dispose();
  }
}

/** @param {Uint8Array} bytes */
const compiled = (bytes) => new WebAssembly.Module(/** @type {BufferSource} */ (bytes));

/** @param {string} from @param {Uint8Array} bytes */
const importsFrom = (from, bytes) => WebAssembly.Module.imports(compiled(bytes)).filter(({ module }) => module === from);
