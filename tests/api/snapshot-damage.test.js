// Snapshots of real programs, damaged, foreign and hostile, given to load(): each is refused by a SnapshotError before anything runs.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { SnapshotError, load, openSnapshot, sealSnapshot } from '../../wasm/api/index.js';
import { Encoder } from '../../wasm/bridge/snapshot/codec.js';
import { decode, encode } from '../../wasm/bridge/snapshot/format.js';
import { identityOf } from '../../wasm/bridge/snapshot/identity.js';
import { compilers, moduleFile, withEachModule } from './modules.js';
import { damaged, inUse, random } from './random.js';

const SEED = 41;
const LOADED = 3000;
const DECODED = 7000;
const CHAINS = 1000;
const HOST_PARTS = 300;
const MEMORY_SPARE = 8 << 20;

const nothing = () => {};
const QUIET = { manual: true, onWarning: nothing, onError: nothing, onUnraisable: nothing, stdout: nothing, stderr: nothing };
const host = { ask: () => new Promise(nothing), show: (/** @type {unknown} */ value) => value };

/** A program with something of everything in it, in the middle of its work: a snapshot, and what changed since. @param {WebAssembly.Module} module */
async function inTheMiddle(module) {
  const m = await load(module, { ...QUIET, host, virtualClock: true });
  const { everything, averager, keeps, asks } = m.coroutines;
  m.run(everything()).catch(nothing);
  const mean = (m.roots.mean = averager());
  mean.send(null);
  m.roots.values = [mean, { map: new Map([[1, new Date(5)]]), text: 'text' }];
  m.roots.keeper = keeps({ an: 'object', with: [1, 2.5, 3n] });
  m.roots.keeper.send(null);
  m.createTask(asks('ask', { x: 1 }));
  for (let turn = 0; turn < 20; turn++) m.turn();
  const whole = m.snapshot();
  for (let turn = 0; turn < 20; turn++) m.turn();
  return { whole, delta: m.snapshot({ since: whole }) };
}

/** @param {WebAssembly.Module} module @param {Uint8Array | Uint8Array[]} snapshot @param {string} round */
async function refused(module, snapshot, round) {
  let error;
  try {
    await load(module, { ...QUIET, host, snapshot });
  } catch (thrown) {
    error = thrown;
  }
  assert.ok(error instanceof SnapshotError, `${round}: ${error === undefined ? 'it was loaded' : /** @type {Error} */ (error).stack}`);
  return error;
}

await withEachModule('a snapshot that is not as it was', (file) => {
  const module = new WebAssembly.Module(readFileSync(file));
  const identity = identityOf(module);
  const program = inTheMiddle(module);

  test('as it was it goes on', async () => {
    const { whole, delta } = await program;
    const m = await load(module, { ...QUIET, host, snapshot: [whole, delta] });
    assert.equal(m.roots.values[0], m.roots.mean);
    assert.equal(m.roots.mean.send(5), 5);
  });

  test(`at random: ${LOADED} loaded, ${DECODED} decoded`, async () => {
    const { whole, delta } = await program;
    const draw = random(SEED);
    for (let round = 0; round < LOADED; round++) await refused(module, damaged(whole, draw, delta), `seed ${SEED}, round ${round}`);
    for (let round = LOADED; round < LOADED + DECODED; round++) {
      const bytes = damaged(whole, draw, delta);
      assert.throws(() => decode(bytes, identity), SnapshotError, `seed ${SEED}, round ${round}`);
    }
  });

  test(`at random, in a chain: ${CHAINS}`, async () => {
    const { whole, delta } = await program;
    const draw = random(SEED);
    for (let round = 0; round < CHAINS; round++) await refused(module, [whole, damaged(delta, draw, whole)], `seed ${SEED}, round ${round}`);
  });

  test('chains that are none', async () => {
    const { whole, delta } = await program;
    for (const chain of [[delta], [delta, whole], [whole, whole], [whole, delta, delta]]) assert.equal((await refused(module, chain, 'chain')).problem, 'wrong chain');
    assert.equal((await refused(module, [], 'empty chain')).problem, 'not a snapshot');
  });

  test('of a module that is another', async () => {
    const { whole } = await program;
    const own = compilers.find((compiler) => file.includes(`-${compiler}-`)) ?? compilers[0];
    const steps = new WebAssembly.Module(readFileSync(await moduleFile('steps', own)));
    assert.equal((await refused(steps, whole, 'another program')).problem, 'other module');
    for (const compiler of compilers.filter((other) => other !== own)) {
      const other = new WebAssembly.Module(readFileSync(await moduleFile('states', compiler)));
      assert.equal((await refused(other, whole, 'another compiler')).problem, 'other compiler');
    }
  });

  test('of another size or with other globals, with the right checksum', async () => {
    const parts = decode((await program).whole, identity);
    assert.equal((await refused(module, encode({ ...parts, pages: 65537 }), 'size')).problem, 'memory size');
    assert.equal((await refused(module, encode({ ...parts, globals: [...parts.globals, 1n] }), 'globals')).problem, 'malformed');
    assert.equal((await refused(module, encode({ ...parts, globals: [] }), 'globals')).problem, 'malformed');
  });

  test(`${HOST_PARTS} with another host part and the right checksum: refused, or loaded`, async () => {
    const parts = decode((await program).whole, identity);
    const draw = random(SEED);
    for (let round = 0; round < HOST_PARTS; round++) {
      const bytes = encode({ ...parts, host: damaged(parts.host, draw, parts.memory[0].bytes) });
      try {
        await load(module, { ...QUIET, host, snapshot: bytes });
      } catch (error) {
        assert.ok(error instanceof SnapshotError, `seed ${SEED}, round ${round}: ${/** @type {Error} */ (error).stack}`);
      }
    }
  });

  test('with a host part whose lists are only long', async () => {
    const parts = decode((await program).whole, identity);
    const long = Object.assign([], { length: 2 ** 32 - 1 });
    const lists = { free: [], waiters: [], held: [], operations: { next: 1, ids: [] }, output: [new Uint8Array(), new Uint8Array()] };
    const hostile = [...['free', 'waiters', 'held', 'output'].map((name) => ({ ...lists, [name]: long })), { ...lists, operations: { next: 1, ids: long } }];
    for (const first of hostile) {
      const encoder = new Encoder();
      for (const value of [first, null, long, null]) encoder.value(value);
      const bytes = encode({ ...parts, host: encoder.take() });
      const before = inUse();
      assert.equal((await refused(module, bytes, 'long')).problem, 'malformed');
      assert.ok(inUse() - before < MEMORY_SPARE);
    }
  });

  test('with output that is no bytes of two lines', async () => {
    const parts = decode((await program).whole, identity);
    const lists = { free: [], waiters: [], held: [], operations: { next: 1, ids: [] } };
    for (const output of [['', ''], [new Uint8Array()], [new Uint8Array(), null]]) {
      const encoder = new Encoder();
      for (const value of [{ ...lists, output }, null, [], null]) encoder.value(value);
      assert.equal((await refused(module, encode({ ...parts, host: encoder.take() }), 'output')).problem, 'malformed');
    }
  });

  test('with a seal', async () => {
    const { whole } = await program;
    const key = crypto.getRandomValues(new Uint8Array(32));
    const sealed = await sealSnapshot(whole, key);
    assert.match((await refused(module, sealed, 'sealed')).message, /openSnapshot/);
    const m = await load(module, { ...QUIET, host, snapshot: await openSnapshot(sealed, key) });
    assert.equal(m.roots.mean.send(5), 5);
  });
}, 'states');
