// A process of its own for npm's clang: it needs a V8 flag that the user's process should not have, and much memory.

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Directory, File } from './files.js';
import { Llvm } from './llvm.js';

// Optimising 75 MB of WebAssembly takes longer than all that a build runs of it.
setFlagsFromString('--liftoff-only');

const library = new URL('.', import.meta.resolve('@yowasp/clang'));
const bytes = (/** @type {string} */ name) => readFileSync(fileURLToPath(new URL(name, library)));
const llvm = new Llvm(new WebAssembly.Module(bytes('llvm.core.wasm')), bytes('llvm-resources.tar'));

/** A file or directory of this machine, if there is one. @param {string} path @returns {import('./files.js').Node | undefined} */
function nodeAt(path) {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status?.isDirectory()) return new Directory((name) => nodeAt(join(path, name)));
  return status?.isFile() ? new File(readFileSync(path)) : undefined;
}

/** @param {string} name */
const fetch = (name) => {
  try {
    return nodeAt(process.platform === 'win32' ? `${name}\\` : `/${name}`);
  } catch {
    return undefined; // what may not be read is not there
  }
};

/** @typedef {import('./program.js').Job} Job */
/** @typedef {import('./llvm.js').Result & { crash?: string }} Answer */

process.on('message', (/** @type {Job} */ job) => {
  /** @type {Answer} */
  let answer;
  try {
    answer = llvm.perform(job, fetch);
  } catch (error) {
    answer = { status: -1, diagnostics: '', output: undefined, crash: String(/** @type {Error} */ (error).message) };
  }
  process.send?.(answer);
});
process.on('disconnect', () => process.exit());
