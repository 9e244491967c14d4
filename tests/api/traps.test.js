// Traps, stack overflows and exit(): readable errors, after which the module is as usable as before.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProgramExit, StackOverflow, Trap } from '../../wasm/api/index.js';
import { NOTHING, fresh, thrownBy, withEachModule } from './modules.js';

/** @param {import('../../wasm/api/index.js').Module} m @param {import('../../wasm/api/index.js').Coroutine} bystander */
function assertUsable(m, bystander) {
  assert.equal(bystander.send('still here'), 'still here');
  assert.equal(m.runSync(m.coroutines.give(7)), 7);
  const chain = m.coroutines.makes(20);
  assert.equal(chain.send(), 'leaf');
  chain.close();
  m.releaseAll();
  assert.deepEqual(m.live(), NOTHING);
}

await withEachModule('traps', (file) => {
  const start = async (options) => {
    const m = await fresh(file, options);
    const bystander = m.coroutines.echo();
    bystander.send();
    return { m, bystander };
  };

  test('an instruction that traps', async () => {
    const { m, bystander } = await start();
    const c = m.coroutines.traps();
    c.send();
    const error = thrownBy(() => c.send());
    assert.ok(error instanceof Trap);
    assert.match(error.message, /^the module trapped: /);
    assert.equal(c.state, 'CORO_CLOSED');
    assertUsable(m, bystander);
  });

  test('a trap in an awaited coroutine closes all that ran', async () => {
    const { m, bystander } = await start();
    const inner = m.coroutines.traps();
    const outer = m.coroutines.awaits(inner);
    outer.send();
    assert.ok(thrownBy(() => outer.send()) instanceof Trap);
    assert.deepEqual([outer.state, inner.state], ['CORO_CLOSED', 'CORO_CLOSED']);
    assertUsable(m, bystander);
  });

  test('a trap inside a host call is an error in the caller', async () => {
    const { m, bystander } = await start({ host: { visit: (c) => c.send() } });
    const aborting = m.coroutines.traps();
    aborting.send();
    assert.match(m.runSync(m.coroutines.host_caught(aborting)), /^caught JSError\('Trap: the module trapped/);
    const again = m.coroutines.traps();
    again.send();
    const caller = m.coroutines.call_host(again);
    assert.ok(thrownBy(() => caller.send()) instanceof Trap);
    assert.deepEqual([caller.state, again.state], ['CORO_CLOSED', 'CORO_CLOSED']);
    assertUsable(m, bystander);
  });

  test('a stack overflow names the coroutine, what it needed and what it had', async () => {
    const { m, bystander } = await start();
    const c = m.coroutines.deep();
    c.send();
    const error = thrownBy(() => c.send());
    assert.ok(error instanceof StackOverflow, String(error));
    assert.equal(error.coroutine, 'deep');
    assert.ok(error.had >= 4096 && error.had < 8192, String(error.had));
    assert.ok(error.needed > error.had);
    assert.match(error.message, /^stack overflow: 'deep' needed at least \d+ bytes of C stack and had \d+; AW_STACK\(deep, \d+\)/);
    assert.equal(c.state, 'CORO_CLOSED');
    assertUsable(m, bystander);
  });

  test('endless recursion', async () => {
    const { m, bystander } = await start();
    const error = thrownBy(() => m.coroutines.endless().send());
    assert.ok(error instanceof StackOverflow, String(error));
    assertUsable(m, bystander);
  });

  test('abort()', async () => {
    const { m, bystander } = await start();
    const error = thrownBy(() => m.runSync(m.coroutines.aborts()));
    assert.ok(error instanceof Trap || error instanceof ProgramExit, String(error)); // what it is, is up to the C library
    assertUsable(m, bystander);
  });

  test('exit()', async () => {
    const { m, bystander } = await start();
    const error = thrownBy(() => m.runSync(m.coroutines.exits()));
    assert.ok(error instanceof ProgramExit);
    assert.deepEqual([error.status, error.message], [3, 'the program called exit(3)']);
    assertUsable(m, bystander);
  });

  test('an import that throws', async () => {
    const { m, bystander } = await start({
      stdout: () => {
        throw new Error('no output today');
      },
    });
    assert.equal(thrownBy(() => m.runSync(m.coroutines.prints())).message, 'no output today');
    assertUsable(m, bystander);
  });

  test('a hundred traps', async () => {
    const { m, bystander } = await start();
    for (let i = 0; i < 100; i++) {
      const c = m.coroutines.awaits(m.coroutines.traps());
      c.send();
      thrownBy(() => c.send());
      c.dispose();
    }
    assertUsable(m, bystander);
  });
});
