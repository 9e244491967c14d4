// The search against brute force: the same final states, and each class of orders once.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Search } from '../../wasm/api/explore/search.js';
import { Model, bruteForce, program } from './search-model.js';

/** Searches to the end and collects the final states. @param {Parameters<typeof bruteForce>[0]} given @param {import('../../wasm/api/explore/search.js').Limits} [limits] */
function searched(given, limits) {
  const model = new Model(given);
  const finals = new Set();
  const { outcome } = model;
  model.outcome = () => {
    const ended = outcome();
    if (ended) finals.add(model.final());
    return ended;
  };
  const search = new Search(model, limits);
  assert.ok(search.advance());
  assert.equal(model.saved, 0, 'a state was not let go');
  return { search, finals };
}

test('random programs: the final states of all orders, and each class of orders once', () => {
  let [orders, schedules, judged] = [0, 0, 0];
  for (let seed = 1; seed <= 1000; seed++) {
    const given = program(seed);
    const all = bruteForce(given, 2000);
    if (all.tooMany) continue;
    const { search, finals } = searched(given);
    assert.ok(search.complete);
    assert.deepEqual([...finals].sort(), [...all.finals].sort(), `final states of seed ${seed}`);
    assert.equal(search.counts.schedules, all.classes.size, `classes of seed ${seed}`);
    assert.ok(search.counts.steps <= all.orders * search.counts.depth);
    orders += all.orders;
    schedules += search.counts.schedules;
    judged++;
  }
  assert.ok(judged > 900 && orders > 8 * schedules, `${judged} programs, ${orders} orders, ${schedules} schedules`);
});

test('without reduction every order is run', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const all = bruteForce(program(seed), 2000);
    if (all.tooMany) continue;
    const { search, finals } = searched(program(seed), { reduce: false });
    assert.equal(search.counts.schedules, all.orders);
    assert.deepEqual([...finals].sort(), [...all.finals].sort());
  }
});

/** @param {number} count @param {import('./search-model.js').Action[][]} steps */
const alike = (count, steps) => ({ tasks: Array.from({ length: count }, () => steps), started: count });

test('independent tasks: one schedule, however many', () => {
  const { search } = searched(alike(30, [[{ kind: 'pure' }], [{ kind: 'sleep', time: 1 }], [{ kind: 'pure' }]]));
  assert.deepEqual(search.counts, { schedules: 1, pruned: 0, steps: 90, restored: 0, repeated: 0, depth: 90, switches: 0 });
  assert.ok(search.complete);
});

test('readers among themselves, and a writer between them', () => {
  const read = [[/** @type {const} */ ({ kind: 'read', name: 'v' })]];
  const write = [[/** @type {const} */ ({ kind: 'write', name: 'v' })]];
  const { search } = searched({ tasks: [read, read, write, read], started: 4 });
  assert.equal(search.counts.schedules, 8, 'each reader is before or after the writer');
});

test('limits say what they leave out', () => {
  const given = alike(3, [[{ kind: 'add', name: 'v' }], [{ kind: 'add', name: 'v' }]]);
  assert.equal(searched(given).search.counts.schedules, 90);
  const few = searched(given, { maxSwitches: 1 }).search;
  assert.deepEqual([...few.cut, few.complete], ['switches', false]);
  assert.ok(few.counts.schedules < 90);
  const some = new Search(new Model(given), { maxSchedules: 10 });
  assert.ok(some.advance());
  assert.deepEqual([...some.cut, some.complete, some.counts.schedules], ['schedules', false, 10]);
});

test('a search that is left before its end is not complete', () => {
  const model = new Model(alike(1, [[{ kind: 'pure' }]]));
  const search = new Search(model);
  assert.ok(!search.advance(0));
  search.end();
  assert.deepEqual([search.complete, model.saved], [false, 0]);
});

test('a failure, and how it comes about', () => {
  const read = /** @type {const} */ ({ kind: 'read', name: 'v' });
  const write = /** @type {const} */ ({ kind: 'write', name: 'v' });
  const given = { tasks: [[[read], [write]], [[read], [write]], [[{ kind: /** @type {const} */ ('pure') }]]], started: 3 };
  /** @returns {any} a system that fails where task 1 has read what task 0 wrote */
  const failing = () => {
    const model = new Model(given);
    return Object.assign(model, { outcome: () => (model.now.log[1] === '1' ? { failure: 'seen' } : model.now.ready.length === 0 ? { failure: null } : null) });
  };
  const search = new Search(failing());
  assert.ok(search.advance());
  assert.ok(!search.complete);
  const { failure, switches, steps } = /** @type {any} */ (search.found);
  assert.equal(failure, 'seen');
  const again = failing();
  for (let step = 0; step < steps; step++) {
    const position = switches.find((/** @type {number[]} */ each) => each[0] === step)?.[1] ?? 0;
    assert.equal(again.outcome(), null);
    again.run(again.enabled()[position]);
  }
  assert.deepEqual(again.outcome(), { failure: 'seen' });
});

test('a schedule that does not end', () => {
  const model = new Model(alike(2, [[{ kind: 'pure' }]]));
  const run = model.run;
  const search = new Search(Object.assign(model, { run: (/** @type {number} */ id) => (model.now.ready.push({ id, task: id - 1, step: 0 }), run(id)) }), { maxSteps: 50 });
  assert.ok(!search.advance(0) && !search.complete, 'it goes on step by step');
  assert.ok(search.advance());
  assert.deepEqual(search.found, { failure: 'too long', switches: [], steps: 50 });
});

test('states that are not saved are reached again from the last one that is', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const all = bruteForce(program(seed), 2000);
    if (all.tooMany) continue;
    const model = new Model(program(seed));
    const { save } = model;
    let asked = 0;
    const search = new Search(Object.assign(model, { save: () => (asked++ % 3 === 0 ? save() : null) }));
    search.advance();
    assert.equal(search.counts.schedules, all.classes.size);
    assert.equal(model.saved, 0);
  }
});
