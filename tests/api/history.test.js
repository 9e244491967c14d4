// A history: what is a step, going back and forth, going on differently, and who hears of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IndexError, LookupError, RuntimeError, TypeError, ValueError } from '../../wasm/api/index.js';
import { begins, labels } from './histories.js';
import { fresh, thrownBy, withEachModule } from './modules.js';

await withEachModule('history', (file) => {
  const begin = begins(file);

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
    for (const options of [5, null]) told(() => m.history(/** @type {any} */ (options)), TypeError, `history() takes its options as an object, not ${options}`);
    for (const text of ['5', 'x']) told(() => m.history({ maxSteps: /** @type {any} */ (text) }), ValueError, 'maxSteps is at least 2');
    told(() => m.history({ maxBytes: /** @type {any} */ ('5') }), ValueError, 'maxBytes is a number of bytes');
    m.history();
    await m.dispose();
  });
}, 'states');
