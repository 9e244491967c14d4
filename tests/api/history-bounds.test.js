// A history is bounded: old steps are thinned, and what is left is as it was.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RuntimeError } from '../../wasm/api/index.js';
import { Bounds } from '../../wasm/api/history/bounds.js';
import { Steps } from '../../wasm/api/history/steps.js';
import { Recorder } from '../../wasm/api/recorder.js';
import { begins } from './histories.js';
import { fresh, withEachModule } from './modules.js';

await withEachModule('the bounds of a history', (file) => {
  const begin = begins(file);

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

  test('who keeps a step that was forgotten keeps nothing of its state', async () => {
    const m = await fresh(file);
    const averager = m.coroutines.averager();
    averager.send(null);
    const steps = new Steps(new Recorder(m), 0);
    steps.bounds = new Bounds({ maxBytes: Infinity, maxSteps: 5 });
    const all = [];
    for (let i = 1; i <= 60; i++) {
      averager.send(i);
      steps.add('send', i);
      all.push(steps.current.step);
    }
    const kept = new Set(steps.kept.flatMap(({ node, base }) => [node, base]));
    assert.ok(kept.size < 10 && all.length === 60);
    for (const step of all) {
      const { node, base } = /** @type {NonNullable<ReturnType<typeof steps.entries.get>>} */ (steps.entries.get(step));
      assert.ok(kept.has(node) && kept.has(base), `step ${step.number}`);
      steps.goto(steps.find(step));
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
