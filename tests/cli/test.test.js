// `libawait test` as a person and as a CI job use it: what it prints about each kind of failure, and its status.

import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { fails, libawait, write } from './helper.js';

write(
  'tests.c',
  `AW_ASYNC(slow, (int, seconds)) { AW_AWAIT(aw_sleep(seconds)); return aw_int(seconds); }
AW_ASYNC(checks) { AW_AWAIT(aw_sleep(1)); AW_CHECK(1 > 2); return aw_none(); }
AW_ASYNC(raises) { return aw_raise(AW_VALUE_ERROR, "nobody sees"); }
AW_TEST(passes) { AW_CHECK_EQUAL(AW_AWAIT(slow(1000)), 1000); AW_CHECK_EQUAL(aw_time(), 1000.0); return aw_none(); }
AW_TEST(fails) { printf("first\\nsecond\\n"); AW_CHECK_EQUAL(1 + 1, 3); return aw_none(); }
AW_TEST(fails_inside) { return AW_AWAIT(checks()); }
AW_TEST(checks_all_kinds) {
    AW_CHECK_EQUAL("text", "text");
    AW_CHECK_EQUAL(AW_LIST(aw_int(1), aw_string("a")), AW_LIST(aw_int(1), aw_string("a")));
    AW_CHECK_EQUAL(2.5f, 2.5);
    AW_CHECK_EQUAL((unsigned char)7, 7ull);
    AW_CHECK_EQUAL(aw_is_none(aw_none()), true);
    aw_value caught = AW_CHECK_RAISES(aw_await(raises()), AW_VALUE_ERROR);
    AW_CHECK_EQUAL(aw_str(caught), "nobody sees");
    AW_CHECK_RAISES(aw_int(1), AW_KEY_ERROR);
    return aw_none();
}
AW_TEST(deadlock) { return AW_AWAIT(aw_future_new()); }
AW_TEST(endless) { printf("begins\\n"); for (volatile int i = 0;; i++) {} }
AW_TEST(spins) { for (;;) AW_AWAIT(aw_sleep(0)); }
AW_TEST(forgets) { aw_is_none(checks()); return aw_none(); }
AW_TEST(forgets_and_says_so) { AW_EXPECT_MISTAKES(); aw_is_none(checks()); return aw_none(); }
AW_TEST(error_is_lost) { aw_is_none(aw_create_task(raises())); AW_AWAIT(aw_sleep(1)); return aw_none(); }
AW_TEST(leaks) { aw_retain(aw_string("held for ever")); return aw_none(); }
AW_TEST(traps) { __builtin_trap(); }
static int calls;
AW_TEST(instance_is_fresh) { AW_CHECK_EQUAL(++calls, 1); return aw_none(); }
AW_TEST(instance_is_fresh_again) { AW_CHECK_EQUAL(++calls, 1); return aw_none(); }
`,
);
write('good.c', 'AW_TEST(one) { return aw_none(); }\nAW_TEST(other) { AW_AWAIT(aw_sleep(0.05)); return aw_none(); }\n');
write(
  'order.c',
  `static char seen[5];
static int count;
AW_ASYNC(mark, (int, letter)) { seen[count++] = (char)letter; return aw_none(); }
AW_TEST(in_order) {
    AW_AWAIT(aw_gather(mark('a'), mark('b'), mark('c'), mark('d')));
    AW_CHECK_EQUAL((const char *)seen, "abcd");
    return aw_none();
}
`,
);
write('none.c', 'AW_ASYNC(main_coroutine) { return aw_none(); }\n');

before(() => {
  for (const name of ['tests', 'good', 'none', 'order']) assert.deepEqual(libawait('build', `${name}.c`), { stdout: '', stderr: '', status: 0 });
});

/** What TAP says of each test. @param {string} tap */
function results(tap) {
  const found = new Map();
  let comments = [];
  let last;
  for (const line of tap.split('\n')) {
    const [, not, number, name] = /^(not )?ok (\d+) - (.*)$/.exec(line) ?? [];
    if (name !== undefined) {
      assert.equal(Number(number), found.size + 1);
      last = { passed: !not, comments, yaml: '' };
      found.set(name, last);
      comments = [];
    } else if (line.startsWith('# ')) {
      comments.push(line.slice(2));
    } else if (line.startsWith('  ') && last) {
      last.yaml += `${line.slice(2)}\n`;
    }
  }
  return found;
}

test('TAP of every kind of failure', () => {
  const { stdout, stderr, status } = libawait('test', 'tests.wasm', '--time-limit', '1.5');
  assert.deepEqual([stderr, status], ['', 1]);
  assert.match(stdout, /^TAP version 14\n1\.\.14\nok 1 - passes\n {2}---\n {2}duration_ms: \d+\.\d{3}\n {2}\.\.\.\n/);
  assert.match(stdout, /\n# tests 14\n# pass 4\n# fail 10\n# duration_ms \d+\.\d{3}\n$/);
  const found = results(stdout);
  const passing = [...found].filter(([, { passed }]) => passed).map(([name]) => name);
  assert.deepEqual(passing, ['passes', 'forgets_and_says_so', 'instance_is_fresh', 'instance_is_fresh_again']);
  /** @param {string} name @param {RegExp} yaml */
  const says = (name, yaml) => assert.match(found.get(name).yaml, yaml, name);
  says(
    'fails',
    /at: "tests\.c:7"\nmessage: "AssertionError: 1 \+ 1 == 3 is false: got 2, expected 3 \(tests\.c:7\)"\nfailures:\n {2}- \|-\n {4}Traceback \(most recent call last\):\n {6}File "tests\.c", line 7, in test_fails\n {4}AssertionError: /,
  );
  assert.deepEqual(found.get('fails').comments, ['first', 'second']);
  says('fails_inside', /at: "tests\.c:4"\n[^]*line 8, in test_fails_inside\n[^]*line 4, in checks\n {4}AssertionError: 1 > 2 is false \(tests\.c:4\)/);
  says('checks_all_kinds', /message: "AssertionError: aw_int\(1\): expected KeyError, it gave 1 \(tests\.c:17\)"/);
  says('deadlock', /message: "DeadlockError: nothing can ever go on[^]*\n {6}Task-1 waits for a future\n {8}at test_deadlock \(tests\.c:20\)/);
  says('endless', /message: "it took longer than the time limit of 1\.5 s"/);
  assert.deepEqual(found.get('endless').comments, ['begins']);
  says('spins', /message: "it took longer than the time limit of 1\.5 s"/);
  says('forgets', /message: "coroutine 'checks' was never awaited"\n[^]*File "tests\.c", line 23, in test_forgets/);
  says('error_is_lost', /message: "Task exception was never retrieved: <Task finished name='Task-2' coro=<raises\(\)[^]*\n {4}ValueError: nobody sees/);
  says('leaks', /message: "something is still alive after the test: 1 other object"/);
  says('traps', /message: "Trap: the module trapped: /);
});

test('spec, filter and seed', () => {
  const { stdout, status } = libawait('test', 'tests.wasm', '--reporter', 'spec', '--filter', 'fails', '--seed', '7');
  assert.equal(status, 1);
  assert.match(stdout, /^✖ fails \(\d+\.\d ms\)\n {4}tests\.c:7\n {4}Traceback [^]*\n {4}It printed:\n {6}first\n {6}second\n✖ fails_inside /);
  assert.match(stdout, /\n\n2 tests: 0 passed, 2 failed \(\d+ ms, seed 7\)\n$/);
});

test('a seed draws the order of what is ready', () => {
  assert.equal(libawait('test', 'order.wasm').status, 0);
  const statuses = ['1', '2', '3'].map((seed) => libawait('test', 'order.wasm', '--seed', seed).status);
  assert.ok(statuses.includes(1), `always in order: ${statuses}`);
});

test('all pass: status 0; on the real clock, too; from C', () => {
  const { stdout, status } = libawait('test', 'good.wasm');
  assert.equal(status, 0);
  assert.match(stdout, /\n# tests 2\n# pass 2\n# fail 0\n/);
  const real = libawait('test', 'good.c', '--real-clock', '--filter', 'other');
  assert.equal(real.status, 0);
  assert.ok(Number(/duration_ms: (\S+)/.exec(real.stdout)?.[1]) >= 49, real.stdout);
});

test('wrong usage', () => {
  fails(['test'], 2, /^libawait: test: one module or C file, 0 given\n/);
  fails(['test', 'good.wasm', '--reporter', 'dots'], 2, /^libawait: test: --reporter is tap or spec, not 'dots'\n/);
  fails(['test', 'good.wasm', '--time-limit', '-1'], 2, /Option '--time-limit'|--time-limit cannot be '-1'/);
  fails(['test', 'good.wasm', '--seed', '1.5'], 2, /^libawait: test: --seed cannot be '1\.5'\n/);
  fails(['test', 'good.wasm', '--fast'], 2, /^libawait: test: Unknown option '--fast'\n/);
  fails(['test', 'good.wasm', '--filter', 'zebra'], 2, /^libawait: test: none of the 2 tests of good\.wasm has 'zebra' in its name\n/);
  fails(['test', 'missing.wasm'], 1, /^libawait: there is no file missing\.wasm\n$/);
  fails(['test', 'none.wasm'], 1, /^libawait: none\.wasm has no tests; AW_TEST\(name\) \{ … \} defines one\n$/);
});
