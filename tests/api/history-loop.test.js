// A history of a program with a loop: iterations, answers of the host, timers and clocks, and runs.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turns, setTimeout as delay } from 'node:timers/promises';
import { begins, labels, stateOf } from './histories.js';
import { NOTHING, fresh, withEachModule } from './modules.js';

await withEachModule('history of a loop', (file) => {
  const begin = begins(file);

  test('an iteration is a step; resuming from any of them gives the same result', async () => {
    const { c, m, history } = await begin();
    const result = await m.run(c.everything());
    const { length } = history.steps;
    assert.ok(length > 20);
    assert.deepEqual(labels(history).slice(0, 4), ['start', 'everything()', 'run everything', 'turn']);
    for (let k = 2; k < length - 1; k++) {
      assert.equal(history.goto(k).number, k);
      assert.equal(m.paused, true);
      await turns();
      assert.equal(history.current.number, k, 'it stands still');
      m.resume();
      assert.deepEqual(await m.runs[0], result, `from step ${k}`);
    }
    assert.ok(history.steps.every(({ time }, index, all) => index === 0 || time >= all[index - 1].time));
    m.releaseAll();
    assert.deepEqual(m.live(), NOTHING);
  });

  test('callback by callback', async () => {
    const { c, m, history } = await begin({}, { grain: 'step' });
    const result = await m.run(c.everything());
    const steps = history.steps.length;
    assert.ok(labels(history).includes('step'));
    assert.ok(!labels(history).includes('turn'));
    history.goto(steps >> 1);
    m.resume();
    assert.deepEqual(await m.runs[0], result);
    const whole = await begin();
    await whole.m.run(whole.c.everything());
    assert.ok(steps > whole.history.steps.length);
  });

  test('the same inputs give the same memory, byte for byte', async () => {
    const module = await WebAssembly.compile(await (await import('node:fs/promises')).readFile(file));
    const { c, m, history } = await begin({ manual: true, host: { first: (x) => Promise.resolve([x]), second: (x) => ({ then: (f) => f(x) }) } });
    const kept = [c.two_steps('a')]; // what is collected is let go, whenever that is
    kept.push(m.createTask(kept[0]));
    const mark = history.current;
    const averager = c.averager();
    const inputs = async () => {
      averager.send(null);
      m.turn();
      averager.send('x'.length);
      for (let i = 0; i < 3; i++) {
        m.turn();
        await turns();
      }
      const sleeper = c.sleeper(3);
      kept.push(sleeper, m.createTask(sleeper, { name: 'late' }));
      while (m.turn() > 0) await turns();
    };
    const start = history.steps.at(-1);
    await inputs();
    const [after, names] = [stateOf(m, module), labels(history)];
    for (let i = 0; i < 3; i++) {
      history.goto(start);
      await inputs();
      assert.deepEqual(labels(history), names);
      assert.deepEqual(stateOf(m, module), after);
    }
    assert.equal(history.branches.length, 4);
    history.goto(mark);
    assert.equal(m.tasks().length, 1);
  });

  test('answers of the host are steps; an earlier state waits for them until somebody goes on', async () => {
    const asked = [];
    const host = { first: (x) => (asked.push('first'), delay(1, `${x}1`)), second: (x) => (asked.push('second'), delay(1, `${x}2`)) };
    const { c, m, history } = await begin({ host });
    assert.deepEqual(await m.run(c.two_steps('a')), ['a1', 'a12']);
    assert.deepEqual(labels(history).filter((label) => label.startsWith('answer')), ['answer first', 'answer second']);
    const pending = history.steps.findIndex(({ label }) => label === 'answer first') - 1;
    history.goto(pending);
    await delay(5);
    assert.equal(history.current.number, pending);
    assert.equal(history.branches.length, 1);
    m.resume();
    assert.deepEqual(await m.runs[0], ['a1', 'a12']);
    assert.deepEqual(asked, ['first', 'second', 'second'], 'first is not asked again: its promise is waited for');
  });

  test('a timer keeps its time while nobody goes on', async () => {
    const { now } = performance;
    let time = 1000;
    performance.now = () => time;
    try {
      const { c, m, history } = await begin({ virtualClock: false, manual: true });
      m.createTask(c.sleeper(5));
      m.turn();
      const { nextTimer } = m.loopState;
      time += 2000;
      m.turn();
      history.back();
      time += 60_000;
      m.turn();
      assert.deepEqual([m.loopState.state, m.loopState.nextTimer], ['sleeping', nextTimer]);
      time += 5001;
      assert.equal(m.loopState.state, 'ready');
    } finally {
      performance.now = now;
    }
  });

  test('time stands still while a history stands, for forks and snapshots and after stop(), too', async () => {
    const { now } = performance;
    let time = 1000;
    performance.now = () => time;
    try {
      const { c, m, history } = await begin({ virtualClock: false, manual: true });
      m.createTask(c.sleeper(5));
      m.turn();
      const state = m.loopState;
      void history.current;
      time += 1500;
      c.echo();
      assert.equal(m.loopState.time, state.time + 1.5);
      history.back();
      time += 1500;
      assert.deepEqual(m.loopState, state);
      const fork = m.fork();
      const loaded = await fresh(file, { snapshot: m.snapshot(), manual: true });
      assert.deepEqual([fork.loopState, loaded.loopState], [state, state]);
      history.forward();
      assert.equal(m.loopState.time, state.time + 1.5);
      history.back();
      time += 1500;
      history.stop();
      assert.deepEqual(m.loopState, state);
      time += 500;
      for (const each of [m, fork]) assert.ok(each.loopState.time > state.time);
      assert.equal(m.loopState.time, state.time + 0.5);
    } finally {
      performance.now = now;
    }
  });

  test('a run that has ended, but of which JS has not heard, and one that cleans up', async () => {
    const lines = [];
    const { c, m, history } = await begin({ virtualClock: false, stdout: (line) => lines.push(line) });
    assert.equal(await m.run(c.leaves_over()), 'result');
    assert.deepEqual(lines.splice(0), ['cleaned up']);
    const { length } = history.steps;
    const cleanUp = labels(history).indexOf('clean up');
    assert.ok(cleanUp > 0 && cleanUp < length - 1);
    const printed = [];
    for (let k = 2; k < length - 1; k++) {
      history.goto(k);
      await turns();
      assert.equal(history.branches.length, k - 1, 'no clean-up begins while nobody goes on');
      m.resume();
      assert.equal(await m.runs[0], 'result');
      printed.push(lines.splice(0).join());
    }
    const before = printed.filter((line) => line).length;
    assert.ok(before >= cleanUp - 1, 'until it cleaned up each way on does so');
    assert.deepEqual(printed, printed.map((_, index) => (index < before ? 'cleaned up' : '')));
    assert.deepEqual(m.runs, []);
  });

  test("a run's signal cancels that run and no other one, and waits until somebody goes on", async () => {
    const { c, m, history } = await begin({ manual: true });
    const controller = new AbortController();
    const first = m.run(c.sleeper(5), { signal: controller.signal });
    first.catch(() => {});
    await null;
    const { current } = history;
    history.goto(0);
    const other = m.run(c.sleeper(0));
    controller.abort();
    for (let i = 0; i < 8; i++) {
      m.turn();
      await turns();
    }
    assert.equal(await other, 'awake');
    history.goto(current);
    m.resume();
    assert.equal(await first, 'awake');

    m.pause();
    const again = new AbortController();
    const cancelled = m.run(c.sleeper(5), { signal: again.signal });
    cancelled.catch(() => {});
    await null;
    const begun = history.current;
    history.back();
    again.abort('enough');
    history.goto(begun);
    assert.equal(m.tasks().length, 1);
    await turns();
    assert.equal(history.current, begun, 'it stands still');
    m.resume();
    await assert.rejects(cancelled, { name: 'CancelledError', message: 'enough' });
  });

  test('what a state came back behind is settled when the module is disposed', async () => {
    const { c, m, history } = await begin({ manual: true });
    const kept = [c.never(), c.ticks(3, 1)];
    await null;
    const { current } = history;
    const asked = [m.run(c.sleeper(5)), kept[0].then((value) => value), kept[1].next()];
    const outcomes = Promise.allSettled(asked);
    await null;
    assert.notEqual(history.current, current);
    history.goto(current);
    await m.dispose();
    for (const { reason } of await outcomes) assert.equal(`${reason}`, 'ReferenceError: this module has been disposed');
  });

  test('dispose() while it stands in its past: time goes on, and answers of the host come', async () => {
    const lines = [];
    const { c, m, history } = await begin({ virtualClock: false, manual: true, host: { bye: async () => 1 }, stdout: (line) => lines.push(line) });
    m.run(c.says_bye()).catch(() => {});
    const task = m.createTask(c.stubborn());
    await null;
    m.turn();
    void history.current;
    c.echo();
    history.back();
    let told = false;
    const disposed = m.dispose().then(() => (told = true));
    for (let i = 0; i < 1000 && !told; i++) await delay(1);
    assert.ok(told);
    await disposed;
    assert.deepEqual(lines, ['cleaned up']);
    assert.equal(String(task), '<disposed Task>');
  });

  test('whoever awaits a run that cleans up hears of it, whatever comes back meanwhile', async () => {
    const { c, m, history } = await begin({ virtualClock: false, manual: true });
    const promise = m.run(c.leaves_over());
    while (!labels(history).includes('clean up')) {
      m.turn();
      await turns();
    }
    m.turn();
    history.back(3);
    m.resume();
    assert.equal(await promise, 'result');
  });
}, 'states');
