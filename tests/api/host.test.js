// Host functions: what they get and give, what they throw, and what they may do with the module that calls them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LookupError, OverflowError, RecursionError, StackOverflow, ValueError } from '../../wasm/api/index.js';
import { NOTHING, fresh, thrownBy, withEachModule } from './modules.js';

await withEachModule('host functions', (file) => {
  test('arguments and results', async () => {
    const calls = [];
    const host = { three: (...args) => calls.push(args), visit: (value) => ({ value }) };
    const m = await fresh(file, { host });
    assert.equal(m.runSync(m.coroutines.call_three()), 1);
    assert.deepEqual(calls, [[1, 'two', [3]]]);
    const object = {};
    assert.equal(m.runSync(m.coroutines.call_host(object)).value, object);
    host.visit = function () {
      return this === host;
    };
    assert.equal(m.runSync(m.coroutines.call_host(null)), true);
  });

  test('methods of a class instance are host functions, those of Object are not', async () => {
    class Host {
      visit(value) {
        return value + 1;
      }
    }
    const m = await fresh(file, { host: new Host() });
    assert.equal(m.runSync(m.coroutines.call_host(1)), 2);
    const error = thrownBy(() => m.runSync(m.coroutines.call_missing()));
    assert.ok(error instanceof LookupError);
    assert.equal(error.message, "no host function 'missing'");
  });

  test('what a host function throws is an error in C, and outside the same object', async () => {
    let thrown;
    const m = await fresh(file, { host: { visit: () => { throw thrown; } } });
    for (thrown of [new Error('js'), new ValueError('ours'), 'text', 5, null, undefined, { a: 1 }]) {
      assert.equal(thrownBy(() => m.runSync(m.coroutines.call_host(1))), thrown);
    }
    thrown = new ValueError('ours');
    assert.equal(m.runSync(m.coroutines.host_caught(1)), "caught ValueError('ours')");
    thrown = ValueError;
    assert.equal(thrownBy(() => m.runSync(m.coroutines.call_host(1))), ValueError);
  });

  test('a result that cannot cross is an error in C', async () => {
    const m = await fresh(file, { host: { visit: () => 2n ** 64n } });
    assert.ok(thrownBy(() => m.runSync(m.coroutines.call_host(1))) instanceof OverflowError);
  });

  test('a host function may drive other coroutines', async () => {
    const m = await fresh(file, { host: { visit: (c) => [c.send(), c.send('again')] } });
    assert.deepEqual(m.runSync(m.coroutines.call_host(m.coroutines.echo())), [null, 'again']);
  });

  test('re-entering deeply', async () => {
    const m = await fresh(file, { host: { again: (depth) => m.coroutines.recurse_host(depth).next().value } });
    const descend = (depth) => m.runSync(m.coroutines.recurse_host(depth));
    assert.equal(descend(50), 'bottom');
    const error = thrownBy(() => descend(100000));
    assert.ok([StackOverflow, RangeError, RecursionError].some((Class) => error instanceof Class), String(error));
    assert.equal(descend(50), 'bottom');
    m.releaseAll();
    assert.deepEqual(m.live(), NOTHING);
  });

  test('run() inside of a run is refused', async () => {
    const m = await fresh(file, { host: { visit: () => m.runSync(m.coroutines.nothing()) } });
    assert.equal(thrownBy(() => m.runSync(m.coroutines.call_host(1))).message, 'asyncio.run() cannot be called from a running event loop');
  });

  test('sending to the coroutine that runs', async () => {
    let self;
    const seen = [];
    const m = await fresh(file, {
      host: {
        visit: () => {
          seen.push(self.state, self.crRunning, self.crSuspended, self.crAwait, self.crFrame.function);
          for (const action of [() => self.send(), () => self.next(), () => self.throw(ValueError), () => self.close()]) {
            const error = thrownBy(action);
            seen.push(`${error.name}: ${error.message}`);
          }
          return 'fine';
        },
      },
    });
    self = m.coroutines.host_then_suspend(0);
    assert.equal(self.send(), 'fine');
    const refusal = 'ValueError: coroutine already executing';
    assert.deepEqual(seen, ['CORO_RUNNING', true, false, null, 'host_then_suspend', refusal, refusal, refusal, refusal]);
    assert.equal(thrownBy(() => self.send()).value, 'done');
  });

  test('disposing the coroutine that runs', async () => {
    let self;
    const m = await fresh(file, { host: { visit: () => self.dispose() } });
    self = m.coroutines.call_host(1);
    assert.equal(thrownBy(() => self.send()).value, null);
    assert.deepEqual(m.live(), NOTHING);
  });
});
