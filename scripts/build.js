// Builds everything, or with --only the named parts: runtime, native, emscripten, examples, web, dist. What is up to date is not built again.
//   node scripts/build.js [--only PART[,PART]]

import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { fail, install, root } from './install.js';

const CMAKE_BUILD = ['--build', '.', '--parallel', String(availableParallelism())];

/** @type {Record<string, () => Promise<string>>} each says in a few words what it did */
const parts = { runtime: buildRuntime, native: buildNative, emscripten: buildEmscripten, examples: buildExamples, web: buildPage, dist: buildDist };
const DEFAULT = ['runtime', 'native', 'emscripten', 'examples', 'web'];

/** The runtime, with npm's clang. */
async function buildRuntime() {
  const { clangRuntime } = await import('../wasm/toolchain/clang.js');
  const archive = await clangRuntime(progress);
  mkdirSync(join(root, 'build'), { recursive: true });
  copyFileSync(archive, join(root, 'build/libawait.a'));
  return 'build/libawait.a, with npm\'s clang';
}

/** The runtime for native programs, with CMake. */
async function buildNative() {
  return cmake('native', 'cmake', ['cmake', 'cc']);
}

/** The runtime for Emscripten projects, with CMake. */
async function buildEmscripten() {
  return cmake('emscripten', 'emcmake', ['emcmake', 'cmake', 'emcc']);
}

/** @param {string} name @param {string} first the program that configures @param {string[]} needed */
async function cmake(name, first, needed) {
  const { findProgram, run } = await import('../wasm/toolchain/run.js');
  const missing = needed.filter((program) => !findProgram(program));
  if (missing.length > 0) return `not built: there is no ${missing.join(', no ')}`;
  const directory = join(root, 'build', name);
  const prefix = join(root, 'build', `${name}-prefix`);
  mkdirSync(directory, { recursive: true });
  const configure = [root, `-DCMAKE_INSTALL_PREFIX=${prefix}`, '-DCMAKE_BUILD_TYPE=Release'];
  const steps = [
    existsSync(join(directory, 'CMakeCache.txt')) ? ['cmake', ['.']] : [first, first === 'cmake' ? configure : ['cmake', ...configure]],
    ['cmake', CMAKE_BUILD],
    ['cmake', ['--install', '.']],
  ];
  for (const [program, args] of /** @type {[string, string[]][]} */ (steps)) {
    const { status, output } = await run(program, args, { cwd: directory });
    if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed in build/${name}:\n${output}`);
  }
  return `build/${name}-prefix, with CMake`;
}

async function buildExamples() {
  const { buildModule } = await import('../wasm/toolchain/index.js');
  const output = join(root, 'build/examples');
  mkdirSync(output, { recursive: true });
  const sources = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.c'));
  const since = newest(['runtime', 'wasm/toolchain', 'package-lock.json'].map((path) => join(root, path)));
  let built = 0;
  for (const name of sources) {
    const module = join(output, `${basename(name, '.c')}.wasm`);
    const wanted = Math.max(since, statSync(join(root, 'examples', name)).mtimeMs);
    if (existsSync(module) && statSync(module).mtimeMs > wanted) continue;
    progress(name);
    // always the same compiler, so that the examples are the same everywhere
    const { diagnostics } = await buildModule({ sources: [join('examples', name)], output: module, compiler: 'clang', directory: root });
    if (diagnostics) console.log(diagnostics);
    built++;
  }
  for (const name of readdirSync(output)) if (!sources.includes(name.replace(/wasm$/, 'c'))) rmSync(join(output, name));
  return `build/examples: ${sources.length}, of which ${built} changed`;
}

async function buildPage() {
  const { buildWeb } = await import('../web/build.js');
  let told = 'build/web';
  await buildWeb({ log: (line) => (told = `build/web: ${line.replace(/^page: /, '')}`) });
  return told;
}

/** What the package ships prebuilt. */
async function buildDist() {
  await buildRuntime();
  await buildExamples();
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  mkdirSync(join(root, 'dist/examples'), { recursive: true });
  copyFileSync(join(root, 'build/libawait.a'), join(root, 'dist/libawait.a'));
  for (const name of readdirSync(join(root, 'build/examples'))) copyFileSync(join(root, 'build/examples', name), join(root, 'dist/examples', name));
  return 'dist/';
}

/** When the newest of some files and folders changed. @param {string[]} paths @returns {number} */
function newest(paths) {
  const times = paths.map((path) => {
    const status = statSync(path);
    return status.isDirectory() ? newest(readdirSync(path).map((name) => join(path, name))) : status.mtimeMs;
  });
  return Math.max(0, ...times);
}

/** @param {string} line */
function progress(line) {
  console.log(`           ${line}`);
}

/** @param {string[]} [names] */
export async function build(names = DEFAULT) {
  for (const name of names) {
    console.log(`${name} …`);
    const start = Date.now();
    const told = await parts[name]();
    console.log(`${name.padEnd(10)} ${told} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  }
}

if (process.argv[1] === join(root, 'scripts/build.js')) {
  /** @type {string[] | undefined} */
  let only;
  try {
    only = parseArgs({ options: { only: { type: 'string' } } }).values.only?.split(',');
  } catch (error) {
    fail(`${/** @type {Error} */ (error).message}\nnode scripts/build.js [--only PART[,PART]], where a part is ${Object.keys(parts).join(', ')}`);
  }
  const unknown = only?.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined) fail(`There is no part '${unknown}': ${Object.keys(parts).join(', ')}.`);
  await install();
  await build(only).catch((error) => fail(error.message));
}
