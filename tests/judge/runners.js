// Builds the judge's C program, natively or as wasm, and runs scenarios in it. A crash or a trap is the answer of the scenario that made it.

import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load } from '../../wasm/api/index.js';
import { buildModule } from '../../wasm/toolchain/index.js';
import { buildNative } from '../../wasm/toolchain/native.js';
import { moves, outputOf } from './moves.js';
import { decode, encode } from './scenarios.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const out = fileURLToPath(new URL('../../build/judge/', import.meta.url));
const entries = ['native.c', 'module.c'];

/** @param {string} entry */
const sources = (entry) =>
  readdirSync(here)
    .filter((name) => name.endsWith('.c') && (name === entry || !entries.includes(name)))
    .map((name) => join(here, name));

/**
 * @typedef {import('./scenarios.js').Answer} Answer
 * @typedef {(scenarios: Record<string, any>[], suspend: 'value' | 'generator') => Promise<Answer[]>} Runner
 */

/**
 * @param {string} program
 * @param {Buffer[]} inputs
 * @returns {Promise<{ bytes: Buffer, failure: string | null }>}
 */
function pipe(program, inputs) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, { stdio: ['pipe', 'pipe', 'pipe'] });
    /** @type {Buffer[]} */
    const printed = [];
    /** @type {Buffer[]} */
    const complaints = [];
    child.stdout.on('data', (chunk) => printed.push(chunk));
    child.stderr.on('data', (chunk) => complaints.push(chunk));
    child.stdin.on('error', () => {}); // it ended before it read everything: close tells how
    child.on('error', reject);
    child.on('close', (status, signal) => {
      const said = Buffer.concat(complaints).toString('utf8').trim();
      const failure = status === 0 ? null : `the program ended with ${signal ?? `status ${status}`}\n${said}`;
      resolve({ bytes: Buffer.concat(printed), failure });
    });
    child.stdin.end(Buffer.concat(inputs));
  });
}

/**
 * @param {{ compiler?: 'gcc' | 'clang', sanitize?: boolean, log?: (line: string) => void }} [options]
 * @returns {Promise<Runner>}
 */
export async function nativeRunner({ compiler = 'gcc', sanitize = true, log } = {}) {
  const program = join(out, `judge-${compiler}${sanitize ? '-sanitized' : ''}`);
  await buildNative({ sources: sources('native.c'), output: program, compiler, sanitize, log });
  return async (scenarios, suspend) => {
    const inputs = scenarios.map((scenario) => encode(scenario, suspend));
    /** @type {Answer[]} */
    const answers = [];
    while (answers.length < inputs.length) {
      const { bytes, failure } = await pipe(program, inputs.slice(answers.length));
      for (let found = decode(bytes, 0); found; found = decode(bytes, found.next)) answers.push(found.answer);
      if (failure === null && answers.length < inputs.length) throw new Error(`${program} stopped early without a word`);
      if (failure !== null && answers.length < inputs.length) answers.push({ error: failure });
      else if (failure !== null) throw new Error(failure); // at its very end: a leak
    }
    return answers;
  };
}

/**
 * The judge as a module.
 * @param {{ compiler?: 'emcc' | 'clang', log?: (line: string) => void }} [options]
 * @returns {Promise<Uint8Array>}
 */
export async function buildJudge({ compiler, log } = {}) {
  mkdirSync(out, { recursive: true });
  const output = join(out, `judge-${compiler ?? 'default'}.wasm`);
  const exports = ['judge_buffer', 'judge_begin', 'judge_step', 'judge_output', 'judge_output_length'];
  const { wasm } = await buildModule({ sources: sources('module.c'), output, compiler, exports, log });
  return wasm;
}

/**
 * @param {Uint8Array} bytes of the judge
 * @param {{ move?: keyof typeof moves, seed?: number }} [options] what happens between two steps
 * @returns {Promise<Runner>}
 */
export async function wasmRunner(bytes, { move = 'none', seed = 1 } = {}) {
  const wasm = await WebAssembly.compile(bytes);
  const fresh = async () => {
    const module = await load(wasm, { manual: true });
    module.tasks(); // what a call answers lives until the next one: let it be as little as after a restore
    return module;
  };
  return async (scenarios, suspend) => {
    let module = await fresh();
    /** @type {Answer[]} */
    const answers = [];
    for (const [index, scenario] of scenarios.entries()) {
      try {
        begin(module, encode(scenario, suspend));
        module = await moves[move](module, { wasm, bytes, seed: seed + index });
        const found = decode(outputOf(module), 0);
        if (found === null) throw new Error('its answer is not complete');
        answers.push(found.answer);
      } catch (error) {
        answers.push({ error: `the module failed: ${error instanceof Error ? error.stack : error}` });
        module = await fresh();
      }
    }
    return answers;
  };
}

/** @param {import('../../wasm/api/module.js').Module} module @param {Buffer} input */
function begin({ exports, memory }, input) {
  const address = exports.judge_buffer(input.length) >>> 0;
  new Uint8Array(memory.buffer).set(input, address);
  exports.judge_begin(input.length);
}

/**
 * Where an answer differs from what CPython logged, or null.
 * @param {string[]} expected
 * @param {Answer} answer
 * @returns {string | null}
 */
export function difference(expected, answer) {
  if ('error' in answer) return answer.error;
  const { lines, leak } = answer;
  const length = Math.max(expected.length, lines.length);
  for (let i = 0; i < length; i++) {
    if (expected[i] === lines[i]) continue;
    return `line ${i + 1}\n  expected: ${expected[i] ?? '(the trace ends)'}\n  got:      ${lines[i] ?? '(the trace ends)'}`;
  }
  return leak ?? null;
}
