// Builds with npm's clang, which needs nothing but Node.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { ask } from './clang/client.js';
import { BuildError } from './errors.js';
import { includeDirectory, isInstalled, linkerFlags, packageDirectory, runtimeArchive, runtimeDirectory, sources as list } from './runtime.js';
import { definedFunctions } from './symbols.js';

const RUNTIME_OPTIMIZE = '3';
const CLANG_VERSION = dependencyVersion('@yowasp/clang');
/** Built when the package is packed, so that its users need not. */
const PREBUILT = join(packageDirectory, 'dist', 'libawait.a');

/** @param {string} name */
function dependencyVersion(name) {
  return JSON.parse(readFileSync(join(packageDirectory, 'package.json'), 'utf8')).dependencies[name];
}

/** A path of this machine as clang sees it: from the root, with slashes. @param {string} path */
const clangPath = (path) => (sep === '/' ? resolve(path) : `/${resolve(path).replaceAll(sep, '/')}`);

/** The driver's flags, as the compiler behind it takes them. @param {string[]} flags */
const compilerFlags = (flags) => flags.filter((flag) => flag !== '-g').concat(flags.includes('-g') ? ['-debug-info-kind=constructor', '-dwarf-version=4'] : []);

/**
 * @param {string} source
 * @param {{ optimize: string, flags: string[], directory: string }} options
 */
async function compile(source, { optimize, flags, directory }) {
  const base = `${clangPath(directory)}/`;
  const job = { source: clangPath(resolve(directory, source)), optimize, flags: [...compilerFlags(flags), `-fmacro-prefix-map=${base}=`] };
  const { status, diagnostics, output } = await ask({ compile: job });
  const readable = diagnostics.replaceAll(base, '');
  if (status !== 0 || !output) throw new BuildError(`clang could not compile ${source}:\n${readable}`);
  return { object: output, diagnostics: readable };
}

/** The runtime's archive: the one in the package, or built here. @param {(line: string) => void} log */
export async function clangRuntime(log) {
  if (isInstalled && existsSync(PREBUILT)) return PREBUILT;
  const flags = [...list.flags, `-I${clangPath(includeDirectory)}`];
  return runtimeArchive({
    name: 'npm-clang',
    how: [CLANG_VERSION, RUNTIME_OPTIMIZE, ...list.flags],
    target: 'wasm',
    onBuild: () => log("npm's clang: building the runtime"),
    async compile(source, object) {
      const compiled = await compile(source, { optimize: RUNTIME_OPTIMIZE, flags, directory: runtimeDirectory });
      writeFileSync(object, compiled.object);
    },
    async archive(objects, path) {
      const files = Object.fromEntries(objects.map((object) => [`/${basename(object)}`, readFileSync(object)]));
      const { status, diagnostics, output } = await ask({ archive: files });
      if (status !== 0 || !output) throw new BuildError(`The runtime's archive could not be made:\n${diagnostics}`);
      writeFileSync(path, output);
    },
  });
}

/**
 * Compiles and links.
 * @param {import('./index.js').Build} build
 * @returns {Promise<import('./index.js').Linked>}
 */
export async function buildWithClang({ sources, optimize, flags, exports, directory, log }) {
  const runtime = await clangRuntime(log);
  let diagnostics = '';
  /** @type {import('./clang/llvm.js').Files} */
  const files = {};
  for (const [index, source] of sources.entries()) {
    log(`npm's clang: ${source}`);
    const compiled = await compile(source, { optimize, flags: [...flags, `-I${clangPath(includeDirectory)}`], directory });
    files[`/${index}-${basename(source)}.o`] = compiled.object;
    diagnostics += compiled.diagnostics;
  }
  const objects = Object.keys(files);
  files['/libawait.a'] = readFileSync(runtime);
  const linked = await ask({ link: { files, flags: [...objects, ...linkerFlags('/libawait.a', exports), '--strip-debug'] } });
  const told = linked.diagnostics.replaceAll(/\/\d+-(\S+)\.o\b/g, '$1');
  if (linked.status !== 0 || !linked.output) throw new BuildError(`The program could not be linked:\n${told}`);
  const origins = { program: objects.flatMap((object) => definedFunctions(files[object])), runtime: definedFunctions(files['/libawait.a']) };
  return { linked: linked.output, diagnostics: diagnostics + told, by: `npm's clang ${CLANG_VERSION}`, origins };
}
