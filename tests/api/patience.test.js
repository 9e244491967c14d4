// Modules built to be stoppable: a loop without an end is ended, and the module goes on; others are not touched.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { load, Trap } from '../../wasm/api/index.js';
import { buildModule } from '../../wasm/toolchain/index.js';
import { compilers } from './modules.js';

const source = fileURLToPath(new URL('endless.c', import.meta.url));
const patience = 0.1;
const stopped = { name: 'Trap', message: `the program was stopped: it ran for ${patience} s without coming back; the coroutines that were running are closed` };

for (const compiler of compilers) {
  describe(`modules that can be stopped (${compiler})`, async () => {
    const { wasm } = await buildModule({ sources: [source], compiler, optimize: 1, stoppable: true });
    const open = () => load(wasm, { patience, manual: true, virtualClock: true });

    test('a coroutine that does not come back is closed, and so is what awaits it', async () => {
      const m = await open();
      const [waiting, bystander] = [m.coroutines.awaits_it(), m.coroutines.takes_its_time(3)];
      assert.deepEqual([waiting.send(null), bystander.send(null)], [1, 0]);
      assert.throws(() => waiting.send(null), stopped);
      assert.equal(waiting.state, 'CORO_CLOSED');
      assert.equal(bystander.send(null), 1);
    });

    test('a task that does not come back is told, and the loop goes on', async () => {
      const m = await open();
      const [endless, other] = [m.createTask(m.coroutines.spins_in_a_task()), m.createTask(m.coroutines.takes_its_time(0))];
      assert.throws(() => {
        while (!endless.done) m.turn();
      }, stopped);
      assert.ok(endless.exception() instanceof Trap);
      assert.equal(other.result(), 0);
    });

    test('the history stands', async () => {
      const m = await open();
      const history = m.history();
      const waiting = m.coroutines.awaits_it();
      waiting.send(null);
      assert.throws(() => waiting.send(null), stopped);
      assert.equal(waiting.state, 'CORO_CLOSED');
      history.back(2);
      assert.equal(waiting.state, 'CORO_CREATED');
      assert.equal(waiting.send(null), 1);
    });

    test('many short calls are none that does not come back', async () => {
      const m = await open();
      const busy = m.coroutines.takes_its_time(1e9);
      const start = performance.now();
      while (performance.now() - start < 3000 * patience) assert.equal(typeof busy.send(null), 'number');
    });
  });
}

test('nothing counts in other modules', async () => {
  const { wasm } = await buildModule({ sources: [source], compiler: 'clang', optimize: 1 });
  assert.equal(WebAssembly.Module.imports(new WebAssembly.Module(wasm)).some(({ name }) => name === 'busy'), false);
});
