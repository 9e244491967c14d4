// A history: what is a step, going back and forth, going on differently, what comes along, and its bounds.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turns, setTimeout as delay } from 'node:timers/promises';
import { Coroutine, IndexError, LookupError, RuntimeError, Trap, TypeError, ValueError } from '../../wasm/api/index.js';
import { checksum } from '../../wasm/bridge/snapshot/checksum.js';
import { decode } from '../../wasm/bridge/snapshot/format.js';
import { identityOf } from '../../wasm/bridge/snapshot/identity.js';
import { NOTHING, fresh, thrownBy, withEachModule } from './modules.js';

/** @param {import('../../wasm/api/index.js').History} history */
const labels = (history) => history.steps.map(({ label }) => label);

/** All of a state but when it was. @param {import('../../wasm/api/index.js').Module} m */
function stateOf(m, module) {
  const { pages, globals, memory, host } = decode(m.snapshot(), identityOf(module));
  return { pages, globals, memory: memory.map(({ address, bytes }) => [address, bytes.length, String(checksum(bytes))]), host: String(host) };
}

await withEachModule('history', (file) => {
  const begin = async (options = {}, historyOptions = {}) => {
    const m = await fresh(file, { virtualClock: true, stdout: () => {}, ...options });
    return { m, c: m.coroutines, history: m.history(historyOptions) };
  };

  // -- steps --

  test('every call that changes the program is a step, and says what was called; looking is none', async () => {
    const { c, m, history } = await begin({ manual: true });
    const averager = c.averager();
    averager.send(null);
    assert.equal(averager.send(7), 7);
    assert.equal(averager.send(0.5), 3.75);
    void [averager.state, averager.crFrame, m.ps(), m.live(), m.loopState, m.scheduled(), m.tasks(), String(averager), m.held(), m.snapshot()];
    thrownBy(() => averager.throw(ValueError));
    averager.close();
    const echo = c.echo();
    echo.send();
    for (const value of ['it’s', [1], new Uint8Array(1), true, 12345678901234567890n % 2n ** 62n, averager, {}]) echo.send(value);
    thrownBy(() => echo.throw(new ValueError('no')));
    const task = m.createTask(c.sleeper(1), { name: 'nap' });
    task.cancel();
    task.name = 'doze';
    m.turn();
    m.createTask(c.sleeper(1));
    m.step();
    c.ticks(2, 1).asend(null);
    c.nested(3).awaitIter();
    echo.dispose();
    assert.deepEqual(labels(history), [
      'start', 'averager()', 'send averager None', 'send averager 7', 'send averager 0.5', 'throw averager ValueError', 'close averager',
      'echo()', 'send echo None', "send echo 'it’s'", 'send echo list', 'send echo bytes', 'send echo True', `send echo ${12345678901234567890n % 2n ** 62n}`, 'send echo averager', 'send echo JS value', 'throw echo ValueError',
      'sleeper(1)', 'createTask sleeper', 'cancel sleeper', "rename sleeper 'doze'", 'turn', 'sleeper(1)', 'createTask sleeper', 'step', 'ticks(2, 1)', 'asend ticks', 'nested(3)', 'awaitIter nested', 'dispose echo',
    ]);
    assert.deepEqual(history.steps.map(({ number }) => number), history.steps.map((_, index) => index));
    assert.equal(history.current, history.steps.at(-1));
  });

  test("the program's own exports are steps, whatever they are called; the compiler's are none", async () => {
    const { m, history } = await begin();
    const { exports } = m;
    assert.deepEqual([exports.stackPush(), exports._count(), exports.aw_counted()], [1, 2, 3]);
    for (const name of ['stackSave', '__errno_location']) exports[name]?.();
    assert.deepEqual(labels(history), ['start', 'stackPush', '_count', 'aw_counted']);
    history.back();
    history.forward();
    assert.equal(exports.counted(), 3);
    history.goto(1);
    assert.equal(exports.counted(), 1);
  });

  test('back and forth among steps by hand', async () => {
    const { c, history } = await begin();
    const averager = c.averager();
    averager.send(null);
    for (const value of [10, 20, 30]) averager.send(value);
    assert.equal(history.back().label, 'send averager 20');
    assert.equal(history.back(2).number, 2);
    assert.equal(averager.state, 'CORO_SUSPENDED');
    assert.equal(history.back().label, 'averager()');
    assert.equal(averager.state, 'CORO_CREATED');
    assert.equal(history.forward(3).label, 'send averager 20');
    assert.equal(averager.send(60), 30);
    assert.equal(history.goto(2).label, 'send averager None');
    assert.equal(averager.send(5), 5);
  });

  test('going on from an earlier step is a branch, and the old future stays', async () => {
    const { c, history } = await begin();
    const averager = c.averager();
    averager.send(null);
    for (const value of [10, 20]) averager.send(value);
    const [, , left, , end] = history.steps;
    history.goto(left);
    averager.send(100);
    averager.send(200);
    const [first, second, ...others] = history.branches;
    assert.equal(others.length, 0);
    assert.deepEqual([first.from, first.steps.length, first.current], [null, 5, false]);
    assert.deepEqual([second.from, second.steps.map(({ label, number }) => [number, label]), second.current], [left, [[3, 'send averager 100'], [4, 'send averager 200']], true]);
    assert.deepEqual(labels(history).slice(2), ['send averager None', 'send averager 100', 'send averager 200']);
    assert.equal(history.goto(end), end);
    assert.equal(averager.send(30), 20);
    assert.deepEqual(labels(history).slice(2), ['send averager None', 'send averager 10', 'send averager 20', 'send averager 30']);
    // Forward goes where one came from.
    history.goto(second.steps[0]);
    assert.equal(history.back(), left);
    assert.equal(history.forward(2), second.steps[1]);
    assert.equal(averager.send(300), 200);
  });

  // -- the loop --

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

  // -- what comes along --

  test('C objects that JS got later are not there, and come again', async () => {
    const { c, m, history } = await begin();
    const nested = c.nested(1);
    nested.send(null);
    const inner = nested.crAwait;
    assert.ok(inner instanceof Coroutine);
    const echo = c.echo();
    echo.send();
    history.goto(2);
    assert.equal(nested.crAwait, inner, 'who was asked for stays known');
    const error = thrownBy(() => echo.send('x'));
    assert.ok(error instanceof ReferenceError);
    assert.equal(error.message, 'this Coroutine is not there in the state that came back: it was made at another time');
    assert.equal(String(echo), '<absent Coroutine>');
    assert.equal(thrownBy(() => m.createTask(echo)).message, error.message);
    history.forward(2);
    assert.equal(echo.send('x'), 'x');
    echo.dispose();
    assert.match(thrownBy(() => echo.send('x')).message, /has been disposed$/);
    history.back();
    assert.equal(echo.send('y'), 'y');
    m.releaseAll();
    assert.deepEqual(m.live(), NOTHING);
  });

  test('roots, output that is no whole line yet, and what a query handed out', async () => {
    const lines = [];
    const { c, m, history } = await begin({ stdout: (line) => lines.push(line) });
    const half = c.prints_half('half');
    half.send();
    const told = history.current;
    m.roots.half = half;
    await turns();
    thrownBy(() => half.send());
    m.roots.half = 'nothing';
    history.back();
    assert.equal(history.current, told);
    assert.equal(m.roots.half, half);
    thrownBy(() => half.send());
    assert.deepEqual(lines, ['half!', 'half!']);
    history.goto(0);
    assert.deepEqual({ ...m.roots }, {});
    const character = c.prints_a_character();
    const { current } = history;
    character.send();
    history.goto(current);
    character.send();
    thrownBy(() => character.send());
    assert.deepEqual(lines.slice(2), ['a\u00e9b']);
  });

  test('what is put into roots belongs to the step; in an earlier one it is a branch, and the earlier one stays', async () => {
    const { c, m, history } = await begin({ manual: true });
    c.echo();
    m.roots.a = 1;
    const one = history.current;
    m.roots.a = 2;
    assert.equal(history.current, one);
    c.echo();
    const { current: end } = history;
    history.goto(one);
    assert.equal(m.roots.a, 2);
    void [m.tasks(), m.held()];
    assert.equal(history.current, one, 'looking is no step');
    m.roots.a = 99;
    const branch = history.current;
    assert.deepEqual([branch.number, branch.label, history.branches.length], [2, 'roots', 2]);
    m.roots.b = 100;
    assert.equal(history.current, branch);
    c.echo();
    const seen = [one, branch, end].map((step) => (history.goto(step), { ...m.roots }));
    assert.deepEqual(seen, [{ a: 2 }, { a: 99, b: 100 }, { a: 2 }]);
    c.echo();
    m.roots.a = 3;
    assert.equal(history.current.label, 'echo()');
    history.goto(end);
    assert.deepEqual({ ...m.roots }, { a: 2 });
  });

  test('JS values that C holds are the same objects', async () => {
    const shown = [];
    const { c, history } = await begin({ host: { show: (value) => void shown.push(value) } });
    const value = new Map();
    const keeps = c.keeps(value);
    keeps.send();
    for (let i = 0; i < 3; i++) {
      thrownBy(() => keeps.send());
      history.back();
    }
    assert.deepEqual(shown, [value, value, value]);
    assert.ok(shown.every((each) => each === value));
  });

  test('asynchronous generators: a step that was pending is asked for again', async () => {
    const { c, m, history } = await begin();
    const ticks = c.ticks(3, 1);
    assert.deepEqual(await ticks.next(), { value: 0, done: false });
    const before = history.current;
    const lost = ticks.next();
    m.pause();
    history.goto(before);
    assert.notEqual(history.current.label, 'asend ticks');
    m.resume();
    assert.deepEqual([await ticks.next(), await ticks.next(), await ticks.next()].map(({ value }) => value), [1, 2, undefined]);
    assert.equal(await Promise.race([lost, 'never']), 'never');
  });

  test('memory that grew', async () => {
    const { c, m, history } = await begin();
    const grows = c.grows(3);
    const sizes = [m.memory.buffer.byteLength];
    for (let i = 1; i <= 4; i++) {
      assert.equal(grows.send(), i);
      sizes.push(m.memory.buffer.byteLength);
    }
    assert.ok(sizes[4] > sizes[0]);
    const { steps } = history;
    for (const k of [0, 5, 1, 4, 2, 3, 5]) {
      history.goto(steps[k]);
      assert.ok(k === 0 || m.memory.buffer.byteLength === sizes[k - 1]);
      if (k > 0) assert.equal(grows.send(), k);
    }
    m.releaseAll();
    assert.deepEqual(m.live(), NOTHING);
  });

  test('a trap is a step', async () => {
    const { c, m, history } = await begin({ onError: () => {} });
    const traps = c.traps();
    traps.send();
    assert.ok(thrownBy(() => traps.send('what cannot be kept in a slot')) instanceof Trap);
    assert.equal(history.current.label, "send traps 'what cannot be kept in a slot'");
    assert.equal(traps.state, 'CORO_CLOSED');
    history.back();
    assert.equal(traps.state, 'CORO_SUSPENDED');
    history.forward();
    assert.equal(traps.state, 'CORO_CLOSED');
    const run = m.run(c.traps());
    m.resume();
    await assert.rejects(run);
    const end = history.current;
    history.back();
    m.resume();
    await assert.rejects(m.runs[0] ?? run);
    assert.equal(history.current.number, end.number);
  });

  // -- the rest --

  test('forks and snapshots of an earlier step go on by themselves', async () => {
    const { c, m, history } = await begin();
    const averager = c.averager();
    m.roots.averager = averager;
    averager.send(null);
    for (const value of [10, 20, 30]) averager.send(value);
    history.back(2);
    const fork = m.fork();
    const loaded = await fresh(file, { snapshot: m.snapshot() });
    history.forward(2);
    assert.equal(fork.roots.averager.send(50), 30);
    assert.equal(loaded.roots.averager.send(70), 40);
    assert.equal(averager.send(40), 25);
    assert.equal(fork.history().steps.length, 1);
  });

  test('listeners hear of several steps once, and of going', async () => {
    const { c, m, history } = await begin();
    const heard = [];
    const end = history.onChange(() => heard.push(history.current.label));
    const failing = history.onChange(() => { throw new Error('mine'); });
    const averager = c.averager();
    averager.send(null);
    assert.deepEqual(heard, []);
    await null;
    assert.deepEqual(heard, ['send averager None']);
    failing();
    history.back();
    await null;
    void m.live();
    await null;
    assert.deepEqual(heard, ['send averager None', 'averager()']);
    end();
    averager.send(null);
    await null;
    assert.equal(heard.length, 2);
  });

  test('errors', async () => {
    const { c, m, history } = await begin({ host: { show: () => history.back() } });
    const averager = c.averager();
    averager.send(null);
    const told = (action, Class, text) => {
      const error = thrownBy(action);
      assert.ok(error instanceof Class, String(error));
      assert.equal(error.message, text);
    };
    told(() => history.back(3), IndexError, 'there are 2 steps before this one, not 3');
    told(() => history.forward(), IndexError, 'there are 0 steps after this one, not 1');
    told(() => history.goto(3), LookupError, 'there is no step 3 in this branch, which ends with step 2');
    told(() => history.goto(-1), LookupError, 'there is no step -1 in this branch, which ends with step 2');
    told(() => history.goto(/** @type {any} */ ({ number: 1 })), LookupError, 'this step is not of this history, or its branch was dropped');
    for (const number of [1.5, NaN]) told(() => history.goto(number), ValueError, `the number of a step was expected, got ${number}`);
    for (const step of ['5', undefined]) told(() => history.goto(/** @type {any} */ (step)), TypeError, `a step or its number was expected, not a value of type ${typeof step}`);
    told(() => history.goto(/** @type {any} */ (null)), TypeError, 'a step or its number was expected, not null');
    told(() => history.onChange(/** @type {any} */ (5)), TypeError, 'a listener is a function, not 5');
    for (const count of [-1, 0.5, '1']) told(() => history.back(/** @type {any} */ (count)), ValueError, `a number of steps was expected, got ${count}`);
    told(() => m.history(), RuntimeError, 'this module has a history already: stop() ends it');
    const keeps = c.keeps(1);
    keeps.send();
    told(() => keeps.send(), RuntimeError, 'a call into the module is under way: its state can be kept only between calls');
    assert.equal(history.current.label, 'send keeps None');
    history.stop();
    history.stop();
    told(() => history.back(), RuntimeError, 'this history has been stopped');
    assert.equal(averager.send(1), 1);
    told(() => m.history({ grain: /** @type {any} */ ('x') }), ValueError, "grain is 'turn' or 'step'");
    told(() => m.history({ maxBytes: -1 }), ValueError, 'maxBytes is a number of bytes');
    told(() => m.history({ maxSteps: 1 }), ValueError, 'maxSteps is at least 2');
    for (const options of [5, null]) told(() => m.history(/** @type {any} */ (options)), TypeError, `options are an object, not ${options}`);
    for (const text of ['5', 'x']) told(() => m.history({ maxSteps: /** @type {any} */ (text) }), ValueError, 'maxSteps is at least 2');
    told(() => m.history({ maxBytes: /** @type {any} */ ('5') }), ValueError, 'maxBytes is a number of bytes');
    m.history();
    await m.dispose();
  });

  // -- bounds --

  test('old steps are thinned: all of the last, then some', async () => {
    const { c, m, history } = await begin({}, { maxSteps: 50 });
    const averager = c.averager();
    averager.send(null);
    for (let i = 1; i <= 1000; i++) averager.send(i);
    const { steps } = history;
    const numbers = steps.map(({ number }) => number);
    assert.equal(numbers.length, 50);
    assert.equal(numbers[0], 0);
    assert.deepEqual(numbers.slice(-5), [998, 999, 1000, 1001, 1002]);
    const gaps = numbers.slice(1).map((number, index) => number - numbers[index]);
    assert.ok(gaps.every((gap, index) => gap <= Math.max(2, 1002 - numbers[index])), String(numbers));
    assert.ok(gaps.slice(0, 10).some((gap) => gap > 50) && gaps.slice(-10).every((gap) => gap < 10), String(numbers));
    for (const step of steps.slice(2)) {
      assert.equal(history.goto(step), step);
      const { number } = step;
      assert.equal(m.fork().counterpart(averager).send(0), ((number - 2) * (number - 1)) / 2 / (number - 1));
    }
  });

  test('a thinned step: back and goto come to the one before, forward to the one after', async () => {
    const { c, history } = await begin({}, { maxSteps: 10 });
    const averager = c.averager();
    averager.send(null);
    const all = [];
    for (let i = 1; i <= 100; i++) {
      averager.send(i);
      all.push(history.current);
    }
    const numbers = history.steps.map(({ number }) => number);
    const missing = /** @type {import('../../wasm/api/index.js').HistoryStep} */ (all.find(({ number }) => number > 60 && !numbers.includes(number)));
    const lower = Math.max(...numbers.filter((number) => number < missing.number));
    const upper = Math.min(...numbers.filter((number) => number > missing.number));
    assert.equal(history.goto(missing.number).number, lower);
    assert.equal(history.forward().number, upper);
    assert.equal(history.back().number, lower);
    assert.equal(history.goto(missing).number, lower);
    assert.equal(history.forward(missing.number - lower).number, upper);
    assert.equal(averager.send(0), ((upper - 2) * (upper - 1)) / 2 / (upper - 1));
  });

  test('memory is bounded: steps are thinned, branches go, the beginning and the present stay', async () => {
    const maxBytes = 100_000;
    const m = await fresh(file);
    const averager = m.coroutines.averager();
    averager.send(null);
    const history = m.history({ maxBytes });
    const [root] = history.steps;
    const known = new Map([[root, { sum: 0, count: 0 }]]);
    let seed = 7;
    let ends = 0;
    for (let round = 0; round < 40; round++) {
      for (let i = 0; i < 40; i++) {
        const { sum, count } = /** @type {any} */ (known.get(history.current));
        averager.send(i);
        known.set(history.current, { sum: sum + i, count: count + 1 });
        assert.ok(history.bytes <= maxBytes, `${history.bytes} bytes`);
        assert.equal(history.steps[0], root);
      }
      seed = (seed * 48271) % 2147483647;
      history.goto(history.steps[seed % history.steps.length]);
      ends++;
    }
    const { branches } = history;
    assert.ok(branches.length > 1 && branches.length < ends, `${branches.length} branches`);
    for (const { from, steps } of branches) {
      assert.ok(from === null || from.number < steps[0].number);
      for (const step of steps) {
        assert.equal(history.goto(step), step);
        const { sum, count } = /** @type {any} */ (known.get(step));
        assert.equal(m.fork().counterpart(averager).send(0), sum / (count + 1));
      }
    }
  });

  test('a bound that nothing fits into leaves the beginning and the present', async () => {
    const { c, history } = await begin({}, { maxBytes: 0 });
    const averager = c.averager();
    averager.send(null);
    for (let i = 1; i <= 10; i++) averager.send(i);
    assert.deepEqual(history.steps.map(({ number }) => number), [0, 12]);
    assert.equal(history.back().number, 0);
    assert.equal(history.forward().number, 12);
    assert.equal(averager.send(0), 5);
  });

  test('back and forth at random, and on: every state is as it was', async () => {
    const m = await fresh(file, { manual: true, virtualClock: true });
    const averager = m.coroutines.averager();
    averager.send(null);
    m.createTask(m.coroutines.everything());
    const history = m.history({ maxSteps: 60 });
    const known = new Map([[history.current, m.ps()]]);
    let seed = 1;
    const random = (/** @type {number} */ below) => (seed = (seed * 48271) % 2147483647) % below;
    for (let i = 0; i < 400; i++) {
      const { length } = history.steps;
      const what = random(5);
      if (what === 0) history.back(random(history.current.number + 1));
      else if (what === 1) history.goto(history.steps[random(length)]);
      else if (what === 2) averager.send(random(100));
      else m.turn();
      const seen = known.get(history.current);
      if (seen === undefined) known.set(history.current, m.ps());
      else assert.equal(m.ps(), seen);
    }
  });

  test('what did nothing is no step', async () => {
    const m = await fresh(file, { manual: true, virtualClock: true });
    const history = m.history();
    for (let i = 0; i < 5; i++) assert.equal(m.turn(), 0);
    assert.equal(m.step(), false);
    assert.deepEqual(history.steps.map(({ label }) => label), ['start']);
    m.createTask(m.coroutines.sleeper(1));
    assert.equal(m.turn(), 1);
    assert.equal(history.current.label, 'turn');
    const { length } = history.steps;
    m.exports.aw_js_live?.();
    m.live();
    m.ps();
    assert.equal(history.steps.length, length);
  });

  test('a module that is disposed has none', async () => {
    const m = await fresh(file, { manual: true });
    const history = m.history();
    await m.dispose();
    assert.throws(() => history.back(), { name: 'RuntimeError', message: /has been stopped/ });
    assert.throws(() => m.history(), ReferenceError);
  });
}, 'states');
