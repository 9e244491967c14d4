// C awaits JS: promises, host functions that answer later, cancelling them, fetch, async iterables; and async generators of C as JS's.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { AsyncGenerator, CancelledError, ValueError } from '../../wasm/api/index.js';
import { NOTHING, fresh, withEachModule } from './modules.js';

/** @param {PromiseLike<unknown>} promise @returns {Promise<any>} what it rejects with */
async function rejection(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it did not reject');
}

const macrotask = () => new Promise((resolve) => setImmediate(resolve));

/** @param {import('../../wasm/api/index.js').Module} m */
async function assertNothingLeft(m) {
  await macrotask();
  m.releaseAll();
  assert.deepEqual(m.live(), NOTHING);
}

await withEachModule('awaiting JS', (file) => {
  test('promises and thenables that arrive as values', async () => {
    const m = await fresh(file);
    const later = new Promise((resolve) => setTimeout(resolve, 1, 'later'));
    assert.equal(await m.run(m.coroutines.awaits(later)), 'later');
    assert.equal(await m.run(m.coroutines.awaits(Promise.resolve(5))), 5);
    assert.equal(await m.run(m.coroutines.awaits({ then: (resolve) => resolve('thenable') })), 'thenable');
    assert.deepEqual(await m.run(m.coroutines.gathers([Promise.resolve(1), later, m.coroutines.give(3)])), [1, 'later', 3]);
    const object = { js: true };
    assert.equal(await m.run(m.coroutines.awaits(Promise.resolve(object))), object);
    for (const reason of [new Error('js'), new ValueError('ours'), 'text', undefined, object]) {
      assert.equal(await rejection(m.run(m.coroutines.awaits(Promise.reject(reason)))), reason);
    }
    const other = await fresh(file);
    assert.equal(await m.run(m.coroutines.awaits(other.coroutines.work('from there', 0))), 'from there');
    assert.equal((await rejection(m.run(m.coroutines.awaits(new Map())))).message, "object JSValue can't be used in 'await' expression");
    assert.equal((await rejection(m.run(m.coroutines.awaits(Promise.resolve(2n ** 70n))))).name, 'OverflowError');
    await assertNothingLeft(m);
  });

  test('thenables that lie', async () => {
    const m = await fresh(file);
    const twice = { then: (resolve, reject) => (resolve(1), resolve(2), reject(new Error('no'))) };
    assert.equal(await m.run(m.coroutines.awaits(twice)), 1);
    const throwsAfter = { then: (resolve) => { resolve('first'); throw new Error('too late'); } };
    assert.equal(await m.run(m.coroutines.awaits(throwsAfter)), 'first');
    const throwsFirst = { then: () => { throw new Error('at once'); } };
    assert.equal((await rejection(m.run(m.coroutines.awaits(throwsFirst)))).message, 'at once');
    let calls = 0;
    const moody = { get then() { if (calls++ > 0) throw new Error('gone'); return () => {}; } };
    assert.equal((await rejection(m.run(m.coroutines.awaits(moody)))).message, 'gone');
    const evil = { get then() { throw new Error('no then'); } };
    assert.equal((await rejection(m.run(m.coroutines.awaits(evil)))).message, 'no then');
    const reentering = { then: (resolve) => resolve(m.coroutines.work('inner', 0)) };
    assert.equal(await m.run(m.coroutines.awaits(reentering)), 'inner');
    const fake = Promise.resolve(1);
    fake.then = () => { throw new Error('own then'); };
    assert.equal(await m.run(m.coroutines.awaits(fake)), 1);
    const silent = m.createTask(m.coroutines.awaits({ then() {} }));
    await macrotask();
    silent.cancel();
    await rejection(silent);
    await assertNothingLeft(m);
  });

  test('host functions that answer later', async () => {
    const seen = [];
    const host = {
      ask: async function (...args) {
        seen.push(this === host, args.length);
        await null;
        return ['answer', args[0]];
      },
      plain: (value) => value * 2,
      throws: () => { throw new RangeError('before it returned'); },
      rejects: async () => { throw new RangeError('later'); },
      task: () => m.createTask(m.coroutines.work('a task of C', 0)),
      crosses: async () => 2n ** 70n,
    };
    const m = await fresh(file, { host });
    assert.deepEqual(await m.run(m.coroutines.asks('ask', 1)), ['answer', 1]);
    assert.deepEqual(seen, [true, 2]);
    assert.equal(await m.run(m.coroutines.asks('plain', 4)), 8);
    assert.equal((await rejection(m.run(m.coroutines.asks('throws', 1)))).message, 'before it returned');
    assert.match(await m.run(m.coroutines.asks_caught('rejects', 1)), /^caught JSError\('RangeError: later'\)$/);
    assert.equal(await m.run(m.coroutines.asks('task', 1)), 'a task of C');
    assert.equal((await rejection(m.run(m.coroutines.asks('crosses', 1)))).name, 'OverflowError');
    assert.equal((await rejection(m.run(m.coroutines.asks('missing', 1)))).message, "no host function 'missing'");
    assert.ok((await m.run(m.coroutines.asks_sync('x'))) instanceof Array, 'a promise of a synchronous call is awaited by its promise');
    await assertNothingLeft(m);
  });

  test('cancelling aborts the signal; a late answer is dropped', async () => {
    const answers = [];
    const signals = [];
    const m = await fresh(file, {
      host: {
        ask: (value, { signal }) => {
          signals.push(signal);
          return new Promise((resolve, reject) => answers.push(value === 'fails' ? reject : resolve));
        },
        unseen: () => new Promise((resolve) => answers.push(resolve)),
      },
    });
    const task = m.createTask(m.coroutines.asks('ask', 'x'));
    await macrotask();
    assert.equal(signals[0].aborted, false);
    task.cancel('not needed');
    const error = await rejection(task);
    assert.ok(error instanceof CancelledError);
    assert.equal(signals[0].aborted, true);
    assert.ok(signals[0].reason instanceof CancelledError);
    assert.equal(signals[0].reason.message, 'not needed');
    answers[0]('too late');

    const failing = m.createTask(m.coroutines.asks('ask', 'fails'));
    const unseen = m.createTask(m.coroutines.asks('unseen', 'x'));
    await macrotask();
    failing.cancel();
    unseen.cancel();
    await Promise.allSettled([failing, unseen]);
    answers[1](new Error('nobody hears this'));
    answers[2](1);
    assert.equal(await m.run(m.coroutines.asks_and_drops()), 'dropped');
    await macrotask();
    assert.equal(signals[2].aborted, true);
    answers[3](1);
    const controller = new AbortController();
    const running = m.run(m.coroutines.asks('ask', 'y'), { signal: controller.signal });
    await macrotask();
    controller.abort();
    await rejection(running);
    assert.equal(signals[3].aborted, true);
    const timedOut = await rejection(m.run(m.coroutines.timed(m.coroutines.asks('ask', 'z'), 0.001)));
    assert.equal(timedOut.name, 'TimeoutError');
    assert.equal(signals[4].aborted, true);
    await assertNothingLeft(m);
  });

  test('what an abort listener or a host function does with the module', async () => {
    let m;
    const results = [];
    const host = {
      ask: async (value, { signal }) => {
        results.push(m.runSync === undefined, m.coroutines.give(1).next().value, await m.coroutines.hops(2));
        signal.addEventListener('abort', () => results.push(m.coroutines.give('in the listener').next().value));
        return new Promise(() => {});
      },
    };
    m = await fresh(file, { host });
    const task = m.createTask(m.coroutines.asks('ask', 1));
    await m.coroutines.hops(20);
    await macrotask();
    task.cancel();
    await rejection(task);
    await macrotask();
    assert.deepEqual(results, [false, 1, 2, 'in the listener']);
    await assertNothingLeft(m);
  });

  test('10,000 host promises at once', async () => {
    const m = await fresh(file, { host: { ask: (value) => new Promise((resolve) => setTimeout(resolve, value % 7, value)) } });
    assert.equal(await m.run(m.coroutines.asks_many(10000)), 49995000);
    await assertNothingLeft(m);
    const hanging = await fresh(file, { host: { ask: () => new Promise(() => {}) } });
    const task = hanging.createTask(hanging.coroutines.asks_many(10000));
    await macrotask();
    assert.equal(hanging.loopState.state, 'waiting');
    task.cancel();
    await rejection(task);
    await assertNothingLeft(hanging);
  });

  test('fetch', async () => {
    const server = createServer((request, response) => {
      response.setHeader('x-kind', `${request.method} ${request.headers['x-sent'] ?? '-'}`);
      if (request.url === '/missing') response.statusCode = 404;
      if (request.url === '/hang') return;
      request.setEncoding('utf8');
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => response.end(`${request.method} ${request.headers['x-sent'] ?? '-'} ${request.url} ${body}`));
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
    const address = /** @type {import('node:net').AddressInfo} */ (server.address());
    const url = `http://127.0.0.1:${address.port}`;
    const m = await fresh(file);
    try {
      assert.deepEqual(await m.run(m.coroutines.fetches(`${url}/a`, null)), [200, true, 'GET -', null, 'GET - /a ']);
      assert.deepEqual((await m.run(m.coroutines.fetches(`${url}/missing`, { method: 'PUT' }))).slice(0, 3), [404, false, 'PUT -']);
      assert.equal(await m.run(m.coroutines.posts(`${url}/b`)), 'POST yes /b hello');
      assert.deepEqual(await m.run(m.coroutines.fetches_bytes(`${url}/c`)), new TextEncoder().encode('GET - /c '));
      const parts = await m.run(m.coroutines.fetches_parts(`${url}/parts`));
      assert.equal(parts.reduce((sum, part) => sum + part, 0), 'GET - /parts '.length);
      const hanging = m.createTask(m.coroutines.fetches(`${url}/hang`, null));
      await new Promise((resolve) => server.once('request', resolve));
      hanging.cancel();
      assert.ok((await rejection(hanging)) instanceof CancelledError);
      assert.ok((await rejection(m.run(m.coroutines.fetches('http://127.0.0.1:1/', null)))) instanceof globalThis.TypeError);
      await assertNothingLeft(m);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  test('a fetch of the host takes its place', async () => {
    const asked = [];
    const m = await fresh(file, {
      host: {
        fetch: async (url, init) => {
          asked.push(url, init.method, init.signal instanceof AbortSignal);
          return { status: 201, ok: true, headers: new Map([['x-kind', 'mock']]), text: async () => 'mocked', body: null };
        },
      },
    });
    assert.deepEqual((await m.run(m.coroutines.fetches('mock:', [['method', 'PATCH']]))).slice(0, 3), [201, true, 'mock']);
    assert.deepEqual(asked, ['mock:', 'PATCH', true]);
    assert.deepEqual(await m.run(m.coroutines.fetches_parts('mock:')), []);
  });

  test('async iterables, streams and iterables', async () => {
    const m = await fresh(file);
    const log = [];
    const items = async function* () {
      try {
        for (let i = 0; ; i++) yield i;
      } finally {
        log.push('returned');
      }
    };
    const three = async function* () {
      yield* [1, 'two', null];
    };
    assert.deepEqual(await m.run(m.coroutines.collects(three())), [1, 'two', null]);
    assert.deepEqual(await m.run(m.coroutines.takes(items(), 3)), [0, 1, 2]);
    assert.deepEqual(log, ['returned']);
    assert.deepEqual(await m.run(m.coroutines.collects(new Set([1, Promise.resolve(2)]))), [1, 2]);
    const stream = new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array([1, 2]));
        controller.enqueue('text');
        controller.close();
      },
    });
    assert.deepEqual(await m.run(m.coroutines.collects(stream)), [new Uint8Array([1, 2]), 'text']);
    const failing = async function* () {
      yield 1;
      throw new Error('broken');
    };
    assert.equal((await rejection(m.run(m.coroutines.collects(failing())))).message, 'broken');
    assert.equal((await rejection(m.run(m.coroutines.collects({})))).name, 'TypeError');
    let returned = false;
    const hanging = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}), return: async () => (returned = true) }) };
    const task = m.createTask(m.coroutines.collects(hanging));
    await m.coroutines.hops(5);
    task.cancel();
    assert.ok((await rejection(task)) instanceof CancelledError);
    await macrotask();
    assert.equal(returned, true);
    await assertNothingLeft(m);
  });
}, 'loop');

await withEachModule('async generators in JS', (file) => {
  test('for await, in order, and at the end', async () => {
    const m = await fresh(file);
    const items = [];
    for await (const item of m.coroutines.ticker(3)) items.push(item);
    assert.deepEqual(items, [0, 1, 2]);
    const generator = m.coroutines.ticker(2);
    assert.ok(generator instanceof AsyncGenerator);
    const results = await Promise.all([generator.next(), generator.next(), generator.next(), generator.next()]);
    assert.deepEqual(results, [{ value: 0, done: false }, { value: 1, done: false }, { value: undefined, done: true }, { value: undefined, done: true }]);
    assert.equal(m.definitions.find(({ name }) => name === 'ticker')?.kind, 'async_generator');
    assert.deepEqual(await m.run(m.coroutines.collects(m.coroutines.ticker(3))), [0, 1, 2]);
    await assertNothingLeft(m);
  });

  test('next(value), throw and return', async () => {
    const notes = [];
    const m = await fresh(file, { host: { note: (text) => notes.push(text) } });
    const generator = m.coroutines.echoes();
    assert.equal((await generator.next()).value, 'ready');
    assert.equal((await generator.next('sent')).value, 'sent');
    assert.equal((await generator.throw(new ValueError('bad'))).value, 'caught bad');
    assert.deepEqual(await generator.return('given'), { value: 'given', done: true });
    assert.deepEqual(notes, ['closed']);
    assert.deepEqual(await generator.next(), { value: undefined, done: true });
    const other = m.coroutines.echoes();
    await other.next();
    const js = new Error('js');
    assert.equal(await rejection(other.throw(js)), js);
    for await (const item of m.coroutines.echoes()) {
      assert.equal(item, 'ready');
      break;
    }
    assert.deepEqual(notes, ['closed', 'closed', 'closed']);
    await assertNothingLeft(m);
  });

  test('its steps by hand, as in Python', async () => {
    const m = await fresh(file, { host: { note: () => {} } });
    const generator = m.coroutines.echoes();
    assert.deepEqual([generator.agRunning, generator.agAwait, generator.agFrame.function], [false, null, 'echoes']);
    assert.equal(await generator.anext(), 'ready');
    const step = generator.asend(5);
    assert.deepEqual(step.next(), { value: 5, done: true });
    assert.equal(await generator.athrow(ValueError, 'x'), 'caught x');
    assert.equal(await generator.aclose(), null);
    assert.match(String(generator), /^<async_generator object echoes at 0x/);
    await assertNothingLeft(m);
  });

  test('the end of a run closes those of C, and spares those that JS iterates over', async () => {
    const notes = [];
    const m = await fresh(file, { host: { note: (text) => notes.push(text) } });
    const items = [];
    for await (const item of m.coroutines.ticker(3)) items.push(await m.run(m.coroutines.give(item)));
    assert.deepEqual(items, [0, 1, 2]);
    await m.run(m.coroutines.begins());
    assert.deepEqual(notes, ['closed']);
    await assertNothingLeft(m);
  });

  test('one that is dropped is closed by the loop', async () => {
    const notes = [];
    const m = await fresh(file, { host: { note: (text) => notes.push(text) } });
    const generator = m.coroutines.echoes();
    await generator.next();
    generator.dispose();
    await m.coroutines.hops(3);
    assert.deepEqual(notes, ['closed']);
    await assertNothingLeft(m);
  });
}, 'loop');
