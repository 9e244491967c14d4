// Writes values into slots, and what does not fit into a slot behind them. It fills a buffer on the JS side first; the block in
// the module's memory is asked for once, when the size is known, and addresses are moved there.

import * as Slot from './slots.js';

const encoder = new TextEncoder();
const MAX_DEPTH = 200;
const FIRST_BYTES = 1024;
const KEEP_BYTES = 1 << 20;
const LONG = 1 << 14;
const INT_MIN = -(2n ** 63n);
const INT_MAX = 2n ** 63n - 1n;
const { then } = Promise.prototype;
const nothing = () => {};

/**
 * What the floor above says of a JS object that stands for something in C. `handle` is a JS value that the new exception carries.
 * @typedef {{ type: number, address?: number, name?: string, args?: readonly unknown[], handle?: { value: unknown } }} Description
 */

export class Packer {
  /**
   * @param {import('./handles.js').Handles} handles
   * @param {(value: object) => Description | undefined} describe
   * @param {(reason: 'range' | 'depth', text: string) => Error} failure
   */
  constructor(handles, describe, failure) {
    this.handles = handles;
    this.describe = describe;
    this.failure = failure;
    this.bytes = new Uint8Array(FIRST_BYTES);
    this.data = new DataView(this.bytes.buffer);
    this.used = 0;
    /** @type {number[]} offsets of payloads that are offsets themselves */
    this.moved = [];
    /** @type {number[]} handles given so far, to be taken back if packing fails */
    this.given = [];
  }

  /** @param {number} size */
  allocate(size) {
    this.bytes = new Uint8Array(size);
    this.data = new DataView(this.bytes.buffer);
  }

  reset() {
    if (this.bytes.length > KEEP_BYTES) this.allocate(FIRST_BYTES);
    this.used = 0;
    this.moved = [];
    this.given = [];
  }

  /** Takes back what a failed packing gave. */
  abandon() {
    for (const handle of this.given) this.handles.remove(handle);
  }

  /** @param {number} size @returns {number} the offset */
  reserve(size) {
    const offset = (this.used + 7) & ~7;
    this.used = offset + size;
    if (this.used > this.bytes.length) {
      const old = this.bytes;
      this.allocate(Math.max(this.used, old.length * 2));
      this.bytes.set(old);
    }
    return offset;
  }

  /** @param {number} slot @param {number} type @param {number} extra @param {number} payload */
  put(slot, type, extra, payload) {
    this.data.setUint32(slot, type, true);
    this.data.setUint32(slot + 4, extra, true);
    this.data.setUint32(slot + 8, payload, true);
    this.data.setUint32(slot + 12, 0, true);
  }

  /** @param {number} slot @param {number} type @param {number} extra @param {number} offset */
  putMoved(slot, type, extra, offset) {
    this.put(slot, type, extra, offset);
    this.moved.push(slot + 8);
  }

  /** @param {number} slot @param {unknown} value @param {number} [depth] */
  value(slot, value, depth = 0) {
    switch (typeof value) {
      case 'undefined':
        return this.put(slot, Slot.NONE, 0, 0);
      case 'boolean':
        return this.put(slot, value ? Slot.TRUE : Slot.FALSE, 0, 0);
      case 'number':
        this.put(slot, Number.isSafeInteger(value) ? Slot.NUMBER : Slot.FLOAT, 0, 0);
        return this.data.setFloat64(slot + 8, value, true);
      case 'bigint':
        if (value < INT_MIN || value > INT_MAX) throw this.failure('range', 'int too big to convert: C keeps 64 bits');
        this.put(slot, Slot.INT, 0, 0);
        return this.data.setBigInt64(slot + 8, value, true);
      case 'string':
        return this.text(slot, Slot.TEXT, value);
      default:
        return this.object(slot, value, depth);
    }
  }

  /** @param {number} slot @param {any} value @param {number} depth */
  object(slot, value, depth) {
    if (value === null) return this.put(slot, Slot.NONE, 0, 0);
    if (Array.isArray(value)) return this.items(slot, Object.isFrozen(value) ? Slot.TUPLE : Slot.LIST, value, depth);
    if (value instanceof Uint8Array) {
      const offset = this.reserve(value.length);
      this.bytes.set(value, offset);
      return this.putMoved(slot, Slot.BYTES, value.length, offset);
    }
    const description = typeof value === 'symbol' ? undefined : this.describe(value);
    if (description === undefined) return this.handle(slot, value);
    return this.described(slot, description, depth);
  }

  /** @param {number} slot @param {Description} description @param {number} depth */
  described(slot, description, depth) {
    const { type, address = 0, name = '', args = [], handle } = description;
    if (type === Slot.CLASS) return this.text(slot, Slot.CLASS, name);
    if (type !== Slot.NEW_EXCEPTION) return this.put(slot, type, 0, address);
    const parts = this.reserve(3 * Slot.SLOT_BYTES);
    this.putMoved(slot, Slot.NEW_EXCEPTION, 0, parts);
    this.text(parts, Slot.TEXT, name);
    this.items(parts + Slot.SLOT_BYTES, Slot.TUPLE, args, depth);
    if (handle) this.handle(parts + 2 * Slot.SLOT_BYTES, handle.value);
    else this.put(parts + 2 * Slot.SLOT_BYTES, Slot.NONE, 0, 0);
  }

  /** @param {number} slot @param {unknown} value */
  handle(slot, value) {
    if (value instanceof Promise) then.call(value, undefined, nothing); // it is C's to look after now, which may be some time before it does
    const handle = this.handles.add(value);
    this.given.push(handle);
    this.put(slot, Slot.HANDLE, 0, handle);
  }

  /** @param {number} slot @param {number} type @param {string} text */
  text(slot, type, text) {
    const room = text.length < LONG ? text.length * 3 : utf8Length(text);
    const offset = this.reserve(room);
    const { written } = encoder.encodeInto(text, this.bytes.subarray(offset, offset + room));
    this.used = offset + written;
    this.putMoved(slot, type, written, offset);
  }

  /** @param {number} slot @param {number} type @param {readonly unknown[]} list @param {number} depth */
  items(slot, type, list, depth) {
    if (depth >= MAX_DEPTH) throw this.failure('depth', `a list nested more than ${MAX_DEPTH} deep cannot cross into C (does it contain itself?)`);
    const count = list.length;
    const offset = this.reserve(count * Slot.SLOT_BYTES);
    this.putMoved(slot, type, count, offset);
    for (let i = 0; i < count; i++) this.value(offset + i * Slot.SLOT_BYTES, list[i], depth + 1);
  }

  /** Copies the first `size` bytes to `target` and the rest to `block`, where the offsets become addresses. @param {import('./memory.js').Memory} memory @param {number} size @param {number} target @param {number} block */
  unload(memory, size, target, block) {
    for (const at of this.moved) this.data.setUint32(at, this.data.getUint32(at, true) - size + block, true);
    const { u8 } = memory.current();
    u8.set(this.bytes.subarray(0, size), target);
    if (this.used > size) u8.set(this.bytes.subarray(size, this.used), block);
  }
}

/** What the encoder will write; a lone surrogate becomes a replacement of three bytes. @param {string} text */
function utf8Length(text) {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) length += code > 0x7ff ? 2 : 1;
    if (code >= 0xd800 && code < 0xdc00 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      i++; // a pair: two units, four bytes
    }
  }
  return length;
}
