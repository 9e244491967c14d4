// JavaScript values as bytes: what structuredClone carries arrives as it gives it, what cannot be carried is named, and bytes from a stranger do no harm.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import vm from 'node:vm';
import { SnapshotError } from '../../wasm/api/index.js';
import { Decoder, Encoder } from '../../wasm/bridge/snapshot/codec.js';
import { thrownBy } from './modules.js';
import { damaged, memoryTaken, random } from './random.js';

const SEED = 19930403;
const ROUNDS = 20_000;
const MEMORY_PER_BYTE = 400;
const MEMORY_SPARE = 1 << 20;

/** @param {unknown} value @param {any} [outside] */
function encoded(value, outside) {
  const encoder = new Encoder(outside);
  encoder.value(value);
  return encoder.take();
}

/** @param {Uint8Array} bytes @param {any} [outside] @returns {any} */
function decoded(bytes, outside) {
  const decoder = new Decoder(bytes, outside);
  const value = decoder.value();
  assert.ok(decoder.done, 'nothing is left over');
  return value;
}

/** @param {unknown} value @returns {any} */
const carried = (value) => decoded(encoded(value));

/** @param {object} target @param {object} properties @returns {any} */
const withProperties = (target, properties) => Object.assign(target, properties);

const KINDS = {
  undefined, null: null, true: true, false: false,
  zero: 0, 'minus zero': -0, NaN, Infinity, '-Infinity': -Infinity, one: 1, 'minus one': -1, 'smallest int': -(2 ** 31), 'largest int': 2 ** 31 - 1,
  'just no int': 2 ** 31, fraction: 0.1, tiny: 5e-324, huge: Number.MAX_VALUE,
  '0n': 0n, '1n': 1n, '-1n': -1n, '255n': 255n, '256n': 256n, 'large bigint': 2n ** 1000n + 12345n, 'small bigint': -(2n ** 1000n),
  'no text': '', text: 'text', accents: 'h\u00e9llo \u4e16\u754c', emoji: '\u{1f600}', 'lone surrogate': 'a\ud800b', 'other surrogate': '\udc00', BOM: '\ufeffx', NUL: 'a\0b',
  'long text': 'x'.repeat(1000), 'long accents': '\u00e9'.repeat(1000), 'long surrogates': '\ud800'.repeat(1000),
  object: { a: 1, b: { c: [1, 2, { d: null }] } }, 'no properties': {}, 'integer keys': { 2: 'b', 1: 'a', x: 'c' },
  'names of Object.prototype': JSON.parse('{"__proto__":{"polluted":true},"constructor":1,"toString":2,"hasOwnProperty":3}'),
  'no prototype': withProperties(Object.create(null), { a: 1 }), getter: { get a() { return 7; } }, 'hidden property': Object.defineProperty({ a: 1 }, 'b', { value: 2 }),
  'symbol property': { a: 1, [Symbol('s')]: 2 }, 'an instance': new (class Point { x = 1; })(), 'a name like a Map': { [Symbol.toStringTag]: 'Map', a: 1 },
  array: [1, 'a', null, [2]], 'no items': [], holes: [1, , 3, , ], 'only holes': new Array(5), 'long and sparse': withProperties([], { 1000000: 1, length: 2 ** 32 - 1 }),
  'array with properties': withProperties([1, 2], { name: 'x', '-1': 2, 'NaN': 3 }), 'array of an own class': new (class List extends Array {})(1, 2),
  Map: new Map(/** @type {any} */ ([[1, 2], ['a', { b: 1 }], [{ key: 1 }, [1]], [NaN, NaN]])), 'no entries': new Map(), Set: new Set([1, 'a', { b: 1 }, [1]]), 'no members': new Set(),
  Date: new Date(1234567890123.0), 'the year -1': new Date(-92400000000000), RegExp: /a(?<name>b)\/[/]+/giu, 'RegExp of nothing': new RegExp(''), 'RegExp with lastIndex': withProperties(/a/g, { lastIndex: 3 }),
  'boxed number': Object(-0), 'boxed text': Object('text'), 'boxed bool': Object(false), 'boxed bigint': Object(12n),
  buffer: Uint8Array.of(1, 2, 3).buffer, 'no bytes': new ArrayBuffer(0), DataView: new DataView(new ArrayBuffer(20), 3, 5),
  ...Object.fromEntries(
    [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array].map((Kind) => [Kind.name, Kind.of(1, 2, 200, -1)]),
  ),
  BigInt64Array: BigInt64Array.of(1n, -1n), BigUint64Array: BigUint64Array.of(2n ** 64n - 1n), 'part of a buffer': new Uint16Array(new ArrayBuffer(40), 6, 4),
  ...Object.fromEntries([Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map((Kind) => [Kind.name, new Kind('text')])),
  'without a message': new Error(), 'with a cause': new RangeError('a', { cause: new TypeError('b', { cause: { c: [1] } }) }), 'with the cause undefined': new Error('a', { cause: undefined }),
};

describe('arrives as structuredClone gives it', () => {
  for (const [name, value] of Object.entries(KINDS)) {
    test(name, () => {
      const [ours, theirs] = [carried(value), structuredClone(value)];
      assert.deepStrictEqual(ours, theirs);
      assert.equal(Object.prototype.toString.call(ours), Object.prototype.toString.call(theirs));
      if (theirs instanceof Error) assert.equal(ours.stack, theirs.stack);
    });
  }

  test('an invalid Date', () => assert.ok(Number.isNaN(carried(new Date(NaN)).getTime())));
  test('all of them in one value', () => assert.deepStrictEqual(carried(KINDS), structuredClone(KINDS)));

  test('values of another realm', () => {
    const value = vm.runInNewContext('({ a: [1, , 2], m: new Map([[1, new Set([2])]]), d: new Date(5), r: /a/g, u: new Uint8Array([1]), e: new TypeError("x"), b: Object(1n) })');
    const { e, ...rest } = carried(value);
    assert.deepStrictEqual(rest, { a: [1, , 2], m: new Map([[1, new Set([2])]]), d: new Date(5), r: /a/g, u: Uint8Array.of(1), b: Object(1n) });
    assert.ok(e instanceof TypeError && e.message === 'x');
  });

  test('200,000 levels deep', () => {
    let deep = /** @type {unknown[]} */ ([]);
    for (let i = 0; i < 200_000; i++) deep = i % 2 ? [deep] : /** @type {any} */ ({ deep });
    let levels = 0;
    for (let at = carried(deep); at; at = Array.isArray(at) ? at[0] : at.deep) levels++;
    assert.equal(levels, 200_001);
  });

  test('a large one', () => {
    const large = Array.from({ length: 30_000 }, (_, i) => ({ id: i, name: `item ${i}`, half: i / 2, tags: [`t${i % 7}`] }));
    assert.deepStrictEqual(carried(large), large);
  });
});

describe('arrives better than structuredClone gives it', () => {
  test('a frozen array stays frozen', () => {
    const value = carried([Object.freeze([1, [2]]), [3]]);
    assert.deepStrictEqual(value, [[1, [2]], [3]]);
    assert.deepEqual([Object.isFrozen(value), Object.isFrozen(value[0]), Object.isFrozen(value[0][1])], [false, true, false]);
  });

  test('errors keep their name, code and errors', () => {
    const error = carried(withProperties(new AggregateError([new RangeError('inside')], 'several'), { code: 'E_SOME', errno: -2, details: {}, run() {} }));
    assert.ok(error instanceof AggregateError && error.errors[0] instanceof RangeError);
    assert.deepEqual({ ...error }, { code: 'E_SOME', errno: -2 });
    class OwnError extends Error {}
    OwnError.prototype.name = 'OwnError';
    const own = carried(new OwnError('x'));
    assert.equal(String(own), 'OwnError: x');
    assert.equal(Object.getPrototypeOf(own), Error.prototype);
    assert.deepEqual(Object.keys(own), []);
  });

  test('a DOMException', () => {
    const controller = new AbortController();
    controller.abort();
    const { reason } = controller.signal;
    const [first, second] = carried([reason, reason]);
    assert.ok(first instanceof DOMException && first === second);
    assert.deepEqual([first.name, first.message, first.stack], ['AbortError', reason.message, reason.stack]);
  });

  test('a Buffer comes without the pool that it was cut from', () => {
    const secret = Buffer.from('secret text');
    const [value] = carried([Buffer.from('public')]);
    assert.equal(value.constructor, Uint8Array);
    assert.equal(Buffer.from(value).toString(), 'public');
    assert.equal(value.buffer.byteLength, 6);
    assert.ok(!Buffer.from(encoded(secret.subarray(7))).toString('latin1').includes('secret'));
  });
});

describe('identity', () => {
  test('cycles', () => {
    /** @type {any} */
    const value = { list: [], map: new Map(), set: new Set(), error: new Error('x') };
    value.self = value;
    value.list.push(value.list, value);
    value.map.set(value.map, value.set);
    value.set.add(value.set).add(value);
    value.error.cause = value.error;
    const read = carried(value);
    assert.equal(read.self, read);
    assert.deepEqual([read.list[0] === read.list, read.list[1] === read], [true, true]);
    assert.deepEqual([...read.map][0].map((part) => [read.map, read.set].indexOf(part)), [0, 1]);
    assert.deepEqual([...read.set], [read.set, read]);
    assert.equal(read.error.cause, read.error);
    const frozen = [/** @type {any} */ ({})];
    frozen[0].around = Object.freeze(frozen);
    const readFrozen = carried(frozen);
    assert.ok(Object.isFrozen(readFrozen) && readFrozen[0].around === readFrozen);
  });

  test('of everything that has one, across values', () => {
    const objects = Object.values(KINDS).filter((value) => typeof value === 'object' && value !== null);
    const encoder = new Encoder();
    for (const object of objects) encoder.value(object);
    encoder.value(objects);
    const decoder = new Decoder(encoder.take());
    const first = objects.map(() => decoder.value());
    const again = /** @type {unknown[]} */ (decoder.value());
    assert.ok(decoder.done);
    first.forEach((object, i) => assert.ok(object === again[i], `object ${i}`));
  });

  test('views share their buffer, and the buffer is nobody else\'s', () => {
    const buffer = new ArrayBuffer(16);
    const bytes = encoded([new Uint8Array(buffer), new Float64Array(buffer, 8), buffer, new Uint8Array(buffer)]);
    const [small, float, read, other] = decoded(bytes);
    small[15] = 0x40;
    assert.deepEqual([float[0], read === small.buffer, other[15]], [2, true, 0x40]);
    assert.notEqual(read, bytes.buffer);
  });
});

describe('what cannot be carried is named', () => {
  const refusals = {
    "a function 'f'": function f() {}, 'a function': (() => () => {})(), "a function 'Point'": class Point {}, "a symbol 'here'": Symbol('here'), "a symbol ''": Symbol(),
    'a Promise': Promise.resolve(), 'a WeakMap': new WeakMap(), 'a WeakSet': new WeakSet(), 'a WeakRef': new WeakRef({}), 'a SharedArrayBuffer': new SharedArrayBuffer(8),
    'an AbortSignal': new AbortController().signal, 'a Response': new Response(''), 'a Blob': new Blob([]), 'a WebAssembly.Memory': new WebAssembly.Memory({ initial: 0 }), 'a Generator': (function* () {})(),
    'a Map Iterator': new Map().keys(), 'a Symbol': Object(Symbol('boxed')), 'an AsyncGenerator': (async function* () {})(), 'an Intl.NumberFormat': new Intl.NumberFormat('en'),
  };
  for (const [name, value] of Object.entries(refusals)) {
    test(name, () => {
      for (const around of [value, { deep: [new Map([[1, value]])] }, new Error('x', { cause: value })]) {
        const error = thrownBy(() => encoded(around));
        assert.ok(error instanceof TypeError);
        assert.equal(error.message, `${name} cannot be saved`);
      }
    });
  }

  test('a view of memory that is shared, and a buffer that is gone', () => {
    assert.throws(() => encoded(new Uint8Array(new SharedArrayBuffer(8))), { message: 'a SharedArrayBuffer cannot be saved' });
    const view = Uint8Array.of(1);
    structuredClone(view, { transfer: [view.buffer] });
    assert.throws(() => encoded(view), { message: 'an ArrayBuffer cannot be saved' });
  });

  test('nothing of it is appended', () => {
    const encoder = new Encoder();
    const shared = { name: 'shared' };
    encoder.value(1);
    assert.throws(() => encoder.value([shared, { more: shared }, () => {}]), TypeError);
    encoder.value([shared]);
    const decoder = new Decoder(encoder.take());
    assert.deepEqual([decoder.value(), decoder.value(), decoder.done], [1, [shared], true]);
  });
});

describe('what belongs outside', () => {
  const outside = {
    describe: (/** @type {any} */ value, /** @type {string | null} */ refused) => (typeof value === 'function' ? { name: value.name, refused, extra: value.extra } : undefined),
    revive: (/** @type {any} */ record) => ({ revived: record }),
  };

  test('is kept as its record, once', () => {
    const asked = /** @type {unknown[]} */ ([]);
    const f = withProperties(function f() {}, { extra: [1, { deep: true }] });
    const bytes = encoded([f, { f }], { describe: (/** @type {any} */ value) => (asked.push(value), outside.describe(value, 'x')) });
    assert.equal(asked.filter((value) => value === f).length, 1);
    const [first, { f: second }] = decoded(bytes, outside);
    assert.deepStrictEqual(first, { revived: { name: 'f', refused: 'x', extra: [1, { deep: true }] } });
    assert.equal(first, second);
  });

  test('is told what would be refused', () => {
    const asked = /** @type {[string, string | null][]} */ ([]);
    const describe = (/** @type {any} */ value, /** @type {string | null} */ refused) => (asked.push([Object.prototype.toString.call(value), refused]), refused ? {} : undefined);
    encoded([new Map(), Promise.resolve(), Symbol.iterator, new Uint8Array(1)], { describe });
    assert.deepEqual(asked, [
      ['[object Array]', null], ['[object Map]', null], ['[object Promise]', 'a Promise'], ['[object Symbol]', "a symbol 'Symbol.iterator'"], ['[object Uint8Array]', null], ['[object ArrayBuffer]', null],
    ]);
  });

  test('records have what they need when they are revived', () => {
    const inner = function inner() {};
    const shared = { list: [1, 2] };
    const outer = withProperties(function outer() {}, { extra: { shared, inner } });
    const seen = /** @type {string[]} */ ([]);
    const value = decoded(encoded([shared, outer, inner], outside), { revive: (/** @type {any} */ record) => (seen.push(JSON.stringify(record)), { made: record.name }) });
    assert.deepEqual(seen, ['{"name":"inner","refused":"a function \'inner\'"}', '{"name":"outer","refused":"a function \'outer\'","extra":{"shared":{"list":[1,2]},"inner":{"made":"inner"}}}']);
    assert.deepEqual(value, [shared, { made: 'outer' }, { made: 'inner' }]);
  });

  test('may be revived as anything, and not contain itself', () => {
    const f = withProperties(function f() {}, {});
    assert.deepEqual(decoded(encoded([f, f, 1], outside), { revive: () => undefined }), [undefined, undefined, 1]);
    f.extra = { around: [f] };
    assert.throws(() => encoded(f, outside), { name: 'TypeError', message: "what a function 'f' is saved as contains itself" });
    assert.equal(new Encoder(outside).value(1), undefined);
  });
});

describe('bytes from a stranger', () => {
  /** @param {(number | number[])[]} parts */
  const bytesOf = (...parts) => Uint8Array.from(parts.flat());
  const count = (/** @type {number} */ number) => {
    const bytes = [];
    for (; number > 127; number = Math.floor(number / 128)) bytes.push((number & 127) | 128);
    return [...bytes, number];
  };
  const text = (/** @type {string} */ ascii) => [7, ...count(2 * ascii.length), ...Buffer.from(ascii)];
  const most = count(2 ** 32 - 1);

  const malformed = {
    'no bytes': [bytesOf(), /behind its end/], 'no such tag': [bytesOf(15), /no value 15/], 'a tag above all': [bytesOf(255), /no value 255/],
    'a number behind the end': [bytesOf(5, 1, 2), /behind its end/], 'a count that is too large': [bytesOf(4, [0xff, 0xff, 0xff, 0xff, 0x7f]), /too large/], 'a count without an end': [bytesOf(4, new Array(100).fill(0x80)), /too large/],
    'text behind the end': [bytesOf(7, most), /behind its end/], 'text that is none': [bytesOf(7, 4, 0xc3, 0x28), /no UTF-8/], 'half a unit': [bytesOf(7, 3, 0x41), /half a unit/], 'a bigint behind the end': [bytesOf(6, 0, most), /behind its end/],
    'an object before there is any': [bytesOf(8, 0), /no object 0 yet/], 'an object in its own record': [bytesOf(9, 16, 1, text('a'), 8, 0), /no object 0 yet/], 'a view of itself': [bytesOf(26, 1, 0, 0, 8, 0), /no object 0 yet/],
    'many items': [bytesOf(17, most), /behind its end/], 'many entries': [bytesOf(20, most), /behind its end/], 'many members': [bytesOf(21, most, 0), /behind its end/], 'many properties': [bytesOf(16, most, text('a'), 0), /behind its end/],
    'a key that is no text': [bytesOf(16, 1, 4, 2, 0), /no name/], 'a sparse length that changes': [bytesOf(19, 4, 1, text('length'), 4, 2), /behind its end/], 'an item behind the length': [bytesOf(19, 4, 1, text('4'), 0), /behind its end/],
    'a regular expression': [bytesOf(23, count(2), 0x28, 0), /RegExp that cannot be/], 'flags of one': [bytesOf(23, count(2), 0x61, 4, 0x67, 0x67), /RegExp that cannot be/], 'a box of undefined': [bytesOf(24, 0), /no primitive/], 'a box of an object': [bytesOf(24, 16, 0), /no primitive/],
    'a buffer behind the end': [bytesOf(25, most), /behind its end/], 'a view behind its buffer': [bytesOf(26, 1, 0, 9, 25, 1, 7), /Int8Array that cannot be/], 'a view that is not aligned': [bytesOf(26, 9, 1, 0, 25, 1, 7), /Float64Array that cannot be/],
    'a view of text': [bytesOf(26, 1, 0, 0, text('a')), /no buffer/], 'no such view': [bytesOf(26, 13), /view that is not known/], 'no such error': [bytesOf(27, 8, 0), /error that is not known/],
  };
  for (const [name, [bytes, message]] of Object.entries(/** @type {Record<string, [Uint8Array, RegExp]>} */ (malformed))) {
    test(name, () => {
      const error = thrownBy(() => new Decoder(bytes).value());
      assert.ok(error instanceof SnapshotError && error.problem === 'malformed', String(error));
      assert.match(error.message, message);
    });
  }

  test('lengths and counts alone take no memory', () => {
    for (const length of [1000, 2 ** 20, 2 ** 24, 2 ** 25 - 1, 2 ** 25, 2 ** 31, 2 ** 32 - 1]) {
      for (const tag of [16, 17, 18, 20, 21]) {
        assert.ok(memoryTaken(() => assert.throws(() => decoded(bytesOf(tag, count(length), 17, 0)), SnapshotError)) < MEMORY_SPARE, `${length} in ${tag}`);
      }
      /** @type {unknown[]} */
      let sparse = [];
      assert.ok(memoryTaken(() => (sparse = decoded(bytesOf(19, count(length), 2, text('1'), 0, text(String(length - 1)), 0)))) < MEMORY_SPARE, `a sparse array of ${length}`);
      assert.deepEqual([sparse.length, Object.keys(sparse)], [length, ['1', String(length - 1)]]);
    }
  });

  test('names of prototypes are names like others', () => {
    const evil = bytesOf(16, 3, text('__proto__'), 16, 1, text('polluted'), 3, text('constructor'), 16, 1, text('prototype'), 16, 1, text('polluted'), 3, text('toString'), 0);
    const array = bytesOf(19, 0, 1, text('__proto__'), 16, 1, text('polluted'), 3);
    const error = bytesOf(27, 0, 1, text('__proto__'), 16, 1, text('polluted'), 3);
    for (const [bytes, prototype] of /** @type {[Uint8Array, object][]} */ ([[evil, Object.prototype], [array, Array.prototype], [error, Error.prototype]])) {
      const value = decoded(bytes);
      assert.equal(Object.getPrototypeOf(value), prototype);
      assert.deepEqual(Object.getOwnPropertyDescriptor(value, '__proto__')?.value, { polluted: true });
      assert.equal(value.polluted, undefined);
      assert.equal(/** @type {any} */ ({}).polluted, undefined);
    }
  });

  test(`${ROUNDS} damaged values`, () => {
    const prototypes = [Object, Array, Map, Set, Date, RegExp, Error, Uint8Array, Function].map(({ prototype }) => prototype);
    const before = prototypes.map((prototype) => Reflect.ownKeys(prototype));
    const samples = Object.values(KINDS).concat([KINDS]).map((value) => encoded(value));
    const whole = samples[samples.length - 1];
    const draw = random(SEED);
    let read = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const bytes = damaged(round % 2 ? whole : samples[draw(samples.length)], draw, whole);
      const taken = memoryTaken(() => {
        const decoder = new Decoder(bytes);
        try {
          while (!decoder.done) decoder.value();
          read++;
        } catch (error) {
          assert.ok(error instanceof SnapshotError && error.problem === 'malformed', `seed ${SEED}, round ${round}: ${/** @type {Error} */ (error).stack}`);
        }
      });
      assert.ok(taken < MEMORY_SPARE + MEMORY_PER_BYTE * bytes.length, `seed ${SEED}, round ${round}: ${bytes.length} bytes took ${taken}`);
    }
    assert.ok(read > ROUNDS / 50, `only ${read} could be read`);
    assert.deepEqual(prototypes.map((prototype) => Reflect.ownKeys(prototype)), before);
  });
});
