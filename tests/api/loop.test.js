// The loop run by JavaScript: runs, tasks and futures awaited, cancelling, leftovers, deadlocks, traps, the clock, turning by hand.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mock, test } from 'node:test';
import { CancelledError, DeadlockError, Future, InvalidStateError, ProgramExit, RuntimeError, SystemExit, Task, Trap, ValueError } from '../../wasm/api/index.js';
import { NOTHING, fresh, thrownBy, withEachModule } from './modules.js';

/** @param {PromiseLike<unknown>} promise @returns {Promise<any>} what it rejects with */
async function rejection(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it did not reject');
}

/** @param {import('../../wasm/api/index.js').Module} m */
function assertNothingLeft(m) {
  m.releaseAll();
  assert.deepEqual(m.live(), NOTHING);
}

const macrotask = () => new Promise((resolve) => setImmediate(resolve));

await withEachModule('the loop', (file) => {
  test('run() gives a promise of the result', async () => {
    const m = await fresh(file);
    const promise = m.run(m.coroutines.both());
    assert.ok(promise instanceof Promise);
    assert.deepEqual(await promise, ['a', 'b']);
    assert.deepEqual(await Promise.all([m.run(m.coroutines.give(1)), m.run(m.coroutines.both()), m.run(m.coroutines.give('x'))]), [1, ['a', 'b'], 'x']);
    assertNothingLeft(m);
  });

  test('what run() refuses, and what it rejects with', async () => {
    const m = await fresh(file);
    assert.equal((await rejection(m.run(3))).message, 'a coroutine was expected, got 3');
    const error = await rejection(m.run(m.coroutines.fails_inside('why')));
    assert.ok(error instanceof ValueError);
    assert.equal(error.message, 'why');
    assert.match(error.stack, /^ValueError: why\n    at fail_later \(.*loop\.c:\d+\)\n    at fails_inside \(.*loop\.c:\d+\)/);
    const thrown = { js: true };
    assert.equal(await rejection(m.run(m.coroutines.awaits(Promise.reject(thrown)))), thrown);
    const exit = await rejection(m.run(m.coroutines.system_exit()));
    assert.ok(exit instanceof SystemExit);
    assert.equal((await rejection(m.run(m.coroutines.stops_loop()))).message, 'Event loop stopped before Future completed.');
    assert.equal(await m.run(m.coroutines.give(1)), 1);
    error.dispose();
    exit.dispose();
    assertNothingLeft(m);
  });

  test('the end of the last run cancels what is left over', async () => {
    const notes = [];
    const m = await fresh(file, { host: { note: (...args) => notes.push(args) } });
    const [future] = await m.coroutines.a_future();
    const spared = m.createTask(m.coroutines.awaits(future));
    const value = spared.then((result) => result);
    const [gate] = await m.coroutines.a_future();
    const other = m.run(m.coroutines.awaits(gate));
    assert.equal(await m.run(m.coroutines.leaves_over()), 'main');
    assert.equal(notes.length, 0);
    gate.setResult('other');
    assert.equal(await other, 'other');
    assert.deepEqual(notes, [['a', []], ['cleaned', null]]);
    assert.equal(spared.done, false);
    future.setResult('spared');
    assert.equal(await value, 'spared');
    assertNothingLeft(m);
  });

  test('coroutines, tasks and other awaitables are thenable', async () => {
    const m = await fresh(file);
    assert.equal(await m.coroutines.work('direct', 0), 'direct');
    const task = m.createTask(m.coroutines.work('task', 0), { name: 'named' });
    assert.ok(task instanceof Task && task instanceof Future);
    assert.equal(task.name, 'named');
    assert.equal(await task, 'task');
    assert.equal(await task, 'task');
    assert.equal(task.result(), 'task');
    const c = m.coroutines.give(3);
    assert.deepEqual(await Promise.all([c, c]), [3, 3]);
    const [sleep] = await m.coroutines.a_sleep(0.001);
    assert.equal(await sleep, 'slept');
    assert.equal(await m.coroutines.makes_coroutine(), 5);
    assert.equal(await m.coroutines.fail_later('x').catch((error) => error.message), 'x');
    let ended = false;
    await m.coroutines.give(1).finally(() => (ended = true));
    assert.ok(ended);
    assertNothingLeft(m);
  });

  test('tasks can be looked at and cancelled', async () => {
    const m = await fresh(file);
    const task = m.createTask(m.coroutines.never());
    assert.match(task.name, /^Task-\d+$/);
    task.name = 'waits';
    assert.deepEqual([task.name, task.done, task.cancelled, task.cancelling, task.coroutine.name], ['waits', false, false, 0, 'never']);
    assert.deepEqual(m.tasks(), [task]);
    assert.equal(m.currentTask, null);
    assert.ok(thrownBy(() => task.result()) instanceof InvalidStateError);
    assert.ok(thrownBy(() => task.setResult(1)) instanceof RuntimeError);
    await macrotask();
    assert.equal(task.cancel('enough'), true);
    assert.equal(task.cancelling, 1);
    const error = await rejection(task);
    assert.ok(error instanceof CancelledError);
    assert.equal(error.message, 'enough');
    assert.deepEqual([task.done, task.cancelled, task.cancel()], [true, true, false]);
    assert.ok(thrownBy(() => task.exception()) instanceof CancelledError);
    const failing = m.createTask(m.coroutines.fail_later('x'));
    await rejection(failing);
    assert.equal(failing.exception().message, 'x');
    assert.equal(thrownBy(() => m.createTask(/** @type {any} */ (5))).message, 'a coroutine was expected, got 5');
    assertNothingLeft(m);
  });

  test('futures of C can be awaited and set', async () => {
    const m = await fresh(file);
    const [future] = await m.coroutines.a_future();
    assert.ok(future instanceof Future && !(future instanceof Task));
    const waiting = m.createTask(m.coroutines.awaits(future));
    setImmediate(() => future.setResult('set'));
    assert.deepEqual(await Promise.all([future, waiting]), ['set', 'set']);
    assert.ok(thrownBy(() => future.setResult(1)) instanceof InvalidStateError);
    const [other] = await m.coroutines.a_future();
    const js = new Error('js');
    other.setException(js);
    assert.equal(await rejection(other), js);
    assert.equal(await rejection(m.coroutines.awaits(other)), js);
    assertNothingLeft(m);
  });

  test('the current task is seen by host functions', async () => {
    let seen;
    const m = await fresh(file, { host: { current: () => (seen = m.currentTask) } });
    const task = m.createTask(m.coroutines.asks_and_finds_current());
    assert.equal(task.coroutine.name, 'asks_and_finds_current');
    await macrotask();
    assert.equal(seen, task);
    task.dispose();
  });

  test('an AbortSignal cancels a run', async () => {
    const notes = [];
    const m = await fresh(file, { host: { note: (...args) => notes.push(args) } });
    const controller = new AbortController();
    const running = m.run(m.coroutines.tells('main'), { signal: controller.signal });
    await macrotask();
    controller.abort(new Error('no longer wanted'));
    const error = await rejection(running);
    assert.ok(error instanceof CancelledError);
    assert.equal(error.message, 'no longer wanted');
    assert.deepEqual(notes, [['main', ['no longer wanted']]]);
    const late = await rejection(m.run(m.coroutines.tells('never'), { signal: AbortSignal.abort('too late') }));
    assert.deepEqual([late.name, late.message, notes.length], ['CancelledError', 'too late', 1]);
    assertNothingLeft(m);
  });

  test('a deadlock rejects, and the loop goes on', async () => {
    const m = await fresh(file);
    const error = await rejection(m.run(m.coroutines.never()));
    assert.ok(error instanceof DeadlockError);
    assert.match(error.message, /never/);
    assert.equal(await m.run(m.coroutines.give(1)), 1);
    const notYet = m.run(m.coroutines.asks('ask', 1)).catch((reason) => reason.name);
    assert.equal(await notYet, 'LookupError');
    assertNothingLeft(m);
  });

  test('JS that goes on in time is no deadlock', async () => {
    const m = await fresh(file);
    const [future] = await m.coroutines.a_future();
    const running = m.run(m.coroutines.awaits(future));
    await m.coroutines.give(1);
    await m.coroutines.give(2);
    future.setResult('in time');
    assert.equal(await running, 'in time');
  });

  test('a run that never settles ends in a deadlock even if its tasks resist', async () => {
    const m = await fresh(file);
    const stubborn = m.coroutines.stubborn();
    const error = await rejection(m.run(m.coroutines.forgets(stubborn)));
    assert.ok(error instanceof DeadlockError);
    assert.equal(await m.coroutines.give(1), 1);
  });

  test('a trap ends the task that ran, and no other', async () => {
    const m = await fresh(file, { onError: () => {} });
    const others = m.run(m.coroutines.both());
    const error = await rejection(m.run(m.coroutines.traps_later()));
    assert.ok(error instanceof Trap);
    const task = m.createTask(m.coroutines.traps_later());
    assert.ok((await rejection(task)) instanceof Trap);
    assert.deepEqual([task.done, task.coroutine.state], [true, 'CORO_CLOSED']);
    assert.ok((await rejection(m.run(m.coroutines.gathers([m.coroutines.traps_later(), m.coroutines.give(1)])))) instanceof Trap);
    assert.deepEqual(await others, ['a', 'b']);
    assertNothingLeft(m);
  });

  test('a trap in runSync() leaves other runs alone', async () => {
    const m = await fresh(file);
    const other = m.run(m.coroutines.sleeps(0.01));
    assert.ok(thrownBy(() => m.runSync(m.coroutines.traps_later())) instanceof Trap);
    await other;
  });

  test('an asynchronous generator that trapped runs no more', async () => {
    const m = await fresh(file);
    const iterator = m.coroutines.ticks_then_traps()[Symbol.asyncIterator]();
    assert.deepEqual(await iterator.next(), { value: 1, done: false });
    assert.ok((await rejection(iterator.next())) instanceof Trap);
    assert.deepEqual(await iterator.next(), { value: undefined, done: true });
  });

  test('a trap or an error in a callback is reported', async () => {
    const unraisable = [];
    const errors = [];
    const m = await fresh(file, { onUnraisable: (error) => unraisable.push(error), onError: (context) => errors.push(context) });
    assert.equal(await m.run(m.coroutines.calls_soon(true)), 'went on');
    assert.ok(unraisable[0] instanceof Trap);
    assert.equal(await m.run(m.coroutines.calls_soon(false)), 'went on');
    assert.equal(errors[0].message, 'Exception in callback failing_callback()');
    assert.equal(errors[0].exception.message, "'callback'");
    assertNothingLeft(m);
  });

  test('exit() ends all runs', async () => {
    const m = await fresh(file, { onError: () => {} });
    const both = [m.run(m.coroutines.work('x', 1000)), m.run(m.coroutines.exits_later())];
    for (const running of both) {
      const error = await rejection(running);
      assert.ok(error instanceof ProgramExit);
      assert.equal(error.status, 7);
    }
    assertNothingLeft(m);
  });

  test('an exception that nobody retrieves is told to onError', async () => {
    const errors = [];
    const m = await fresh(file, { onError: (context) => errors.push(context) });
    await m.run(m.coroutines.forgets(m.coroutines.fail_later('lost')));
    assert.equal(await m.coroutines.hops(3), 3);
    assert.equal(errors.length, 1);
    assert.equal(errors[0].message, 'Task exception was never retrieved');
    assert.equal(errors[0].exception.message, 'lost');
    assert.match(String(errors[0].object), /^<Task finished/);
    errors.length = 0;
    assertNothingLeft(m);
    const lines = [];
    const plain = await fresh(file, { stderr: (line) => lines.push(line) });
    await plain.run(plain.coroutines.forgets(plain.coroutines.fail_later('lost')));
    await plain.coroutines.hops(3);
    assert.deepEqual([lines[0], lines.at(-1)], ['Task exception was never retrieved', 'ValueError: lost']);
    assert.match(lines[1], /^future: <Task finished/);
  });

  test('busy tasks leave JS its turns', async () => {
    const m = await fresh(file);
    const enough = new AbortController();
    let turns = 0;
    const tick = () => {
      if (++turns === 5) enough.abort();
      else setTimeout(tick, 0);
    };
    tick();
    assert.equal((await rejection(m.run(m.coroutines.spin(1000, 60), { signal: enough.signal }))).name, 'CancelledError');
    assert.equal(turns, 5);
    assertNothingLeft(m);
  });

  test('so do tasks that await promises which are there already', async () => {
    const m = await fresh(file, { host: { ask: async () => 1 } });
    let turns = 0;
    let going = true;
    const tick = () => {
      turns++;
      if (going) setImmediate(tick);
    };
    tick();
    await m.run(m.coroutines.asks_in_turn(20000));
    going = false;
    assert.ok(turns >= 2, `${turns} turns`);
  });

  test('sleeps of many tasks end in order', async () => {
    const m = await fresh(file);
    const result = await m.run(m.coroutines.many_sleeps(1000, 0.01));
    assert.deepEqual(result, Array.from({ length: 1000 }, (_, i) => i));
    assertNothingLeft(m);
  });

  test('the virtual clock', async () => {
    const m = await fresh(file, { virtualClock: true });
    assert.equal(await m.run(m.coroutines.the_time()), 0);
    const start = performance.now();
    assert.equal(await m.run(m.coroutines.sleeps(1e6)), 1e6);
    assert.ok(performance.now() - start < 5000);
    assert.equal(m.loopState.time, 1e6);
    assertNothingLeft(m);
  });

  test('with the virtual clock the host answers before time goes on', async () => {
    const m = await fresh(file, { virtualClock: true, host: { ask: async (value) => (await null, value) } });
    assert.equal(await m.run(m.coroutines.timed(m.coroutines.asks('ask', 'in time'), 5)), 'in time');
    const never = m.run(m.coroutines.timed(new Promise(() => {}), 5));
    assert.equal((await rejection(never)).name, 'TimeoutError');
  });

  test('delays beyond 2^31 milliseconds', async () => {
    const m = await fresh(file);
    const delays = [];
    const timer = mock.method(globalThis, 'setTimeout', (action, delay) => (delays.push(delay), { action }));
    const task = m.createTask(m.coroutines.work('later', 1e8));
    const endless = m.createTask(m.coroutines.work('never', Infinity));
    await macrotask();
    timer.mock.restore();
    assert.deepEqual(delays, [2 ** 31 - 1]);
    assert.equal(m.loopState.state, 'sleeping');
    task.cancel();
    endless.cancel();
    await Promise.allSettled([task, endless]);
  });

  test('turning by hand', async () => {
    const m = await fresh(file, { manual: true });
    const task = m.createTask(m.coroutines.hops(2));
    const ended = task.then((value) => value);
    await macrotask();
    assert.equal(m.loopState.state, 'ready');
    assert.equal(m.turn(), 1);
    assert.equal(m.step(), true);
    assert.equal(m.turn(), 1);
    assert.equal(task.done, true);
    assert.equal(m.turn(), 1); // tells the promise
    assert.equal(await ended, 2);
    assert.equal(m.step(), false);
    assert.equal(m.loopState.state, 'idle');
    const sleeping = m.createTask(m.coroutines.work('x', 1000));
    m.turn();
    const { state, nextTimer, time } = m.loopState;
    assert.equal(state, 'sleeping');
    assert.ok(nextTimer - time > 999);
    sleeping.cancel();
    m.turn();
    m.turn();
    assert.equal(sleeping.cancelled, true);
    const trapping = m.createTask(m.coroutines.traps_later());
    m.turn();
    assert.ok(thrownBy(() => m.turn()) instanceof Trap);
    assert.equal(trapping.done, true);
    trapping.exception();
  });

  test('what the loop has yet to call', async () => {
    const m = await fresh(file, { manual: true, virtualClock: true, host: { ask: () => new Promise(() => {}) } });
    const nothing = { ready: [], readyCount: 0, inIteration: 0, timers: [], timerCount: 0, operations: [] };
    assert.deepEqual(m.scheduled(), nothing);
    const delays = [3, 1, 2, 1];
    const tasks = delays.map((delay, index) => m.createTask(m.coroutines.work(`${index}`, delay), { name: `t${index}` }));
    const asking = m.createTask(m.coroutines.asks('ask', 1), { name: 'asking' });
    const { ready, readyCount, inIteration } = m.scheduled();
    assert.deepEqual(ready.map(({ kind, task }) => [kind, task]), [...delays.map((_, index) => ['task', `t${index}`]), ['task', 'asking']]);
    assert.match(/** @type {string} */ (ready[0].place), /loop\.c:\d+$/);
    assert.deepEqual([readyCount, inIteration], [5, 0]);
    m.step();
    assert.deepEqual([m.scheduled().readyCount, m.scheduled().inIteration], [4, 4]);
    m.turn();
    const told = JSON.stringify(m.scheduled());
    const { timers, timerCount, operations } = m.scheduled();
    assert.deepEqual(timers.map(({ kind, task, when }) => [kind, task, when]), [['timer', 't1', 1], ['timer', 't3', 1], ['timer', 't2', 2], ['timer', 't0', 3]]);
    assert.deepEqual([timerCount, operations], [4, ['ask']]);
    assert.deepEqual([m.scheduled(1).timers.length, m.scheduled(0).timers, m.scheduled(2).timerCount], [1, [], 4]);
    assert.ok(thrownBy(() => m.scheduled(-1)) instanceof ValueError);
    tasks[3].cancel();
    m.turn();
    assert.deepEqual(m.scheduled().timers.map(({ task }) => task), ['t1', 't2', 't0']);
    assert.notEqual(JSON.stringify(m.scheduled()), told);
    asking.cancel();
    while (m.loopState.state === 'ready') m.turn();
    const heard = m.createTask(m.coroutines.give('x'), { name: 'heard' });
    const value = heard.then((one) => one);
    m.turn();
    assert.deepEqual(m.scheduled().ready.map(({ kind, task }) => [kind, task]), [['host', 'heard']]);
    m.turn();
    assert.equal(await value, 'x');
    assert.deepEqual(tasks.map(({ done }) => done), [true, true, true, true]);
    assert.deepEqual(m.scheduled(), nothing);
  });

  test('runSync() runs the same loop', async () => {
    const m = await fresh(file, { host: { ask: () => new Promise(() => {}) } });
    const task = m.createTask(m.coroutines.hops(5));
    const ended = task.then((value) => value);
    assert.deepEqual(m.runSync(m.coroutines.both()), ['a', 'b']);
    assert.equal(await ended, 5);
    const error = thrownBy(() => m.runSync(m.coroutines.asks('ask', 1)));
    assert.ok(error instanceof RuntimeError);
    assert.match(error.message, /waits for JavaScript/);
    assert.ok(thrownBy(() => m.runSync(m.coroutines.never())) instanceof DeadlockError);
    assertNothingLeft(m);
  });

  test('100,000 tasks, cancelled while they run', async () => {
    const m = await fresh(file);
    const task = m.createTask(m.coroutines.crowd(100000));
    await macrotask();
    await macrotask();
    assert.ok(m.live().coroutines > 100);
    task.cancel();
    assert.ok((await rejection(task)) instanceof CancelledError);
    await m.run(m.coroutines.give(1));
    assert.deepEqual(m.tasks(), []);
    task.dispose();
    assertNothingLeft(m);
  });

  test('Node ends when only idle work is left, and waits for timers', () => {
    const api = new URL('../../wasm/api/index.js', import.meta.url).href;
    const script = `
      import { load } from ${JSON.stringify(api)};
      const m = await load(${JSON.stringify(file)}, { host: { ask: () => new Promise(() => {}) } });
      m.createTask(m.coroutines.work('slept', 0.05)).then((text) => console.log(text));
      m.createTask(m.coroutines.never()).then(() => console.log('never'));
      m.createTask(m.coroutines.asks('ask', 1)).then(() => console.log('never'));
      process.on('exit', () => console.log('exit'));
    `;
    const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', timeout: 60000 });
    assert.deepEqual([stdout, status], ['slept\nexit\n', 0]);
  });

  test('dispose() cancels what is pending', async () => {
    const notes = [];
    const reported = [];
    const m = await fresh(file, { host: { note: (...args) => notes.push(args) }, onError: (context) => reported.push(context.message) });
    const awaited = rejection(m.coroutines.tells('awaited'));
    const running = rejection(m.run(m.coroutines.cleans_up_slowly()));
    m.createTask(m.coroutines.tells('forgotten'));
    m.createTask(m.coroutines.stubborn());
    await macrotask();
    await m.dispose();
    assert.equal((await awaited).name, 'CancelledError');
    assert.equal((await running).name, 'CancelledError');
    assert.deepEqual(notes.map(([name]) => name).sort(), ['awaited', 'cleaned', 'forgotten']);
    assert.deepEqual(reported, ['Task was destroyed but it is pending!']);
    assert.equal(thrownBy(() => m.live()).message, 'this module has been disposed');
    await m.dispose();
  });
}, 'loop');
