// examples/durable killed at 200 random moments, each time started again: what the ledger says must be what each step promises, and what the program came to.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { buildModule } from '../../wasm/toolchain/index.js';
import { checkLedger } from '../api/ledger.js';
import { random } from '../api/random.js';
import { folder, main } from './helper.js';

const example = fileURLToPath(new URL('../../examples/durable/', import.meta.url));
const wasm = join(folder, 'order.wasm');
const KILLS = 200;
/** Run at the same time. */
const LANES = 3;
/** Of one program. */
const ORDERS = 8;
/** A process is killed so many milliseconds after it has begun to load the program, at most. */
const WITHIN = 160;

before(() => buildModule({ sources: [join(example, 'order.c')], output: wasm, compiler: 'clang' }));

/** One process, killed so many milliseconds after it has taken the state. @param {string} place its folder @param {number} [delay] never */
function life(place, delay) {
  const args = [main, 'run', wasm, '--save', 'orders.bin', '--host', join(example, 'steps.mjs'), String(ORDERS)];
  const child = spawn(process.execPath, args, { cwd: place, env: { ...process.env, LEDGER: 'ledger.txt', BUSY: '0.2' } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => (stdout += data));
  child.stderr.on('data', (data) => (stderr += data));
  const isTaken = () => contents(join(place, 'orders.bin.lock')).includes(`"pid":${child.pid},`);
  const timer = setInterval(() => {
    if (delay === undefined || !isTaken()) return;
    clearInterval(timer);
    setTimeout(() => child.kill('SIGKILL'), delay);
  }, 1);
  return new Promise((resolve) => {
    child.on('close', (status, signal) => {
      clearInterval(timer);
      resolve({ stdout, stderr, status, signal });
    });
  });
}

/** Nothing where there is no such file. @param {string} file */
function contents(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** @param {string} text */
const lastLine = (text) => text.trimEnd().split('\n').at(-1) ?? '';

/** How many orders were shipped. @param {string} place @param {string[]} outcomes */
function check(place, outcomes) {
  assert.equal(outcomes.length, ORDERS);
  return checkLedger(readFileSync(join(place, 'ledger.txt'), 'utf8').trimEnd().split('\n'), outcomes);
}

test(`${KILLS} times kill -9`, async () => {
  let [kills, programs, shipped] = [0, 0, 0];
  await Promise.all(
    Array.from({ length: LANES }, async (_, lane) => {
      const draw = random(1 + lane);
      for (let turn = 0; kills < KILLS; turn++) {
        const place = join(folder, `lane-${lane}-${turn}`);
        await mkdir(place);
        for (let ended = false; !ended; ) {
          const { stdout, stderr, status, signal } = await life(place, kills < KILLS ? draw(WITHIN) : undefined);
          kills += Number(signal === 'SIGKILL');
          assert.deepEqual([stderr, status], ['', signal ? null : 0]);
          ended = !existsSync(join(place, 'orders.bin')) && lastLine(stdout).startsWith('[');
          if (ended) shipped += check(place, JSON.parse(lastLine(stdout).replaceAll("'", '"')));
        }
        programs++;
      }
    }),
  );
  assert.ok(kills >= KILLS);
  assert.ok(shipped < programs * ORDERS, 'no process was killed while it charged');
});
