// run --save and --host: programs that go on where their process ended, whatever ended it.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { fails, folder, libawait, main, write } from './helper.js';

write(
  'saved.c',
  `AW_ASYNC(main_coroutine, (const char *, name), (double, delay)) {
    printf("begun"); // stays in the buffer of libc
    AW_AWAIT(aw_sleep(delay));
    printf(" and gone on\\n");
    aw_value answer = aw_await(AW_HOST_ASYNC("ask", aw_string(name)));
    AW_EXCEPT(answer, AW_OS_ERROR, e) { return aw_string(aw_repr(e)); }
    return AW_LIST(AW_TRY(answer), aw_double(1));
}
`,
);
write('fails.c', 'AW_ASYNC(main_coroutine) { AW_AWAIT(aw_sleep(0)), printf("once\\n"); return aw_raise(AW_VALUE_ERROR, "no"); }\n');
write('exits.c', '#include <stdlib.h>\nAW_ASYNC(main_coroutine) { AW_AWAIT(aw_sleep(0)); exit(3); }\n');
write('argv.c', 'AW_ASYNC(main_coroutine, (const char *, a), (const char *, b)) { return AW_LIST(aw_string(a), aw_string(b)); }\n');
writeFileSync(join(folder, 'host.mjs'), 'export const ask = (name, { id }) => { console.log(`asked ${id}`); return name === "wait" ? new Promise(() => setInterval(() => {}, 1000)) : name; };\n');
writeFileSync(join(folder, 'again.mjs'), 'export const onRestore = { ask: "retry" }; export const ask = async (name, { id }) => `${name}, ${id}`;\n');
writeFileSync(join(folder, 'asks.mjs'), 'export const onRestore = { ask: (name) => `a handler: ${name}` };\n');
writeFileSync(join(folder, 'wrong.mjs'), 'export const onRestore = { ask: "perhaps" };\n');
writeFileSync(join(folder, 'broken.mjs'), 'export const = 1;\n');
// An hour later.
writeFileSync(join(folder, 'later.mjs'), 'const { now } = Date; Date.now = () => now() + 3_600_000;\n');

before(() => {
  for (const name of ['saved', 'fails', 'exits', 'argv']) assert.deepEqual(libawait('build', `${name}.c`), { stdout: '', stderr: '', status: 0 });
});

/** Runs the command until `when` says so of what it printed or saved, and then ends it. @param {string[]} args @param {(stdout: string) => boolean} when @param {NodeJS.Signals} signal @param {Record<string, string>} [env] */
function until(args, when, signal, env = {}) {
  const child = spawn(process.execPath, [main, ...args], { cwd: folder, env: { ...process.env, ...env } });
  let [stdout, stderr] = ['', ''];
  const timer = setInterval(() => {
    if (!when(stdout)) return;
    clearInterval(timer);
    child.kill(signal);
    if (signal !== 'SIGKILL') child.kill(signal); // as npx does
  }, 2);
  child.stdout.on('data', (data) => (stdout += data));
  child.stderr.on('data', (data) => (stderr += data));
  return new Promise((resolve) => {
    child.on('close', (status, ended) => {
      clearInterval(timer);
      resolve({ stdout, stderr, status: ended ?? status });
    });
  });
}

/** @param {string} file */
const isSaved = (file) => () => existsSync(join(folder, file));

test('started again after kill -9 it goes on, with nothing lost of what it was about to print', async () => {
  const args = ['run', 'saved.wasm', '--save', 'a.bin', '--host', 'host.mjs', 'me', '0.3'];
  assert.deepEqual(await until(args, isSaved('a.bin'), 'SIGKILL'), { stdout: '', stderr: '', status: 'SIGKILL' });
  assert.deepEqual(libawait(...args), { stdout: "begun and gone on\nasked 1\n['me', 1.0]\n", stderr: '', status: 0 });
  assert.equal(existsSync(join(folder, 'a.bin')), false);
  assert.equal(existsSync(join(folder, 'a.bin.lock')), false);
});

for (const [signal, status] of /** @type {const} */ ([['SIGINT', 130], ['SIGTERM', 143]])) {
  test(`${signal} saves it and ends it`, async () => {
    const args = ['run', '--save', 'b.bin', '--host=host.mjs', 'saved.wasm', 'wait', '0'];
    assert.deepEqual(await until(args, (stdout) => stdout.includes('asked'), signal), { stdout: 'begun and gone on\nasked 1\n', stderr: '', status });
    const stdout = `'InterruptedError("host operation \\'ask\\' was pending when the program was saved")'\n`;
    assert.deepEqual(libawait(...args), { stdout, stderr: '', status: 0 });
  });
}

test('what was pending is asked again, or a handler asked', async () => {
  const args = (/** @type {string} */ host) => ['run', 'saved.wasm', '--host', host, '--save', 'c.bin', 'wait', '0'];
  await until(args('host.mjs'), (stdout) => stdout.includes('asked'), 'SIGKILL');
  const state = readFileSync(join(folder, 'c.bin'));
  assert.equal(libawait(...args('again.mjs')).stdout, "['wait, 1', 1.0]\n");
  writeFileSync(join(folder, 'c.bin'), state);
  assert.equal(libawait(...args('asks.mjs')).stdout, "['a handler: wait', 1.0]\n");
});

test('timers that ran out meanwhile fire at once', async () => {
  const args = ['run', 'saved.wasm', '--save', 'd.bin', '--host', 'host.mjs', 'x', '3599'];
  await until(args, isSaved('d.bin'), 'SIGKILL');
  const later = pathToFileURL(join(folder, 'later.mjs')).href;
  const gone = await until(args, () => false, 'SIGKILL', { NODE_OPTIONS: `--import ${later}` });
  assert.deepEqual(gone, { stdout: "begun and gone on\nasked 1\n['x', 1.0]\n", stderr: '', status: 0 });
});

test('the trace and ps work as ever', async () => {
  const args = ['run', 'saved.wasm', '--ps-on-signal', '--trace', 't.jsonl', '--save', 'e.bin', '--host', 'host.mjs', 'wait', '0'];
  const kinds = () => readFileSync(join(folder, 't.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line).kind);
  await until(args, (stdout) => stdout.includes('asked'), 'SIGTERM');
  assert.equal(kinds()[0], 'created');
  assert.ok(kinds().includes('host operation started'));
  const { stdout } = libawait(...args);
  assert.match(stdout, /InterruptedError/);
  assert.ok(kinds().includes('host operation settled') && !kinds().includes('created'), 'of this process');
  await until(args, (printed) => printed.includes('asked'), 'SIGKILL');
  const untraced = args.filter((arg) => !arg.startsWith('--trace') && arg !== 't.jsonl');
  assert.match(libawait(...untraced).stdout, /InterruptedError/);
});

test('what ends with an error is kept as it ended; what calls exit() is over', () => {
  const args = ['run', 'fails.wasm', '--save', 'f.bin'];
  const traceback = 'Traceback (most recent call last):\n  File "fails.c", line 3, in main_coroutine\nValueError: no\n';
  const stderr = `${traceback}libawait: it is saved as it ended, and ends so again. Deleting f.bin begins anew\n`;
  assert.deepEqual(libawait(...args), { stdout: 'once\n', stderr, status: 1 });
  assert.deepEqual(libawait(...args), { stdout: '', stderr, status: 1 });
  rmSync(join(folder, 'f.bin'));
  fails(['run', 'exits.wasm', '--save', 'f.bin'], 3, /^the program called exit\(3\)\n$/);
  assert.equal(existsSync(join(folder, 'f.bin')), false);
});

test('a state that is not its own', async () => {
  const args = ['run', 'saved.wasm', '--save', 'g.bin', '--host', 'host.mjs', 'me', '100'];
  await until(args, isSaved('g.bin'), 'SIGKILL');
  fails([...args.slice(0, -1), '99'], 1, /^libawait: g\.bin holds a run with 'me 100', not 'me 99'\. Deleting it begins anew\n$/);
  fails(['run', 'fails.wasm', '--save', 'g.bin'], 1, /^libawait: cannot go on from g\.bin: this snapshot is of .* another program or another build of it\. Only the module that saved it goes on with it; deleting it begins anew\n$/);
  const state = readFileSync(join(folder, 'g.bin'));
  writeFileSync(join(folder, 'g.bin'), state.subarray(0, 100));
  fails(args, 1, /^libawait: cannot go on from g\.bin: this snapshot is cut short: .*\. Deleting it begins anew\n$/);
  assert.deepEqual(readFileSync(join(folder, 'g.bin')), state.subarray(0, 100));
  writeFileSync(join(folder, 'g.bin'), state);
  fails(['run', 'fails.wasm', '--save', 'fails.c'], 1, /^libawait: fails\.c is there already, and is no saved program: --save wants a file of its own\n$/);
  fails(['run', 'fails.wasm', '--save', ''], 2, /^libawait: run: --save wants the name of a file\n/);
  const other = until(args, (stdout) => stdout.includes('asked'), 'SIGKILL');
  writeFileSync(join(folder, 'g.bin.lock'), JSON.stringify({ host: 'elsewhere', pid: 5, started: null, token: '' }));
  assert.match((await other).stderr, /g\.bin is in use by process 5 on elsewhere; if that is gone for good, delete .*g\.bin\.lock\n$/);
  fails(['run', 'fails.wasm', '--save', 'no/such.bin'], 1, /^libawait: cannot lock the saved program no\/such\.bin: there is no such folder\n$/);
});

test('options stand before the program or directly behind it', () => {
  assert.equal(libawait('run', 'argv.wasm', '--save', 'h.bin', '--', '--save', '--').stdout, "['--save', '--']\n");
  assert.equal(libawait('run', 'argv.wasm', 'a', '--save').stdout, "['a', '--save']\n");
  assert.equal(libawait('run', 'argv.wasm', '--other', '--save').stdout, "['--other', '--save']\n");
  assert.equal(existsSync(join(folder, 'h.bin')), false);
  fails(['run', 'argv.wasm', '--save'], 2, /^libawait: run: Option '--save <value>' argument missing\n/);
});

test('functions of the host', () => {
  assert.equal(libawait('run', 'saved.wasm', '--host', 'host.mjs', 'me', '0').stdout, "begun and gone on\nasked 1\n['me', 1.0]\n");
  fails(['run', 'saved.wasm', '--host', 'none.mjs', 'me', '0'], 1, /^libawait: there is no file none\.mjs\n$/);
  fails(['run', 'saved.wasm', '--host', 'broken.mjs', 'me', '0'], 1, /^libawait: cannot load broken\.mjs: SyntaxError: /);
  fails(['run', 'saved.wasm', '--host', 'wrong.mjs', 'me', '0'], 1, /onRestore\.ask is 'retry', 'fail' or a function, not 'perhaps'\n$/);
});
