// Every trace program prints what CPython prints: natively under sanitizers, and as wasm, with the two compilers in turn. README.md lists them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { buildModule } from '../../wasm/toolchain/index.js';
import { buildNative } from '../../wasm/toolchain/native.js';
import { findProgram } from '../../wasm/toolchain/run.js';

const directory = fileURLToPath(new URL('.', import.meta.url));
const output = fileURLToPath(new URL('../../build/tests/traces', import.meta.url));
mkdirSync(output, { recursive: true });
const names = readdirSync(directory).filter((file) => file.endsWith('.c')).map((file) => file.slice(0, -2)).sort();

/** Each takes a C file and a name, builds it, and gives the command that runs it. */
const builds = {
  async 'native, sanitized'(source, name) {
    const file = `${output}/${name}`;
    await buildNative({ sources: [source], output: file, compiler: 'gcc', sanitize: true });
    return [file];
  },
  emcc: (source, name) => buildWasm(source, name, 'emcc'),
  clang: (source, name) => buildWasm(source, name, 'clang'),
};
const needs = { 'native, sanitized': 'gcc', emcc: 'emcc', clang: null };

async function buildWasm(source, name, compiler) {
  const file = `${output}/${name}-${compiler}.wasm`;
  await buildModule({ sources: [source], output: file, compiler, optimize: 0 }); // which takes half as long; the C tests are optimized
  return [process.execPath, `${directory}run-wasm.js`, file];
}

/** The first line that differs, with those before it; null where there is none. */
function difference(expected, actual) {
  const at = expected.findIndex((line, index) => line !== actual[index]);
  const line = at >= 0 ? at : expected.length;
  if (line >= expected.length && line >= actual.length) return null;
  const before = expected.slice(Math.max(0, line - 3), line).map((text) => `    ${text}`);
  const shown = (lines) => (line < lines.length ? lines[line] : '(the end)');
  return [`line ${line + 1} differs`, ...before, `  - ${shown(expected)}`, `  + ${shown(actual)}`].join('\n');
}

/** The trace programs of a build: with two compilers for wasm, which take their time, each has every other one. @param {string} how */
function namesFor(how) {
  if (needs[how] === 'gcc' || !findProgram('emcc')) return names;
  return names.filter((_, index) => (index % 2 === 0) === (how === 'emcc'));
}

const lines = (text) => text.replace(/\n$/, '').split('\n');

for (const [how, build] of Object.entries(builds)) {
  const missing = needs[how] !== null && !findProgram(needs[how]);
  if (missing) console.error(`NOT COVERED: traces, ${how}: there is no ${needs[how]}`);
  for (const name of namesFor(how)) {
    test(`trace ${name} (${how})`, { skip: missing && !process.env.CI }, async () => {
      const [command, ...args] = await build(`${directory}${name}.c`, name);
      const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
      const expected = readFileSync(`${directory}${name}.expected`, 'utf8');
      const differs = difference(lines(expected), lines(stdout));
      assert.ok(differs === null, `${differs}\n(- CPython, + ${name})\n${stderr}`);
      assert.equal(status, 0, `exit status ${status}: ${stderr}`);
    });
  }
}
