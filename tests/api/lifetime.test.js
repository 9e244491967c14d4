// Who keeps what alive: dispose, collection, live counts, growing memory, many steps.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ValueError } from '../../wasm/api/index.js';
import { NOTHING, fresh, thrownBy, withEachModule } from './modules.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

await withEachModule('lifetime', (file) => {
  test('dispose lets go at once, and use afterwards is an error', async () => {
    const m = await fresh(file);
    assert.deepEqual(m.live(), NOTHING);
    const c = m.coroutines.makes(3);
    c.send();
    assert.equal(m.live().coroutines, 4);
    c.dispose();
    c.dispose();
    assert.deepEqual(m.live(), NOTHING);
    for (const action of [() => c.send(), () => c.next(), () => c.throw(ValueError), () => c.close(), () => c.state, () => m.runSync(c), () => m.coroutines.awaits(c)]) {
      const error = thrownBy(action);
      assert.equal(error.name, 'ReferenceError');
      assert.equal(error.message, 'this Coroutine has been disposed');
    }
    assert.equal(String(c), '<disposed Coroutine>');
    if (Symbol.dispose) {
      const d = m.coroutines.echo();
      d[Symbol.dispose]();
      assert.deepEqual(m.live(), NOTHING);
    }
  });

  test('a coroutine that another awaits outlives its JS object', async () => {
    const m = await fresh(file);
    const inner = m.coroutines.count_to(1);
    const outer = m.coroutines.awaits(inner);
    inner.dispose();
    assert.equal(outer.send(), 0);
    assert.equal(outer.crAwait.name, 'count_to');
    assert.equal(thrownBy(() => outer.send()).value, 1);
    m.releaseAll();
    assert.deepEqual(m.live(), NOTHING);
  });

  test('nothing stays of values, errors and JS objects', async () => {
    const m = await fresh(file, { host: { visit: (value) => value } });
    for (let i = 0; i < 100; i++) {
      const c = m.coroutines.echo();
      c.send();
      c.send([i, 'text', { object: i }, [new Uint8Array(10)]]);
      c.send(m.coroutines.count_to(1));
      thrownBy(() => c.throw(new ValueError({ held: i })));
      thrownBy(() => m.runSync(m.coroutines.outer('x'))).dispose();
      thrownBy(() => m.coroutines.makes(5).throw(new Error('js')));
      m.runSync(m.coroutines.call_host({ i }));
      c.dispose();
    }
    m.releaseAll();
    assert.deepEqual(m.live(), NOTHING);
  });

  test('what JS forgets is released when it is collected', async () => {
    const m = await fresh(file);
    (() => {
      for (let i = 0; i < 50; i++) m.coroutines.echo().send();
      thrownBy(() => m.runSync(m.coroutines.fail('forgotten')));
    })();
    assert.ok(m.live().coroutines >= 50);
    for (let i = 0; i < 50 && m.live().objects > 0; i++) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      collect();
    }
    assert.deepEqual(m.live(), NOTHING);
  });

  test('an object that comes again while it is alive is the same', async () => {
    const m = await fresh(file);
    const c = m.coroutines.makes(1);
    c.send();
    const first = c.crAwait;
    collect();
    assert.equal(c.crAwait, first);
    first.dispose();
    assert.notEqual(c.crAwait, first);
    assert.equal(c.crAwait.state, 'CORO_SUSPENDED');
  });

  test('memory may grow at any time', async () => {
    const m = await fresh(file);
    const before = new Uint8Array(m.memory.buffer);
    const c = m.coroutines.grow(64 << 20);
    assert.equal(c.send(), 64 << 20);
    assert.equal(before.length, 0);
    assert.ok(m.memory.buffer.byteLength >= 64 << 20);
    assert.equal(m.runSync(m.coroutines.give('text after growth')), 'text after growth');
    assert.equal(thrownBy(() => c.send()).value, 'freed');
    m.memory.grow(1);
    assert.deepEqual(m.runSync(m.coroutines.give([1, 'x', { a: 1 }])), [1, 'x', { a: 1 }]);
    const large = 'ü'.repeat(3 << 20);
    assert.equal(m.runSync(m.coroutines.give(large)), large);
  });

  test('100,000 sends', async () => {
    const m = await fresh(file);
    const c = m.coroutines.echo();
    c.send();
    for (let i = 0; i < 50000; i++) if (c.send(i) !== i) assert.fail(`at ${i}`);
    for (let i = 0; i < 50000; i++) if (c.next(i + 0.5).value !== i + 0.5) assert.fail(`at ${i}`);
    c.dispose();
    assert.deepEqual(m.live(), NOTHING);
  });

  test('a coroutine that is sent a million texts stays flat', async () => {
    const m = await fresh(file);
    const c = m.coroutines.ping();
    c.send();
    const text = 'some text that is longer than a slot';
    c.send(text);
    const before = m.live();
    for (let i = 0; i < 1000000; i++) c.send(text);
    assert.deepEqual(m.live(), before);
    c.dispose();
    assert.deepEqual(m.live(), NOTHING);
  });

  test('10,000 coroutines at once', async () => {
    const m = await fresh(file);
    const all = Array.from({ length: 10000 }, () => m.coroutines.echo());
    for (const c of all) c.send();
    all.forEach((c, i) => assert.equal(c.send(i), i));
    m.releaseAll();
    assert.deepEqual(m.live(), NOTHING);
  });
});
