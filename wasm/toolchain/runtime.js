// The runtime's sources and flags (runtime/sources.json), and where built runtimes are kept.

import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { threadId } from 'node:worker_threads';

export const packageDirectory = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
export const runtimeDirectory = join(packageDirectory, 'runtime');
export const includeDirectory = join(runtimeDirectory, 'include');

/**
 * @typedef {object} Sources
 * @property {string[]} common sources for every target, relative to runtime/
 * @property {string[]} wasm
 * @property {string[]} native
 * @property {string[]} flags for the runtime's own sources
 * @property {string[]} wrap symbols that the linker redirects to __wrap_ functions
 * @property {string[]} imports names of what the runtime imports from elsewhere than `env`
 * @property {number} mainStack bytes of C stack outside coroutines
 * @property {number} stackReserve bytes added to a computed stack size
 * @property {string[]} ownStack functions that continue on another C stack
 * @property {string[]} neverSuspends functions below which no coroutine suspends
 * @property {string} version the package's
 */
/** @type {Sources} */
export const sources = { ...readJson(join(runtimeDirectory, 'sources.json')), version: readJson(join(packageDirectory, 'package.json')).version };

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** @param {'wasm' | 'native'} target @returns {string[]} absolute paths */
function runtimeSources(target) {
  return [...sources.common, ...sources[target]].map((path) => join(runtimeDirectory, path));
}

/** How much the runtime itself is optimised: it is small where the program is to be. @param {string} optimize the program's level */
export const runtimeLevel = (optimize) => (optimize === 's' ? 's' : '3');

/** Whether this is the package in somebody's project, and no clone. */
export const isInstalled = packageDirectory.includes(`${sep}node_modules${sep}`);

/** A name for the object file of one of the runtime's sources. @param {string} source */
export const objectName = (source) => relative(join(runtimeDirectory, 'src'), source).replace(/[\\/]/g, '-').replace(/\.c$/, '');

/** @param {string} directory @returns {string[]} every file below it */
function filesBelow(directory) {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/**
 * Changes whenever what is built from the runtime would.
 * @param {string[]} how compiler and flags
 * @param {string[]} files the runtime's sources; its headers always count
 */
function runtimeKey(how, files) {
  const hash = createHash('sha256').update(JSON.stringify(how));
  const headers = filesBelow(runtimeDirectory).filter((path) => path.endsWith('.h'));
  for (const file of [...headers, ...files]) hash.update(relative(runtimeDirectory, file)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

/** Where built runtimes are kept: build/ of a clone, node_modules/.cache of a project that uses the package, else a folder for temporary files. */
function cacheDirectory() {
  const project = packageDirectory.slice(0, packageDirectory.lastIndexOf(`${sep}node_modules${sep}`));
  const wanted = isInstalled ? join(project, 'node_modules', '.cache', 'libawait') : join(packageDirectory, 'build', 'cache');
  try {
    mkdirSync(wanted, { recursive: true });
    accessSync(wanted, constants.W_OK);
    return wanted;
  } catch {
    const fallback = join(tmpdir(), 'libawait');
    mkdirSync(fallback, { recursive: true });
    return fallback;
  }
}

/** Where a file is while it is written, which nobody else writes: no process, and no thread of this one. @param {string} path */
const partialOf = (path) => `${path}.${process.pid}-${threadId}`;

/** Writes a file whole: who builds the same at the same time never sees half of it. @param {string} path @param {Uint8Array | string} bytes */
export function writeWhole(path, bytes) {
  mkdirSync(dirname(path), { recursive: true });
  const partial = partialOf(path);
  writeFileSync(partial, bytes);
  renameSync(partial, path);
}

/** @type {Map<string, Promise<string>>} */
const beingMade = new Map();

/**
 * A file of the cache, made once, even if it is asked for again in the meantime.
 * @param {string} name
 * @param {(path: string) => Promise<void>} make writes it to the given path
 * @returns {Promise<string>} its path
 */
function cached(name, make) {
  const path = join(cacheDirectory(), name);
  if (existsSync(path)) return Promise.resolve(path);
  const pending = beingMade.get(path);
  if (pending) return pending;
  const partial = partialOf(path);
  const made = make(partial)
    .then(() => renameSync(partial, path))
    .then(() => path)
    .finally(() => beingMade.delete(path));
  beingMade.set(path, made);
  return made;
}

/**
 * The runtime's archive, of which only what changed is compiled again.
 * @param {object} options
 * @param {string} options.name
 * @param {string[]} options.how compiler, its version, and flags
 * @param {'wasm' | 'native'} options.target
 * @param {() => void} options.onBuild told before something is built
 * @param {(source: string, object: string) => Promise<void>} options.compile
 * @param {(objects: string[], archive: string) => Promise<void>} options.archive
 * @param {number} [options.parallel] how many compilations may run at once
 * @returns {Promise<string>} its path
 */
export async function runtimeArchive({ name, how, target, onBuild, compile, archive, parallel = 1 }) {
  const files = runtimeSources(target);
  return cached(`${name}-${runtimeKey(how, files)}.a`, async (path) => {
    onBuild();
    /** @type {string[]} */
    const objects = [];
    const waiting = files.entries();
    const compileSome = async () => {
      for (const [index, source] of waiting) {
        const object = `${name}-${objectName(source)}-${runtimeKey(how, [source])}.o`;
        objects[index] = await cached(object, (to) => compile(source, to));
      }
    };
    await Promise.all(Array.from({ length: parallel }, compileSome));
    await archive(objects, path);
  });
}
