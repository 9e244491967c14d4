// buildModule: both compilers make modules that run, and every failure is a message for a person.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { load } from '../../wasm/api/index.js';
import { BuildError, buildModule } from '../../wasm/toolchain/index.js';
import { compilers, output, program, programs, read } from './compilers.js';

/** Fails, if the build does not. @param {Parameters<typeof buildModule>[0]} options @returns {Promise<string>} what a person reads */
async function messageOf(options) {
  try {
    await buildModule(options);
  } catch (error) {
    assert.ok(error instanceof BuildError, String(error));
    assert.doesNotMatch(error.message, /^ +at /m);
    return error.message;
  }
  return assert.fail('it was built');
}

for (const compiler of compilers) {
  describe(`buildModule with ${compiler}`, () => {
    test('a module that runs', async () => {
      const file = join(output, `steps-${compiler}.wasm`);
      rmSync(file, { force: true });
      const { wasm, diagnostics, compiler: used } = await buildModule({ sources: [program('steps.c')], output: file, compiler });
      assert.deepEqual([used, diagnostics], [compiler, '']);
      assert.ok(readFileSync(file).equals(wasm));
      const module = await load(file);
      const coroutine = module.coroutines.main_coroutine(5);
      assert.equal(coroutine.send(), 5);
      assert.throws(() => coroutine.send(41), { name: 'StopIteration', value: 42 });
    });

    test('optimisation levels', async () => {
      for (const optimize of /** @type {const} */ ([0, 3, 's'])) {
        const { wasm } = await buildModule({ sources: [program('steps.c')], compiler, optimize });
        const coroutine = (await load(wasm)).coroutines.main_coroutine(5);
        assert.equal(coroutine.send(), 5, `-O${optimize}`);
        assert.throws(() => coroutine.send(41), { name: 'StopIteration', value: 42 }, `-O${optimize}`);
      }
    });

    test('defines, includes, exports, and paths as they were given', async () => {
      const options = { compiler, optimize: /** @type {const} */ (0), directory: programs, includes: ['include'], exports: ['exported'] };
      const plain = await load((await buildModule({ ...options, sources: ['options.c'] })).wasm);
      assert.deepEqual(await plain.run(plain.coroutines.main_coroutine()), [42, 'options.c']);
      assert.equal(plain.exports.exported(1), 43);
      const defined = await load((await buildModule({ ...options, sources: ['options.c'], defines: ['ANSWER=7'] })).wasm);
      assert.deepEqual(await defined.run(defined.coroutines.main_coroutine()), [7, 'options.c']);
      assert.equal(defined.definitions[0].file, 'options.c');
    });

    test('names, or none', async () => {
      const named = await buildModule({ sources: [program('steps.c')], compiler, optimize: 0 });
      assert.ok(read(named.wasm).functions.some(({ name }) => name === 'helper'));
      const stripped = await buildModule({ sources: [program('steps.c')], compiler, optimize: 0, strip: true });
      assert.ok(stripped.wasm.length < named.wasm.length);
      assert.ok(read(stripped.wasm).functions.every(({ name }) => !name.startsWith('aw__')));
    });

    test('no trace of how it was built is left', async () => {
      const { wasm } = await buildModule({ sources: [program('steps.c')], compiler, optimize: 1 });
      const module = new WebAssembly.Module(wasm);
      const imports = WebAssembly.Module.imports(module);
      assert.deepEqual(imports.filter(({ module: from }) => from === 'asyncify'), []);
      assert.equal(imports.some(({ name }) => name === 'set_stack_limits'), false);
      assert.deepEqual(WebAssembly.Module.exports(module).filter(({ name }) => /^(aw__|asyncify_|__asyncify|__set_stack)/.test(name)), []);
    });

    test('a warning does not stop it', async () => {
      const { diagnostics } = await buildModule({ sources: ['warned.c'], compiler, optimize: 0, directory: programs });
      assert.match(diagnostics, /^warned\.c:5:5: warning: ignoring return value .*unused-result/m);
    });

    test('a mistake in C', async () => {
      const message = await messageOf({ sources: ['mistake.c'], compiler, directory: programs });
      assert.match(message, /could not compile mistake\.c:\nmistake\.c:3:35: error: use of undeclared identifier 'mistaken'/);
    });

    test('a function that is defined nowhere', async () => {
      const message = await messageOf({ sources: ['undefined.c'], compiler, directory: programs });
      assert.match(message, /could not be linked:\n.*undefined\.c.*undefined symbol: nowhere_defined/);
      assert.doesNotMatch(message, /libawait-|failed \(returned/);
    });

    test('an export that does not exist', async () => {
      const message = await messageOf({ sources: [program('steps.c')], compiler, exports: ['nothing_here'] });
      assert.match(message, /could not be linked:\n.*nothing_here/);
    });
  });
}

test('wrong options', async () => {
  assert.equal(await messageOf({ sources: ['nowhere.c'] }), 'There is no file nowhere.c.');
  assert.match(await messageOf({ sources: [] }), /no C file was given/);
  assert.match(await messageOf({ sources: [program('steps.c')], compiler: /** @type {any} */ ('tcc') }), /no compiler 'tcc': 'emcc' or 'clang'/);
  assert.match(await messageOf({ sources: [program('steps.c')], optimize: /** @type {any} */ (9) }), /no optimisation level '9'/);
  assert.match(await messageOf({ sources: [programs] }), /is a directory/);
});

test('nothing is written when the build fails', async () => {
  const file = join(output, 'never.wasm');
  await messageOf({ sources: [program('mistake.c')], output: file, compiler: 'clang' });
  assert.equal(existsSync(file), false);
});
