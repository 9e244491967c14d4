// The runtime's sources and flags (runtime/sources.json), and where built runtimes are kept.

import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

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
 * @property {number} mainStack bytes of C stack outside coroutines
 * @property {number} stackReserve bytes added to a computed stack size
 * @property {string[]} ownStack functions that continue on another C stack
 * @property {string[]} neverSuspends functions below which no coroutine suspends
 */
/** @type {Sources} */
export const sources = JSON.parse(readFileSync(join(runtimeDirectory, 'sources.json'), 'utf8'));

/** @param {'wasm' | 'native'} target @returns {string[]} absolute paths */
export function runtimeSources(target) {
  return [...sources.common, ...sources[target]].map((path) => join(runtimeDirectory, path));
}

/** @param {string} directory @returns {string[]} every file below it */
function filesBelow(directory) {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** Changes whenever a built runtime would. @param {string[]} how compiler and flags */
export function runtimeKey(how) {
  const hash = createHash('sha256').update(JSON.stringify(how));
  for (const file of filesBelow(runtimeDirectory)) hash.update(file).update('\0').update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

/** Where built runtimes are kept: build/ of a clone, node_modules/.cache of a project that uses the package, else a folder for temporary files. */
export function cacheDirectory() {
  const at = packageDirectory.lastIndexOf(`${sep}node_modules${sep}`);
  const wanted = at < 0 ? join(packageDirectory, 'build', 'cache') : join(packageDirectory.slice(0, at), 'node_modules', '.cache', 'libawait');
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

/** Writes a file whole: who builds the same at the same time never sees half of it. @param {string} path @param {Uint8Array | string} bytes */
export function writeWhole(path, bytes) {
  mkdirSync(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}`;
  writeFileSync(partial, bytes);
  renameSync(partial, path);
}

/**
 * A file of the cache, made once.
 * @param {string} name
 * @param {(path: string) => Promise<void>} make writes it to the given path
 */
export async function cached(name, make) {
  const path = join(cacheDirectory(), name);
  if (existsSync(path)) return path;
  const partial = `${path}.${process.pid}`;
  await make(partial);
  renameSync(partial, path);
  return path;
}
