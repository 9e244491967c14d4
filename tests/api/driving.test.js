// send, next, throw, close and what a coroutine shows of itself.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Coroutine, CoroutineWrapper, Generator, GeneratorExit, RuntimeError, StopIteration, TypeError, ValueError } from '../../wasm/api/index.js';
import { fresh, thrownBy, withEachModule } from './modules.js';

await withEachModule('driving', (file) => {
  test('send goes from suspension to suspension and ends with StopIteration', async () => {
    const m = await fresh(file);
    const c = m.coroutines.count_to(2);
    assert.ok(c instanceof Coroutine);
    assert.equal(c.state, 'CORO_CREATED');
    assert.equal(c.send(), 0);
    assert.equal(c.state, 'CORO_SUSPENDED');
    assert.equal(c.send(null), 1);
    const end = thrownBy(() => c.send(undefined));
    assert.ok(end instanceof StopIteration);
    assert.equal(end.value, 2);
    assert.deepEqual(end.args, [2]);
    assert.equal(c.state, 'CORO_CLOSED');
  });

  test('a coroutine that returns None ends with an empty StopIteration', async () => {
    const m = await fresh(file);
    const end = thrownBy(() => m.coroutines.nothing().send());
    assert.deepEqual([end.value, end.args], [null, []]);
  });

  test('what is sent is the value of the await', async () => {
    const m = await fresh(file);
    const c = m.coroutines.echo();
    assert.equal(c.send(), null);
    assert.equal(c.send('hello'), 'hello');
    assert.equal(c.send(7), 7);
  });

  test('Python refuses what it refuses, and the coroutine stays as it was', async () => {
    const m = await fresh(file);
    const c = m.coroutines.count_to(1);
    const refused = thrownBy(() => c.send(5));
    assert.ok(refused instanceof TypeError);
    assert.equal(refused.message, "can't send non-None value to a just-started coroutine");
    assert.equal(c.state, 'CORO_CREATED');
    assert.equal(thrownBy(() => c.throw(1)).message, 'exceptions must be classes or instances deriving from BaseException, not int');
    assert.equal(thrownBy(() => c.throw()).message, 'throw expected at least 1 argument, got 0');
    assert.equal(thrownBy(() => c.throw(ValueError, 1, null, 4)).message, 'throw expected at most 3 arguments, got 4');
    assert.equal(c.state, 'CORO_CREATED');
    assert.equal(c.send(), 0);
    thrownBy(() => c.send());
    const again = thrownBy(() => c.send());
    assert.ok(again instanceof RuntimeError);
    assert.equal(again.message, 'cannot reuse already awaited coroutine');
  });

  test('next is the protocol of JS iterators', async () => {
    const m = await fresh(file);
    const c = m.coroutines.count_to(1);
    assert.deepEqual(c.next(), { value: 0, done: false });
    assert.deepEqual(c.next(), { value: 1, done: true });
  });

  test('for…of runs it, break closes it, yield* and spreading work', async () => {
    const m = await fresh(file);
    const seen = [];
    for (const value of m.coroutines.count_to(3)) seen.push(value);
    assert.deepEqual(seen, [0, 1, 2]);
    const endless = m.coroutines.echo();
    for (const value of endless) {
      assert.equal(value, null);
      break;
    }
    assert.equal(endless.state, 'CORO_CLOSED');
    assert.deepEqual([...m.coroutines.numbers(2)], [0, 1]);
    function* delegating() {
      return yield* m.coroutines.catch_mine();
    }
    const outer = delegating();
    assert.deepEqual(outer.next(), { value: 1, done: false });
    const error = thrownBy(() => outer.throw(new ValueError('v')));
    assert.equal(error.message, 'v');
    function* sending() {
      return yield* m.coroutines.stubborn();
    }
    const stubborn = sending();
    stubborn.next();
    assert.deepEqual(stubborn.throw(new GeneratorExit()), { value: 2, done: false });
    assert.deepEqual(stubborn.next(), { value: 'done', done: true });
  });

  test('throw raises at the suspension', async () => {
    const m = await fresh(file);
    const c = m.coroutines.catch_and_show();
    c.send();
    const error = new ValueError('no');
    assert.equal(c.throw(error), error);
    assert.equal(thrownBy(() => c.send()), error);
    assert.equal(c.state, 'CORO_CLOSED');
  });

  test('throw on a coroutine that has not begun ends it', async () => {
    const m = await fresh(file);
    const c = m.coroutines.catch_and_show();
    assert.equal(thrownBy(() => c.throw(new ValueError('early'))).message, 'early');
    assert.equal(c.state, 'CORO_CLOSED');
    assert.equal(thrownBy(() => c.throw(new ValueError('late'))).message, 'cannot reuse already awaited coroutine');
  });

  test('throw takes classes, and Python\'s three arguments', async () => {
    const m = await fresh(file);
    const thrown = (...args) => {
      const c = m.coroutines.echo();
      c.send();
      return thrownBy(() => c.throw(...args));
    };
    assert.deepEqual(thrown(ValueError).args, []);
    assert.deepEqual(thrown(ValueError, 'text').args, ['text']);
    assert.deepEqual(thrown(ValueError, Object.freeze([1, 2])).args, [1, 2]);
    assert.deepEqual(thrown(ValueError, null, null).args, []);
    const instance = new ValueError('mine');
    assert.equal(thrown(ValueError, instance), instance);
    assert.equal(thrown(instance, 5).message, 'instance exception may not have a separate value');
    assert.equal(thrown(StopIteration).message, 'generator raised StopIteration'); // a suspension is a generator to Python
  });

  test('close', async () => {
    const m = await fresh(file);
    const created = m.coroutines.echo();
    assert.equal(created.close(), undefined);
    assert.equal(created.state, 'CORO_CLOSED');
    created.close();
    const stubborn = m.coroutines.stubborn();
    stubborn.send();
    const refused = thrownBy(() => stubborn.close());
    assert.ok(refused instanceof RuntimeError);
    assert.equal(refused.message, 'coroutine ignored GeneratorExit');
    assert.equal(stubborn.state, 'CORO_SUSPENDED');
    assert.equal(thrownBy(() => stubborn.send()).value, 'done');
    const bad = m.coroutines.bad_cleanup();
    bad.send();
    const failed = thrownBy(() => bad.close());
    assert.equal(failed.message, 'in cleanup');
    assert.ok(failed.context instanceof GeneratorExit);
    const returned = m.coroutines.echo();
    returned.send();
    assert.deepEqual(returned.return(5), { value: 5, done: true });
    assert.equal(returned.state, 'CORO_CLOSED');
  });

  test('what a coroutine shows of itself', async () => {
    const m = await fresh(file);
    const c = m.coroutines.makes(1);
    const { line } = m.definitions.find((definition) => definition.name === 'makes');
    assert.match(c.crCode.file, /steps\.c$/);
    assert.deepEqual(c.crCode, { name: 'makes', file: c.crCode.file, line });
    assert.deepEqual(c.crFrame, { function: 'makes', file: c.crCode.file, line });
    assert.deepEqual([c.crRunning, c.crSuspended, c.crAwait, c.crOrigin, c.name, c.qualname], [false, false, null, null, 'makes', 'makes']);
    assert.match(String(c), /^<coroutine object makes at 0x[0-9a-f]+>$/);
    assert.equal(c.send(), 'leaf');
    assert.deepEqual([c.crRunning, c.crSuspended], [false, true]);
    const inner = c.crAwait;
    assert.ok(inner instanceof Coroutine);
    assert.equal(c.crAwait, inner);
    assert.equal(String(inner.crAwait), '<generator object aw_suspend>');
    c.close();
    assert.deepEqual([c.crFrame, c.crAwait, inner.state, inner.crFrame], [null, null, 'CORO_CLOSED', null]);
    assert.equal(c.crCode.name, 'makes');
  });

  test('origin tracking', async () => {
    const m = await fresh(file);
    m.setCoroutineOriginTrackingDepth(2);
    const inner = thrownBy(() => m.coroutines.maker().send()).value;
    assert.equal(inner.crOrigin.length, 1);
    assert.equal(inner.crOrigin[0].function, 'maker');
    m.setCoroutineOriginTrackingDepth(0);
    assert.equal(m.coroutines.nothing().crOrigin, null);
    assert.equal(thrownBy(() => m.setCoroutineOriginTrackingDepth(-1)).message, 'depth must be >= 0');
    assert.ok(thrownBy(() => m.setCoroutineOriginTrackingDepth(1.5)) instanceof TypeError);
  });

  test('generators', async () => {
    const m = await fresh(file);
    const g = m.coroutines.numbers(1);
    assert.ok(g instanceof Generator);
    assert.equal(g.state, 'GEN_CREATED');
    assert.equal(thrownBy(() => g.send(1)).message, "can't send non-None value to a just-started generator");
    assert.equal(g.send(), 0);
    assert.deepEqual([g.giRunning, g.giSuspended, g.giYieldfrom, g.name, g.giFrame.function], [false, true, null, 'numbers', 'numbers']);
    assert.equal(thrownBy(() => g.send()).value, 'end');
    assert.deepEqual(thrownBy(() => g.send()).args, []);
    assert.deepEqual(g.next(), { value: null, done: true });
    assert.deepEqual([g.state, g.giFrame, g.giCode.name], ['GEN_CLOSED', null, 'numbers']);
    assert.match(String(g), /^<generator object numbers at 0x/);
  });

  test('a wrapper drives its coroutine', async () => {
    const m = await fresh(file);
    const c = m.coroutines.count_to(2);
    const wrapper = c.awaitIter();
    assert.ok(wrapper instanceof CoroutineWrapper);
    assert.notEqual(c.awaitIter(), wrapper);
    assert.equal(wrapper.send(), 0);
    assert.equal(c.state, 'CORO_SUSPENDED');
    assert.deepEqual([...wrapper], [1]);
    assert.match(String(wrapper), /^<coroutine_wrapper object at 0x/);
    const closed = m.coroutines.echo();
    closed.send();
    closed.awaitIter().close();
    assert.equal(closed.state, 'CORO_CLOSED');
  });

  test('awaiting twice, itself, or what cannot be awaited', async () => {
    const m = await fresh(file);
    const shared = m.coroutines.echo();
    shared.send();
    assert.equal(thrownBy(() => m.coroutines.awaits(shared).send()).message, 'coroutine is being awaited already');
    assert.equal(shared.send('still'), 'still');
    assert.equal(thrownBy(() => m.coroutines.awaits(5).send()).message, "object int can't be used in 'await' expression");
    const suspension = m.runSync(m.coroutines.suspension());
    assert.equal(String(suspension), '<generator object aw_suspend>');
    assert.equal(thrownBy(() => m.coroutines.awaits(suspension)).message, 'what aw_suspend() makes can only be awaited in C');
  });

  test('run drives to the end', async () => {
    const m = await fresh(file);
    assert.equal(m.runSync(m.coroutines.give('x')), 'x');
    assert.equal(thrownBy(() => m.runSync(m.coroutines.count_to(1))).message, 'Task got bad yield: 0');
    assert.equal(thrownBy(() => m.runSync(m.coroutines.fail('why'))).message, 'why');
    assert.equal(thrownBy(() => m.runSync(3)).message, 'a coroutine was expected, got 3');
  });
});
