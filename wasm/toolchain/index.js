// Builds WebAssembly modules from C: compile and link with emcc or npm's clang, then finish the same way.

import { statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { buildWithClang } from './clang.js';
import { compilerFlags } from './clang/program.js';
import { buildWithEmcc, emccPath } from './emcc.js';
import { BuildError } from './errors.js';
import { sources as list, writeWhole } from './runtime.js';

export { BuildError };

/**
 * What a compiler is asked for. Sources are relative to the directory.
 * @typedef {object} Build
 * @property {string[]} sources
 * @property {string} optimize
 * @property {string[]} flags
 * @property {string[]} exports
 * @property {string} directory
 * @property {(line: string) => void} log
 *
 * What it makes.
 * @typedef {object} Linked
 * @property {Uint8Array} linked
 * @property {string} diagnostics
 * @property {string} by the compiler and its version
 * @property {import('./finish/origins.js').Origins} origins
 */

const COMPILERS = { emcc: buildWithEmcc, clang: buildWithClang };
const LEVELS = ['0', '1', '2', '3', 's'];

/**
 * @param {object} options
 * @param {string[]} options.sources C files
 * @param {string} [options.output] the module; without it nothing is written
 * @param {'emcc' | 'clang'} [options.compiler] emcc if it is installed, else npm's clang
 * @param {0 | 1 | 2 | 3 | 's'} [options.optimize]
 * @param {string[]} [options.defines] NAME or NAME=VALUE
 * @param {string[]} [options.includes] directories
 * @param {string[]} [options.exports] C functions that JavaScript wants to call
 * @param {string[]} [options.flags] more flags for compiling
 * @param {boolean} [options.asyncify] without it no coroutine can suspend
 * @param {boolean} [options.stoppable] what does not come back can be ended, an endless loop too: see the option `patience` of load(). Loops take up to four times as long
 * @param {boolean} [options.inspectable] variables that AW_WATCH names can be read while their coroutine is suspended
 * @param {boolean} [options.strip] without the functions' names
 * @param {string} [options.directory] what relative paths, also those in messages and in __FILE__, are relative to
 * @param {(line: string) => void} [options.log]
 * @returns {Promise<{ wasm: Uint8Array, diagnostics: string, compiler: 'emcc' | 'clang' }>}
 * @throws {BuildError} with all that a person needs to read
 */
export async function buildModule({
  sources,
  output,
  compiler = emccPath() ? 'emcc' : 'clang',
  optimize = 2,
  defines = [],
  includes = [],
  exports = [],
  flags = [],
  asyncify = true,
  strip = false,
  stoppable = false,
  inspectable = false,
  directory = process.cwd(),
  log = () => {},
}) {
  if (!COMPILERS[compiler]) throw new BuildError(`There is no compiler '${compiler}': 'emcc' or 'clang'.`);
  if (!LEVELS.includes(String(optimize))) throw new BuildError(`There is no optimisation level '${optimize}': ${LEVELS.join(', ')}.`);
  if (compiler === 'emcc' && !emccPath()) throw new BuildError("emcc is not installed, or not on PATH. Without it, npm's clang can be used.");
  if (sources.length === 0) throw new BuildError('There is nothing to build: no C file was given.');
  for (const source of sources) {
    const status = statSync(resolve(directory, source), { throwIfNoEntry: false });
    if (!status) throw new BuildError(`There is no file ${source}.`);
    if (status.isDirectory()) throw new BuildError(`${source} is a directory, not a C file.`);
  }
  const { linked, diagnostics, by, origins } = await COMPILERS[compiler]({
    sources: sources.map((source) => nearPath(source, directory)),
    optimize: String(optimize),
    flags: compilerFlags({ includes: includes.map((path) => resolve(directory, path)), defines, flags, stoppable, inspectable }),
    exports,
    directory,
    log,
  });
  log('finishing the module');
  const { finish } = await import('./finish/index.js');
  const wasm = finish(linked, { list, by, origins, optimize: String(optimize), asyncify, strip, log });
  if (output) writeWhole(resolve(directory, output), wasm);
  return { wasm, diagnostics, compiler };
}

/** Relative, if it is below the directory. @param {string} path @param {string} directory */
function nearPath(path, directory) {
  const near = relative(directory, resolve(directory, path));
  return near.startsWith('..') ? resolve(directory, path) : near.replaceAll('\\', '/');
}
