// Recorded scenarios, run by the runtime natively under sanitizers and as wasm of both compilers: CPython's trace, line by line, also where the program is
// moved between two steps.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findProgram } from '../../wasm/toolchain/run.js';
import { buildJudge, difference, nativeRunner, wasmRunner } from './runners.js';
import { readCases } from './scenarios.js';

const file = (name) => fileURLToPath(new URL(name, import.meta.url));
const profiles = ['manual', 'tasks', 'sync', 'generators', 'mixed'];

/** The judge as a module, built once. @type {Map<string, Promise<Uint8Array>>} */
const judges = new Map();

/** @param {'emcc' | 'clang'} compiler */
function judgeOf(compiler) {
  if (!judges.has(compiler)) judges.set(compiler, buildJudge({ compiler }));
  return judges.get(compiler);
}

const builds = [
  { name: 'native, gcc', needs: 'gcc', runner: () => nativeRunner({ compiler: 'gcc' }), suspends: ['value', 'generator'] },
  { name: 'native, clang', needs: 'clang', runner: () => nativeRunner({ compiler: 'clang' }), suspends: ['value'] },
  { name: 'wasm, emcc', needs: 'emcc', runner: async () => wasmRunner(await judgeOf('emcc')), suspends: ['value', 'generator'] },
  { name: "wasm, npm's clang", needs: null, runner: async () => wasmRunner(await judgeOf('clang')), suspends: ['value', 'generator'] },
];

/** Says loudly what is not covered here; fails where everything must be. */
function skipWithout(program, what) {
  if (program === null || findProgram(program)) return false;
  console.error(`NOT COVERED: ${what}: there is no ${program}`);
  return !process.env.CI && `there is no ${program}`;
}

const recorded = (profile) => readCases(file(`${profile}.scenarios.jsonl.gz`), file(`${profile}.traces.jsonl.gz`)).cases;

/** Runs them, and says where they differ. */
async function differencesOf(run, cases, suspend) {
  const answers = await run(cases.map(({ scenario }) => scenario), suspend);
  return cases.flatMap(({ scenario, expected }, i) => {
    const differs = difference(expected, answers[i]);
    return differs === null ? [] : [`${scenario.id}: ${differs}`];
  });
}

/** @param {string[]} differences @param {string} how */
const noneOf = (differences, how) =>
  assert.equal(differences.length, 0, `${differences.length} differ (${how}), among them\n${differences.slice(0, 10).join('\n')}`);

for (const { name, needs, runner, suspends } of builds) {
  test(`recorded scenarios (${name})`, { skip: skipWithout(needs, `scenarios, ${name}`) }, async () => {
    const cases = profiles.flatMap(recorded);
    assert.ok(cases.length >= 600 + 4 * 300);
    const run = await runner();
    for (const suspend of suspends) noneOf(await differencesOf(run, cases, suspend), `suspended by ${suspend}`);
  });
}

// Of each profile one in so many, and not the same ones for each.
const moved = [
  { move: 'restore', title: 'each step in a fresh instance, from a snapshot', every: 14 },
  { move: 'deltas', title: 'each step in a fresh instance, from a chain of snapshots', every: 50 },
  { move: 'fork', title: 'each step in a fork', every: 50 },
  { move: 'back', title: 'back, forth, and on from where it was', every: 10 },
  { move: 'process', title: 'from each step on in another process', every: 150 },
];
const compilers = /** @type {const} */ (['emcc', 'clang']).filter((compiler) => compiler === 'clang' || findProgram('emcc'));

for (const [at, { move, title, every }] of moved.entries()) {
  test(`recorded scenarios (${title})`, async () => {
    const cases = profiles.flatMap((profile) => recorded(profile).filter((_, index) => index % every === at));
    for (const [which, compiler] of compilers.entries()) {
      const run = await wasmRunner(await judgeOf(compiler), { move, seed: at });
      noneOf(await differencesOf(run, cases.filter((_, index) => index % compilers.length === which), 'value'), compiler);
    }
  });
}

/** Runs the command with files of these lines. */
function judge(scenarios, traces, ...options) {
  const directory = mkdtempSync(join(tmpdir(), 'judge-'));
  const paths = [join(directory, 'scenarios.jsonl'), join(directory, 'traces.jsonl')];
  [scenarios, traces].forEach((lines, i) => writeFileSync(paths[i], lines.map((line) => `${JSON.stringify(line)}\n`).join('')));
  const { status, stdout, stderr } = spawnSync(process.execPath, [file('../../scripts/judge.js'), ...paths, ...options], { encoding: 'utf8' });
  rmSync(directory, { recursive: true });
  return { status, stdout, stderr };
}

const waits = { id: 'waits', profile: 'manual', define: { f: { body: [['suspend', 1]] } }, drive: [['new', 'c', 'f'], ['send', 'c', null]] };
const waitsTrace = ['driver: new c', 'f.1: start', 'driver: send c None -> 1'];

test('the command tells the first difference, and what it does not support', { skip: skipWithout('gcc', 'the judge command') }, () => {
  const scenarios = [
    waits,
    { ...waits, id: 'differs' },
    { ...waits, id: 'without a trace' },
    { ...waits, id: 'new operation', drive: [['fly', 'c']] },
    { ...waits, id: 'in a loop', drive: undefined, main: 'f' },
  ];
  const traces = scenarios.filter(({ id }) => id !== 'without a trace').map(({ id }) => ({ id, trace: waitsTrace }));
  traces[1].trace = [...waitsTrace.slice(0, 2), 'driver: send c None -> 2'];
  const { status, stdout } = judge(scenarios, traces, '--native');
  assert.equal(status, 1);
  assert.deepEqual(stdout.trim().split('\n'), [
    'differs: line 3',
    '  expected: driver: send c None -> 2',
    '  got:      driver: send c None -> 1',
    'new operation: operation fly is not supported',
    'in a loop: line 1',
    '  expected: driver: new c',
    '  got:      f.1: start',
    '1 without a trace, not counted',
    '1 passed, 3 failed',
  ]);
  assert.equal(judge([waits], [{ id: 'waits', trace: waitsTrace }], '--native').status, 0);
});

test('the command moves the program between two steps', () => {
  const traces = [{ id: 'waits', trace: waitsTrace }, { id: 'differs', trace: [...waitsTrace, 'driver: more'] }];
  const { status, stdout } = judge([waits, { ...waits, id: 'differs' }], traces, '--restore', '--compiler', 'clang');
  assert.equal(status, 1);
  assert.deepEqual(stdout.trim().split('\n'), ['differs: line 4', '  expected: driver: more', '  got:      (the trace ends)', '1 passed, 1 failed']);
});

test('the command refuses wrong usage and unusable files with one clear message', () => {
  const refused = (result, message) => {
    assert.equal(result.status, 1);
    assert.match(result.stderr, message);
    assert.doesNotMatch(result.stderr, /^\s+at /m);
  };
  const run = (...words) => spawnSync(process.execPath, [file('../../scripts/judge.js'), ...words], { encoding: 'utf8' });
  refused(run(), /^usage: node scripts\/judge\.js/);
  refused(run('nowhere.jsonl', 'nowhere.jsonl'), /^Cannot read nowhere\.jsonl: there is no such file\.$/m);
  refused(run('a', 'b', '--compiler', 'tcc'), /--compiler is emcc or clang here, not tcc/);
  refused(run('a', 'b', '--what'), /Unknown option '--what'/);
  refused(run('--restore', 'a', 'b', '--native'), /--restore is for wasm: a native program cannot be moved/);
  refused(run('--restore', 'a', 'b', '--back'), /--restore and --back: one at a time/);
  refused(run('--back', 'a', 'b', '--seed', 'x'), /--seed is a number, not x/);
  refused(judge([waits], [{ id: 'other', trace: [] }]), /^No scenario of .* has a trace in /);
  refused(judge([waits], [{ id: 'waits' }]), /waits has no "trace" that is a list/);
  refused(judge([waits], [{ id: 'waits', trace: waitsTrace }], '--show', 'nothing'), /There is no scenario nothing with a trace/);
});
