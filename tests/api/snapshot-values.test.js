// What of JavaScript travels with a snapshot: roots, and the values that C holds.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InterruptedError, LostValue, TypeError, ValueError } from '../../wasm/api/index.js';
import { thrownBy, withEachModule } from './modules.js';
import { movers } from './movers.js';

await withEachModule('values in snapshots', (file) => {
  const { begin, moved } = movers(file);

  test('roots: what can travel, with C objects in it, and circles', async () => {
    const { m, c } = await begin();
    const averager = c.averager();
    averager.send(null);
    const list = [averager, 1];
    list.push(list);
    Object.assign(m.roots, { list, map: new Map([[averager, list]]), error: new ValueError('mine', averager), again: list });
    const { roots } = await moved(m);
    assert.equal(roots.list[0].send(5), 5);
    assert.equal(roots.list[2], roots.list);
    assert.equal(roots.again, roots.list);
    assert.equal(roots.map.get(roots.list[0]), roots.list);
    assert.ok(roots.error instanceof ValueError);
    assert.deepEqual([roots.error.args[0], roots.error.args[1] === roots.list[0]], ['mine', true]);
    const other = await begin();
    for (const [value, what] of [[() => {}, /^roots\.bad cannot be saved: .*function/], [Promise.resolve(), /Promise/], [{ deep: [Symbol('s')] }, /ymbol/], [other.c.averager(), /another module/]]) {
      m.roots.bad = value;
      const error = thrownBy(() => m.snapshot());
      assert.ok(error instanceof TypeError, String(error));
      assert.match(error.message, /** @type {RegExp} */ (what));
    }
    delete m.roots.bad;
    m.snapshot();
  });

  test('JS values that C holds: those that structuredClone carries, with their identity', async () => {
    const given = [];
    const host = { both: (...args) => void given.push(args) };
    const { m, c } = await begin({ host });
    const shared = { name: 'shared', self: /** @type {unknown} */ (null), when: new Date(5), inner: c.averager() };
    shared.self = shared;
    m.roots.shared = shared;
    m.roots.keeps = c.keeps_two(shared, new Map([['shared', shared]]));
    m.roots.keeps.send(null);
    const other = await moved(m, { host });
    assert.ok(thrownBy(() => other.roots.keeps.send(null)).name === 'StopIteration');
    const [[first, second]] = given;
    assert.equal(first, other.roots.shared);
    assert.equal(second.get('shared'), first);
    assert.equal(first.self, first);
    assert.deepEqual(first.when, new Date(5));
    assert.equal(first.inner.send(null), null);
    assert.equal(first.inner.send(7), 7);
    m.roots.keeps = null;
  });

  test('JS values that cannot travel: an error when they are used, or what the program says', async () => {
    const given = [];
    const host = { show: (value) => void given.push(value) };
    const { m, c } = await begin({ host });
    const values = [function named() {}, Symbol('s'), new WeakMap(), { method() {} }];
    const keeping = values.map((value) => {
      const keeps = c.keeps(value);
      keeps.send(null);
      return keeps;
    });
    m.roots.keeping = keeping;
    const other = await moved(m, { host });
    const lost = other.roots.keeping.map((keeps) => thrownBy(() => keeps.send(null)));
    assert.deepEqual(given, []);
    for (const error of lost) assert.ok(error instanceof LostValue, String(error));
    assert.match(lost[0].message, /the function 'named'/);
    // A snapshot of what has lost them already.
    const third = await moved(await moved(m), { host });
    assert.ok(thrownBy(() => third.roots.keeping[0].send(null)) instanceof LostValue);

    const saving = { saveValue: (value) => (typeof value === 'function' ? { is: value.name } : undefined), host };
    const told = await begin(saving);
    told.m.roots.all = values.map((value) => {
      const keeps = told.c.keeps(value);
      keeps.send(null);
      return keeps;
    });
    const restored = await moved(told.m, { host, restoreValue: (saved) => `was ${saved.is}` });
    assert.equal(thrownBy(() => restored.roots.all[0].send(null)).name, 'StopIteration');
    assert.deepEqual(given, ['was named']);
    assert.ok(thrownBy(() => restored.roots.all[1].send(null)) instanceof LostValue);
    const bad = await begin({ saveValue: () => () => {} });
    const keeps = bad.c.keeps(() => {});
    keeps.send(null);
    assert.ok(thrownBy(() => bad.m.snapshot()) instanceof TypeError);
  });

  test('a wait for a promise fails, unless the promise comes back', async () => {
    /** @type {(value: unknown) => void} */
    let resolve = () => {};
    const promise = new Promise((done) => (resolve = done));
    const { m, c } = await begin({ manual: true, saveValue: (value) => (value === promise ? 'the promise' : undefined) });
    void m.run(c.waits_for(promise));
    m.turn();
    const failed = await moved(m);
    await assert.rejects(failed.runs[0], InterruptedError);
    const restored = await moved(m, { restoreValue: (saved) => (saved === 'the promise' ? promise : null) });
    resolve('kept');
    assert.equal(await restored.runs[0], 'kept');
    m.resume();
    assert.equal(await m.runs[0], 'kept');
  });
}, 'states');
