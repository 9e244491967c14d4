// What values become on their way into C and back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KeyError, MemoryError, OverflowError, TypeError, ValueError } from '../../wasm/api/index.js';
import { fresh, thrownBy, withEachModule } from './modules.js';

await withEachModule('values', (file) => {
  test('every kind of value comes back as it went', async () => {
    const m = await fresh(file);
    const echo = (value) => m.runSync(m.coroutines.give(value));
    for (const value of [null, true, false, 0, 1, -1, 2 ** 31, -(2 ** 31), 2 ** 40, -(2 ** 40), Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]) {
      assert.equal(echo(value), value);
    }
    for (const value of [0.5, -1e300, 1e300, Infinity, -Infinity, NaN, 2 ** 53, Number.MIN_VALUE]) assert.ok(Object.is(echo(value), value));
    for (const value of ['', 'a', 'héllo', '😀', '\ufeffbom', 'a\0b', 'x'.repeat(100000), 'ü'.repeat(5000)]) assert.equal(echo(value), value);
    assert.equal(echo(undefined), null);
    assert.deepEqual(echo([1, [2, 'x', [null]], []]), [1, [2, 'x', [null]], []]);
    assert.deepEqual(echo(new Uint8Array([0, 1, 255])), new Uint8Array([0, 1, 255]));
    assert.deepEqual(echo(Buffer.from('abc')), new Uint8Array([97, 98, 99]));
    assert.equal(echo(ValueError), ValueError);
  });

  test('what C sees', async () => {
    const m = await fresh(file);
    const repr = (value) => m.runSync(m.coroutines.repr(value));
    assert.equal(repr(1), '1');
    assert.equal(repr(1.5), '1.5');
    assert.equal(repr(2n), '2');
    assert.equal(repr(2 ** 53), '9007199254740992.0');
    assert.equal(repr([null, true, 'a']), "[None, True, 'a']");
    assert.equal(repr(Object.freeze([1])), '(1,)');
    assert.equal(repr(new Uint8Array([65, 0])), "b'A\\x00'");
    assert.equal(repr(new ValueError('no', 2)), "ValueError('no', 2)");
    assert.equal(repr(KeyError), "<class 'KeyError'>");
  });

  test('integers outside the safe range are bigints', async () => {
    const m = await fresh(file);
    assert.equal(m.runSync(m.coroutines.big(53)), 2n ** 53n);
    assert.equal(m.runSync(m.coroutines.big(52)), 2 ** 52);
    assert.equal(m.runSync(m.coroutines.big(62)), 2n ** 62n);
    assert.equal(m.runSync(m.coroutines.smallest()), -(2n ** 63n));
    assert.equal(m.runSync(m.coroutines.give(5n)), 5);
    for (const value of [2n ** 63n - 1n, -(2n ** 63n)]) assert.equal(m.runSync(m.coroutines.give(value)), value);
    for (const value of [2n ** 63n, -(2n ** 63n) - 1n]) assert.ok(thrownBy(() => m.coroutines.give(value)) instanceof OverflowError);
  });

  test('C makes floats, tuples and lists', async () => {
    const m = await fresh(file);
    assert.equal(m.runSync(m.coroutines.a_float()), 2.5);
    const tuple = m.runSync(m.coroutines.a_tuple());
    assert.deepEqual(tuple, [1, ['x', null]]);
    assert.deepEqual([Object.isFrozen(tuple), Object.isFrozen(tuple[1])], [true, false]);
    const list = m.runSync(m.coroutines.nested());
    assert.ok(Array.isArray(list[0][0]));
  });

  test('other JS values cross as themselves', async () => {
    const m = await fresh(file);
    const before = m.live().jsHandles;
    for (const value of [{ a: 1 }, () => 1, Symbol('s'), new Map(), new Date(0), new Error('kept'), class {}]) {
      assert.equal(m.runSync(m.coroutines.give(value)), value);
      assert.equal(m.runSync(m.coroutines.give([value]))[0], value);
    }
    m.releaseAll();
    assert.equal(m.live().jsHandles, before);
  });

  test('coroutines and exceptions are the same objects again', async () => {
    const m = await fresh(file);
    const c = m.coroutines.count_to(1);
    assert.equal(m.runSync(m.coroutines.give(c)), c);
    assert.equal(m.runSync(m.coroutines.same(c, c)), true);
    const plain = m.runSync(m.coroutines.an_exception());
    assert.ok(plain instanceof KeyError);
    assert.deepEqual(plain.args, ['plain']);
    assert.equal(m.runSync(m.coroutines.give(plain)), plain);
    assert.equal(m.runSync(m.coroutines.same(plain, plain)), true);
    const mine = new ValueError('mine');
    assert.equal(m.runSync(m.coroutines.give([mine]))[0], mine);
  });

  test('exceptions inside of lists, tuples and exceptions', async () => {
    const m = await fresh(file);
    const found = m.runSync(m.coroutines.exceptions());
    assert.ok(Object.isFrozen(found));
    const [inner, [outer]] = found;
    assert.ok(inner instanceof KeyError && outer instanceof ValueError);
    assert.equal(outer.args[0], inner);
    assert.ok(Object.isFrozen(outer.args));
  });

  test('objects of another module are JS values here', async () => {
    const [m, other] = [await fresh(file), await fresh(file)];
    const foreign = other.coroutines.count_to(1);
    assert.equal(m.runSync(m.coroutines.give(foreign)), foreign);
    assert.match(m.runSync(m.coroutines.repr(foreign)), /JS/);
    assert.match(thrownBy(() => m.runSync(foreign)).message, /another module/);
    const error = thrownBy(() => other.runSync(other.coroutines.fail('there')));
    assert.equal(thrownBy(() => m.coroutines.echo().throw(error)), error);
  });

  test('arguments are checked against the parameters', async () => {
    const m = await fresh(file);
    const { all_kinds: all } = m.coroutines;
    assert.equal(m.runSync(all(-1, 4000000000, 1.5, true, 'text', [1])), '-1 4000000000 1.5 1 text [1]');
    assert.equal(m.runSync(all(2.0, 0, 1, false, null, null)), '2 0 1 0 - None');
    assert.equal(all.length, 6);
    assert.equal(all.name, 'all_kinds');
    const refusal = (...args) => thrownBy(() => all(...args));
    assert.match(refusal(1).message, /takes 6 arguments but 1 was given/);
    assert.ok(refusal('x', 0, 1, true, 's', 0) instanceof TypeError);
    assert.ok(refusal(2 ** 31, 0, 1, true, 's', 0) instanceof OverflowError);
    assert.ok(refusal(0, -1, 1, true, 's', 0) instanceof OverflowError);
    assert.ok(refusal(0, 0, '1', true, 's', 0) instanceof TypeError);
    assert.ok(refusal(0, 0, 1, 1, 's', 0) instanceof TypeError);
    assert.ok(refusal(0, 0, 1, true, 5, 0) instanceof TypeError);
    assert.ok(thrownBy(() => m.coroutines.pointer(1)) instanceof TypeError);
    assert.ok(thrownBy(() => m.coroutines.give(...new Array(100).fill(0))) instanceof Error);
  });

  test('an array that contains itself is refused', async () => {
    const m = await fresh(file);
    const list = [];
    list.push(list);
    const before = m.live();
    assert.match(thrownBy(() => m.coroutines.give([{}, list])).message, /does it contain itself/);
    assert.deepEqual(m.live(), before);
    assert.equal(m.runSync(m.coroutines.give([1]))[0], 1);
  });

  test('where no memory is left it says so', async () => {
    const m = await fresh(file);
    const exhaust = m.coroutines.exhaust();
    exhaust.send();
    assert.ok(thrownBy(() => m.coroutines.give('x'.repeat(100000))) instanceof MemoryError);
    assert.ok(thrownBy(() => m.coroutines.give([{}, 'x'.repeat(100000)])) instanceof MemoryError);
    assert.equal(m.live().jsHandles, 0);
    exhaust.next('go on');
    assert.equal(m.runSync(m.coroutines.give('works')), 'works');
  });
});
