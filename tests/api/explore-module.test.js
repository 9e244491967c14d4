// What an explorer asks of a module: any of what is ready runs next, time goes on where nothing is, and what runs says what it touches.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { load } from '../../wasm/api/index.js';
import { Accesses } from '../../wasm/api/explore/accesses.js';
import { home } from '../../wasm/api/stepping.js';
import { instrument } from '../../wasm/toolchain/instrument.js';
import { NOTHING, fresh, withEachModule } from './modules.js';

/** A module that is turned by hand, on a virtual clock. @param {import('../../wasm/api/index.js').Source} source */
async function open(source) {
  const m = await fresh(source, { manual: true, virtualClock: true, host: { hosted: () => 1 } });
  const { link } = home(m);
  const call = (/** @type {string} */ name, /** @type {number[]} */ ...values) => home(m).result(link.call(link.exports[`aw_js_${name}`], ...values));
  /** @returns {{ id: number, kind: string, task: string | null, number: number, place: string | null }[]} */
  const ready = () => call('ready').map(([id, kind, task, number, place]) => ({ id, kind, task, number, place }));
  const run = (/** @type {number} */ id) => call('run_ready', id);
  const task = (/** @type {string} */ name, /** @type {unknown[]} */ ...values) => m.createTask(m.coroutines[name](...values), { name });
  /** Until nothing is left. @param {(count: number) => number} [choose] which of so many */
  const runAll = (choose = () => 0) => {
    for (let all = ready(); all.length > 0 || call('next_timers') > 0; all = ready()) if (all.length > 0) run(all[choose(all.length)].id);
  };
  /** What a coroutine comes to that waits for nothing. @param {string} name @param {unknown[]} values */
  const resultOf = (name, ...values) => {
    const made = task(name, ...values);
    runAll();
    return made.result();
  };
  return { m, call, ready, run, task, runAll, resultOf };
}

const kinds = (/** @type {{ kind: string }[]} */ all) => all.map(({ kind }) => kind);
const numbers = (/** @type {{ number: number }[]} */ all) => all.map(({ number }) => number);

await withEachModule('what is ready', (file) => {
  test('any of it runs next, and the others keep their order and their identities', async () => {
    const { ready, run, task } = await open(file);
    for (const times of [2, 3, 4]) task('use_stack', times);
    const [a, b, c] = ready();
    assert.equal(a.kind, 'task');
    assert.equal(a.task, 'use_stack');
    assert.match(/** @type {string} */ (a.place), /explored\.c:\d+$/);
    assert.deepEqual(numbers([b, c]), [a.number + 1, a.number + 2]);
    assert.equal(run(c.id), true);
    assert.deepEqual(ready().slice(0, 2), [a, b]);
    assert.deepEqual(numbers(ready()), numbers([a, b, c]));
    const [, , later] = ready();
    run(b.id);
    assert.deepEqual(ready()[0], a);
    assert.deepEqual(ready()[1], later);
    assert.equal(run(later.id), true); // of the iteration after this one
    assert.deepEqual(ready()[0], a);
    assert.throws(() => run(1), { name: 'LookupError' });
  });

  test('callbacks, timers and what follows a future say what they are', async () => {
    const { call, ready, run, task } = await open(file);
    task('program');
    run(ready()[0].id);
    assert.deepEqual(kinds(ready()), ['task', 'callback', 'task', 'task', 'task']);
    assert.equal(ready()[1].place, 'told');
    const seen = new Set();
    for (let all = ready(); all.length > 0 || call('next_timers') > 0; all = ready()) {
      for (const { kind, place, task: who } of all) seen.add(`${kind} ${kind === 'task' ? '' : place ?? who}`);
      if (all.length > 0) run(all[0].id);
    }
    for (const one of ['timer told', 'done done', 'callback told']) assert.ok(seen.has(one), `${one} of ${[...seen]}`);
    assert.ok([...seen].some((one) => /^timer .*explored\.c:\d+$/.test(one)), 'the timer of a sleep');
  });

  test('time goes on where nothing is ready, and all that is due then is ready at once', async () => {
    const { m, call, ready, run, task } = await open(file);
    for (const delay of [2, 1, 1]) task('wait', delay);
    while (ready().length > 0) {
      assert.equal(call('next_timers'), 0);
      run(ready()[0].id);
    }
    assert.equal(m.loopState.time, 0);
    assert.equal(call('next_timers'), 2);
    assert.equal(m.loopState.time, 1);
    assert.deepEqual(kinds(ready()), ['timer', 'timer']);
    while (ready().length > 0) run(ready()[0].id);
    assert.equal(call('next_timers'), 1);
    while (ready().length > 0) run(ready()[0].id);
    assert.equal(call('next_timers'), 0);
    assert.equal(m.loopState.time, 2);
  });

  test("in the loop's own order it is as if it were stepped; in any other all ends as it must", async () => {
    const stepped = await open(file);
    const result = stepped.task('program');
    while (stepped.m.step());
    const [notes, names] = result.result();
    assert.match(notes, /^callback soon\na locks 0\n[^]*got c\neats is done\nend at 1\.5\n$/);
    for (let seed = 0; seed < 20; seed++) {
      const { m, task, runAll } = await open(file);
      let state = seed;
      const made = task('program');
      runAll((count) => (seed === 0 ? 0 : (state = (state * 1103515245 + 12345) >>> 1) % count));
      if (seed === 0) assert.equal(made.result()[0], notes);
      assert.deepEqual(made.result()[1], names);
      assert.deepEqual(made.result()[0].split('\n').sort(), notes.split('\n').sort());
      m.releaseAll();
      assert.deepEqual(m.live(), NOTHING);
    }
  });
}, 'explored');

/** Runs two tasks, one after the other: do they disturb each other? @typedef {(first: [string, ...unknown[]], second: [string, ...unknown[]]) => boolean} Disturb */

await withEachModule('what is touched', (file) => {
  /** @param {boolean} [isInstrumented] */
  async function explored(isInstrumented = true) {
    const bytes = new Uint8Array(await readFile(file));
    const opened = await open(isInstrumented ? instrument(bytes) : bytes);
    const accesses = new Accesses(opened.m);
    const step = () => {
      const [{ id }] = opened.ready();
      accesses.begin();
      opened.run(id);
      return accesses.take();
    };
    /** @type {Disturb} */
    const disturb = (first, second) => {
      for (const [name, ...values] of [first, second]) opened.task(name, ...values);
      const [a, b] = [step(), step()];
      opened.runAll();
      assert.equal(accesses.conflict(a, b), accesses.conflict(b, a));
      return accesses.conflict(a, b);
    };
    return { ...opened, accesses, step, disturb };
  }

  test("the program's memory: who writes what another touches", async () => {
    const { disturb, resultOf } = await explored();
    assert.ok(disturb(['write_number', 0], ['write_number', 0]));
    assert.ok(disturb(['write_number', 0], ['read_number', 0]));
    assert.ok(disturb(['read_number', 1], ['write_number', 1]));
    assert.ok(!disturb(['read_number', 0], ['read_number', 0]));
    assert.ok(!disturb(['write_number', 0], ['write_number', 1]));
    assert.ok(!disturb(['write_number', 0], ['read_number', 1]));
    assert.ok(!disturb(['write_number', 0], ['read_table', 1]));
    resultOf('allocate', 0);
    resultOf('allocate', 1);
    assert.ok(disturb(['write_heap', 0], ['write_heap', 0]));
    assert.ok(!disturb(['write_heap', 0], ['write_heap', 1]));
  });

  test('memory that is copied at once, and by the C library', async () => {
    const { disturb } = await explored();
    assert.ok(disturb(['copy_table', 0], ['read_table', 0]));
    assert.ok(!disturb(['copy_table', 0], ['read_table', 1]));
    assert.ok(disturb(['copy_table', 0], ['copy_table', 1]));
    assert.ok(disturb(['write_text', 'four'], ['read_text']));
    assert.ok(!disturb(['read_text'], ['read_text']));
    assert.ok(disturb(['write_text', 'five'], ['copy_text', 5]));
    assert.ok(!disturb(['read_text'], ['copy_text', 5]));
    assert.ok(!disturb(['write_text', 'six'], ['read_number', 0]));
  });

  test('stacks are of one task, unless somebody has an address there', async () => {
    const { disturb, runAll, task, step, accesses } = await explored();
    assert.ok(!disturb(['use_stack', 3], ['use_stack', 3]));
    assert.ok(!disturb(['await_inner', 2], ['await_inner', 2]));
    task('hold_local', 2);
    const first = step();
    task('write_heap', 1);
    const [next, writes] = [step(), step()];
    assert.ok(accesses.conflict(first, writes) && !accesses.conflict(next, writes));
    runAll();
  });

  test('memory that one task gave back and another took is not shared', async () => {
    const { task, step, ready, accesses } = await explored();
    for (let i = 0; i < 2; i++) task('await_inner', 3);
    const [a, b] = numbers(ready());
    /** @type {Map<number, ReturnType<typeof step>[]>} */
    const steps = new Map([[a, []], [b, []]]);
    for (let all = ready(); all.length > 0; all = ready()) steps.get(all[0].number)?.push(step());
    for (const ofA of steps.get(a) ?? []) for (const ofB of steps.get(b) ?? []) assert.ok(!accesses.conflict(ofA, ofB));
    assert.equal(steps.get(a)?.length, 4);
  });

  test('objects of the runtime', async () => {
    const { disturb, resultOf } = await explored();
    const [one, two] = [resultOf('new_queue'), resultOf('new_queue')];
    assert.ok(disturb(['put', one], ['put', one]));
    assert.ok(!disturb(['put', one], ['put', two]));
    assert.ok(disturb(['get', one], ['size', one]));
    assert.ok(!disturb(['get', one], ['get', two]));
    assert.ok(!disturb(['size', one], ['size', one]));
    const [lock, other] = [resultOf('new_lock'), resultOf('new_lock')];
    assert.ok(!disturb(['acquire', lock], ['acquire', other]));
    assert.ok(disturb(['acquire', lock], ['acquire', lock]));
    const event = resultOf('new_event');
    assert.ok(!disturb(['wait_event', event], ['wait_event', event]));
    assert.ok(disturb(['wait_event', event], ['set_event', event]));
    const future = resultOf('new_future');
    assert.ok(!disturb(['wait_future', future], ['wait_future', future]));
    assert.ok(disturb(['wait_future', future], ['set_future', future]));
    assert.ok(disturb(['set_future', resultOf('new_future')], ['all_tasks'])); // whose end the list shows
    assert.ok(disturb(['make_task'], ['all_tasks']));
    assert.ok(!disturb(['make_task'], ['make_task']));
    assert.ok(disturb(['call_host'], ['call_host']));
    assert.ok(!disturb(['call_host'], ['put', two]));
  });

  test('lists', async () => {
    const { disturb, resultOf } = await explored();
    resultOf('make_lists');
    assert.ok(disturb(['append', 0], ['item', 0]));
    assert.ok(disturb(['append', 0], ['append', 0]));
    assert.ok(!disturb(['append', 0], ['append', 1]));
    assert.ok(!disturb(['item', 0], ['item', 0]));
    resultOf('drop_lists');
  });

  test('a request to cancel, and the steps of the task that it is for', async () => {
    const { task, step, accesses } = await explored();
    const spins = task('use_stack', 3);
    task('use_stack', 3);
    task('cancel_task', spins);
    const [ofSpins, ofOther, ofCancel] = [step(), step(), step()];
    assert.ok(accesses.conflict(ofSpins, ofCancel));
    assert.ok(!accesses.conflict(ofOther, ofCancel));
    assert.ok(!accesses.conflict(ofOther, ofSpins));
  });

  test('a module that was not instrumented touches everything', async () => {
    const { disturb } = await explored(false);
    assert.ok(disturb(['read_number', 0], ['read_number', 1]));
  });

  test('an instrumented module is the same to snapshots', async () => {
    const { m, task, step } = await explored();
    task('use_stack', 5);
    step();
    step();
    const plain = await load(file, { snapshot: m.snapshot(), manual: true });
    assert.equal(plain.tasks().length, 1);
    const [left] = plain.tasks();
    while (plain.step());
    assert.equal(left.result(), 0);
  });
}, 'explored');
