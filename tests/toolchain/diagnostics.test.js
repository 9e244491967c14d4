// What compilers and linkers say is read into places, notes and fixes.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DIAGNOSTIC_FLAGS, readDiagnostics, readLinkerErrors } from '../../wasm/toolchain/clang/diagnostics.js';
import { directoryFromTar, tarOf } from '../../wasm/toolchain/clang/files.js';
import { BuildError, buildModule } from '../../wasm/toolchain/index.js';
import { programs } from './compilers.js';

describe('diagnostics', () => {
  test('of a program', async () => {
    const build = buildModule({ sources: ['mistake.c'], compiler: 'clang', directory: programs, flags: DIAGNOSTIC_FLAGS });
    const { output } = await build.then(assert.fail, (/** @type {BuildError} */ error) => error);
    const source = '\n\nint mistaken_function(void) { return mistaken; }\n';
    const [found] = readDiagnostics(output ?? '', source, 'mistake.c');
    assert.deepEqual([found.severity, found.message, found.from?.line, found.notes, found.fixes], ['error', "use of undeclared identifier 'mistaken'", 3, [], []]);
  });

  test('columns count as editors do, and fixes may be of any text', () => {
    const source = 'int x;\n"ä😀" y;\n';
    const output = ['a.c:2:10:{2:10-2:11}{1:5-1:6}: error: no', 'fix-it:"a.c":{2:1-2:9}:"\\303\\244\\"\\n"', '1 error generated.'].join('\n');
    assert.deepEqual(readDiagnostics(output, source, 'a.c'), [
      {
        ...{ severity: 'error', message: 'no', from: { line: 2, column: 7 }, to: { line: 2, column: 8 }, notes: [] },
        fixes: [{ from: { line: 2, column: 1 }, to: { line: 2, column: 6 }, text: 'ä"\n' }],
      },
    ]);
  });

  test('what stands in a header is shown where the program uses it', () => {
    const output = '/include/aw/x.h:9:3: warning: of a header [-Wx]\na.c:2:4: note: expanded from here\n';
    assert.deepEqual(readDiagnostics(output, 'a\nb + word;\n', 'a.c'), [
      { severity: 'warning', message: 'of a header [-Wx]', from: { line: 2, column: 4 }, to: { line: 2, column: 4 }, notes: [{ message: 'expanded from here', from: { line: 2, column: 4 } }], fixes: [] },
    ]);
  });

  test('of the linker', () => {
    const source = 'int f(void);\nint g(void) { return f(); }\nvoid *malloc(unsigned long n);\n';
    const found = readLinkerErrors('wasm-ld: error: a.c: undefined symbol: f\nwasm-ld: error: duplicate symbol: malloc\n>>> defined in a.c\nwasm-ld: error: something else\n', source);
    assert.deepEqual(found.map(({ message, from }) => [message, from]), [
      ['f is declared and used, but defined nowhere', { line: 2, column: 22 }],
      ['malloc is defined already, by the runtime or the C library', { line: 3, column: 7 }],
      ['something else', undefined],
    ]);
  });
});

test('archives are read as they were written', () => {
  const files = /** @type {[string, Uint8Array][]} */ ([['a/b.h', new Uint8Array(513).fill(7)], ['a/empty', new Uint8Array(0)], ['c', new Uint8Array([1])]]);
  assert.deepEqual(directoryFromTar(tarOf(files), () => true).files(), files);
  assert.throws(() => tarOf([['n'.repeat(101), new Uint8Array(0)]]), /too long a name/);
});
