// What may happen to a program between two steps of a scenario without its noticing: it goes on in a fresh instance from a snapshot or as a fork, in another
// process, or goes back to where it was before. Each of these runs a scenario that has begun to its end, and gives the module in which it ended.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { load } from '../../wasm/api/index.js';
import { Recorder } from '../../wasm/api/recorder.js';
import { decode } from './scenarios.js';

/** @typedef {import('../../wasm/api/module.js').Module} Module */

/** How many snapshots hang together by what changed. */
const LONGEST_CHAIN = 12;
/** How often a scenario goes back: at one point of so many, and at most so often. */
const POINTS_TO_A_RETURN = 3;
const MOST_RETURNS = 40;

/** @param {Module} module @returns {boolean} is it over? */
const step = (module) => module.exports.judge_step() !== 0;

/** @param {Module} module */
export function runToEnd(module) {
  while (!step(module)) continue;
}

/** Numbers from 0 to below `end`, the same for the same seed. @param {number} seed */
function randomFrom(seed) {
  let state = seed;
  return (/** @type {number} */ end) => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return Math.floor((((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32) * end);
  };
}

/**
 * @typedef {object} Setting
 * @property {WebAssembly.Module} wasm
 * @property {Uint8Array} bytes the same
 * @property {number} seed
 *
 * @type {Record<string, (module: Module, setting: Setting) => Promise<Module>>}
 */
export const moves = {
  async none(module) {
    runToEnd(module);
    return module;
  },

  async restore(module, { wasm }) {
    do module = await load(wasm, { manual: true, snapshot: module.snapshot() });
    while (!step(module));
    return module;
  },

  async deltas(module, { wasm }) {
    /** @type {Uint8Array[]} */
    let chain = [];
    do {
      if (chain.length === LONGEST_CHAIN) chain = [];
      chain.push(module.snapshot(chain.length > 0 ? { since: chain } : {}));
      module = await load(wasm, { manual: true, snapshot: chain });
    } while (!step(module));
    return module;
  },

  async fork(module) {
    do module = module.fork();
    while (!step(module));
    return module;
  },

  /** Back by some steps, or to any state that there was; then forth again, or differently on from there, which must come to the same. */
  async back(module, { seed }) {
    const random = randomFrom(seed);
    const recorder = new Recorder(module);
    const nodes = [recorder.root];
    /** @type {Set<typeof recorder.root>} those in which it is over */
    const ends = new Set();
    for (let returns = 0; ; ) {
      if (!ends.has(recorder.current)) {
        const over = step(module);
        nodes.push(recorder.record());
        if (over) ends.add(recorder.current);
      }
      const here = recorder.current;
      if (returns < MOST_RETURNS && random(POINTS_TO_A_RETURN) === 0) {
        returns++;
        if (random(4) === 0 && !ends.has(here)) step(module); // which nobody records
        recorder.goto(random(4) === 0 ? nodes[random(nodes.length)] : before(here, 1 + random(8)));
        if (random(2) === 0) recorder.goto(here);
      } else if (ends.has(here)) {
        return module;
      }
    }
  },

  /** From every state on in another process. */
  async process(module, { bytes }) {
    const directory = mkdtempSync(join(tmpdir(), 'judge-'));
    const path = join(directory, 'judge.wasm');
    try {
      writeFileSync(path, bytes);
      let count = 0;
      do writeFileSync(join(directory, `${count++}.bin`), module.snapshot());
      while (!step(module));
      const program = fileURLToPath(new URL('second-process.js', import.meta.url));
      const { stdout } = await promisify(execFile)(process.execPath, [program, path, directory, String(count)], { encoding: 'buffer', maxBuffer: 2 ** 30 });
      const others = stdout.toString('latin1').split('\0').map((text) => linesIn(Buffer.from(text, 'latin1')));
      assert.equal(others.length, count);
      others.forEach((lines, steps) => assert.deepEqual(lines, linesIn(outputOf(module)), `from step ${steps} on in another process`));
      return module;
    } finally {
      rmSync(directory, { recursive: true });
    }
  },
};

/** @template {{ parent: T | null }} T @param {T} node @param {number} steps */
function before(node, steps) {
  for (; steps > 0 && node.parent; steps--) node = node.parent;
  return node;
}

/** @param {Buffer} output */
function linesIn(output) {
  const found = decode(output, 0);
  return found && 'lines' in found.answer ? found.answer.lines : null;
}

/** What came of a scenario that is over. @param {Module} module */
export function outputOf({ exports, memory }) {
  return Buffer.from(memory.buffer.slice(exports.judge_output() >>> 0, (exports.judge_output() >>> 0) + exports.judge_output_length()));
}
