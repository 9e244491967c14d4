// What is inside a suspended coroutine: the variables that AW_WATCH names, and the memory that it takes.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { load } from '../../wasm/api/index.js';
import { buildModule } from '../../wasm/toolchain/index.js';
import { compilers, fresh, withEachModule } from './modules.js';

/** @param {any} coroutine */
const valuesOf = (coroutine) => Object.fromEntries(coroutine.watched.map((/** @type {any} */ { name, value }) => [name, value]));

await withEachModule('watched', (file) => {
  test('variables of a suspended coroutine, with name, type, value and line', async () => {
    const m = await fresh(file);
    const c = m.coroutines.counter('tea', [1, 'x']);
    assert.deepEqual(c.watched, [], 'it has not started');
    c.send();
    assert.deepEqual(c.watched, [
      { name: 'name', type: 'const char *', value: 'tea', line: 9 },
      { name: 'bag', type: 'aw_value', value: [1, 'x'], line: 9 },
      { name: 'count', type: 'int', value: 0, line: 9 },
      { name: 'large', type: 'long long', value: 2n ** 63n - 1n, line: 9 },
      { name: 'half', type: 'double', value: 0.5, line: 9 },
    ]);
    c.send();
    assert.equal(valuesOf(c).count, 1);
    c.close();
    assert.deepEqual([c.watched, c.memory], [[], null]);
    const g = m.coroutines.squares();
    assert.deepEqual([g.send(), g.send(), g.send()], [0, 1, 4]);
    assert.deepEqual(valuesOf(g), { i: 2 });
    const ticks = m.coroutines.ticks();
    await ticks.next();
    await ticks.next();
    assert.deepEqual([valuesOf(ticks), ticks.memory.computed], [{ n: 1 }, true]);
  });

  test('a text is read wherever it points: as far as it can be read, and never with a trap', async () => {
    const m = await fresh(file);
    /** @param {number} where */
    const textsOf = (where) => {
      const c = m.coroutines.wild(where | 0);
      c.send();
      return valuesOf(c);
    };
    const { byteLength } = m.memory.buffer;
    const last = new Uint8Array(m.memory.buffer, byteLength - 3);
    const before = last.slice();
    last.set([97, 0xff, 98]);
    assert.deepEqual(textsOf(byteLength - 3), { text: 'a\ufffdb', told: 'told' }, 'up to the end of the memory');
    last.set(before);
    assert.deepEqual(textsOf(0), { text: null, told: 'told' });
    for (const where of [byteLength, 0x7fffffff, -1, -16]) assert.deepEqual(textsOf(where), { told: 'told' }, `${where}`);
    for (const where of [1, 17, 1000, byteLength >> 1]) assert.equal(typeof textsOf(where).text, 'string', `${where}`);
  });

  test('each member of an await chain has its own', async () => {
    const m = await fresh(file);
    const c = m.coroutines.outer();
    c.send();
    assert.deepEqual(valuesOf(c), { here: true });
    const { name, bag } = valuesOf(c.crAwait);
    assert.deepEqual([name, bag], ['inner', [1]]);
  });

  test('looking changes nothing, and is no step', async () => {
    const m = await fresh(file);
    const c = m.coroutines.counter('tea', 'bag');
    c.send();
    const history = m.history();
    const before = [m.live(), history.steps.length];
    for (let i = 0; i < 3; i++) assert.deepEqual([c.watched.length, c.memory?.computed], [5, true]);
    assert.deepEqual([m.live(), history.steps.length], before);
    c.send();
    c.send();
    assert.equal(valuesOf(c).count, 2);
    history.back();
    assert.equal(valuesOf(c).count, 1);
    history.stop();
  });

  test('they go with the program: into a snapshot, and a fork', async () => {
    const m = await fresh(file);
    m.roots.c = m.coroutines.counter('tea', [1]);
    m.roots.c.send();
    m.roots.c.send();
    const [fork, later] = [m.fork(), await load(file, { snapshot: m.snapshot() })];
    m.roots.c.send();
    fork.roots.c.send();
    fork.roots.c.send();
    assert.deepEqual([m, fork, later].map(({ roots }) => valuesOf(roots.c).count), [2, 3, 1]);
    assert.equal(valuesOf(later.roots.c).name, 'tea');
  });

  test('memory: saved frames, and of the C stack what is in use', async () => {
    const m = await fresh(file);
    const [c, tight] = [m.coroutines.counter('tea', null), m.coroutines.tight()];
    assert.equal(c.memory, null);
    c.send();
    tight.send();
    const { frames, stack, used, computed } = c.memory;
    assert.ok(frames > 0 && used > 0 && used <= stack && computed);
    assert.equal(tight.memory.computed, false);
    assert.ok(tight.memory.stack >= 1024 && tight.memory.stack - tight.memory.used < 256, 'it is nearly full');
  });
}, 'watched');

for (const compiler of compilers) {
  test(`AW_WATCH costs nothing where it is off (${compiler})`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'libawait-'));
    const build = async (/** @type {string} */ line) => {
      writeFileSync(join(folder, 'watch.c'), `#include <aw/aw.h>\nAW_ASYNC(one, (int, x)) {\n    int sum = x;\n    ${line}\n    sum += (int)aw_as_int(AW_AWAIT(aw_suspend(aw_int(sum))));\n    return aw_int(sum);\n}\n`);
      const { wasm, diagnostics } = await buildModule({ sources: ['watch.c'], directory: folder, compiler, optimize: 1 });
      assert.equal(diagnostics, '');
      return wasm;
    };
    try {
      assert.deepEqual(await build('AW_WATCH(sum, x);'), await build(''));
      await assert.rejects(build('struct { int a; } s = {1}; AW_WATCH(s);'), /BuildError|could not/, 'its type is checked all the same');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}
