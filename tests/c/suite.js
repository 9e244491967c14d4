// The C tests: all files in one program, natively under sanitizers with gcc and clang, and as wasm with both compilers, each in a test file of its own, so that they run at the same time. Each C test is a subtest.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { buildModule } from '../../wasm/toolchain/index.js';
import { buildNative } from '../../wasm/toolchain/native.js';
import { findProgram } from '../../wasm/toolchain/run.js';

const directory = fileURLToPath(new URL('.', import.meta.url));
const output = fileURLToPath(new URL('../../build/tests/c', import.meta.url));
mkdirSync(output, { recursive: true });
const sources = readdirSync(directory).filter((file) => file.endsWith('.c')).sort().map((file) => directory + file);

/** Builds all tests, and gives the command that runs them. @param {'gcc' | 'clang'} compiler */
export async function native(compiler) {
  const file = `${output}/tests-${compiler}`;
  await buildNative({ sources, output: file, compiler, sanitize: true });
  return [file];
}

/** The same as a module. @param {'emcc' | 'clang'} compiler */
export async function wasm(compiler) {
  const file = `${output}/tests-${compiler}.wasm`;
  await buildModule({ sources, output: file, compiler, exports: ['run_tests'] });
  return [process.execPath, `${directory}run-wasm.js`, file];
}

/** How many tests there are. */
const defined = sources.flatMap((file) => readFileSync(file, 'utf8').match(/^TEST(_OOM|_IN_LOOP)?\(/gm) ?? []).length;

/** The tests in a TAP output, each with the notes that came before it. */
function results(tap) {
  const tests = [];
  let notes = [];
  for (const line of tap.split('\n')) {
    const result = /^(not )?ok \d+ (.*)$/.exec(line);
    if (line.startsWith('#')) notes.push(line);
    if (!result) continue;
    tests.push({ name: result[2], passed: !result[1], notes });
    notes = [];
  }
  return tests;
}

/** @param {string} how @param {string | null} needs a program @param {() => Promise<string[]>} build gives the command that runs the tests */
export function testC(how, needs, build) {
  const missing = needs !== null && !findProgram(needs);
  if (missing) console.error(`NOT COVERED: C tests, ${how}: there is no ${needs}`);
  test(`C tests (${how})`, { skip: missing && !process.env.CI && `there is no ${needs}` }, async (t) => {
    const [command, ...args] = await build();
    const { status, signal, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
    const tests = results(stdout);
    for (const { name, passed, notes } of tests) await t.test(name, () => assert.ok(passed, `\n${notes.join('\n')}`));
    assert.equal(signal, null, `ended by ${signal} after ${tests.at(-1)?.name}: ${stderr}`);
    assert.equal(tests.length, defined, `not all tests ran: ${stderr}`);
    assert.equal(status, 0, `exit status ${status}: ${stderr}`);
  });
}
