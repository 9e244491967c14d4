// runDurably(): what is saved when, what is done when, and examples/durable crashing at every point there is, and at every two.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CancelledError, InterruptedError, load, runDurably } from '../../wasm/api/index.js';
import { buildModule } from '../../wasm/toolchain/index.js';
import { withEachModule } from './modules.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const macrotask = () => new Promise((resolve) => setImmediate(resolve));

/** A store in memory that tells what happens. @param {string[]} [log] */
function memoryStore(log = []) {
  return {
    bytes: /** @type {Uint8Array | null} */ (null),
    async load() {
      return this.bytes;
    },
    async save(/** @type {Uint8Array} */ bytes) {
      log.push('save');
      await macrotask();
      this.bytes = bytes;
      log.push('saved');
    },
    async clear() {
      this.bytes = null;
      log.push('clear');
    },
    async close() {
      log.push('close');
    },
  };
}

/** @param {PromiseLike<unknown>} promise @returns {Promise<any>} what it rejects with */
async function rejection(promise) {
  return promise.then(() => assert.fail('it did not reject'), (error) => error);
}

await withEachModule('durable programs', (file) => {
  const asks = (/** @type {any} */ value) => (/** @type {any} */ m) => m.coroutines.asks('ask', value);

  test('what is asked is done when that is saved', async () => {
    /** @type {string[]} */
    const log = [];
    const store = memoryStore(log);
    const ask = async (value, { id }) => (log.push(`ask ${value}, ${id}`), await macrotask(), value + 1);
    const run = await runDurably(file, { store, host: { ask }, start: asks(5), done: (result) => log.push(`done ${result}`) });
    assert.equal(run.restored, false);
    assert.equal(await run.result, 6);
    assert.deepEqual(log, ['save', 'saved', 'ask 5, 1', 'save', 'saved', 'done 6', 'clear', 'close']);
    assert.equal(await run.module.run(run.module.coroutines.asks('ask', 1)), 2, 'the module is like others now');
    await run.module.dispose();
  });

  test('one program has a store; options that make no sense', async () => {
    const store = memoryStore();
    const host = { ask: async () => 1 };
    const run = await runDurably(file, { store, host, start: asks(5) });
    assert.match((await rejection(runDurably(file, { store, host, start: asks(5) }))).message, /in use by another program of this process/);
    await run.result;
    await (await runDurably(file, { store, host, start: asks(6) })).result;
    /** @type {[any, RegExp][]} */
    const wrong = [
      [undefined, /store was expected/], [{}, /store was expected/], [{ store: 'state.bin', start: asks(1) }, /fileStore\(path\)/], [{ store }, /start was expected/],
      [{ store, start: asks(1), done: 5 }, /done is a function/], [{ store, start: asks(1), snapshot: new Uint8Array(1) }, /snapshot makes no sense/],
    ];
    for (const [options, message] of wrong) {
      const error = await rejection(runDurably(file, options));
      assert.equal(error.name, 'TypeError');
      assert.match(error.message, message);
    }
    await (await runDurably(file, { store, host, start: asks(7) })).result;
  });

  test('stopped, it goes on elsewhere; what was pending fails, is asked again, or a handler asked', async () => {
    /** @type {string[]} */
    const log = [];
    const store = memoryStore(log);
    const ask = () => (log.push('ask'), new Promise(() => {}));
    const run = await runDurably(file, { store, host: { ask }, start: asks(5) });
    while (!log.includes('ask')) await macrotask();
    const result = rejection(run.result);
    const stops = [run.stop(), run.stop()].map((stopped) => stopped.then(() => log.push('stopped')));
    await Promise.all(stops);
    assert.deepEqual(log.slice(-4), ['saved', 'close', 'stopped', 'stopped'], 'no stop() is over before it is saved');
    assert.ok((await result) instanceof CancelledError);
    const { bytes } = store;
    /** @param {object} options */
    const goOn = async (options) => {
      store.bytes = bytes;
      const again = await runDurably(file, { store, start: () => assert.fail('it goes on'), ...options });
      assert.equal(again.restored, true);
      return again.result;
    };
    const error = await rejection(goOn({}));
    assert.ok(error instanceof InterruptedError);
    assert.equal(error.message, "host operation 'ask' was pending when the program was saved");
    assert.equal(await goOn({ onRestore: 'retry', host: { ask: (value, { id }) => `${value}, ${id}` } }), '5, 1');
    assert.equal(await goOn({ onRestore: { ask: async (value, { id }) => `handler: ${value}, ${id}` } }), 'handler: 5, 1');
  });

  test('a program that never rests is saved for what it asks', async () => {
    const log = [];
    const store = memoryStore(log);
    const start = (m) => {
      m.createTask(m.coroutines.spin(1, 3600));
      return m.coroutines.asks('ask', 1);
    };
    const first = await runDurably(file, { store, start, host: { ask: () => (log.push('ask'), new Promise(() => {})) } });
    while (!log.includes('ask')) await macrotask();
    await first.stop();
    assert.deepEqual(log.slice(0, 3), ['save', 'saved', 'ask']);
    const second = await runDurably(file, { store, start, host: { ask: () => 2 }, onRestore: 'retry' });
    assert.equal(await second.result, 2);
    await first.module.dispose();
    await second.module.dispose();
  });

  test('an end that was saved is the end, however often', async () => {
    const store = memoryStore();
    const run = await runDurably(file, { store, start: (m) => m.coroutines.fail_later('no') });
    assert.match((await rejection(run.result)).message, /^no$/);
    for (let i = 0; i < 2; i++) {
      const again = await runDurably(file, { store, start: () => assert.fail('it goes on') });
      assert.match((await rejection(again.result)).message, /^no$/);
    }
    const done = memoryStore();
    const first = await runDurably(file, { store: done, start: (m) => m.coroutines.sleeps(0.001), done: () => { throw new Error('later'); } });
    assert.equal((await rejection(first.result)).message, 'later');
    const second = await runDurably(file, { store: done, start: () => assert.fail('it goes on') });
    assert.equal(typeof (await second.result), 'number');
    assert.equal(done.bytes, null);
  });

  test('stop() of what has ended: the end comes first, and nothing comes after it', async () => {
    for (const fails of [false, true]) {
      /** @type {string[]} */
      const log = [];
      const store = memoryStore(log);
      const done = async () => {
        log.push('done');
        for (let turn = 0; turn < 5; turn++) await macrotask();
        log.push('handed over');
        if (fails) throw new Error('not now');
      };
      const run = await runDurably(file, { store, start: (m) => m.coroutines.sleeps(0.001), done });
      const result = run.result.then(() => 'ended', ({ message }) => message);
      while (!log.includes('done')) await macrotask();
      await run.stop();
      log.push('stopped');
      assert.equal(await result, fails ? 'not now' : 'ended');
      for (let turn = 0; turn < 5; turn++) await macrotask();
      assert.deepEqual(log.slice(log.indexOf('done')), ['done', 'handed over', ...(fails ? [] : ['clear']), 'close', 'stopped']);
      assert.equal(store.bytes !== null, fails, 'where nothing was handed over it is there to go on from');
      await run.module.dispose();
    }
  });

  test('stop() at each moment of the end: it is over or goes on elsewhere', async () => {
    let [stopped, ended] = [0, 0];
    for (let turns = 0; turns < 12; turns++) {
      const log = [];
      const store = memoryStore(log);
      let atEnd = () => {};
      const end = new Promise((resolve) => (atEnd = () => resolve(undefined)));
      const run = await runDurably(file, { store, start: asks(1), host: { ask: () => (atEnd(), 1) }, done: macrotask });
      await end;
      for (let turn = 0; turn < turns; turn++) await macrotask();
      await run.stop();
      const outcome = await run.result.then(() => 'ended', (error) => error);
      const { length } = log;
      for (let turn = 0; turn < 5; turn++) await macrotask();
      assert.deepEqual(log.slice(length - 1), ['close'], `after ${turns} turns`);
      if (outcome === 'ended') ended++;
      else {
        stopped++;
        assert.ok(outcome instanceof CancelledError);
        assert.notEqual(store.bytes, null);
        const again = await runDurably(file, { store, start: () => assert.fail('it goes on'), host: { ask: () => 1 }, onRestore: 'retry' });
        assert.equal(await again.result, 1);
      }
      assert.equal(store.bytes, null);
    }
    assert.ok(stopped > 0 && ended > 0, `${stopped} stopped, ${ended} ended`);
  });

  test('where the store fails nothing is done', async () => {
    const log = [];
    const store = { ...memoryStore(log), save: async () => { throw new Error('the disk is full'); } };
    const run = await runDurably(file, { store, start: asks(1), host: { ask: () => log.push('ask') } });
    assert.equal((await rejection(run.result)).message, 'the disk is full');
    assert.deepEqual(log, ['close']);
    await assert.rejects(run.save(), /the disk is full/);
    await assert.rejects(run.stop(), /the disk is full/);
    assert.deepEqual(log, ['close']);
  });

  test('what it is not: another program, one that was not running, a wrong policy', async () => {
    const log = [];
    const store = memoryStore(log);
    const m = await load(file);
    store.bytes = m.snapshot();
    await assert.rejects(runDurably(file, { store, start: asks(1) }), { name: 'ValueError', message: 'the saved program was not running: there is nothing to go on with' });
    store.bytes = new Uint8Array(50);
    await assert.rejects(runDurably(file, { store, start: asks(1) }), { name: 'SnapshotError' });
    store.bytes = null;
    await assert.rejects(runDurably(file, { store, start: asks(1), onRestore: { ask: 'maybe' } }), { name: 'TypeError', message: "onRestore.ask is 'retry', 'fail' or a function, not 'maybe'" });
    assert.deepEqual(log, ['close', 'close', 'close']);
    await m.dispose();
  });
}, 'loop');

// -- examples/durable --

const wasm = join(root, 'build', 'tests', 'api', 'order.wasm');
mkdirSync(join(root, 'build', 'tests', 'api'), { recursive: true });
await buildModule({ sources: [join(root, 'examples/durable/order.c')], output: wasm, compiler: 'clang' });
const compiled = await WebAssembly.compile(readFileSync(wasm));

/** What survives a crash: the store, what really happened, and how often each step found the other side busy. */
class World {
  bytes = /** @type {Uint8Array | null} */ (null);
  /** @type {string[]} */
  ledger = [];
  /** @type {Map<string, number>} */
  asked = new Map();
  /** What the program came to, once it was told. @type {string[] | undefined} */
  outcome;

  /** @param {string} line */
  count(line) {
    return this.ledger.filter((other) => other === line).length;
  }
}

/** A process: at its `crash`th moment it is gone, and does nothing any more. */
class Life {
  moments = 0;
  /** @type {() => void} */
  #die = () => {};

  /** @param {World} world @param {number} crash */
  constructor(world, crash) {
    this.world = world;
    this.crash = crash;
    this.dead = new Promise((resolve) => (this.#die = () => resolve('crashed')));
  }

  /** Here it may end. */
  async moment() {
    if (this.moments++ >= this.crash) {
      this.#die();
      await new Promise(() => {});
    }
  }

  store() {
    const { world } = this;
    return {
      load: async () => world.bytes,
      save: async (/** @type {Uint8Array} */ bytes) => {
        await this.moment();
        world.bytes = bytes;
        await this.moment();
      },
      clear: async () => {
        await this.moment();
        world.bytes = null;
        await this.moment();
      },
    };
  }

  host() {
    const { world } = this;
    const enter = async (/** @type {string} */ step, /** @type {bigint | number} */ number) => {
      await this.moment();
      const times = (world.asked.get(step) ?? 0) + 1;
      world.asked.set(step, times);
      if (times === 1) throw new Error('busy');
      world.ledger.push(`${step} ${number}`);
      await this.moment();
    };
    return {
      reserve: (/** @type {number} */ number) => enter('reserve', number),
      charge: (/** @type {number} */ number) => enter('charge', number),
      ship: (/** @type {number} */ number) => enter('ship', number).then(() => `shipped ${number}`),
    };
  }

  async live() {
    const host = this.host();
    const ship = async (/** @type {number} */ number) => (this.world.count(`ship ${number}`) > 0 ? `shipped ${number}` : host.ship(number));
    const done = async (/** @type {string[]} */ outcome) => {
      await this.moment();
      this.world.outcome = outcome;
      await this.moment();
    };
    const run = await runDurably(compiled, {
      ...{ store: this.store(), host, onRestore: { reserve: 'retry', charge: 'fail', ship }, virtualClock: true },
      ...{ start: (/** @type {any} */ m) => m.coroutines.main_coroutine(1), done, stdout: () => {} },
    });
    await Promise.race([run.result, this.dead]);
  }
}

/** @param {number[]} crashes the moment at which each life but the last ends @returns how many moments the last one had */
async function livesOf(crashes) {
  const world = new World();
  const isOver = () => world.outcome && !world.bytes;
  const lives = [...crashes, Infinity].map((crash) => new Life(world, crash));
  for (const life of lives) if (!isOver()) await life.live();
  const [outcome] = world.outcome ?? [];
  const where = `crashes at ${crashes}`;
  assert.ok(outcome === 'shipped 1' || outcome === 'charged or not: look', where);
  const shipped = outcome === 'shipped 1';
  if (crashes.length === 0) assert.ok(shipped);
  assert.ok(world.count('reserve 1') >= 1 && world.count('reserve 1') <= 1 + crashes.length, where);
  assert.ok(shipped ? world.count('charge 1') === 1 : world.count('charge 1') <= 1, where);
  assert.equal(world.count('ship 1'), Number(shipped), where);
  assert.equal(world.bytes, null, where);
  return { moments: lives[crashes.length].moments, unknown: !shipped, reserved: world.count('reserve 1') };
}

test('a crash at every moment, and a second one at every moment after it', async () => {
  const { moments } = await livesOf([]);
  assert.ok(moments > 20, `${moments} moments`);
  let [runs, unknown, twice] = [0, 0, 0];
  for (let first = 0; first < moments; first++) {
    const once = await livesOf([first]);
    for (let second = 0; second < once.moments; second++) {
      const both = await livesOf([first, second]);
      runs++;
      unknown += Number(both.unknown);
      twice += Number(both.reserved > 1);
    }
  }
  assert.ok(unknown > 0 && twice > 0, `of ${runs} runs ${unknown} did not know if they had charged, ${twice} reserved again`);
});
