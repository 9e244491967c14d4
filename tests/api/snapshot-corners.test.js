// Corners of saving and going back: exceptions that C only carries, promises that are remembered, memory that shrank, what a stranger writes into a snapshot.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { setImmediate as turns } from 'node:timers/promises';
import { SnapshotError, ValueError, load } from '../../wasm/api/index.js';
import { Decoder, Encoder } from '../../wasm/bridge/snapshot/codec.js';
import { decode, encode } from '../../wasm/bridge/snapshot/format.js';
import { identityOf } from '../../wasm/bridge/snapshot/identity.js';
import { memoryTaken } from './random.js';
import { NOTHING, fresh, withEachModule } from './modules.js';

await withEachModule('corners of snapshots', (file) => {
  /** @param {import('../../wasm/api/index.js').LoadOptions} [options] */
  const begin = async (options) => {
    const m = await fresh(file, { manual: true, virtualClock: true, stdout: () => {}, ...options });
    return { m, c: m.coroutines };
  };

  test('an exception that C carried is itself again after going back', async () => {
    const { m, c } = await begin();
    const history = m.history();
    const mine = new ValueError('mine');
    const echo = c.echo();
    echo.send(null);
    const before = history.current;
    assert.equal(echo.send(mine), mine);
    history.goto(before);
    for (let i = 0; i < 20; i++) c.echo().send(null); // where it was is something else now
    assert.equal(echo.send(mine), mine);
    const other = c.echo();
    other.send(null);
    assert.throws(() => other.throw(mine), (error) => error === mine);
    m.roots.mine = mine;
    const restored = await fresh(file, { snapshot: m.snapshot() });
    assert.ok(restored.roots.mine instanceof ValueError);
    assert.deepEqual(restored.roots.mine.args, ['mine']);
  });

  test('an exception that C carries travels', async () => {
    /** @type {any} */
    let shown;
    const host = { show: (/** @type {unknown} */ value) => { shown = value; } };
    const { m, c } = await begin({ host });
    const mine = new ValueError('mine', 7);
    m.roots.tells = c.tells('show', mine);
    m.roots.tells.send(null);
    m.roots.echo = c.echo();
    m.roots.echo.send(null);
    assert.equal(m.roots.echo.send(mine), mine, 'so JS knows where C has it');
    const fork = m.fork();
    const restored = [await fresh(file, { snapshot: m.snapshot(), host }), await fresh(file, { snapshot: fork.snapshot(), host })];
    for (const each of [m, fork, ...restored]) {
      shown = null;
      assert.throws(() => each.roots.tells.send(null), { name: 'StopIteration' });
      assert.ok(shown instanceof ValueError, String(shown));
      assert.deepEqual(shown.args, ['mine', 7]);
      assert.equal(shown === mine, !restored.includes(each), 'forks share JS values');
    }
  });

  test('what was remembered of an object in another state is asked anew', async () => {
    const { m, c } = await begin();
    const history = m.history();
    const start = history.current;
    const task = m.createTask(c.sleeper(1));
    const made = history.current;
    /** @param {PromiseLike<unknown>} promise */
    const turned = async (promise) => {
      let isOver = false;
      promise.then(() => { isOver = true; });
      for (let i = 0; i < 100 && !isOver; i++) {
        m.turn();
        await turns();
      }
      assert.ok(isOver);
      return promise;
    };
    assert.equal(await turned(task), 'awake');
    history.goto(start);
    await assert.rejects(async () => await task, ReferenceError);
    history.goto(made);
    assert.equal(task.done, false);
    let early = false;
    const waited = task.then((/** @type {unknown} */ value) => { early = !task.done; return value; });
    await turns();
    assert.equal(await turned(waited), 'awake');
    assert.equal(early, false);
  });

  test('a chain over memory that shrank and grew again', async () => {
    const { m, c } = await begin();
    const history = m.history();
    const small = history.current;
    c.grows(4).send(null);
    const first = m.snapshot();
    history.goto(small);
    history.stop();
    const second = m.snapshot({ since: first });
    const size = m.memory.buffer.byteLength;
    m.memory.grow(96);
    const third = m.snapshot({ since: [first, second] });
    const restored = await fresh(file, { snapshot: [first, second, third] });
    const memory = new Uint8Array(restored.memory.buffer);
    assert.equal(memory.length, m.memory.buffer.byteLength);
    assert.equal(memory.subarray(size).findIndex((byte) => byte !== 0), -1);
  });

  test('saveValue() cannot change what is being saved', async () => {
    const { m, c } = await begin({ saveValue: () => c.grows(4) });
    const echo = c.echo();
    echo.send(null);
    echo.send(() => {});
    assert.throws(() => m.snapshot(), { name: 'RuntimeError', message: /saveValue\(\) was called while the state is being saved/ });
    assert.equal(c.echo().send(null), null);
  });

  test('a root of any name', async () => {
    const { m } = await begin();
    Object.defineProperty(m.roots, '__proto__', { value: [1], enumerable: true, configurable: true, writable: true });
    const restored = await fresh(file, { snapshot: m.snapshot() });
    const fork = restored.fork();
    const history = fork.history();
    fork.coroutines.echo().send(null);
    history.back();
    for (const { roots } of [restored, fork]) {
      assert.deepEqual(Object.getOwnPropertyDescriptor(roots, '__proto__')?.value, [1]);
      assert.equal(Object.getPrototypeOf(roots), Object.prototype);
    }
  });

  test('handles from a stranger', async () => {
    const { m } = await begin();
    const parts = decode(m.snapshot(), identityOf(await WebAssembly.compile(await readFile(file))));
    const right = { free: [], waiters: [], held: [], operations: { next: 1, ids: [] }, output: [new Uint8Array(0), new Uint8Array(0)] };
    /** @param {object} change @param {unknown[]} [items] */
    const changed = (change, items = []) => {
      const encoder = new Encoder();
      for (const value of [{ ...right, ...change }, ...items, null, [], null]) encoder.value(value);
      return load(file, { snapshot: encode({ ...parts, host: encoder.take(), parent: null }), stdout: () => {} });
    };
    (await changed({})).releaseAll();
    for (const change of [
      { waiters: [[200_000_000, 0]] }, { waiters: [[2 ** 32 - 2, 0]] }, { waiters: [[1.5, 0]] }, { waiters: [['1', 0]] }, { waiters: [[1, 0], [1, 0]] }, { waiters: [1] }, { waiters: [[0, 0]] },
      { free: [3] }, { free: [1, 1] }, { free: [-1] }, { free: [0] }, { held: ['a'] }, { held: [-8] }, { output: [7, new Uint8Array(0)] }, { output: [] }, { operations: { next: 'x', ids: [] } }, { operations: { next: 1, ids: [[1]] } },
    ]) {
      await assert.rejects(changed(change), (error) => error instanceof SnapshotError && error.problem === 'malformed', JSON.stringify(change));
    }
    for (const items of [[[2, 'value', 1]], [[1, 'value', 1], [1, 'value', 2]], [['length', 'value', 1]]]) {
      await assert.rejects(changed({}, items), SnapshotError, JSON.stringify(items));
    }
  });

  test('what came after the fork has no counterpart, wherever it is', async () => {
    const { m, c } = await begin();
    const echo = c.echo();
    const fork = m.fork();
    assert.equal(m.counterpart(fork.counterpart(echo)), echo);
    echo.dispose();
    const later = c.echo();
    assert.throws(() => fork.counterpart(later), { name: 'LookupError', message: /no counterpart/ });
    const sibling = m.fork();
    assert.throws(() => sibling.counterpart(fork.coroutines.echo()), { name: 'TypeError', message: /the instance that this one is a fork of/ });
    assert.throws(() => { /** @type {any} */ (m).roots = {}; }, { name: 'TypeError' });
  });

  test('nothing is left over', async () => {
    const { m, c } = await begin();
    const echo = c.echo();
    echo.send(null);
    echo.send(new ValueError('gone'));
    const history = m.history();
    echo.send(new ValueError('too'));
    history.back();
    history.stop();
    m.releaseAll();
    assert.deepEqual(m.live(), NOTHING);
  });
}, 'states');

test('arrays of holes cost no more than their bytes', () => {
  const encoder = new Encoder();
  encoder.value(Array.from({ length: 2000 }, () => new Array(20_000)));
  encoder.value('x'.repeat(40_000));
  const bytes = encoder.take();
  const taken = memoryTaken(() => new Decoder(bytes).value());
  assert.ok(taken < 100 * bytes.length, `${taken} bytes for ${bytes.length}`);
});
