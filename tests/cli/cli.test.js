// The command `libawait` as a person uses it: what it prints, its status, and that a failure is never a stack trace.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fails, folder, libawait, write } from './helper.js';

write('hello.c', 'AW_ASYNC(inner) { printf("inside\\n"); return AW_LIST(aw_double(1.0), aw_string("a")); }\nAW_ASYNC(main_coroutine) { return AW_AWAIT(inner()); }\n');
write('fails.c', 'AW_ASYNC(inner) { return aw_raise(AW_VALUE_ERROR, "no good"); }\nAW_ASYNC(main_coroutine) { return AW_AWAIT(inner()); }\n');
write('none.c', 'AW_ASYNC(main_coroutine) { printf("unfinished line"); return aw_none(); }\n');
write('other.c', 'AW_ASYNC(other) { return aw_none(); }\nAW_GENERATOR(numbers, (int, limit), (const char *, name)) { AW_YIELD(aw_int(limit)); return aw_string(name); }\n');
write('args.c', 'AW_ASYNC(main_coroutine, (const char *, name), (int, n), (double, f), (bool, b)) { return aw_format("%s %d %g %d", name, n, f, b); }\n');
write('broken.c', 'AW_ASYNC(main_coroutine) { return aw_nothing_such(; }\n');
write('traps.c', 'AW_ASYNC(main_coroutine) { __builtin_trap(); }\n');
write('macro.c', '#include "answer.h"\nAW_ASYNC(main_coroutine) { return aw_int(ANSWER + EXTRA); }\n#ifndef AW_INSPECTABLE\n#error\n#endif\n');
mkdirSync(join(folder, 'include'));
writeFileSync(join(folder, 'include', 'answer.h'), '#define ANSWER 40\n');
writeFileSync(join(folder, 'text.wasm'), 'this is text');
writeFileSync(join(folder, 'empty.wasm'), new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));

test('help and version', () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  assert.deepEqual(libawait('--version'), { stdout: `${version}\n`, stderr: '', status: 0 });
  for (const args of [['--help'], ['-h'], ['help'], ['build', '--help'], ['run', '--help'], ['test', '--help'], ['info', '-h']]) {
    const { stdout, status } = libawait(...args);
    assert.match(stdout, /^libawait: .*\n\nUsage:\n/);
    assert.equal(status, 0);
  }
});

test('build, info and run', () => {
  assert.deepEqual(libawait('build', 'hello.c', '-o', 'hello.wasm'), { stdout: '', stderr: '', status: 0 });
  assert.deepEqual(libawait('run', 'hello.wasm'), { stdout: "inside\n[1.0, 'a']\n", stderr: '', status: 0 });
  libawait('build', 'other.c');
  const { stdout } = libawait('info', 'other.wasm');
  assert.equal(stdout, 'coroutine other()  other.c:3\ngenerator numbers(int limit, const char *name)  other.c:4\n');
});

test('build passes options to the compiler', () => {
  const sizes = [];
  for (const level of ['-O0', '-Os']) {
    const args = ['build', 'macro.c', '-o', 'macro.wasm', '--compiler', 'clang', level, '-DEXTRA=2', '-Iinclude', '--debug', '--inspectable'];
    assert.deepEqual(libawait(...args), { stdout: '', stderr: '', status: 0 });
    assert.equal(libawait('run', 'macro.wasm').stdout, '42\n');
    sizes.push(statSync(join(folder, 'macro.wasm')).size);
  }
  assert.ok(sizes[1] < 0.95 * sizes[0], `-Os is small: ${sizes}`);
  libawait('build', '--output', 'two.wasm', 'hello.c', 'other.c', '--export', 'numbers');
  assert.equal(libawait('run', 'two.wasm').status, 0);
});

test('run takes a C file, too', () => {
  assert.deepEqual(libawait('run', 'none.c'), { stdout: 'unfinished line', stderr: '', status: 0 });
});

test('a program that raises', () => {
  libawait('build', 'fails.c', '-o', 'fails.wasm');
  const { stdout, stderr, status } = libawait('run', 'fails.wasm');
  assert.deepEqual([stdout, status], ['', 1]);
  assert.equal(stderr, 'Traceback (most recent call last):\n  File "fails.c", line 4, in main_coroutine\n  File "fails.c", line 3, in inner\nValueError: no good\n');
});

test('a program that traps', () => {
  fails(['run', 'traps.c'], 1, /^Trap: the module trapped: /);
});

test('arguments of main_coroutine', () => {
  libawait('build', 'args.c', '-o', 'args.wasm');
  assert.equal(libawait('run', 'args.wasm', 'me', '-3', '2.5', 'true').stdout, "'me -3 2.5 1'\n");
  fails(['run', 'args.wasm', 'me'], 2, /main_coroutine takes 4 \(name, n, f, b\), 1 given/);
  fails(['run', 'args.wasm', 'me', 'x', '1', 'true'], 2, /n is int, not 'x'/);
  fails(['run', 'args.wasm', 'me', '1', 'x', 'true'], 2, /f is double, not 'x'/);
  fails(['run', 'args.wasm', 'me', '1', '1', '1'], 2, /b is true or false, not '1'/);
  fails(['run', 'args.wasm', 'me', '99999999999', '1', 'true'], 1, /OverflowError: main_coroutine\(\) argument 'n' does not fit into int/);
});

test('wrong usage is status 2', () => {
  fails([], 2, /^libawait: which command\? build, run, test, explore or info\n/);
  fails(['bild', 'a.c'], 2, /^libawait: there is no command 'bild'; there are build, run, test, explore and info\n/);
  fails(['build'], 2, /^libawait: build: which C files\?\n/);
  fails(['build', 'hello.c', '-o'], 2, /^libawait: build: .*'-o.*'.*\n/);
  fails(['build', 'hello.c', '--fast'], 2, /^libawait: build: Unknown option '--fast'\n/);
  fails(['build', 'hello.c', '-O7'], 2, /^libawait: build: -O0, -O1, -O2, -O3 or -Os, not -O7\n/);
  fails(['build', 'hello.c', '--compiler', 'gcc'], 2, /--compiler is emcc or clang, not 'gcc'/);
  fails(['run'], 2, /^libawait: run: which module\?\n/);
  fails(['run', '--fast'], 2, /^libawait: run: Unknown option '--fast'\n/);
  fails(['info'], 2, /^libawait: info: one module, 0 given\n/);
  fails(['info', 'a.wasm', 'b.wasm'], 2, /^libawait: info: one module, 2 given\n/);
});

test('what cannot work is status 1', () => {
  fails(['build', 'missing.c', '-o', 'x.wasm'], 1, /^libawait: there is no file missing\.c\n$/);
  fails(['build', 'text.wasm', '-o', 'x.wasm'], 1, /^libawait: text\.wasm is no C file\n$/);
  fails(['build', 'include', '-o', 'x.wasm'], 1, /^libawait: include is a directory\n$/);
  fails(['build', 'broken.c', '-o', 'broken.wasm'], 1, /broken\.c:3:\d+: error: /);
  assert.equal(existsSync(join(folder, 'broken.wasm')), false);
  fails(['run', 'broken.c'], 1, /broken\.c:3:\d+: error: /);
  fails(['build', 'hello.c', '-o', 'no/such/../../hello.c/x.wasm'], 1, /^libawait: /);
  for (const command of ['run', 'info']) {
    fails([command, 'missing.wasm'], 1, /^libawait: there is no file missing\.wasm\n$/);
    fails([command, 'text.wasm'], 1, /^libawait: text\.wasm is no WebAssembly module: /);
    fails([command, 'empty.wasm'], 1, /^libawait: empty\.wasm is a WebAssembly module, but no libawait module/);
  }
  libawait('build', 'other.c', '-o', 'other.wasm');
  fails(['run', 'other.wasm'], 1, /^libawait: other\.wasm has no main_coroutine; AW_ASYNC\(main_coroutine\) \{ … \} defines it \(`libawait info` tells what it has\)\n$/);
});
