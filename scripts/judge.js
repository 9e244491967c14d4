#!/usr/bin/env node
// Runs scenarios against the traces that CPython gave for them, and shows the first difference of each that differs.

import { parseArgs } from 'node:util';
import { buildJudge, difference, nativeRunner, wasmRunner } from '../tests/judge/runners.js';
import { JudgeError, otherOrders, readCases } from '../tests/judge/scenarios.js';
import { BuildError } from '../wasm/toolchain/index.js';

const usage = `usage: node scripts/judge.js SCENARIOS.jsonl TRACES.jsonl [options]

Both files may be compressed (.gz). A scenario without a trace is not counted.

  --native            a native program under AddressSanitizer and UndefinedBehaviorSanitizer, not wasm
  --compiler NAME     emcc or clang; with --native gcc or clang
  --restore           moves the program into a fresh instance, from a snapshot, after every step of the driver or turn of the loop
  --deltas            the same, from a chain of snapshots that each tell only what changed
  --fork              the same, as a fork
  --back              goes back at random points, and forth or on from there
  --process           goes on from every point in another process as well
  --seed NUMBER       of --back's random numbers, 1 by default
  --suspend NAME      value: aw_suspend(), the default; generator: a generator, as in the oracle
  --show ID           prints the scenario with that id, and both traces side by side`;

const MOVES = /** @type {const} */ (['restore', 'deltas', 'fork', 'back', 'process']);

/** @param {string} message @returns {never} */
function refuse(message) {
  console.error(message);
  process.exit(1);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        native: { type: 'boolean', default: false },
        compiler: { type: 'string' },
        restore: { type: 'boolean', default: false },
        deltas: { type: 'boolean', default: false },
        fork: { type: 'boolean', default: false },
        back: { type: 'boolean', default: false },
        process: { type: 'boolean', default: false },
        seed: { type: 'string', default: '1' },
        suspend: { type: 'string', default: 'value' },
        show: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    return refuse(`${/** @type {Error} */ (error).message}\n\n${usage}`);
  }
}

/**
 * @param {{ scenario: Record<string, any>, expected: string[] }} one
 * @param {import('../tests/judge/scenarios.js').Answer} answer
 */
function show({ scenario, expected }, answer) {
  for (const [name, { body }] of Object.entries(scenario.define)) console.log(`${name}:\n${outline(body, 1)}`);
  console.log(`${scenario.drive ? `driver:\n${outline(scenario.drive, 1)}` : `main: ${scenario.main}`}\n`);
  const lines = 'lines' in answer ? answer.lines : [];
  const width = Math.max(8, ...expected.map((line) => line.length));
  console.log(`  ${'expected'.padEnd(width)}  got`);
  for (let i = 0; i < Math.max(expected.length, lines.length); i++) {
    const mark = expected[i] === lines[i] ? ' ' : '*';
    console.log(`${mark} ${(expected[i] ?? '').padEnd(width)}  ${lines[i] ?? ''}`);
  }
  console.log();
}

/**
 * Why CPython may differ where its own trace is one of several; such a scenario counts as failed all the same.
 * @param {Record<string, any>} scenario
 * @param {string} differs
 */
function knownReason(scenario, differs) {
  if (/^ {2}expected: (unraisable|warning): /m.test(differs)) return 'CPython tells when its collector finds something';
  if (/\["task_group",\[\[[^\]]*\],\[/.test(JSON.stringify(scenario))) return 'CPython cancels the tasks of a group in the order of their addresses';
  return null;
}

/**
 * Operations, one a line, as Python would indent them.
 * @param {any[][]} ops
 * @param {number} depth
 * @returns {string}
 */
function outline(ops, depth) {
  const pad = '    '.repeat(depth);
  return ops
    .map(([name, ...args]) => {
      if (name !== 'try') {
        const block = args.findLastIndex((item) => Array.isArray(item) && Array.isArray(item[0]));
        const words = args.filter((_, index) => index !== block).map((item) => JSON.stringify(item));
        return `${pad}${[name, ...words].join(' ')}${block < 0 ? '' : `:\n${outline(args[block], depth + 1)}`}`;
      }
      const { body, except = [], else: otherwise, finally: last } = args[0];
      const parts = [`${pad}try:`, outline(body, depth + 1)];
      for (const [kinds, handler] of except) parts.push(`${pad}except ${kinds.join(', ')}:`, outline(handler, depth + 1));
      if (otherwise) parts.push(`${pad}else:`, outline(otherwise, depth + 1));
      if (last) parts.push(`${pad}finally:`, outline(last, depth + 1));
      return parts.filter(Boolean).join('\n');
    })
    .join('\n');
}

async function main() {
  const { values, positionals } = readArguments();
  if (values.help) return console.log(usage);
  if (positionals.length !== 2) refuse(usage);
  const { compiler, suspend } = values;
  const compilers = values.native ? ['gcc', 'clang'] : ['emcc', 'clang'];
  if (compiler !== undefined && !compilers.includes(compiler)) refuse(`--compiler is ${compilers.join(' or ')} here, not ${compiler}.`);
  const chosen = MOVES.filter((name) => values[name]);
  if (chosen.length > 1) refuse(`--${chosen[0]} and --${chosen[1]}: one at a time.`);
  if (chosen.length > 0 && values.native) refuse(`--${chosen[0]} is for wasm: a native program cannot be moved.`);
  if (!/^\d{1,9}$/.test(values.seed)) refuse(`--seed is a number, not ${values.seed}.`);
  if (suspend !== 'value' && suspend !== 'generator') return refuse(`--suspend is value or generator, not ${suspend}.`);

  let { cases, withoutTrace } = readCases(positionals[0], positionals[1]);
  if (values.show !== undefined) cases = cases.filter(({ scenario }) => scenario.id === values.show);
  if (cases.length === 0) refuse(`There is no scenario ${values.show} with a trace.`);
  const options = { compiler: /** @type {any} */ (compiler), log: (/** @type {string} */ line) => console.error(line) };
  const run = values.native ? await nativeRunner(options) : await wasmRunner(await buildJudge(options), { move: chosen[0], seed: Number(values.seed) });
  const answers = await run(cases.map(({ scenario }) => scenario), suspend);

  let failed = 0;
  let otherOrder = 0;
  for (const [index, one] of cases.entries()) {
    if (values.show !== undefined) show(one, answers[index]);
    const differs = difference(one.expected, answers[index]);
    if (differs === null) continue;
    const others = otherOrders(one.scenario);
    if (others.length > 0 && (await run(others, suspend)).some((answer) => difference(one.expected, answer) === null)) {
      otherOrder++;
      continue;
    }
    failed++;
    console.log(`${one.scenario.id}: ${differs}`);
    const reason = knownReason(one.scenario, differs);
    if (reason) console.log(`  perhaps because ${reason} (docs/semantics.md)`);
  }
  if (withoutTrace) console.log(`${withoutTrace} without a trace, not counted`);
  if (otherOrder) console.log(`${otherOrder} in which as_completed() walks its set in another order (docs/semantics.md), counted as passed`);
  console.log(`${cases.length - failed} passed, ${failed} failed`);
  if (failed) process.exitCode = 1;
}

main().catch((error) => {
  if (error instanceof JudgeError || error instanceof BuildError) refuse(error.message);
  throw error;
});
