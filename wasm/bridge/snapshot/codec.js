// JavaScript values as bytes and back: what structuredClone carries, with cycles and identity across all values of one Encoder. A value is a tag and
// what belongs to it (docs/snapshot-format.md has the table); what consists of others is followed by these. Nothing here recurses, however deep values are.

import { ByteReader, ByteWriter, malformed } from './bytes.js';
import { KINDS, KIND_LIST, Part } from './kinds.js';
import { kindOf, nameOf } from './recognise.js';

const TAG = { undefined: 0, null: 1, false: 2, true: 3, int: 4, float: 5, bigint: 6, text: 7, again: 8, outside: 9, kinds: 16 };

const NOT_YET = Symbol('not yet');

/** The record of an outside value is complete here. */
class RecordEnd {
  /** @param {number} number */
  constructor(number) {
    this.number = number;
  }
}

export class Encoder {
  /**
   * `describe` is asked once about each object, function and symbol: a plain object to be kept in its place, for `revive`; or undefined, to carry it as structuredClone does.
   * `refused` is null, or the name of what cannot be carried ("a Promise"): undefined makes that a TypeError.
   * @param {{ describe?: (value: any, refused: string | null) => object | undefined }} [outside]
   */
  constructor({ describe = () => undefined } = {}) {
    this.describe = describe;
    this.out = new ByteWriter();
    /** @type {unknown[]} */
    this.objects = [];
    /** @type {Map<unknown, number>} */
    this.numbers = new Map();
    /** @type {Set<number>} outside values whose record is not complete */
    this.open = new Set();
  }

  /** Appends a value. TypeError: it has something that cannot be carried; then nothing is appended. @param {unknown} value */
  value(value) {
    const { length } = this.out;
    const known = this.objects.length;
    try {
      const waiting = [value];
      while (waiting.length > 0) this.next(waiting.pop(), waiting);
    } catch (error) {
      this.out.length = length;
      for (const object of this.objects.splice(known)) this.numbers.delete(object);
      this.open.clear();
      throw error;
    }
  }

  /** A copy of all that was appended. */
  take() {
    return this.out.bytes.slice(0, this.out.length);
  }

  /** @param {unknown} value @param {unknown[]} waiting what follows, last first */
  next(value, waiting) {
    const { out } = this;
    if (value === undefined) return out.byte(TAG.undefined);
    if (value === null) return out.byte(TAG.null);
    if (typeof value === 'boolean') return out.byte(value ? TAG.true : TAG.false);
    if (typeof value === 'number') return this.number(value);
    if (typeof value === 'bigint') return this.bigint(value);
    if (typeof value === 'string') {
      out.byte(TAG.text);
      return out.text(value);
    }
    if (value instanceof RecordEnd) return void this.open.delete(value.number);
    const number = this.numbers.get(value);
    if (number === undefined) return this.object(/** @type {object} */ (value), waiting);
    if (this.open.has(number)) throw new TypeError(`what ${nameOf(value)} is saved as contains itself`);
    out.byte(TAG.again);
    out.count(number);
  }

  /** @param {number} number */
  number(number) {
    const int = number | 0;
    if (Object.is(int, number)) {
      this.out.byte(TAG.int);
      this.out.count(((int << 1) ^ (int >> 31)) >>> 0);
    } else {
      this.out.byte(TAG.float);
      this.out.float(number);
    }
  }

  /** @param {bigint} number */
  bigint(number) {
    const digits = (number < 0n ? -number : number).toString(16);
    this.out.byte(TAG.bigint);
    this.out.byte(number < 0n ? 1 : 0);
    const padded = digits.length % 2 === 0 ? digits : `0${digits}`;
    this.out.block(Uint8Array.from({ length: padded.length / 2 }, (_, i) => parseInt(padded.slice(2 * i, 2 * i + 2), 16)));
  }

  /** @param {object} value @param {unknown[]} waiting */
  object(value, waiting) {
    const kind = kindOf(value);
    const record = this.describe(value, kind ? null : nameOf(value));
    if (record !== undefined) {
      const number = this.remember(value);
      this.open.add(number);
      waiting.push(new RecordEnd(number));
      this.out.byte(TAG.outside);
      this.contents(KINDS.object, record, waiting);
    } else if (kind) {
      this.contents(kind, value, waiting);
    } else {
      throw new TypeError(`${nameOf(value)} cannot be saved`);
    }
  }

  /** @param {import('./kinds.js').Kind} kind @param {object} value @param {unknown[]} waiting */
  contents(kind, value, waiting) {
    this.remember(value);
    this.out.byte(TAG.kinds + KIND_LIST.indexOf(kind));
    const items = kind.write(value, this.out);
    for (let i = items.length - 1; i >= 0; i--) waiting.push(items[i]);
  }

  /** @param {unknown} value */
  remember(value) {
    const number = this.objects.push(value) - 1;
    this.numbers.set(value, number);
    return number;
  }
}

export class Decoder {
  /**
   * `revive` gets the records that `describe` gave.
   * @param {Uint8Array} bytes which are not changed, and not kept by the values
   * @param {{ revive?: (record: any) => unknown }} [outside]
   */
  constructor(bytes, { revive = (record) => record } = {}) {
    this.input = new ByteReader(bytes);
    this.revive = revive;
    /** @type {unknown[]} by number */
    this.objects = [];
  }

  /** All values were read. */
  get done() {
    return this.input.left === 0;
  }

  /** The next value. SnapshotError: the bytes are none that an Encoder made, or have no more. @returns {unknown} */
  value() {
    /** @type {{ part: Part, number: number }[]} */
    const open = [];
    for (;;) {
      const tag = this.input.byte();
      /** @type {unknown} */
      let value;
      if (tag === TAG.outside || tag >= TAG.kinds) {
        const part = this.part(tag);
        const number = this.objects.push(part.object ?? NOT_YET) - 1;
        if (part.left > 0) {
          open.push({ part, number });
          continue;
        }
        value = this.objects[number] = part.finish();
      } else {
        value = this.simple(tag);
      }
      for (;;) {
        const last = open.at(-1);
        if (!last) return value;
        last.part.take(value);
        if (--last.part.left > 0) break;
        open.pop();
        value = this.objects[last.number] = last.part.finish();
      }
    }
  }

  /** @param {number} tag */
  part(tag) {
    const kind = KIND_LIST[tag - TAG.kinds];
    if (kind) return kind.read(this.input);
    if (tag !== TAG.outside) throw malformed(`there is no value ${tag}`);
    /** @type {unknown} */
    let record;
    return new Part(undefined, 1, (value) => (record = value), () => this.revive(record));
  }

  /** @param {number} tag */
  simple(tag) {
    const { input } = this;
    switch (tag) {
      case TAG.undefined:
        return undefined;
      case TAG.null:
        return null;
      case TAG.false:
        return false;
      case TAG.true:
        return true;
      case TAG.int: {
        const number = input.count();
        return (number >>> 1) ^ -(number & 1);
      }
      case TAG.float:
        return input.float();
      case TAG.bigint:
        return this.bigint();
      case TAG.text:
        return input.text();
      case TAG.again:
        return this.again();
      default:
        throw malformed(`there is no value ${tag}`);
    }
  }

  bigint() {
    const negative = this.input.byte() !== 0;
    const digits = Array.from(this.input.block(), (byte) => byte.toString(16).padStart(2, '0')).join('');
    let number;
    try {
      number = BigInt(`0x0${digits}`);
    } catch {
      throw malformed('a number is too large');
    }
    return negative ? -number : number;
  }

  again() {
    const number = this.input.count();
    const object = number < this.objects.length ? this.objects[number] : NOT_YET;
    if (object === NOT_YET) throw malformed(`there is no object ${number} yet`);
    return object;
  }
}
