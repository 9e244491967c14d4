// Recorded scenarios, run by the runtime natively under sanitizers and as wasm of both compilers: CPython's trace, line by line.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findProgram } from '../../wasm/toolchain/run.js';
import { difference, nativeRunner, wasmRunner } from './runners.js';
import { readCases } from './scenarios.js';

const file = (name) => fileURLToPath(new URL(name, import.meta.url));
const profiles = ['manual', 'tasks', 'sync', 'generators', 'mixed'];

const builds = [
  { name: 'native, gcc', needs: 'gcc', runner: () => nativeRunner({ compiler: 'gcc' }), suspends: ['value', 'generator'] },
  { name: 'native, clang', needs: 'clang', runner: () => nativeRunner({ compiler: 'clang' }), suspends: ['value'] },
  { name: 'wasm, emcc', needs: 'emcc', runner: () => wasmRunner({ compiler: 'emcc' }), suspends: ['value', 'generator'] },
  { name: "wasm, npm's clang", needs: null, runner: () => wasmRunner({ compiler: 'clang' }), suspends: ['value', 'generator'] },
];

/** Says loudly what is not covered here; fails where everything must be. */
function skipWithout(program, what) {
  if (program === null || findProgram(program)) return false;
  console.error(`NOT COVERED: ${what}: there is no ${program}`);
  return !process.env.CI && `there is no ${program}`;
}

for (const { name, needs, runner, suspends } of builds) {
  test(`recorded scenarios (${name})`, { skip: skipWithout(needs, `scenarios, ${name}`) }, async () => {
    const cases = profiles.flatMap((name) => readCases(file(`${name}.scenarios.jsonl.gz`), file(`${name}.traces.jsonl.gz`)).cases);
    assert.ok(cases.length >= 600 + 4 * 300);
    const run = await runner();
    for (const suspend of suspends) {
      const answers = await run(cases.map(({ scenario }) => scenario), suspend);
      const differences = cases.flatMap(({ scenario, expected }, i) => {
        const differs = difference(expected, answers[i]);
        return differs === null ? [] : [`${scenario.id}: ${differs}`];
      });
      assert.equal(differences.length, 0, `${differences.length} differ (suspended by ${suspend}), among them\n${differences.slice(0, 10).join('\n')}`);
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
  refused(judge([waits], [{ id: 'other', trace: [] }]), /^No scenario of .* has a trace in /);
  refused(judge([waits], [{ id: 'waits' }]), /waits has no "trace" that is a list/);
  refused(judge([waits], [{ id: 'waits', trace: waitsTrace }], '--show', 'nothing'), /There is no scenario nothing with a trace/);
});
