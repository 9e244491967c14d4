// The check of finished modules finds what is not instrumented, and names the path to it.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { BuildError } from '../../wasm/toolchain/index.js';
import { checkModule } from '../../wasm/toolchain/finish/check.js';
import { finish } from '../../wasm/toolchain/finish/index.js';
import { sources as list } from '../../wasm/toolchain/runtime.js';
import { compilers, link, read } from './compilers.js';

for (const compiler of compilers) {
  describe(`the check of modules (${compiler})`, () => {
    test('a function that was said never to suspend, and does', async () => {
      const linked = await link('steps.c', compiler);
      const wrong = { ...list, neverSuspends: [...list.neverSuspends, 'helper'] };
      assert.throws(() => finish(linked, { list: wrong, optimize: '0' }), (error) => {
        assert.ok(error instanceof BuildError);
        assert.match(error.message, /^ {2}main_coroutine -> helper -> aw__await: helper is not instrumented$/m);
        return true;
      });
    });

    test('a function that the pass left out', async () => {
      const linked = await link('steps.c', compiler);
      const before = read(linked);
      const after = read(finish(linked, { list, asyncify: false, optimize: '0' }));
      const problems = checkModule(before, after, list.neverSuspends);
      assert.ok(problems.some((line) => /^main_coroutine -> helper -> aw__await: \w+ is not instrumented$/.test(line)), problems.join('\n'));
    });

    test('a suspending function that was inlined', async () => {
      const linked = await link('inlined.c', compiler);
      assert.throws(() => finish(linked, { list, optimize: '0' }), /^ {2}main_coroutine -> thief: thief suspends by itself: a function of the runtime was inlined into it$/m);
    });

    test('a sound module has nothing to tell', async () => {
      finish(await link('steps.c', compiler), { list });
    });
  });
}
