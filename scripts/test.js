// npm test: installs, builds, checks the types, runs all tests. What this machine cannot cover is said at the end; with env CI it fails.
//   node scripts/test.js [FILE...]

import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from './build.js';
import { fail, install, root } from './install.js';

/** What tests need beyond Node, and what is not covered without it. */
const NEEDS = {
  emcc: 'modules built with Emscripten',
  cmake: 'the CMake build and package',
  gcc: 'native C tests with gcc',
  clang: 'native C tests with clang',
  chromium: 'the page in a browser',
  python3: 'the Python texts of the examples, run by CPython',
};
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

await install();
const { findProgram } = await import('../wasm/toolchain/run.js');
const isHere = (/** @type {string} */ program) =>
  program === 'chromium' ? Boolean(process.env.CHROMIUM) || BROWSERS.some((name) => findProgram(name)) : Boolean(findProgram(program));
const missing = Object.entries(NEEDS).filter(([program]) => !isHere(program));
const notCovered = missing.map(([program, what]) => `  NOT COVERED: ${what} (there is no ${program})`).join('\n');
if (process.env.CI && missing.length > 0) fail(`Here everything must be tested, and cannot be:\n${notCovered}`);

await build().catch((error) => fail(error.message));

console.log('types …');
const types = createRequire(import.meta.url).resolve('typescript/package.json');
if ((await node([join(dirname(types), 'bin/tsc'), '-p', root])).status !== 0) fail('The types are wrong.');

const files = process.argv.length > 2 ? process.argv.slice(2) : testsIn(join(root, 'tests'));
const { status, output } = await node(['--test', '--test-reporter=spec', ...atOnce(), ...files]);
const skipped = output.match(/^ *\uFE63 .*$/gm) ?? []; // Node's own count leaves out whole suites
if (missing.length > 0) console.log(`\n${notCovered}`);
if (process.env.CI && skipped.length > 0) fail(`Here nothing may be skipped, and this was:\n${skipped.join('\n')}`);
process.exitCode = status;

/** On two cores three, where Node would take one: some wait for clocks while others work. Node before 20.10 cannot be told. */
function atOnce() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const canBeTold = major > 20 || (major === 20 && minor >= 10);
  return canBeTold && availableParallelism() === 2 ? ['--test-concurrency=3'] : [];
}

/** @param {string} directory @returns {string[]} */
function testsIn(directory) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.js'))
    .map((path) => join(directory, path))
    .sort();
}

/** Runs Node; its closing counts begin with `#` in every version. @param {string[]} args @returns {Promise<{ status: number, output: string }>} */
function node(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['inherit', 'pipe', 'inherit'] });
    let output = '';
    let rest = '';
    const print = (/** @type {string} */ text) => {
      const plain = text.replace(/^ℹ (?=(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) )/gm, '# ');
      output += plain;
      process.stdout.write(plain);
    };
    child.stdout.setEncoding('utf8').on('data', (text) => {
      const end = (rest + text).lastIndexOf('\n') + 1;
      print((rest + text).slice(0, end));
      rest = (rest + text).slice(end);
    });
    child.on('close', (status) => {
      print(rest);
      resolve({ status: status ?? 1, output });
    });
  });
}
