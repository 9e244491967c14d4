// Builds with npm's clang, which needs nothing but Node.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve, sep } from 'node:path';
import { ask } from './clang/client.js';
import { buildProgram, compile } from './clang/program.js';
import { BuildError } from './errors.js';
import { includeDirectory, isInstalled, packageDirectory, runtimeArchive, runtimeDirectory, runtimeLevel, sources as list } from './runtime.js';

const CLANG_VERSION = dependencyVersion('@yowasp/clang');
/** Built when the package is packed, so that its users need not: the file of each level. @type {Record<string, string>} */
export const PREBUILT = { 3: join(packageDirectory, 'dist', 'libawait.a'), s: join(packageDirectory, 'dist', 'libawait-small.a') };

/** @param {string} name */
function dependencyVersion(name) {
  return JSON.parse(readFileSync(join(packageDirectory, 'package.json'), 'utf8')).dependencies[name];
}

/** A path of this machine as clang sees it: from the root, with slashes. @param {string} path */
const clangPath = (path) => (sep === '/' ? resolve(path) : `/${resolve(path).replaceAll(sep, '/')}`);
/** @param {string} path */
const clangDirectory = (path) => `${clangPath(path)}/`;

/** The runtime's archive: the one in the package, or built here. @param {(line: string) => void} log @param {string} [optimize] the program's level */
export async function clangRuntime(log, optimize = '2') {
  const level = runtimeLevel(optimize);
  if (isInstalled && existsSync(PREBUILT[level])) return PREBUILT[level];
  const flags = [...list.flags, `-I${clangPath(includeDirectory)}`];
  return runtimeArchive({
    name: 'npm-clang',
    how: [CLANG_VERSION, level, ...list.flags],
    target: 'wasm',
    onBuild: () => log("npm's clang: building the runtime"),
    async compile(source, object) {
      const compiled = await compile(ask, clangPath(source), { optimize: level, flags, directory: clangDirectory(runtimeDirectory) });
      writeFileSync(object, compiled.object);
    },
    async archive(objects, path) {
      const files = Object.fromEntries(objects.map((object) => [`/${basename(object)}`, readFileSync(object)]));
      const { status, diagnostics, output } = await ask({ archive: files });
      if (status !== 0 || !output) throw new BuildError("The runtime's archive could not be made", diagnostics);
      writeFileSync(path, output);
    },
  });
}

/**
 * Compiles and links.
 * @param {import('./index.js').Build} build
 * @returns {Promise<import('./index.js').Linked>}
 */
export function buildWithClang({ sources, directory, ...build }) {
  const runtime = async () => readFileSync(await clangRuntime(build.log, build.optimize));
  const near = (/** @type {string} */ source) => (resolve(source) === source ? clangPath(source) : source);
  const clang = { ask, version: CLANG_VERSION, include: clangPath(includeDirectory), runtime, list };
  return buildProgram(clang, { ...build, sources: sources.map(near), directory: clangDirectory(directory) });
}
