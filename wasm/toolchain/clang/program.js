// From C files to a linked module with npm's clang, wherever it runs: in a process of its own (client.js), or in a page's worker. Works in Node, pages and workers.

import { BuildError } from '../errors.js';
import { linkerFlags } from '../linker.js';
import { definedFunctions } from '../symbols.js';

/**
 * @typedef {{ compile: { source: string, optimize: string, flags: string[], onlyCheck?: boolean } }
 *   | { link: { files: import('./llvm.js').Files, flags: string[] } }
 *   | { archive: import('./llvm.js').Files }} Job paths are absolute
 *
 * @typedef {object} Clang
 * @property {(job: Job) => Promise<import('./llvm.js').Result> | import('./llvm.js').Result} ask
 * @property {string} version
 * @property {string} include where libawait's headers are
 * @property {() => Promise<Uint8Array> | Uint8Array} runtime the archive
 * @property {{ mainStack: number, wrap: string[] }} list the runtime's
 */

/** A call at every branch, also of loops in which nothing happens; see runtime/src/js/busy.c. */
const STOPPABLE = '-fsanitize-coverage=edge,trace-pc-guard,no-prune';
/** The driver's flags, as the compiler behind it takes them. @type {Record<string, string[]>} */
const BEHIND_THE_DRIVER = {
  '-g': ['-debug-info-kind=constructor', '-dwarf-version=4'],
  [STOPPABLE]: ['-fsanitize-coverage-type=3', '-fsanitize-coverage-trace-pc-guard', '-fsanitize-coverage-no-prune'],
};

/** What AW_WATCH asks for. */
const INSPECTABLE = '-DAW_INSPECTABLE';
/** What all programs are compiled with, and what the user adds. @param {{ includes?: string[], defines?: string[], flags?: string[], stoppable?: boolean, inspectable?: boolean }} given */
export function compilerFlags({ includes = [], defines = [], flags = [], stoppable = false, inspectable = false }) {
  return ['-Wall', ...(stoppable ? [STOPPABLE] : []), ...(inspectable ? [INSPECTABLE] : []), ...includes.map((path) => `-I${path}`), ...defines.map((define) => `-D${define}`), ...flags];
}

/**
 * @param {Clang['ask']} ask
 * @param {string} source relative to the directory, or absolute
 * @param {object} options
 * @param {string} options.directory absolute, with a slash at its end: what paths in messages and in __FILE__ are relative to
 * @param {string} options.optimize
 * @param {string[]} options.flags
 * @returns {Promise<{ object: Uint8Array, diagnostics: string }>}
 */
export async function compile(ask, source, { directory, optimize, flags }) {
  const path = source.startsWith('/') ? source : directory + source;
  const job = { source: path, optimize, flags: [...flags.flatMap((flag) => BEHIND_THE_DRIVER[flag] ?? [flag]), `-fmacro-prefix-map=${directory}=`] };
  const { status, diagnostics, output } = await ask({ compile: job });
  const readable = diagnostics.replaceAll(directory, '');
  if (status !== 0 || !output) throw new BuildError(`clang could not compile ${source}`, readable);
  return { object: output, diagnostics: readable };
}

/**
 * Compiles and links.
 * @param {Clang} clang
 * @param {object} build
 * @param {string[]} build.sources
 * @param {string} build.directory as of compile()
 * @param {string} build.optimize
 * @param {string[]} build.flags
 * @param {string[]} build.exports
 * @param {(line: string) => void} [build.log]
 * @returns {Promise<import('../index.js').Linked>}
 */
export async function buildProgram({ ask, version, include, runtime, list }, { sources, directory, optimize, flags, exports, log = () => {} }) {
  const archive = await runtime();
  let diagnostics = '';
  /** @type {import('./llvm.js').Files} */
  const files = {};
  for (const [index, source] of sources.entries()) {
    log(`npm's clang: ${source}`);
    const compiled = await compile(ask, source, { directory, optimize, flags: [...flags, `-I${include}`] });
    files[`/${index}-${source.replace(/^.*\//, '')}.o`] = compiled.object;
    diagnostics += compiled.diagnostics;
  }
  const objects = Object.keys(files);
  files['/libawait.a'] = archive;
  const linked = await ask({ link: { files, flags: [...objects, ...linkerFlags('/libawait.a', exports, list), '--strip-debug'] } });
  const told = linked.diagnostics.replaceAll(/\/\d+-(\S+)\.o\b/g, '$1');
  if (linked.status !== 0 || !linked.output) throw new BuildError('The program could not be linked', told);
  const origins = { program: objects.flatMap((object) => definedFunctions(files[object])), runtime: definedFunctions(archive) };
  return { linked: linked.output, diagnostics: diagnostics + told, by: `npm's clang ${version}`, origins };
}
