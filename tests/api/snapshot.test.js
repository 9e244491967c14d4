// The state of a program as bytes: what is suspended goes on elsewhere as if nothing had happened, and so does the clock.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turns } from 'node:timers/promises';
import { Coroutine, DeadlockError, Task, Trap, ValueError } from '../../wasm/api/index.js';
import { NOTHING, fresh, thrownBy, withEachModule } from './modules.js';
import { movers, wander } from './movers.js';

/** @typedef {import('../../wasm/api/index.js').Module} Module */

await withEachModule('snapshots', (file) => {
  const { begin, copies } = movers(file);

  // -- the clock --

  for (const [what, move] of copies) {
    test(`${what}: the clock stays virtual or not, unless the options say so, and goes on from where it was`, async () => {
      const { now } = performance;
      let time = 5000;
      performance.now = () => time;
      try {
        for (const from of [true, false]) {
          const { m, c } = await begin({ manual: true, virtualClock: from });
          m.run(c.sleeper(7)).catch(() => {});
          m.createTask(c.sleeper(2));
          m.turn();
          if (!from) time += 2000;
          m.turn();
          const { time: at, nextTimer } = m.loopState;
          assert.equal(at, from ? 2 : 7);
          for (const virtualClock of [undefined, true, false]) {
            for (const manual of [true, false]) {
              const other = await move(m, { manual, virtualClock });
              const isVirtual = virtualClock ?? from;
              if (isVirtual && !manual) {
                assert.equal(await other.runs[0], 'awake');
                assert.equal(other.loopState.time, at + 5);
              } else {
                const state = other.loopState;
                assert.deepEqual([state.time, state.nextTimer, other.runs.length], [at, nextTimer, 1], `${from} ${virtualClock} ${manual}`);
                time += 1000;
                assert.equal(other.loopState.time, isVirtual ? at : at + 1);
                time -= 1000;
              }
              await other.dispose();
            }
          }
          await m.dispose();
        }
      } finally {
        performance.now = now;
      }
    });
  }

  // -- what is suspended --

  for (const [what, move] of copies) {
    test(`${what}: coroutines suspended at any depth, generators of both kinds half-way`, async () => {
      const { m, c } = await begin();
      const averager = c.averager();
      averager.send(null);
      averager.send(10);
      const nested = c.nested(200);
      assert.equal(nested.send(null), 'bottom');
      const numbers = c.numbers(5);
      assert.deepEqual([numbers.send(null), numbers.send(null)], [0, 1]);
      const ticks = c.ticks(3, 1);
      assert.deepEqual(await ticks.next(), { value: 0, done: false });
      Object.assign(m.roots, { averager, nested, numbers, ticks, created: c.averager() });
      const other = await move(m);
      const { roots } = other;
      assert.ok(roots.averager instanceof Coroutine && roots.averager !== averager);
      assert.deepEqual(Object.keys(roots), Object.keys(m.roots));
      for (const { averager, nested, numbers, ticks, created } of [roots, m.roots]) {
        assert.deepEqual([averager.send(20), averager.send(60)], [15, 30]);
        assert.equal(thrownBy(() => nested.send(1)).value, 1 + (200 * 201) / 2);
        assert.deepEqual([...numbers], [2, 3, 4]);
        const rest = [];
        for await (const tick of ticks) rest.push(tick);
        assert.deepEqual(rest, [1, 2]);
        assert.equal(created.state, 'CORO_CREATED');
      }
      for (const each of [m, other]) {
        each.releaseAll();
        assert.deepEqual(each.live(), NOTHING);
      }
    });

    test(`${what}: tasks, queues, locks, timers and generators go on elsewhere after every iteration`, async () => {
      const plain = await begin();
      const expected = await plain.m.run(plain.c.everything());
      const { m, c } = await begin({ manual: true });
      void m.run(c.everything());
      const ended = await wander(m, (from) => move(from, { manual: true }));
      assert.deepEqual(ended.result, expected);
      assert.ok(ended.count > 10);
      ended.m.releaseAll();
      assert.deepEqual(ended.m.live(), NOTHING);
    });

    test(`${what}: a run whose clean-up is under way, or which JS has not heard of`, async () => {
      const lines = [];
      const { m, c } = await begin({ manual: true, virtualClock: false });
      void m.run(c.leaves_over());
      let last = m;
      const ended = await wander(m, async (from) => {
        while (from.loopState.state === 'sleeping') await turns();
        return (last = await move(from, { manual: true, stdout: (line) => lines.push(line) }));
      });
      assert.equal(ended.result, 'result');
      assert.notEqual(last, m);
      assert.deepEqual(lines, ['cleaned up']);

      const { m: heard, c: heardC } = await begin({ manual: true });
      void heard.run(heardC.sleeper(0));
      while (heard.loopState.state === 'ready') heard.turn();
      const other = await move(heard, { manual: true });
      assert.equal(await other.runs[0], 'awake');
    });

    test(`${what}: a run that fails, and one that can never go on`, async () => {
      const { m, c } = await begin({ manual: true });
      const runs = [m.run(c.raises('disk')), m.run(c.never())];
      const other = await move(m, { manual: false });
      const [failed, stuck] = other.runs;
      await assert.rejects(failed, (error) => error.name === 'StorageError' && error.message === 'disk' && error.cause instanceof ValueError);
      await assert.rejects(stuck, DeadlockError);
      m.resume();
      await assert.rejects(runs[0], { name: 'StorageError' });
      await assert.rejects(runs[1], DeadlockError);
    });

    test(`${what}: who else waits in JS is let go, and the task goes on`, async () => {
      const { m, c } = await begin({ manual: true });
      const task = m.createTask(c.sleeper(1));
      m.roots.task = task;
      const promise = task.then((value) => value);
      m.turn();
      const other = await move(m, { manual: false });
      assert.ok(other.roots.task instanceof Task);
      assert.equal(await other.roots.task, 'awake');
      m.resume();
      assert.equal(await promise, 'awake');
    });

    test(`${what}: objects of the program's own, exceptions, output that is no whole line yet`, async () => {
      const lines = [];
      const { m, c } = await begin();
      const ticket = m.runSync(c.makes_ticket(3));
      const waits = c.waits_for(ticket);
      assert.equal(waits.send(null), 2);
      const error = thrownBy(() => m.runSync(c.raises('disk')));
      const half = c.prints_half('half ');
      half.send(null);
      const character = c.prints_a_character();
      character.send(null);
      Object.assign(m.roots, { ticket, waits, error, half, character });
      const { roots, errors, ...other } = await move(m, { stdout: (line) => lines.push(line) });
      void other;
      assert.deepEqual([roots.waits.send(null), roots.waits.send(null)], [1, 0]);
      assert.equal(thrownBy(() => roots.waits.send(null)).value, 'your turn');
      assert.match(String(roots.ticket), /^<Ticket object at /);
      assert.equal(roots.error.message, 'disk');
      assert.equal(roots.error.name, 'StorageError');
      assert.ok(roots.error.cause instanceof ValueError);
      thrownBy(() => roots.character.send(null));
      thrownBy(() => roots.half.send(null));
      assert.deepEqual(lines, ['half a\u00e9b', '!']);
    });

    test(`${what}: what is held, and let go`, async () => {
      const { m, c } = await begin();
      const held = [c.averager(), c.nested(3), c.numbers(2)];
      held[1].send(null);
      const other = await move(m);
      assert.deepEqual(other.held().map(({ name }) => name).sort(), ['averager', 'nested', 'numbers']);
      assert.deepEqual(m.held().length, 3);
      assert.deepEqual(other.live(), m.live());
      other.releaseAll();
      assert.deepEqual(other.live(), NOTHING);
      assert.deepEqual(other.held(), []);
      assert.equal(held[1].state, 'CORO_SUSPENDED');
    });

    test(`${what}: mistakes, the trace, the order of what is ready, and a virtual clock keep on`, async () => {
      const { m, c } = await begin({ manual: true });
      m.recordMistakes(true);
      m.setReadyOrder(5);
      m.trace.start();
      c.averager().dispose();
      m.createTask(c.sleeper(3), { name: 'nap' });
      m.turn();
      m.turn();
      const other = await move(m, { manual: true });
      assert.deepEqual(other.mistakes(), m.mistakes());
      assert.equal(other.mistakes().neverAwaited.length, 1);
      assert.deepEqual([other.ps(), other.loopState], [m.ps(), m.loopState]);
      assert.equal(other.loopState.time, 3);
      other.turn();
      m.turn();
      const kinds = (/** @type {Module} */ each) => each.trace.read().map(({ kind, name, sequence }) => [sequence, kind, name]);
      const events = kinds(m);
      assert.ok(events.length > 5);
      assert.deepEqual(kinds(other), events);
    });

    test(`${what}: after a trap`, async () => {
      const { m, c } = await begin();
      const traps = c.traps();
      traps.send(null);
      const echo = c.echo();
      echo.send(null);
      assert.ok(thrownBy(() => traps.send(null)) instanceof Trap);
      Object.assign(m.roots, { traps, echo });
      const { roots } = await move(m);
      assert.equal(roots.traps.state, 'CORO_CLOSED');
      assert.equal(roots.echo.send('still here'), 'still here');
    });

    test(`${what}: memory that grew`, async () => {
      const { m, c } = await begin();
      const grows = c.grows(4);
      m.roots.grows = grows;
      for (let i = 1; i <= 3; i++) grows.send(null);
      const other = await move(m);
      assert.equal(other.memory.buffer.byteLength, m.memory.buffer.byteLength);
      assert.equal(other.roots.grows.send(null), 4);
    });
  }

  test('a real clock: timers keep their remaining time, or ran meanwhile', async () => {
    const { now } = performance;
    const date = Date.now;
    let time = 5000;
    performance.now = () => time;
    Date.now = () => 1e12 + time;
    try {
      const { m, c } = await begin({ virtualClock: undefined, manual: true });
      m.createTask(c.sleeper(10), { name: 'nap' });
      m.turn();
      time += 4000;
      const bytes = m.snapshot();
      const left = (/** @type {Module} */ each) => Math.round(each.loopState.nextTimer - each.loopState.time);
      assert.equal(left(m), 6);
      time += 5000;
      const kept = await fresh(file, { snapshot: bytes, manual: true });
      const passed = await fresh(file, { snapshot: bytes, manual: true, timePassed: true });
      assert.deepEqual([left(m), left(kept), left(passed)], [1, 6, 1]);
      time += 100_000;
      const due = await fresh(file, { snapshot: bytes, manual: true, timePassed: true });
      assert.equal(due.loopState.state, 'ready');
      due.turn();
      due.turn();
      assert.deepEqual(due.tasks(), []);
      const again = await fresh(file, { snapshot: kept.fork({ manual: true }).snapshot(), manual: true });
      assert.equal(left(again), left(kept));
    } finally {
      performance.now = now;
      Date.now = date;
    }
  });
}, 'states');
