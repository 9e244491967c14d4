// Host operations that were pending when a program was saved or forked: issued again, failed, or given to a handler; and followed by several instances.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CancelledError, InterruptedError, LookupError, LostValue, OSError, load, runDurably } from '../../wasm/api/index.js';
import { fresh, withEachModule } from './modules.js';

const macrotask = () => new Promise((resolve) => setImmediate(resolve));
const NEVER = () => new Promise(() => {});

/** @param {PromiseLike<unknown>} promise @returns {Promise<any>} what it rejects with */
async function rejection(promise) {
  return promise.then(() => assert.fail('it did not reject'), (error) => error);
}

await withEachModule('operations of a saved program', (file) => {
  /** The snapshot of a program that waits. @param {(m: any) => unknown[]} begin coroutines to run @param {object} options @param {() => boolean} [isThere] whether it waits where it should */
  async function saved(begin, options, isThere = () => true) {
    const m = await fresh(file, options);
    for (const coroutine of begin(m)) m.run(/** @type {any} */ (coroutine)).catch(() => {});
    do await macrotask(); while (!isThere()); // the loop goes on in slices
    const bytes = m.snapshot();
    await m.dispose();
    return bytes;
  }
  /** @param {Uint8Array} snapshot @param {object} [options] what its runs come to */
  async function restored(snapshot, options) {
    const m = await load(file, { snapshot, ...options });
    const outcomes = await Promise.allSettled(m.runs);
    await m.dispose();
    return outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : outcome.reason));
  }
  const asking = (/** @type {string[]} */ ...names) => (/** @type {any} */ m) => names.map((name, index) => m.coroutines.asks(name, index));

  test('they fail, unless it is said that they do not', async () => {
    const snapshot = await saved(asking('a', 'b', 'c'), { host: { a: NEVER, b: NEVER, c: NEVER } });
    const [a] = await restored(snapshot);
    assert.ok(a instanceof InterruptedError && a instanceof OSError);
    assert.equal(a.message, "host operation 'a' was pending when the program was saved");
    /** @type {unknown[]} */
    const calls = [];
    const host = {
      a: (...args) => (calls.push(['a', ...args.slice(0, -1), args.at(-1).id]), 'a again'),
      b: async (value, { id, signal }) => (calls.push(['b', value, id, signal.aborted]), 'b again'),
    };
    const results = await restored(snapshot, { host, onRestore: { a: 'retry', b: 'retry', c: function (...args) { return [this === host, ...args.slice(0, -1), args.at(-1).id]; } } });
    assert.deepEqual(results, ['a again', 'b again', [true, 2, 3]]);
    assert.deepEqual(calls, [['a', 0, 1], ['b', 1, 2, false]], 'oldest first');
    const all = await restored(snapshot, { host, onRestore: 'retry' });
    assert.deepEqual(all.slice(0, 2), ['a again', 'b again']);
    assert.ok(all[2] instanceof LookupError && all[2].message === "no host function 'c'");
    const failing = await restored(snapshot, { onRestore: { a: () => { throw new RangeError('at once'); }, b: async () => { throw new RangeError('later'); }, c: 'fail' } });
    assert.deepEqual(failing.map(({ message }) => message), ['at once', 'later', "host operation 'c' was pending when the program was saved"]);
    assert.deepEqual((await restored(snapshot, { host, onRestore: 'fail' })).map((error) => error.name), Array(3).fill('InterruptedError'));
  });

  test('ids count on, and stay when the program is saved twice', async () => {
    const first = await saved(asking('a', 'a'), { host: { a: NEVER } });
    const m = await load(file, { snapshot: first, host: { a: NEVER }, onRestore: 'retry' });
    await macrotask();
    /** @type {number[]} */
    const ids = [];
    const second = m.snapshot();
    await m.dispose();
    const again = await load(file, { snapshot: second, host: { a: async (_, { id }) => ids.push(id) }, onRestore: 'retry' });
    await Promise.all(again.runs);
    await again.run(again.coroutines.asks('a', 0));
    assert.deepEqual(ids, [1, 2, 3]);
    await again.dispose();
  });

  test('whoever loads has the module before a host function runs', async () => {
    const snapshot = await saved(asking('a'), { host: { a: NEVER } });
    let m;
    const host = { a: () => m.tasks().length };
    m = await load(file, { snapshot, host, onRestore: 'retry' });
    assert.deepEqual(await Promise.all(m.runs), [1]);
    await m.dispose();
  });

  test('cancelled before or after it is issued again', async () => {
    const snapshot = await saved(asking('a'), { host: { a: NEVER } });
    /** @type {AbortSignal[]} */
    const signals = [];
    const host = { a: (_, { signal }) => (signals.push(signal), NEVER()) };
    for (const waits of [false, true]) {
      const m = await load(file, { snapshot, host, onRestore: 'retry' });
      if (waits) await macrotask();
      m.tasks()[0].cancel('enough');
      assert.ok((await rejection(m.runs[0])) instanceof CancelledError);
      await macrotask();
      assert.deepEqual(signals.map(({ aborted }) => aborted), waits ? [true] : []);
      await m.dispose();
    }
  });

  test('a policy that is none', async () => {
    /** @type {[unknown, string][]} */
    const wrong = [
      ['again', "onRestore is 'retry', 'fail' or an object, not 'again'"],
      [5, "onRestore is 'retry', 'fail' or an object, not 5"],
      [null, "onRestore is 'retry', 'fail' or an object, not null"],
      [{ a: 'retry', b: true }, "onRestore.b is 'retry', 'fail' or a function, not true"],
    ];
    for (const [onRestore, message] of wrong) await assert.rejects(load(file, { onRestore }), { name: 'TypeError', message });
  });

  test('promises, and values that did not travel', async () => {
    const promise = NEVER();
    const snapshot = await saved((m) => [m.coroutines.awaits(promise)], { saveValue: (value) => (value === promise ? 'the promise' : undefined) });
    assert.deepEqual(await restored(snapshot, { restoreValue: async (value) => `${value} again` }), ['the promise again']);
    for (const options of [{}, { onRestore: 'retry' }, { restoreValue: () => 'no promise' }]) {
      const [error] = await restored(snapshot, options);
      assert.ok(error instanceof InterruptedError);
      assert.equal(error.message, 'a promise that was awaited was pending when the program was saved');
    }
    const withFunction = await saved((m) => [m.coroutines.asks('a', () => 1)], { host: { a: NEVER } });
    const [retried] = await restored(withFunction, { host: { a: () => assert.fail('without its argument') }, onRestore: 'retry' });
    assert.ok(retried instanceof LostValue);
    assert.deepEqual(await restored(withFunction, { onRestore: { a: (value) => value instanceof LostValue } }), [true]);
    assert.ok((await restored(withFunction))[0] instanceof InterruptedError);
  });

  test('fetch: what is safe is asked again', async () => {
    const post = [['method', 'POST']];
    const snapshot = await saved((m) => [m.coroutines.fetches('/a', null), m.coroutines.fetches('/b', { method: 'head' }), m.coroutines.fetches('/c', post)], { host: { fetch: NEVER } });
    /** @type {unknown[]} */
    let asked = [];
    const host = { fetch: async (url, { method }) => (asked.push([url, method]), { status: 200, ok: true, headers: { get: () => 'x' }, text: async () => 'text' }) };
    const isInterrupted = (outcomes) => outcomes.map((outcome) => outcome instanceof InterruptedError);
    assert.deepEqual(isInterrupted(await restored(snapshot, { host })), [false, false, true]);
    assert.deepEqual(asked, [['/a', undefined], ['/b', 'head']]);
    assert.deepEqual(isInterrupted(await restored(snapshot, { host, onRestore: 'fail' })), [true, true, true]);
    assert.deepEqual(isInterrupted(await restored(snapshot, { host, onRestore: { fetch: 'retry' } })), [false, false, false]);
    assert.deepEqual(asked.at(-1), ['/c', 'POST']);
    let isReading = false;
    const text = () => {
      isReading = true;
      return NEVER();
    };
    const reading = await saved((m) => [m.coroutines.fetches('/d', null)], { host: { fetch: async () => ({ status: 200, ok: true, headers: { get: () => 'x' }, text }) } }, () => isReading);
    const [error] = await restored(reading, { onRestore: 'retry', host });
    assert.equal(error.message, "host operation 'response.text' was pending when the program was saved");
  });

  test('a fork follows what was pending; the signal is aborted when nobody follows', async () => {
    /** @type {{ answer: (value: unknown) => void, signal: AbortSignal }[]} */
    const calls = [];
    const host = { a: (_, { signal }) => new Promise((answer) => calls.push({ answer, signal })) };
    const m = await fresh(file, { host });
    const results = [m.run(m.coroutines.asks('a', 1)), m.run(m.coroutines.asks('a', 2))];
    results[1].catch(() => {});
    await macrotask();
    const fork = m.fork();
    const second = fork.fork();
    assert.equal(calls.length, 2);
    calls[0].answer('for all');
    assert.deepEqual(await Promise.all([results[0], fork.runs[0], second.runs[0]]), ['for all', 'for all', 'for all']);
    for (const [index, instance] of [fork, m, second].entries()) {
      const [run] = instance.runs;
      instance.tasks()[0].cancel();
      assert.ok((await rejection(run)) instanceof CancelledError);
      await macrotask();
      assert.equal(calls[1].signal.aborted, index === 2);
    }
    for (const instance of [m, fork, second]) await instance.dispose();
  });

  test('a history goes back to before an operation was cancelled: C gets what the host made of that', async () => {
    /** @type {(value: unknown) => void} */
    let answer = () => {};
    const host = {
      hears: (_, { signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new RangeError('aborted')))),
      deaf: () => new Promise((resolve) => (answer = resolve)),
    };
    const m = await load(file, { host, manual: true });
    const runs = ['hears', 'deaf'].map((name) => m.run(m.coroutines.asks(name, 1)));
    await null;
    m.turn();
    const history = m.history();
    const { number } = history.current;
    for (const task of m.tasks()) task.cancel();
    m.resume();
    for (const run of runs) assert.ok((await rejection(run)) instanceof CancelledError);
    history.goto(number);
    answer('an answer');
    m.resume();
    const [heard, unheard] = await Promise.allSettled(m.runs);
    assert.equal(heard.reason.message, 'aborted');
    assert.equal(unheard.value, 'an answer');
    await m.dispose();
  });

  test('what a durable program gives up before it is saved is never asked for', async () => {
    /** @type {string[]} */
    const log = [];
    const store = { load: async () => null, save: async () => { await macrotask(); }, clear: async () => {} };
    const host = { ask: (value) => { log.push(`asked ${value}`); return NEVER(); }, current: () => null };
    const run = await runDurably(file, { store, host, start: (m) => m.coroutines.asks_and_drops() });
    assert.equal(await run.result, 'dropped');
    for (let turn = 0; turn < 5; turn++) await macrotask();
    assert.deepEqual(log, []);
    await run.module.dispose();
  });

  /** A durable program that has asked, and whose first save is under way until `open` is called. @param {object} options */
  async function asked(options) {
    /** @type {string[]} */
    const log = [];
    let open = () => {};
    const gate = new Promise((resolve) => (open = () => resolve(undefined)));
    const save = async () => (log.push('save'), await gate, void log.push('saved'));
    const host = { ask: async (value) => (log.push(`asked ${value}`), `answer to ${value}`) };
    const store = { load: async () => null, save, clear: async () => {} };
    const run = await runDurably(file, { store, host, start: (m) => m.coroutines.asks('ask', 1), ...options });
    while (log.length === 0) await macrotask();
    return { run, log, open };
  }

  test('a fork of a durable program follows what that one asks when it is saved', async () => {
    const { run, log, open } = await asked({});
    const fork = run.module.fork();
    const second = fork.fork();
    for (let turn = 0; turn < 5; turn++) await macrotask();
    assert.deepEqual(log, ['save']);
    open();
    assert.deepEqual(await Promise.all([run.result, fork.runs[0], second.runs[0]]), Array(3).fill('answer to 1'));
    assert.deepEqual(log.slice(0, 3), ['save', 'saved', 'asked 1']);
    assert.equal(log.filter((line) => line === 'asked 1').length, 1);
    const later = run.module.fork();
    assert.equal(await later.run(later.coroutines.asks('ask', 2)), 'answer to 2', 'and is like others otherwise');
    for (const m of [run.module, fork, second, later]) await m.dispose();
  });

  test('forks are told what a durable program never began', async () => {
    const ends = [(run) => run.module.tasks()[0].cancel(), (run) => run.stop()];
    for (const end of ends) {
      const { run, log, open } = await asked({});
      run.result.catch(() => {});
      const fork = run.module.fork();
      const told = rejection(fork.runs[0]);
      end(run);
      open();
      const error = await told;
      assert.ok(error instanceof InterruptedError);
      assert.equal(error.message, "host operation 'ask' never began: the durable program that asked for it gave it up");
      await rejection(run.result);
      assert.ok(!log.includes('asked 1'));
      await fork.dispose();
    }
  });
}, 'loop');
