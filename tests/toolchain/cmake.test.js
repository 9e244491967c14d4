// The CMake build and package: a project finds libawait, natively and with Emscripten.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { load } from '../../wasm/api/index.js';
import { findProgram, run } from '../../wasm/toolchain/run.js';
import { output } from './compilers.js';

const consumer = fileURLToPath(new URL('consumer', import.meta.url));
const build = fileURLToPath(new URL('../../build', import.meta.url));

/** @param {string} program @param {string[]} args @param {string} cwd */
async function perform(program, args, cwd) {
  const { status, output: told } = await run(program, args, { cwd });
  assert.equal(status, 0, told);
  return told;
}

/** @param {string[]} programs why not, or false */
function lacking(...programs) {
  const missing = programs.filter((program) => !findProgram(program));
  if (missing.length === 0) return false;
  const reason = `NOT COVERED: the CMake package, there is no ${missing.join(', no ')}`;
  console.error(reason);
  if (process.env.CI) throw new Error(reason);
  return reason;
}

/** @param {string} name @param {string} prefix @param {(configure: string[]) => [string, string[]]} command */
async function buildConsumer(name, prefix, command) {
  assert.ok(existsSync(join(build, prefix)), `build/${prefix} is missing: run \`node scripts/build.js\` first`);
  const directory = join(output, name);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const [program, args] = command([consumer, `-Dlibawait_DIR=${join(build, prefix, 'lib/cmake/libawait')}`, '-DCMAKE_BUILD_TYPE=Release']);
  await perform(program, args, directory);
  await perform('cmake', ['--build', '.'], directory);
  return directory;
}

describe('find_package(libawait)', () => {
  test('natively', { skip: lacking('cmake', 'cc') }, async () => {
    const directory = await buildConsumer('consumer-native', 'native-prefix', (args) => ['cmake', args]);
    assert.equal(await perform(join(directory, 'consumer'), [], directory), '3 StopIteration(42)\n');
  });

  test('with Emscripten', { skip: lacking('cmake', 'emcmake') }, async () => {
    const directory = await buildConsumer('consumer-emscripten', 'emscripten-prefix', (args) => ['emcmake', ['cmake', ...args]]);
    const module = await load(join(directory, 'consumer.wasm'));
    const coroutine = module.coroutines.main_coroutine(3);
    assert.equal(coroutine.send(), 3);
    assert.throws(() => coroutine.send(21), { name: 'StopIteration', value: 42 });
  });
});
