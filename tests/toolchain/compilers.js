// The compilers of these tests. Where emcc is missing it is said loudly, and a build machine fails.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWithClang } from '../../wasm/toolchain/clang.js';
import { buildWithEmcc, emccPath } from '../../wasm/toolchain/emcc.js';
import { readModule } from '../../wasm/toolchain/finish/module.js';

export const programs = fileURLToPath(new URL('programs', import.meta.url));
export const output = fileURLToPath(new URL('../../build/tests/toolchain', import.meta.url));
mkdirSync(output, { recursive: true });

if (!emccPath()) {
  console.error('NOT COVERED: the toolchain with emcc, which is not installed');
  if (process.env.CI) throw new Error('emcc is missing');
}
/** @type {('clang' | 'emcc')[]} */
export const compilers = emccPath() ? ['clang', 'emcc'] : ['clang'];

/** @param {string} name */
export const program = (name) => join(programs, name);

/** A program, linked and not yet finished. @param {string} name @param {'clang' | 'emcc'} compiler */
export async function link(name, compiler) {
  const build = compiler === 'clang' ? buildWithClang : buildWithEmcc;
  const { linked } = await build({ sources: [name], optimize: '2', flags: [], exports: [], directory: programs, log: () => {} });
  return linked;
}

/** @param {Uint8Array} bytes */
export const read = (bytes) => readModule(bytes);
