// A finished module says which functions are the user's, and instrumented it tells of their memory.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MACHINERY, SIZE_SHIFT, WRITTEN, accessesOf } from '../../wasm/bridge/access-log.js';
import { identityOf } from '../../wasm/bridge/snapshot/identity.js';
import { load } from '../../wasm/api/index.js';
import { home } from '../../wasm/api/stepping.js';
import { finish } from '../../wasm/toolchain/finish/index.js';
import { ranges } from '../../wasm/toolchain/finish/origins.js';
import { buildModule } from '../../wasm/toolchain/index.js';
import { instrument } from '../../wasm/toolchain/instrument.js';
import { sources as list } from '../../wasm/toolchain/runtime.js';
import { compilers, link, program, read } from './compilers.js';

/** @param {Uint8Array} wasm */
const identity = (wasm) => identityOf(new WebAssembly.Module(/** @type {BufferSource} */ (wasm)));

/** @param {Uint8Array} wasm @param {[number, number][] | undefined} of */
function names(wasm, of) {
  const { functions } = read(wasm);
  return (of ?? []).flatMap(([first, last]) => functions.slice(first, last + 1).map(({ name }) => name));
}

test('numbers as ranges', () => {
  assert.deepEqual(ranges([1, 2, 3, 5, 8, 9]), [[1, 3], [5, 5], [8, 9]]);
  assert.deepEqual(ranges([]), []);
});

for (const compiler of compilers) {
  describe(`whose functions they are, with ${compiler}`, () => {
    /** @type {Map<string, ReturnType<typeof buildModule>>} */
    const built = new Map();
    /** Each kind is built once. @param {{ optimize?: 0 | 2, strip?: boolean }} [options] */
    const build = (options = {}) => {
      const all = { optimize: 2, strip: false, ...options };
      const key = JSON.stringify(all);
      if (!built.has(key)) built.set(key, buildModule({ sources: [program('origins.c')], compiler, ...all }));
      return /** @type {ReturnType<typeof buildModule>} */ (built.get(key));
    };
    for (const optimize of /** @type {const} */ ([0, 2])) {
      test(`at -O${optimize}`, async () => {
        const { wasm } = await build({ optimize });
        const { functions, library } = identity(wasm);
        const own = names(wasm, functions);
        for (const name of optimize === 0 ? ['finish', 'grow', 'aw_of_the_program', 'aw__entry_main_coroutine'] : ['aw__entry_main_coroutine']) assert.ok(own.includes(name), name);
        for (const name of own) assert.ok(!/^(aw_js_|aw__ready_run|str|mem|_*malloc|dl)/.test(name), name);
        const ofLibrary = names(wasm, library);
        assert.ok(ofLibrary.includes('strlen') || ofLibrary.includes('strcpy') || ofLibrary.includes('__stpcpy'));
        for (const name of ofLibrary) assert.ok(!/^(aw_|_*malloc|free|dlmalloc|printf_core)/.test(name), name);
      });
    }

    test('without names it is the same', async () => {
      const [named, stripped] = [await build(), await build({ strip: true })].map(({ wasm }) => identity(wasm));
      assert.deepEqual(stripped.functions, named.functions);
      assert.deepEqual(stripped.library, named.library);
    });

    test('a module that something else linked does not say it, and is instrumented to itself', async () => {
      const wasm = finish(await link('origins.c', compiler), { list });
      assert.equal(identity(wasm).functions, undefined);
      assert.deepEqual(instrument(wasm), wasm);
    });

    test('an instrumented module does the same, and tells of it', async () => {
      const { wasm } = await build();
      const watched = instrument(wasm);
      assert.deepEqual(identity(watched), identity(wasm));
      const m = await load(watched);
      const accesses = accessesOf(home(m).link);
      accesses.clear();
      assert.equal(m.runSync(m.coroutines.main_coroutine(21)), 42);
      const written = Array.from({ length: accesses.count / 2 }, (_, at) => [accesses.entries[2 * at], accesses.entries[2 * at + 1]]).filter(([, how]) => (how & (WRITTEN | MACHINERY)) === WRITTEN);
      const bytes = new Uint8Array(m.memory.buffer);
      const text = written.some(([address]) => bytes[address] === 0x34 && bytes[address + 1] === 0x32 && bytes[address + 2] === 0); // kept: "42"
      const total = written.some(([address, how]) => how >>> SIZE_SHIFT === 4 && new DataView(m.memory.buffer).getInt32(address, true) === 21);
      assert.ok(text && total);
    });
  });
}
