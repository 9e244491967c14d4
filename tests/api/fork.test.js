// Forks: they go on by themselves, and share what JavaScript has.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turns } from 'node:timers/promises';
import { CancelledError, LookupError, TypeError } from '../../wasm/api/index.js';
import { NOTHING, thrownBy, withEachModule } from './modules.js';
import { movers } from './movers.js';

await withEachModule('forks', (file) => {
  const { begin, moved } = movers(file);

  test('forks go on by themselves, and know each other\'s objects', async () => {
    const { m, c } = await begin();
    const averager = c.averager();
    averager.send(null);
    averager.send(10);
    const fork = m.fork();
    const twin = fork.counterpart(averager);
    assert.notEqual(twin, averager);
    assert.equal(fork.counterpart(averager), twin);
    assert.equal(m.counterpart(twin), averager);
    assert.deepEqual([averager.send(20), twin.send(40)], [15, 25]);
    assert.deepEqual([averager.send(30), twin.send(70)], [20, 40]);
    const error = thrownBy(() => m.counterpart(fork.coroutines.echo()));
    assert.ok(error instanceof LookupError, String(error));
    assert.ok(thrownBy(() => m.counterpart(/** @type {any} */ ({}))) instanceof TypeError);
    const forks = Array.from({ length: 20 }, () => m.fork());
    forks.forEach((each, index) => assert.equal(each.counterpart(averager).send(index), (60 + index) / 4));
    assert.equal(averager.send(60), 30);
    await fork.dispose();
    assert.throws(() => twin.send(1), ReferenceError);
    assert.equal(averager.send(80), 40);
  });

  test('forks share what the host has to answer; cancelling in one leaves it to the other', async () => {
    /** @type {{ resolve: (value: unknown) => void, signal: AbortSignal }[]} */
    const asked = [];
    const host = { first: (_, { signal }) => new Promise((resolve) => asked.push({ resolve, signal })), second: (x) => Promise.resolve(`${x}!`) };
    const { m, c } = await begin({ host });
    void m.run(c.two_steps('x'));
    await turns();
    assert.equal(asked.length, 1);
    const forks = [m.fork(), m.fork(), m.fork()];
    forks[0].tasks()[0].cancel();
    await assert.rejects(forks[0].runs[0], CancelledError);
    assert.equal(asked[0].signal.aborted, false);
    asked[0].resolve('a');
    for (const run of [m, forks[1], forks[2]].map(({ runs }) => runs[0])) assert.deepEqual(await run, ['a', 'a!']);
    assert.equal(asked.length, 1);

    m.run(c.two_steps('y')).catch(() => {});
    await turns();
    const last = m.fork();
    for (const each of [m, last]) {
      assert.equal(asked[1].signal.aborted, false);
      const [run] = each.runs;
      each.tasks()[0].cancel();
      await assert.rejects(run, CancelledError);
    }
    await turns();
    assert.equal(asked[1].signal.aborted, true);
  });

  test('forks share the JS values that C holds', async () => {
    const given = [];
    const { m, c } = await begin({ host: { show: (value) => void given.push(value) } });
    const value = () => {};
    const keeps = c.keeps(value);
    keeps.send(null);
    const fork = m.fork();
    thrownBy(() => fork.counterpart(keeps).send(null));
    thrownBy(() => keeps.send(null));
    assert.deepEqual(given, [value, value]);
  });

  test('many instances one after the other leave nothing behind', async () => {
    let { m, c } = await begin();
    const averager = c.averager();
    averager.send(null);
    m.roots.averager = averager;
    for (let i = 1; i <= 30; i++) {
      m.roots.averager.send(i);
      const before = m;
      m = i % 2 ? await moved(m) : m.fork();
      await before.dispose();
    }
    assert.equal(m.roots.averager.send(0), 465 / 31);
    m.roots.averager.dispose();
    m.releaseAll();
    assert.deepEqual(m.live(), NOTHING);
    await m.dispose();
    await m.dispose();
    assert.throws(() => m.snapshot(), ReferenceError);
  });
}, 'states');
