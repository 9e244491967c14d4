// The Python text beside each example does what the C program does: both are held against what the page must show, and CPython runs the text.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { findProgram } from '../../wasm/toolchain/run.js';
import { expected, loops } from '../browser/expected.js';

const folder = new URL('../../examples/', import.meta.url);
const { examples, explored } = JSON.parse(readFileSync(new URL('index.json', folder), 'utf8'));
const python = findProgram('python3');

test('every example has its Python text, as short as the C program', () => {
  const count = (/** @type {string} */ name) => readFileSync(new URL(name, folder), 'utf8').trimEnd().split('\n').length;
  for (const { id } of examples) assert.ok(count(`${id}.py`) <= count(`${id}.c`) + 8, id);
  for (const { id } of explored) assert.ok(count(`explore/${id}.py`) <= count(`explore/${id}.c`), id);
});

test('CPython does with it what the page shows', { skip: !python && 'there is no python3' }, () => {
  const told = JSON.parse(execFileSync(python ?? '', [fileURLToPath(new URL('drive.py', import.meta.url)), fileURLToPath(folder)], { encoding: 'utf8' }));
  for (const { id, kind, start, commands } of examples) {
    if (kind === 'loop') {
      const { printed, result } = loops[id];
      assert.deepEqual(told[id], { printed, result: id === 'deadlock' ? 'deadlock' : result ?? 'None' }, id);
      continue;
    }
    const steps = told[id].slice(start.length);
    for (const [index, { answer = null, printed = [], warned = [] }] of expected[id].entries()) {
      assert.deepEqual(steps[index], { answer, printed, warned }, `${id}: ${commands[index]}`);
    }
  }
  for (const { id } of explored) assert.deepEqual(told[id], { printed: [], result: 'None' }, `${id} passes in the loop's own order`);
});
