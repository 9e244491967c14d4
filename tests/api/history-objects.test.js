// What a state brings back beside coroutines: objects that JS has, roots, output, values of JS, memory.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turns } from 'node:timers/promises';
import { Coroutine, Trap } from '../../wasm/api/index.js';
import { begins } from './histories.js';
import { NOTHING, thrownBy, withEachModule } from './modules.js';

await withEachModule('what comes along in a history', (file) => {
  const begin = begins(file);

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
}, 'states');
