// The state of a program as bytes: what travels with a snapshot, how it goes on elsewhere, and what forks share.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { setImmediate as turns } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { CancelledError, Coroutine, DeadlockError, InterruptedError, LookupError, LostValue, RuntimeError, SnapshotError, Task, Trap, TypeError, ValueError, load } from '../../wasm/api/index.js';
import { decode } from '../../wasm/bridge/snapshot/format.js';
import { identityOf } from '../../wasm/bridge/snapshot/identity.js';
import { NOTHING, fresh, thrownBy, withEachModule } from './modules.js';

/** @typedef {import('../../wasm/api/index.js').Module} Module */

await withEachModule('snapshots', (file) => {
  const begin = async (options = {}) => {
    const m = await fresh(file, { virtualClock: true, stdout: () => {}, ...options });
    return { m, c: m.coroutines };
  };
  /** @param {Module} m @param {import('../../wasm/api/index.js').LoadOptions} [options] */
  const moved = (m, options) => fresh(file, { stdout: () => {}, snapshot: m.snapshot(), ...options });
  /** Both ways that a state goes on beside the one that it is of. */
  const copies = /** @type {const} */ ([['a snapshot', moved], ['a fork', async (/** @type {Module} */ m, /** @type {any} */ options) => m.fork(options)]]);

  /** What a run comes to that is turned by hand, and goes on elsewhere after each iteration. @param {Module} m @param {(m: Module) => Promise<Module>} move */
  async function wander(m, move) {
    for (let count = 0; ; count++) {
      const [promise] = m.runs;
      m.turn();
      await turns();
      if (m.runs.length === 0) return { result: await promise, m, count };
      m = await move(m);
    }
  }

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

  // -- elsewhere --

  test('goes on in another process', async () => {
    const { m, c } = await begin({ manual: true });
    m.roots.averager = c.averager();
    m.roots.averager.send(null);
    m.roots.averager.send(10);
    void m.run(c.everything());
    for (let i = 0; i < 8; i++) m.turn();
    const api = new URL('../../wasm/api/index.js', import.meta.url).href;
    const program = `
      import { load } from ${JSON.stringify(api)};
      import { readFileSync, writeSync } from 'node:fs';
      const m = await load(process.argv[1], { snapshot: readFileSync(0) });
      const result = await m.runs[0];
      console.log(JSON.stringify([m.roots.averager.send(20), result]));
      writeSync(3, m.snapshot());`;
    const path = new URL(`../../build/tests/api/${process.pid}.snapshot`, import.meta.url).pathname;
    const { openSync, closeSync, unlinkSync } = await import('node:fs');
    const out = openSync(path, 'w');
    try {
      const output = execFileSync(process.execPath, ['--input-type=module', '-e', program, file], { input: m.snapshot(), encoding: 'utf8', stdio: ['pipe', 'pipe', 'inherit', out] });
      m.resume();
      assert.deepEqual(JSON.parse(output), [15, await m.runs[0]]);
      const back = await fresh(file, { snapshot: await readFile(path) });
      assert.equal(back.roots.averager.send(60), 30);
    } finally {
      closeSync(out);
      unlinkSync(path);
    }
  });

  test('goes on in a worker', async () => {
    const { m, c } = await begin({ manual: true });
    void m.run(c.everything());
    for (let i = 0; i < 8; i++) m.turn();
    const api = new URL('../../wasm/api/index.js', import.meta.url).href;
    const program = `
      import { parentPort, workerData } from 'node:worker_threads';
      import { load } from ${JSON.stringify(api)};
      const m = await load(workerData.module, { snapshot: workerData.snapshot });
      parentPort.postMessage(await m.runs[0]);`;
    const workerData = { module: await WebAssembly.compile(await readFile(file)), snapshot: m.snapshot() };
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(program)}`), { workerData });
    const result = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
    await worker.terminate();
    m.resume();
    assert.deepEqual(result, await m.runs[0]);
  });

  // -- the bytes --

  test('taking a snapshot changes nothing, and loading one hardly more than the slots', async () => {
    const module = await WebAssembly.compile(await readFile(file));
    const m = await load(module, { manual: true, virtualClock: true });
    const c = m.coroutines;
    Object.assign(m.roots, { averager: c.averager(), nested: c.nested(20), list: [1, 'two', new Map([[3, { four: 4n }]])] });
    m.roots.nested.send(null);
    void m.run(c.everything());
    for (let i = 0; i < 10; i++) m.turn();
    const parts = (/** @type {Uint8Array} */ bytes) => ({ ...decode(bytes, identityOf(module)), now: 0, date: 0, identity: 0 });
    const [snapshot, again] = [m.snapshot(), m.snapshot()];
    const first = parts(snapshot);
    assert.deepEqual(parts(again), first);
    const other = await load(module, { snapshot, manual: true });
    const second = parts(other.snapshot());
    const { memory: before, ...rest } = first;
    const { memory: after, ...restAfter } = second;
    assert.deepEqual(restAfter, rest);
    assert.deepEqual(after.map(({ address, bytes }) => [address, bytes.length]), before.map(({ address, bytes }) => [address, bytes.length]));
    const words = (/** @type {typeof before} */ runs) => runs.flatMap(({ bytes }) => [...new Uint32Array(bytes.slice().buffer)]);
    const changed = words(after);
    assert.ok(words(before).filter((word, index) => word !== changed[index]).length < 40);
    assert.equal(other.ps(), m.ps());
  });

  test('chains: only what changed', async () => {
    const { m, c } = await begin();
    const [averager, keeps] = [c.averager(), c.grows(1)];
    Object.assign(m.roots, { averager, keeps });
    averager.send(null);
    keeps.send(null);
    /** @type {Uint8Array[]} */
    const chain = [m.snapshot()];
    for (let i = 1; i <= 5; i++) {
      averager.send(10 * i);
      if (i === 3) {
        keeps.send(null);
        c.grows(3).send(null);
      }
      chain.push(m.snapshot({ since: chain }));
    }
    assert.ok(chain[1].length < 3000 && chain[1].length < chain[0].length / 3, `${chain[0].length}, ${chain[1].length}`);
    for (let length = 1; length <= 6; length++) {
      const { roots } = await fresh(file, { snapshot: chain.slice(0, length) });
      const sum = 5 * (length - 1) * length;
      assert.equal(roots.averager.send(0), sum / length);
      assert.equal(roots.keeps.send(null), length < 4 ? 2 : 3);
    }
    const sinceOne = m.snapshot({ since: chain[0] });
    assert.equal((await fresh(file, { snapshot: [chain[0], sinceOne] })).roots.averager.send(0), 25);
    const problem = async (/** @type {Uint8Array[] | Uint8Array} */ snapshot) => {
      const error = await load(file, { snapshot }).catch((reason) => reason);
      assert.ok(error instanceof SnapshotError, String(error));
      return error.problem;
    };
    assert.equal(await problem([chain[0], chain[2]]), 'wrong chain');
    assert.equal(await problem(chain[1]), 'wrong chain');
    assert.equal(await problem([chain[0], chain[0]]), 'wrong chain');
    assert.equal(await problem([]), 'not a snapshot');
    assert.ok(thrownBy(() => m.snapshot({ since: chain[2] })) instanceof SnapshotError);
  });

  test('a snapshot is refused while a call into the module is under way', async () => {
    const seen = [];
    const { m, c } = await begin({
      host: {
        show: () => {
          for (const action of [() => m.snapshot(), () => m.fork(), () => m.history()]) seen.push(thrownBy(action));
        },
      },
    });
    const keeps = c.keeps(1);
    keeps.send(null);
    thrownBy(() => keeps.send(null));
    assert.equal(seen.length, 3);
    for (const error of seen) {
      assert.ok(error instanceof RuntimeError);
      assert.match(error.message, /under way/);
    }
    m.snapshot();
  });

  test('one of another module', async () => {
    const { m } = await begin();
    const elsewhere = new URL('../../build/tests/api/', import.meta.url);
    const { readdirSync } = await import('node:fs');
    const others = readdirSync(elsewhere).filter((name) => name.startsWith('steps-') && name.endsWith('.wasm'));
    if (others.length === 0) return;
    const error = await load(new URL(others[0], elsewhere), { snapshot: m.snapshot() }).catch((reason) => reason);
    assert.ok(error instanceof SnapshotError || /no libawait module/.test(error.message), String(error));
  });

  // -- roots and JS values --

  test('roots: what can travel, with C objects in it, and circles', async () => {
    const { m, c } = await begin();
    const averager = c.averager();
    averager.send(null);
    const list = [averager, 1];
    list.push(list);
    Object.assign(m.roots, { list, map: new Map([[averager, list]]), error: new ValueError('mine', averager), again: list });
    const { roots } = await moved(m);
    assert.equal(roots.list[0].send(5), 5);
    assert.equal(roots.list[2], roots.list);
    assert.equal(roots.again, roots.list);
    assert.equal(roots.map.get(roots.list[0]), roots.list);
    assert.ok(roots.error instanceof ValueError);
    assert.deepEqual([roots.error.args[0], roots.error.args[1] === roots.list[0]], ['mine', true]);
    const other = await begin();
    for (const [value, what] of [[() => {}, /^roots\.bad cannot be saved: .*function/], [Promise.resolve(), /Promise/], [{ deep: [Symbol('s')] }, /ymbol/], [other.c.averager(), /another module/]]) {
      m.roots.bad = value;
      const error = thrownBy(() => m.snapshot());
      assert.ok(error instanceof TypeError, String(error));
      assert.match(error.message, /** @type {RegExp} */ (what));
    }
    delete m.roots.bad;
    m.snapshot();
  });

  test('JS values that C holds: those that structuredClone carries, with their identity', async () => {
    const given = [];
    const host = { both: (...args) => void given.push(args) };
    const { m, c } = await begin({ host });
    const shared = { name: 'shared', self: /** @type {unknown} */ (null), when: new Date(5), inner: c.averager() };
    shared.self = shared;
    m.roots.shared = shared;
    m.roots.keeps = c.keeps_two(shared, new Map([['shared', shared]]));
    m.roots.keeps.send(null);
    const other = await moved(m, { host });
    assert.ok(thrownBy(() => other.roots.keeps.send(null)).name === 'StopIteration');
    const [[first, second]] = given;
    assert.equal(first, other.roots.shared);
    assert.equal(second.get('shared'), first);
    assert.equal(first.self, first);
    assert.deepEqual(first.when, new Date(5));
    assert.equal(first.inner.send(null), null);
    assert.equal(first.inner.send(7), 7);
    m.roots.keeps = null;
  });

  test('JS values that cannot travel: an error when they are used, or what the program says', async () => {
    const given = [];
    const host = { show: (value) => void given.push(value) };
    const { m, c } = await begin({ host });
    const values = [function named() {}, Symbol('s'), new WeakMap(), { method() {} }];
    const keeping = values.map((value) => {
      const keeps = c.keeps(value);
      keeps.send(null);
      return keeps;
    });
    m.roots.keeping = keeping;
    const other = await moved(m, { host });
    const lost = other.roots.keeping.map((keeps) => thrownBy(() => keeps.send(null)));
    assert.deepEqual(given, []);
    for (const error of lost) assert.ok(error instanceof LostValue, String(error));
    assert.match(lost[0].message, /the function 'named'/);
    // A snapshot of what has lost them already.
    const third = await moved(await moved(m), { host });
    assert.ok(thrownBy(() => third.roots.keeping[0].send(null)) instanceof LostValue);

    const saving = { saveValue: (value) => (typeof value === 'function' ? { is: value.name } : undefined), host };
    const told = await begin(saving);
    told.m.roots.all = values.map((value) => {
      const keeps = told.c.keeps(value);
      keeps.send(null);
      return keeps;
    });
    const restored = await moved(told.m, { host, restoreValue: (saved) => `was ${saved.is}` });
    assert.equal(thrownBy(() => restored.roots.all[0].send(null)).name, 'StopIteration');
    assert.deepEqual(given, ['was named']);
    assert.ok(thrownBy(() => restored.roots.all[1].send(null)) instanceof LostValue);
    const bad = await begin({ saveValue: () => () => {} });
    const keeps = bad.c.keeps(() => {});
    keeps.send(null);
    assert.ok(thrownBy(() => bad.m.snapshot()) instanceof TypeError);
  });

  test('a wait for a promise fails, unless the promise comes back', async () => {
    /** @type {(value: unknown) => void} */
    let resolve = () => {};
    const promise = new Promise((done) => (resolve = done));
    const { m, c } = await begin({ manual: true, saveValue: (value) => (value === promise ? 'the promise' : undefined) });
    void m.run(c.waits_for(promise));
    m.turn();
    const failed = await moved(m);
    await assert.rejects(failed.runs[0], InterruptedError);
    const restored = await moved(m, { restoreValue: (saved) => (saved === 'the promise' ? promise : null) });
    resolve('kept');
    assert.equal(await restored.runs[0], 'kept');
    m.resume();
    assert.equal(await m.runs[0], 'kept');
  });

  // -- forks --

  test('forks go on by themselves, and know each other\'s objects', async () => {
    const { m, c } = await begin();
    const averager = c.averager();
    averager.send(null);
    averager.send(10);
    const fork = m.fork();
    const twin = fork.counterpart(averager);
    assert.notEqual(twin, averager);
    assert.equal(fork.counterpart(averager), twin);
    assert.equal(m.counterpart(twin), averager);
    assert.deepEqual([averager.send(20), twin.send(40)], [15, 25]);
    assert.deepEqual([averager.send(30), twin.send(70)], [20, 40]);
    const error = thrownBy(() => m.counterpart(fork.coroutines.echo()));
    assert.ok(error instanceof LookupError, String(error));
    assert.ok(thrownBy(() => m.counterpart(/** @type {any} */ ({}))) instanceof TypeError);
    const forks = Array.from({ length: 20 }, () => m.fork());
    forks.forEach((each, index) => assert.equal(each.counterpart(averager).send(index), (60 + index) / 4));
    assert.equal(averager.send(60), 30);
    await fork.dispose();
    assert.throws(() => twin.send(1), ReferenceError);
    assert.equal(averager.send(80), 40);
  });

  test('forks share what the host has to answer; cancelling in one leaves it to the other', async () => {
    /** @type {{ resolve: (value: unknown) => void, signal: AbortSignal }[]} */
    const asked = [];
    const host = { first: (_, { signal }) => new Promise((resolve) => asked.push({ resolve, signal })), second: (x) => Promise.resolve(`${x}!`) };
    const { m, c } = await begin({ host });
    void m.run(c.two_steps('x'));
    await turns();
    assert.equal(asked.length, 1);
    const forks = [m.fork(), m.fork(), m.fork()];
    forks[0].tasks()[0].cancel();
    await assert.rejects(forks[0].runs[0], CancelledError);
    assert.equal(asked[0].signal.aborted, false);
    asked[0].resolve('a');
    for (const run of [m, forks[1], forks[2]].map(({ runs }) => runs[0])) assert.deepEqual(await run, ['a', 'a!']);
    assert.equal(asked.length, 1);

    m.run(c.two_steps('y')).catch(() => {});
    await turns();
    const last = m.fork();
    for (const each of [m, last]) {
      assert.equal(asked[1].signal.aborted, false);
      const [run] = each.runs;
      each.tasks()[0].cancel();
      await assert.rejects(run, CancelledError);
    }
    await turns();
    assert.equal(asked[1].signal.aborted, true);
  });

  test('forks share the JS values that C holds', async () => {
    const given = [];
    const { m, c } = await begin({ host: { show: (value) => void given.push(value) } });
    const value = () => {};
    const keeps = c.keeps(value);
    keeps.send(null);
    const fork = m.fork();
    thrownBy(() => fork.counterpart(keeps).send(null));
    thrownBy(() => keeps.send(null));
    assert.deepEqual(given, [value, value]);
  });

  test('many instances one after the other leave nothing behind', async () => {
    let { m, c } = await begin();
    const averager = c.averager();
    averager.send(null);
    m.roots.averager = averager;
    for (let i = 1; i <= 30; i++) {
      m.roots.averager.send(i);
      const before = m;
      m = i % 2 ? await moved(m) : m.fork();
      await before.dispose();
    }
    assert.equal(m.roots.averager.send(0), 465 / 31);
    m.roots.averager.dispose();
    m.releaseAll();
    assert.deepEqual(m.live(), NOTHING);
    await m.dispose();
    await m.dispose();
    assert.throws(() => m.snapshot(), ReferenceError);
  });
}, 'states');
