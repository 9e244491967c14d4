// The C stacks of coroutines: what the build works out, and what happens when one is too small.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { load } from '../../wasm/api/index.js';
import { findDefinitions } from '../../wasm/toolchain/finish/coroutines.js';
import { setStackSizes } from '../../wasm/toolchain/finish/stack-sizes.js';
import { buildModule } from '../../wasm/toolchain/index.js';
import { sources as list } from '../../wasm/toolchain/runtime.js';
import { compilers, link, program, read } from './compilers.js';

const BUFFER = 1000; // as in steps.c
const FRAMES = 200; // what the other functions on the way may take
const UNKNOWN = 0xffffffff;
const STACK_SIZE = 4; // in aw_code

/** The sizes that stand in a module. @param {Uint8Array} bytes */
function written(bytes) {
  const { data, table, functions } = read(bytes);
  /** @type {Record<string, number>} */
  const sizes = {};
  for (const { bytes: segment } of data) {
    const view = new DataView(segment.buffer, segment.byteOffset, segment.byteLength);
    for (let at = 0; at + 12 <= segment.length; at++) {
      const entry = view.getUint32(at, true) === 0x6f635761 && table.get(view.getUint32(at + 8, true));
      if (entry) sizes[functions[entry].name.replace('aw__entry_', '')] = view.getUint32(at + STACK_SIZE, true);
    }
  }
  return sizes;
}

for (const compiler of compilers) {
  describe(`C stacks (${compiler})`, () => {
    test('the deepest path counts', async () => {
      const linked = await link('steps.c', compiler);
      assert.equal(written(linked).buffered, UNKNOWN);
      const told = new Map(setStackSizes(read(linked), list).map((it) => [it.name, it]));
      const size = told.get('buffered')?.size ?? 0;
      assert.ok(size >= BUFFER + list.stackReserve && size < BUFFER + FRAMES + list.stackReserve, `${size}`);
      assert.equal(size % 16, 0);
      assert.ok((told.get('main_coroutine')?.size ?? Infinity) < BUFFER);
      assert.equal(written(linked).buffered, size);
    });

    test('recursion and alloca are unknown, and it says why', async () => {
      const linked = await link('steps.c', compiler);
      const told = new Map(setStackSizes(read(linked), list).map((it) => [it.name, it]));
      assert.match(told.get('deep')?.why ?? '', /deep -> recursive -> recursive is recursive$/);
      assert.match(told.get('dynamic')?.why ?? '', /dynamic uses alloca$/);
      assert.match(told.get('through_pointer')?.why ?? '', /recursive$/);
      assert.equal(written(linked).deep, UNKNOWN);
    });

    test('printing runs on the main stack', async () => {
      const [{ name, size }] = setStackSizes(read(await link('pointer.c', compiler)), list);
      assert.equal(name, 'prints');
      assert.ok(size !== undefined && size < BUFFER, `${size}`);
    });

    test("all definitions are found, the runtime's own among them", async () => {
      const names = findDefinitions(read(await link('steps.c', compiler))).map(({ name }) => name);
      const expected = ['buffered', 'deep', 'dynamic', 'main_coroutine', 'shutdown', 'through_pointer'];
      assert.deepEqual(expected.filter((name) => !names.includes(name)), []);
      assert.equal(new Set(names).size, names.length);
    });

    test('an overflow is an error that names the coroutine, and the module stays usable', async () => {
      const module = await load((await buildModule({ sources: [program('steps.c')], compiler })).wasm);
      const coroutine = module.coroutines.deep(50);
      assert.throws(() => coroutine.send(), /stack overflow: 'deep' needed at least \d+ bytes of C stack and had \d+/);
      assert.throws(() => module.coroutines.deep(3).send(), { name: 'StopIteration' });
      coroutine.dispose();
      const next = module.coroutines.main_coroutine(1);
      assert.equal(next.send(), 1);
      next.close();
    });

    test('the computed size is enough', async () => {
      const module = await load((await buildModule({ sources: [program('steps.c')], compiler, optimize: 0 })).wasm);
      assert.throws(() => module.coroutines.buffered(3).send(), { name: 'StopIteration', value: 6 });
    });
  });
}
