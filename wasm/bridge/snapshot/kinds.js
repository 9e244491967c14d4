// The kinds of objects that a snapshot can carry: for each how its bytes are written and read. What it consists of follows it, value by value.

import { malformed } from './bytes.js';

/**
 * @typedef {import('./bytes.js').ByteWriter} ByteWriter
 * @typedef {import('./bytes.js').ByteReader} ByteReader
 *
 * @typedef {object} Kind
 * @property {(value: any, out: ByteWriter) => readonly unknown[]} write gives the values that it consists of
 * @property {(input: ByteReader) => Part} read
 */

/** An object that is being read: `take` gets the values that it consists of, so many as are `left`. */
export class Part {
  /**
   * @param {unknown} object undefined: not there before `finish` gives it
   * @param {number} [left]
   * @param {(value: any) => void} [take]
   * @param {() => unknown} [finish]
   */
  constructor(object, left = 0, take = () => {}, finish = () => object) {
    this.object = object;
    this.left = left;
    this.take = take;
    this.finish = finish;
  }
}

/** The kinds of views by number. */
export const VIEWS = [
  ...['DataView', 'Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'Float32Array', 'Float64Array'],
  ...['BigInt64Array', 'BigUint64Array', 'Float16Array'],
];
const ERRORS = ['Error', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError', 'AggregateError'];
const HIDDEN = new Set(['message', 'stack', 'cause', 'errors', 'name']);
const MAX_LENGTH = 2 ** 32 - 1;
const globals = /** @type {Record<string, any>} */ (/** @type {unknown} */ (globalThis));

/** @type {Kind} */
const object = {
  write(value, out) {
    const items = [];
    for (const key of Object.keys(value)) items.push(key, value[key]);
    out.count(items.length / 2);
    return items;
  },
  read(input) {
    /** @type {Record<string, unknown>} */
    const result = {};
    return byName(input, result, (key, value) => set(result, key, value));
  },
};

/** @type {Kind} */
const array = {
  write: (value, out) => {
    out.count(value.length);
    return value;
  },
  read(input) {
    /** @type {unknown[]} */
    const result = [];
    return new Part(result, input.count(), (value) => result.push(value));
  },
};

/** As the runtime gives a tuple. @type {Kind} */
const frozenArray = {
  write: array.write,
  read(input) {
    const part = array.read(input);
    part.finish = () => Object.freeze(part.object);
    return part;
  },
};

/** One with holes, or with properties that are no items. @type {Kind} */
const sparseArray = {
  write(value, out) {
    out.count(value.length);
    return object.write(value, out);
  },
  read(input) {
    const length = input.count();
    /** @type {any[]} */
    const result = [];
    // An array as long as this becomes a dictionary, and stays one: a length alone must not cost memory.
    result.length = MAX_LENGTH;
    result.length = length;
    return byName(input, result, (key, value) => {
      const index = Number(key) >>> 0;
      const isIndex = String(index) === key && index !== MAX_LENGTH;
      if (key === 'length' || (isIndex && index >= length)) throw malformed('an array has items behind its end');
      set(result, key, value);
    });
  },
};

/** @type {Kind} */
const map = {
  write: (value, out) => pairs(out, [...Map.prototype.entries.call(value)]),
  read(input) {
    const result = new Map();
    return inPairs(input, result, (key, value) => result.set(key, value));
  },
};

/** @type {Kind} */
const setOfValues = {
  write: (value, out) => array.write([...Set.prototype.values.call(value)], out),
  read(input) {
    const result = new Set();
    return new Part(result, input.count(), (value) => result.add(value));
  },
};

/** @type {Kind} */
const date = {
  write: (value, out) => {
    out.float(Date.prototype.getTime.call(value));
    return [];
  },
  read: (input) => new Part(new Date(input.float())),
};

/** @type {Kind} */
const regexp = {
  write: (value, out) => {
    out.text(value.source);
    out.text(value.flags);
    return [];
  },
  read: (input) => new Part(valid(RegExp, [input.text(), input.text()])),
};

/** @type {Kind} */
const boxed = {
  write: (value) => [globals[tagOf(value)].prototype.valueOf.call(value)],
  read() {
    /** @type {unknown} */
    let inside;
    return new Part(undefined, 1, (value) => {
      if (!/^(boolean|number|string|bigint)$/.test(typeof value)) throw malformed('an object is made of what is no primitive value');
      inside = value;
    }, () => Object(inside));
  },
};

/** @type {Kind} */
const buffer = {
  write: (value, out) => {
    out.block(new Uint8Array(value));
    return [];
  },
  read: (input) => new Part(new Uint8Array(input.block()).buffer),
};

/** @type {Kind} */
const view = {
  write(value, out) {
    // A pool is no part of the buffer that Node cut from it.
    const pooled = globals.Buffer?.isBuffer(value) && value.length !== value.buffer.byteLength;
    out.byte(VIEWS.indexOf(tagOf(value)));
    out.count(pooled ? 0 : value.byteOffset);
    out.count(value.length ?? value.byteLength);
    return [pooled ? new Uint8Array(value).buffer : value.buffer];
  },
  read(input) {
    const name = VIEWS[input.byte()];
    const View = name === undefined ? undefined : globals[name];
    if (!View) throw malformed('it has a view that is not known here');
    const offset = input.count();
    const length = input.count();
    /** @type {unknown} */
    let inside;
    return new Part(undefined, 1, (value) => {
      if (!(value instanceof ArrayBuffer)) throw malformed('a view is one of what is no buffer');
      inside = value;
    }, () => valid(View, [inside, offset, length]));
  },
};

/** Of its own properties `code` and its like, which are no objects, go along. @type {Kind} */
const error = {
  write(value, out) {
    const { name } = value;
    const kind = Math.max(ERRORS.indexOf(name), 0);
    /** @type {[string, unknown][]} */
    const own = [];
    if (Object.hasOwn(value, 'message')) own.push(['message', String(value.message)]);
    if (typeof value.stack === 'string') own.push(['stack', value.stack]);
    if (Object.hasOwn(value, 'cause')) own.push(['cause', value.cause]);
    if (Object.hasOwn(value, 'errors') && name === 'AggregateError') own.push(['errors', value.errors]);
    if (typeof name === 'string' && name !== ERRORS[kind]) own.push(['name', name]);
    for (const key of Object.keys(value)) {
      const property = value[key];
      if (!HIDDEN.has(key) && (property === null || !/^(object|function|symbol)$/.test(typeof property))) own.push([key, property]);
    }
    out.byte(kind);
    return pairs(out, own);
  },
  read(input) {
    const name = ERRORS[input.byte()];
    if (name === undefined) throw malformed('it has an error that is not known here');
    const result = name === 'AggregateError' ? new AggregateError([]) : new globals[name]();
    delete result.stack;
    return byName(input, result, (key, value) => define(result, key, value, !HIDDEN.has(key)));
  },
};

/** @type {Kind} */
const domException = {
  write: (value, out) => {
    for (const text of [value.name, value.message, String(value.stack ?? '')]) out.text(text);
    return [];
  },
  read(input) {
    const name = input.text();
    const result = new DOMException(input.text(), name);
    define(result, 'stack', input.text(), false);
    return new Part(result);
  },
};

export const KINDS = { object, array, frozenArray, sparseArray, map, set: setOfValues, date, regexp, boxed, buffer, view, error, domException };

/** By number: the order is part of the format. */
export const KIND_LIST = Object.values(KINDS);

/** @param {ByteWriter} out @param {readonly (readonly [unknown, unknown])[]} list */
function pairs(out, list) {
  out.count(list.length);
  return list.flat();
}

/** @param {ByteReader} input @param {object} result @param {(key: any, value: unknown) => void} take */
function inPairs(input, result, take) {
  let isKey = true;
  /** @type {unknown} */
  let key;
  return new Part(result, 2 * input.count(), (value) => {
    if (isKey) key = value;
    else take(key, value);
    isKey = !isKey;
  });
}

/** @param {ByteReader} input @param {object} result @param {(key: string, value: unknown) => void} take */
function byName(input, result, take) {
  return inPairs(input, result, (key, value) => {
    if (typeof key !== 'string') throw malformed('a property has no name');
    take(key, value);
  });
}

/** @param {any} target @param {string} key @param {unknown} value */
function set(target, key, value) {
  if (key in target) define(target, key, value, true);
  else target[key] = value;
}

/** @param {object} target @param {string} key @param {unknown} value @param {boolean} enumerable */
function define(target, key, value, enumerable) {
  Object.defineProperty(target, key, { value, enumerable, writable: true, configurable: true });
}

/** @param {new (...args: any[]) => unknown} Class @param {unknown[]} args */
function valid(Class, args) {
  try {
    return new Class(...args);
  } catch (error) {
    throw malformed(`it has a ${Class.name} that cannot be: ${/** @type {Error} */ (error).message}`);
  }
}

/** What an object is, to itself. @param {unknown} value */
export function tagOf(value) {
  return Object.prototype.toString.call(value).slice(8, -1);
}
