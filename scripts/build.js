// Builds everything, or with --only the named parts: runtime, native, emscripten, examples, explored, web, compiler, publish, dist. What is up to date is not built again.
//   node scripts/build.js [--only PART[,PART]]

import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { fail, install, root } from './install.js';

/** What a reader downloads for the compiler, at most. */
const MOST_MEGABYTES = 18;
const CMAKE_BUILD = ['--build', '.', '--parallel', String(availableParallelism())];

/** @type {Record<string, () => Promise<string>>} each says in a few words what it did */
const parts = { runtime: buildRuntime, native: buildNative, emscripten: buildEmscripten, examples: buildExamples, explored: buildExplored, web: buildPage, compiler: buildCompiler, publish: buildPublished, dist: buildDist };
const DEFAULT = ['runtime', 'native', 'emscripten', 'examples', 'explored', 'web', 'compiler'];

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
  const sources = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.c')).map((name) => basename(name, '.c'));
  const built = await buildModules('examples', 'build/examples', sources);
  return `build/examples: ${sources.length}, of which ${built.length} changed`;
}

/** The tests that fail in some order, each with the schedule of its failure. */
async function buildExplored() {
  const { explore } = await import('../wasm/api/index.js');
  const { explored } = JSON.parse(readFileSync(join(root, 'examples/index.json'), 'utf8'));
  const folder = 'build/explored';
  await buildModules('examples/explore', folder, explored.map((/** @type {{ id: string }} */ { id }) => id));
  for (const { id, test } of explored) {
    const [module, schedule] = ['wasm', 'json'].map((kind) => join(root, folder, `${id}.${kind}`));
    if (existsSync(schedule) && statSync(schedule).mtimeMs > statSync(module).mtimeMs) continue;
    progress(`the schedule of ${id}`);
    const { tests: [{ failure }] } = await explore(readFileSync(module), { test });
    if (!failure) throw new Error(`${test} of examples/explore/${id}.c passes in every order`);
    writeFileSync(schedule, `${JSON.stringify(failure.schedule)}\n`);
  }
  return `${folder}: ${explored.length}`;
}

/** Compiles what has changed. @param {string} folder of the sources @param {string} outDir @param {string[]} names @returns {Promise<string[]>} those that were built */
async function buildModules(folder, outDir, names) {
  const output = join(root, outDir);
  mkdirSync(output, { recursive: true });
  const since = newest(['runtime', 'wasm/toolchain', 'package-lock.json'].map((path) => join(root, path)));
  const changed = names.filter((name) => {
    const module = join(output, `${name}.wasm`);
    const wanted = Math.max(since, statSync(join(root, folder, `${name}.c`)).mtimeMs);
    return !existsSync(module) || statSync(module).mtimeMs <= wanted;
  });
  // always the same compiler, so that the examples are the same everywhere; small, since they are downloaded
  const modules = changed.map((name) => ({ name, options: { sources: [join(folder, `${name}.c`)], output: join(output, `${name}.wasm`), compiler: 'clang', optimize: 's', strip: true, directory: root, inspectable: true } }));
  const { clangRuntime } = await import('../wasm/toolchain/clang.js');
  if (modules.length > 0) await clangRuntime(progress, 's'); // once, for both threads
  const threads = Math.min(2, modules.length);
  await Promise.all(Array.from({ length: threads }, (_, thread) => buildInThread(modules.filter((_, index) => index % threads === thread))));
  for (const file of readdirSync(output)) if (!names.includes(basename(file, extname(file)))) rmSync(join(output, file));
  return changed;
}

/** @param {{ name: string }[]} modules */
function buildInThread(modules) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./modules-worker.js', import.meta.url), { workerData: modules });
    worker.on('message', ({ name, diagnostics }) => (diagnostics ? console.log(diagnostics) : progress(name)));
    worker.on('error', reject);
    worker.on('exit', resolve);
  });
}

async function buildPage() {
  const { buildWeb } = await import('../web/build.js');
  let told = 'build/web';
  await buildWeb({ log: (line) => (told = `build/web: ${line.replace(/^page: /, '')}`) });
  return told;
}

/** What the page compiles with. */
async function buildCompiler() {
  return compilerOfPage({ small: false });
}

/** The page as a host should serve it: with the compiler as small as it goes, which takes minutes, once. */
async function buildPublished() {
  await buildPage();
  return compilerOfPage({ small: true, most: MOST_MEGABYTES });
}

/** @param {{ small: boolean, most?: number }} options */
async function compilerOfPage({ small, most = Infinity }) {
  const { buildCompiler: buildIt } = await import('../web/build-compiler.js');
  const megabytes = (await buildIt({ small })) / 1e6;
  if (megabytes > most) throw new Error(`The compiler has ${megabytes.toFixed(1)} MB, and ${most} is the most that a reader should have to download.`);
  return `build/web/vendor: ${megabytes.toFixed(1)} MB`;
}

/** What the package ships prebuilt. */
async function buildDist() {
  await buildRuntime();
  await buildExamples();
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  mkdirSync(join(root, 'dist/examples'), { recursive: true });
  const { PREBUILT, clangRuntime } = await import('../wasm/toolchain/clang.js');
  copyFileSync(join(root, 'build/libawait.a'), PREBUILT[3]);
  copyFileSync(await clangRuntime(progress, 's'), PREBUILT.s);
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
