// What commands share that run a program: making a module of a C file first, and what the program still has to print.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BaseException, ProgramExit } from '../api/index.js';
import { buildTo, requireFile } from './build.js';
import { Failure } from './usage.js';

/** Calls `use` with the path of the module: the program itself, or what is built from it for the moment. @template T @param {string} program @param {(path: string) => Promise<T>} use */
export async function withModule(program, use) {
  requireFile(program);
  if (!program.endsWith('.c')) return use(program);
  const folder = mkdtempSync(join(tmpdir(), 'libawait-'));
  try {
    const output = join(folder, 'program.wasm');
    await buildTo(output, [program]);
    return await use(output);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the program printed without ending the line still stands in libc's buffer. @param {import('../api/index.js').Module} module */
export function flush(module) {
  const { fflush } = /** @type {{ fflush?: (file: number) => number }} */ (module.exports);
  try {
    fflush?.(0);
  } catch {
    // the program has trapped in printf: there is nothing that could be printed
  }
}

/** What a program ended with, as it is shown. @param {unknown} error */
export function failureOf(error) {
  if (error instanceof Failure) return error;
  if (error instanceof ProgramExit) return new Failure(error.message, error.status);
  if (error instanceof BaseException) return new Failure(error.traceback);
  const { name, message } = /** @type {Error} */ (error);
  return new Failure(`${name}: ${message}`);
}
