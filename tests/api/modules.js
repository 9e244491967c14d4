// The C programs of these tests, built once with every compiler that is here.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe } from 'node:test';
import { fileURLToPath } from 'node:url';
import { load } from '../../wasm/api/index.js';
import { buildModule } from '../../wasm/toolchain/index.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const built = join(root, 'build', 'tests', 'api');

const emcc = spawnSync('emcc', ['--version']).status === 0;
if (!emcc) {
  console.error('emcc is not on PATH: the API tests cover modules of npm\'s clang only');
  if (process.env.CI) throw new Error('CI needs emcc');
}
export const compilers = /** @type {const} */ (['clang', 'emcc']).filter((compiler) => compiler === 'clang' || emcc);

/** One suite for each compiler. @param {string} title @param {(file: string) => void} suite gets the path of the module @param {string} [program] */
export async function withEachModule(title, suite, program = 'steps') {
  for (const compiler of compilers) {
    const file = await moduleFile(program, compiler);
    describe(`${title} (${compiler})`, () => suite(file));
  }
}

/** The path of a built program. @param {string} name of a C file in this folder @param {'clang' | 'emcc'} compiler */
export async function moduleFile(name, compiler) {
  const source = fileURLToPath(new URL(`${name}.c`, import.meta.url));
  const output = join(built, `${name}-${compiler}-${buildKey(source)}.wasm`);
  if (!existsSync(output)) {
    mkdirSync(dirname(output), { recursive: true });
    await buildModule({ sources: [source], output, compiler, exports: ['malloc', 'free'] });
  }
  return output;
}

/** Changes when the program, the runtime or the toolchain does. @param {string} source */
function buildKey(source) {
  const hash = createHash('sha256').update(readFileSync(source));
  for (const folder of ['runtime', 'wasm/toolchain']) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) hash.update(readFileSync(join(entry.parentPath ?? entry.path, entry.name)));
    }
  }
  return hash.digest('hex').slice(0, 12);
}

/** A fresh instance. @param {string} file @param {import('../../wasm/api/index.js').LoadOptions} [options] */
export function fresh(file, options) {
  return load(file, { onWarning: () => {}, ...options });
}

/** What a function throws. @param {() => unknown} action @returns {any} */
export function thrownBy(action) {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

export const NOTHING = { objects: 0, coroutines: 0, stacks: 0, jsHandles: 0, bytes: 0 };
