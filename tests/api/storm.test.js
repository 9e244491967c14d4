// Everything at once, at random: tasks, runs, host functions of every kind, cancelling, traps. Nobody waits for ever, and nothing is left.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOTHING, fresh, withEachModule } from './modules.js';
import { random } from './random.js';

const ROUNDS = 6;
const ACTIONS = 40;

const macrotask = () => new Promise((resolve) => setImmediate(resolve));
const milliseconds = (/** @type {number} */ delay) => new Promise((resolve) => setTimeout(resolve, delay));

/** @param {string} file @param {number} seed */
async function storm(file, seed) {
  const draw = random(seed);
  /** @template T @param {(() => T)[]} choices */
  const one = (choices) => choices[draw(choices.length)]();
  /** @type {((value: number) => void)[]} */
  const unanswered = [];
  const answerAll = () => unanswered.splice(0).forEach((resolve) => resolve(1));
  /** @type {any[]} */
  const tasks = [];
  /** @type {Promise<unknown>[]} */
  const waits = [];
  const wait = (/** @type {any} */ thenable) => void waits.push(Promise.resolve(thenable).catch(() => {}));

  const host = {
    note: () => one([() => null, () => null, () => { throw new Error('note'); }]),
    current: () => one([() => null, () => m.currentTask?.cancel()]),
    ask: (/** @type {number} */ value, /** @type {{ signal: AbortSignal }} */ { signal }) =>
      one([
        () => { throw new Error('at once'); },
        () => value,
        () => Promise.resolve(value),
        () => Promise.reject(new Error('later')),
        () => milliseconds(draw(3)),
        () => macrotask(),
        () => (m.coroutines.give(1).next(), m.coroutines.work('of C', 0)),
        () => ({ then(/** @type {Function} */ resolve) { resolve(1); resolve(2); throw new Error('lies'); } }),
        () => {
          signal.addEventListener('abort', () => void m.createTask(m.coroutines.give(2))); // Node throws what a listener's thenable rejects with
          return new Promise((resolve) => unanswered.push(resolve));
        },
      ]),
  };
  const m = await fresh(file, { host, onError: () => {}, onUnraisable: () => {} });
  const c = m.coroutines;
  const items = async function* () {
    yield 1;
    one([() => null, () => { throw new Error('items'); }]);
  };
  const coroutine = () =>
    one([
      () => c.asks('ask', 1), () => c.asks_caught('ask', 2), () => c.asks_many(draw(20)), () => c.asks_and_drops(), () => c.asks_and_finds_current(),
      () => c.timed(c.asks('ask', 1), 0.002), () => c.forgets(c.asks('ask', 1)), () => c.gathers([c.asks('ask', 1), Promise.resolve(3), c.traps_later()]),
      () => c.both(), () => c.hops(draw(10)), () => c.tells('x'), () => c.cleans_up_slowly(), () => c.traps_later(), () => c.fails_inside('x'),
      () => c.calls_soon(draw(2) === 1), () => c.collects(items()), () => c.collects(c.ticker(draw(5))), () => c.takes(c.echoes(), 2),
      () => c.awaits(tasks.length > 0 ? tasks[draw(tasks.length)] : Promise.resolve(1)),
    ]);
  const iterate = () => {
    const generator = c.echoes();
    wait(generator.next());
    one([() => wait(generator.next(4)), () => wait(generator.return()), () => wait(generator.throw(new Error('thrown')))]);
  };
  const run = () => {
    const controller = new AbortController();
    wait(m.run(coroutine(), { signal: controller.signal }));
    one([() => {}, () => void setTimeout(() => controller.abort(), draw(3))]);
  };
  const runSync = () => {
    try {
      m.runSync(one([() => c.hops(3), () => c.both(), () => c.traps_later(), () => c.fails_inside('x'), () => c.calls_soon(true)]));
    } catch {
      // as it should
    }
  };
  const actions = [
    () => void tasks.push(m.createTask(coroutine())), () => wait(m.createTask(coroutine())), () => wait(coroutine()), run, run, runSync, iterate,
    () => { if (tasks.length > 0) tasks[draw(tasks.length)].cancel(); }, answerAll, macrotask, () => milliseconds(draw(3)),
  ];
  for (let i = 0; i < ACTIONS; i++) await one(actions);

  const answering = setInterval(answerAll, 1);
  await macrotask();
  for (const task of m.tasks()) task.cancel();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let limit;
  const ended = await Promise.race([Promise.all(waits), new Promise((resolve) => (limit = setTimeout(resolve, 30000)))]);
  clearTimeout(limit);
  assert.ok(ended, `somebody waits for ever:\n${m.ps()}`);
  for (let i = 0; i < 5; i++) {
    for (const task of m.tasks()) task.cancel();
    m.releaseAll();
    await c.hops(3);
    await macrotask();
  }
  await m.run(c.give(1));
  clearInterval(answering);
  await macrotask();
  m.releaseAll();
  assert.deepEqual(m.live(), NOTHING);
}

await withEachModule('a storm', (file) => {
  for (let seed = 1; seed <= ROUNDS; seed++) test(`seed ${seed}`, { timeout: 60000 }, () => storm(file, seed * 7919));
}, 'loop');
