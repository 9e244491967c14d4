// `libawait explore` and `run --schedule` as a user meets them: the shipped programs, whose bugs no plain run shows; each kind of report; and wrong use.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { fails, folder, libawait, main, write } from './helper.js';

const sourceOf = (/** @type {string} */ name) => readFileSync(new URL(`../../examples/explore/${name}.c`, import.meta.url), 'utf8');

/** @typedef {{ test: string, orders: number, switches: [number, number][], says: RegExp, bug: [string, string][] }} Shipped the second text of each pair mends what the first breaks */
/** @type {Record<string, Shipped>} */
const SHIPPED = {
  'lost-update': {
    test: 'both_bookings_count',
    orders: 2,
    switches: [[3, 1], [4, 1]],
    says: /^Traceback [^]*line 26, in test_both_bookings_count\nAssertionError: balance == 120 is false: got 20, expected 120 \(lost-update\.c:26\)$/,
    bug: [
      ['    int64_t before = balance; AW_WATCH(before, balance);\n', ''],
      ['balance = before + amount;', 'balance += amount;'],
    ],
  },
  'lock-order': {
    test: 'transfers_in_both_directions',
    orders: 3,
    switches: [[3, 1], [4, 1], [5, 1]],
    says: /^deadlock: nothing can ever go on: [^]*Task-2 waits for Lock, held by Task-3\n[^]*Task-3 waits for Lock, held by Task-2\n[^]*Task-2 and Task-3 wait for each other\.$/,
    bug: [
      ['AW_WITH(from->lock)', 'AW_WITH((from < to ? from : to)->lock)'],
      ['AW_WITH(to->lock)', 'AW_WITH((from < to ? to : from)->lock)'],
    ],
  },
  'check-then-act': {
    test: 'every_job_is_done_once',
    orders: 2,
    switches: [[3, 1], [4, 1]],
    says: /^Traceback [^]*line 13, in work\nQueueEmpty$/,
    bug: [['AW_TRY(aw_queue_get_nowait(queue)); ', 'if (aw_queue_empty(queue)) break; AW_TRY(aw_queue_get_nowait(queue)); ']],
  },
};
const OTHERS = `
static int flag, total;
AW_ASYNC(set_flag) { for (int i = 0; i < 2; i++) AW_AWAIT(aw_sleep(0)); flag = 1; return aw_none(); }
AW_ASYNC(trap_unless_flag) { for (int i = 0; i < 4; i++) AW_AWAIT(aw_sleep(0)); printf("looks\\n"); if (!flag) __builtin_trap(); return aw_none(); }
AW_TEST(traps) { return AW_AWAIT(aw_gather(set_flag(), trap_unless_flag())); }
AW_TEST(fails_at_once) { AW_CHECK_EQUAL(1 + 1, 3); return aw_none(); }
AW_TEST(goes_on) { for (;;) AW_AWAIT(aw_sleep(0)); }
AW_ASYNC(scale, (int, by)) { for (int i = 0; i < 9; i++) { total = total * by + 1; AW_AWAIT(aw_sleep(0)); } return aw_none(); }
AW_TEST(many_orders) { return AW_AWAIT(aw_gather(scale(2), scale(3), scale(5), scale(7))); }
`;

/** The program with its bug mended. @param {string} name */
function mended(name) {
  let code = sourceOf(name);
  for (const [wrong, right] of SHIPPED[name].bug) {
    assert.ok(code.includes(wrong), `${wrong} in ${name}`);
    code = code.replace(wrong, right);
  }
  return code;
}

before(() => {
  for (const name of Object.keys(SHIPPED)) writeFileSync(join(folder, `${name}.c`), sourceOf(name));
  write('others.c', Object.keys(SHIPPED).map(mended).join('') + OTHERS);
  for (const name of [...Object.keys(SHIPPED), 'others']) assert.deepEqual(libawait('build', `${name}.c`), { stdout: '', stderr: '', status: 0 });
});

/** The lines of a report without what it is indented by. @param {string} text */
const unindented = (text) => text.replace(/^ {4}/gm, '');

for (const [name, { test: its, orders, switches, says }] of Object.entries(SHIPPED)) {
  const [module, file] = [`${name}.wasm`, `${name}.json`];

  test(`${name}: a plain run passes, exploring finds the bug, and the schedule shows it again`, () => {
    const plain = libawait('test', module);
    assert.deepEqual([plain.stderr, plain.status], ['', 0]);

    const found = libawait('explore', module, '--save-schedule', file);
    assert.equal(found.status, 1);
    assert.equal(found.stderr, `\`libawait run --schedule ${file} ${module}\` runs ${its} in this order again\n`);
    const [bug, right, summary] = found.stdout.split(/^(?=✔)|\n\n/m);
    assert.match(bug, new RegExp(`^✖ ${its} \\(\\d+\\.\\d ms\\)\n {4}${name}\\.c:\\d+\n`));
    assert.match(right, /^✔ .* \(\d+\.\d ms\)\n {4}complete: it passes in every order \(\d+ orders, \d+ steps; what only differs in the order of independent steps is run once\)$/);
    assert.match(summary, /^2 tests: 1 passed, 1 failed \(\d+ ms\)\n$/);
    const [, failure, table] = /^.*\n.*\n([^]*)\nIt fails with \d switches \(>\) from the loop's own order, found with the \d.. order that was run:\n([^]*)$/.exec(unindented(bug)) ?? [];
    assert.match(failure, says);
    assert.match(unindented(bug), new RegExp(`It fails with ${switches.length} switches .* found with the ${orders}(nd|rd) order`));

    const schedule = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    assert.deepEqual([schedule.libawait, schedule.version, schedule.test, schedule.switches], ['schedule', 1, its, switches]);

    const again = libawait('run', '--schedule', file, module);
    assert.equal(again.status, 1);
    assert.equal(again.stdout, `${its}\n${table.trimEnd()}\n`);
    assert.equal(again.stderr, `\n${failure}\n`);
    assert.equal(table.match(/^> \d+ +Task-3 .* before Task-2: /gm)?.length, switches.length);
  });

  test(`${name}: mended, it passes in every order`, () => {
    const { stdout, stderr, status } = libawait('explore', 'others.wasm', '--filter', its);
    assert.deepEqual([stderr, status], ['', 0]);
    assert.match(stdout, new RegExp(`^✔ ${its} .*\n {4}complete: it passes in every order \\(\\d+ orders, `));
    assert.match(stdout, /^\d tests?: \d passed, 0 failed/m);
  });
}

test('a C file and the module that is built of it are the same: its schedule is for both', () => {
  assert.equal(libawait('explore', 'lost-update.c', '--save-schedule', 'of-c.json').status, 1);
  assert.equal(readFileSync(join(folder, 'of-c.json'), 'utf8'), readFileSync(join(folder, 'lost-update.json'), 'utf8'));
});

test('a schedule that is changed by hand so that it passes', () => {
  const schedule = JSON.parse(readFileSync(join(folder, 'lost-update.json'), 'utf8'));
  writeFileSync(join(folder, 'own-order.json'), JSON.stringify({ ...schedule, switches: [] }));
  const { stdout, stderr, status } = libawait('run', '--schedule', 'own-order.json', 'lost-update.wasm');
  assert.deepEqual([stderr, status], ['', 0]);
  assert.match(stdout, /^both_bookings_count\n {2}step +who +goes on at +and\n {2}1 +Task-1 [^>]*\n\nIt passes in this order\.\n$/);
});

test('a trap, what is printed on the way, and what goes on for ever', () => {
  const trap = libawait('explore', 'others.wasm', '--filter', 'traps', '--save-schedule', 'traps.json');
  assert.match(trap.stdout, /^ {4}trap: Trap: the module trapped: [^]*\n {4}> 8 +Task-3 +others\.c:\d+ +before Task-2: prints "looks"; fails\n/m);
  assert.equal(libawait('run', '--schedule', 'traps.json', 'others.wasm').status, 1);
  const { stdout, status } = libawait('explore', 'others.wasm', '--filter', 'goes_on');
  assert.equal(status, 1);
  assert.match(stdout, /^ {4}livelock: it still goes on after 10000 steps\n {4}It fails in the loop's own order:\n[^]*\n {6}… +9976 more\n/m);
  assert.ok(stdout.split('\n').length < 40);
});

test('--host: functions that the program asks, in each order and when its schedule is run', () => {
  write('asks.c', `
#include <aw/aw.h>

static double spent;
AW_ASYNC(buy, (int, item)) {
    double before = spent;
    double price = aw_as_double(AW_AWAIT(AW_HOST_ASYNC("price", aw_int(item))));
    AW_AWAIT(aw_sleep(0));
    spent = before + price;
    return aw_none();
}
AW_TEST(both_prices_count) {
    AW_AWAIT(aw_gather(buy(1), buy(2)));
    AW_CHECK_EQUAL(spent, 30.0);
    return aw_none();
}
`);
  writeFileSync(join(folder, 'prices.mjs'), 'export const price = (item) => item * 10;');
  const found = libawait('explore', 'asks.c', '--host', 'prices.mjs', '--save-schedule', 'asks.json');
  assert.equal(found.status, 1);
  assert.match(found.stdout, /^ {4}AssertionError: spent == 30\.0 is false: got 20/m);
  assert.equal(found.stderr, '`libawait run --schedule asks.json --host prices.mjs asks.c` runs both_prices_count in this order again\n');
  const replayed = libawait('run', '--schedule', 'asks.json', '--host', 'prices.mjs', 'asks.c');
  assert.equal(replayed.status, 1);
  assert.match(replayed.stderr, /\nAssertionError: spent == 30\.0 is false: got 20/);
  assert.match(libawait('explore', 'asks.c').stdout, /LookupError: no host function 'price'/);
  writeFileSync(join(folder, 'broken.mjs'), 'nonsense(');
  fails(['explore', 'asks.c', '--host', 'broken.mjs'], 1, /^libawait: cannot load broken\.mjs: SyntaxError: .*\n$/);
  fails(['explore', 'asks.c', '--host', 'absent.mjs'], 1, /^libawait: there is no file absent\.mjs\n$/);
});

test('TAP', () => {
  const { stdout, stderr, status } = libawait('explore', 'others.wasm', '--reporter', 'tap', '--filter', '_at_once');
  assert.deepEqual([stderr, status], ['', 1]);
  assert.match(stdout, /^TAP version 14\n1\.\.2\nok 1 - every_job_is_done_once_at_once\n {2}---\n {2}duration_ms: .*\n {2}note: "complete: .*"\n {2}\.\.\.\nnot ok 2 - fails_at_once\n/);
  assert.match(stdout, /\n {2}message: "AssertionError: 1 \+ 1 == 3 is false[^]*\n {4}- \|-\n {6}It fails in the loop's own order:\n {8}step /);
});

test('limits: what passed so far, status 0, and no schedule', () => {
  const few = libawait('explore', 'lost-update.wasm', '--max-switches', '1', '--save-schedule', 'unwritten.json');
  assert.equal(few.status, 0);
  assert.equal(few.stdout.match(/^ {4}bounded: it passed in 1 order, \d+ steps; orders with more than 1 switch were left out$/gm)?.length, 2);
  assert.equal(few.stderr, 'libawait: no order to save: unwritten.json is not written\n');
  assert.ok(!existsSync(join(folder, 'unwritten.json')));
  const short = libawait('explore', 'others.wasm', '--filter', 'many', '--time-limit', '0.5');
  assert.deepEqual([short.stderr, short.status], ['', 0]);
  assert.match(short.stdout, /^ {4}bounded: the time is up; it passed in .* orders, .* steps, with up to \d+ switch(es)?; [\d,]+ choices left to try$/m);
  const none = libawait('explore', 'others.wasm', '--filter', 'many', '--time-limit', '0.000001');
  assert.deepEqual([none.stderr, none.status], ['', 0]);
  assert.match(none.stdout, /^ {4}bounded: the time was up before the first order came to its end, after 0 steps$/m);
});

test('progress: one line that changes on a terminal, elsewhere a line now and then', () => {
  const args = [main, 'explore', 'others.wasm', '--filter', 'many', '--time-limit'];
  const line = 'many_orders: [\\d,]+ orders?, \\d switch(es)?, [\\d,]+ choices? to try, \\d+\\.\\d s';
  const terminal = spawnSync(process.execPath, ['--import', 'data:text/javascript,process.stderr.isTTY=true', ...args, '1'], { cwd: folder, encoding: 'utf8' });
  assert.match(terminal.stderr, new RegExp(`^(\r\x1b\\[K${line}){2,}\r\x1b\\[K$`));
  assert.match(terminal.stdout, /^✔ many_orders/);
  const elsewhere = spawnSync(process.execPath, [...args, '5.8'], { cwd: folder, encoding: 'utf8' });
  assert.match(elsewhere.stderr, new RegExp(`^${line}\n$`));
});

test('wrong use of explore: status 2, or 1 for what is no module', () => {
  fails(['explore'], 2, /^libawait: explore: one module or C file, 0 given\nlibawait --help tells more\n$/);
  fails(['explore', 'lost-update.wasm', 'others.wasm'], 2, /one module or C file, 2 given/);
  fails(['explore', 'lost-update.wasm', '--filter', 'nothing'], 2, /explore: none of the 2 tests of lost-update\.wasm has 'nothing' in its name/);
  fails(['explore', 'lost-update.wasm', '--reporter', 'xml'], 2, /--reporter is tap or spec, not 'xml'/);
  fails(['explore', 'lost-update.wasm', '--orders', '3'], 2, /Unknown option '--orders'\n/);
  for (const number of ['0', 'x', '']) fails(['explore', 'lost-update.wasm', `--time-limit=${number}`], 2, new RegExp(`--time-limit cannot be '${number}'`));
  for (const number of ['1.5', '-1']) fails(['explore', 'lost-update.wasm', `--max-switches=${number}`], 2, new RegExp(`--max-switches cannot be '${number}'`));
  fails(['explore', 'lost-update.wasm', '--max-switches', '-1'], 2, /^libawait: explore: --max-switches cannot be '-1'\n/);
  fails(['explore', '--time-limit', '-.5', 'lost-update.wasm'], 2, /^libawait: explore: --time-limit cannot be '-\.5'\n/);
  fails(['explore', 'lost-update.wasm', '--filter', '--reporter', 'tap'], 2, /^libawait: explore: --filter wants a value; one that begins with a dash is written --filter=-…\n/);
  fails(['explore', 'absent.wasm'], 1, /^libawait: there is no file absent\.wasm\n$/);
  fails(['explore', 'lost-update.json'], 1, /^libawait: lost-update\.json is no WebAssembly module: /);
});

test('a schedule that cannot be written', () => {
  const { stdout, stderr, status } = libawait('explore', 'lost-update.wasm', '--save-schedule', join('absent', 'order.json'));
  assert.equal(status, 1);
  assert.match(stdout, /^✖ both_bookings_count [^]*\n2 tests: 1 passed, 1 failed/);
  assert.match(stderr, /^libawait: cannot write absent.order\.json: ENOENT/);
});

test('a file that is no schedule of this module', () => {
  const schedule = JSON.parse(readFileSync(join(folder, 'lost-update.json'), 'utf8'));
  /** @param {unknown} content @param {RegExp} message */
  const refused = (content, message) => {
    writeFileSync(join(folder, 'wrong.json'), typeof content === 'string' ? content : JSON.stringify(content));
    fails(['run', '--schedule', 'wrong.json', 'lost-update.wasm'], 1, message);
  };
  refused(JSON.stringify(schedule).slice(0, -9), /^libawait: wrong\.json is no schedule; `libawait explore --save-schedule` writes one\n$/);
  refused([], /^libawait: this is no schedule; /);
  refused({ ...schedule, version: 2 }, /^libawait: this schedule is of version 2; this libawait knows version 1\n$/);
  refused({ ...schedule, switches: [[3, -1]] }, /^libawait: this schedule is damaged\n$/);
  refused({ ...schedule, switches: [[3, 9]] }, /^libawait: the schedule does not fit: where it says who runs next, not so many are ready\n$/);
  refused({ ...schedule, test: 'absent' }, /^libawait: the module has no test 'absent'\n$/);
  fails(['run', '--schedule', 'lost-update.json', 'others.wasm'], 1, /^libawait: this schedule is of another module: of [0-9a-f]{32}, and this is [0-9a-f]{32}\. After a change of the program, explore it again\n$/);
  fails(['run', '--schedule', 'lost-update.json', 'lost-update.json'], 1, /is no WebAssembly module/);
  fails(['run', '--schedule', 'absent.json', 'lost-update.wasm'], 1, /^libawait: cannot read absent\.json: ENOENT/);
  fails(['run', '--schedule', 'lost-update.json'], 2, /^libawait: run: which module\?\n/);
  for (const option of ['--save=s.bin', '--trace=t.json', '--ps-on-signal']) {
    const message = new RegExp(`^libawait: run: --schedule runs a test step by step: ${option.split('=')[0]} does not go with it\n`);
    fails(['run', '--schedule', 'lost-update.json', option, 'lost-update.wasm'], 2, message);
  }
});
