// The mailbox: 64 slots in the module's memory through which values cross. Small values are written and read in place;
// whatever needs room goes through a Packer. What objects are is decided by the floor above (see `Outside`).

import * as Slot from './slots.js';
import { Packer } from './packer.js';

/**
 * What the mailbox asks of the floor above.
 * @typedef {object} Outside
 * @property {(value: object) => import('./packer.js').Description | undefined} describe what a JS object stands for; undefined: itself
 * @property {(reason: 'memory' | 'range' | 'depth', text: string) => Error} failure makes the error for a value that cannot cross
 * @property {(type: number, address: number) => unknown} wrap the JS object for a C object, which is retained if it is kept
 * @property {(name: string) => unknown} classNamed
 * @property {(address: number) => unknown} exception the JS object for an exception in C
 * @property {(later: Later[]) => void} exceptions fills in those that stand in lists; they are retained already
 */
/** @typedef {{ items: unknown[], index: number, address: number }} Later */

export class Mailbox {
  /**
   * @param {import('./memory.js').Memory} memory
   * @param {{ aw_js_mailbox(): number, aw_js_buffer(size: number): number, aw_js_retain(address: number): void }} exports
   * @param {import('./handles.js').Handles} handles
   * @param {Outside} outside
   */
  constructor(memory, exports, handles, outside) {
    this.memory = memory;
    this.exports = exports;
    this.handles = handles;
    this.outside = outside;
    this.address = exports.aw_js_mailbox() >>> 0;
    this.word = this.address >>> 2;
    this.real = (this.address >>> 3) + 1;
    /** @type {Packer | null} null while it packs: what it packs may run JS that comes back here */
    this.packer = null;
    /** @type {Later[]} */
    this.later = [];
    /** @type {unknown[][]} tuples that wait for `later` */
    this.unfrozen = [];
  }

  /** Writes a value into slot 0. @param {unknown} value */
  put(value) {
    if (!this.putSmall(0, value)) this.pack([value]);
  }

  /** Writes values into slots 0, 1, … @param {readonly unknown[]} values */
  putAll(values) {
    if (values.length > Slot.SLOT_COUNT) throw this.outside.failure('range', `at most ${Slot.SLOT_COUNT} arguments, ${values.length} given`);
    for (let i = 0; i < values.length; i++) if (!this.putSmall(i, values[i])) return this.pack(values);
  }

  /** Writes a value that fits into a slot; false if it does not. @param {number} index @param {unknown} value */
  putSmall(index, value) {
    const memory = this.memory;
    if (memory.u32.length === 0) memory.refresh();
    const word = this.word + 4 * index;
    if (typeof value === 'number') {
      memory.u32[word] = (value | 0) === value || Number.isSafeInteger(value) ? Slot.NUMBER : Slot.FLOAT;
      memory.f64[this.real + 2 * index] = value;
      return true;
    }
    if (value === undefined || value === null) memory.u32[word] = Slot.NONE;
    else if (value === true) memory.u32[word] = Slot.TRUE;
    else if (value === false) memory.u32[word] = Slot.FALSE;
    else return false;
    return true;
  }

  /** @param {readonly unknown[]} values */
  pack(values) {
    this.packing(values.length, (packer) => {
      for (let i = 0; i < values.length; i++) packer.value(i * Slot.SLOT_BYTES, values[i]);
    });
  }

  /** Writes what descriptions say, where a value alone would not tell it (a thrown value is an exception). @param {import('./packer.js').Description} first @param {readonly unknown[]} rest */
  putDescribed(first, rest) {
    this.packing(1 + rest.length, (packer) => {
      packer.described(0, first, 0);
      for (let i = 0; i < rest.length; i++) packer.value((i + 1) * Slot.SLOT_BYTES, rest[i]);
    });
  }

  /** @param {number} count @param {(packer: Packer) => void} fill */
  packing(count, fill) {
    const packer = this.packer ?? new Packer(this.handles, this.outside.describe, this.outside.failure);
    this.packer = null;
    try {
      const size = count * Slot.SLOT_BYTES;
      packer.reserve(size);
      fill(packer);
      const block = packer.used > size ? this.exports.aw_js_buffer(packer.used - size) >>> 0 : 0;
      if (packer.used > size && block === 0) throw this.outside.failure('memory', 'the module has no memory left');
      packer.unload(this.memory, size, this.address, block);
    } catch (error) {
      packer.abandon();
      throw error;
    } finally {
      packer.reset();
      this.packer = packer;
    }
  }

  /** The value in slot 0. */
  take() {
    const memory = this.memory;
    if (memory.u32.length === 0) memory.refresh();
    const word = this.word;
    const type = memory.u32[word];
    if (type === Slot.NONE) return null;
    if (type === Slot.FLOAT) return memory.f64[this.real];
    if (type === Slot.EXCEPTION) return this.outside.exception(memory.u32[word + 2]);
    const value = this.read(this.address);
    if (this.later.length > 0) this.settle();
    return value;
  }

  holdsNone() {
    return this.memory.current().u32[this.word] === Slot.NONE;
  }

  /** The values in the first slots. @param {number} count */
  takeAll(count) {
    if (count === 0) return [];
    const values = this.items(this.address, count);
    if (this.later.length > 0) this.settle();
    return values;
  }

  /** Of a tuple in slot 0 the item at `index`, which may not be an exception or hold one. @param {number} index */
  takeItem(index) {
    const { u32 } = this.memory.current();
    return this.read(u32[this.word + 2] + index * Slot.SLOT_BYTES);
  }

  /** The type of such an item. @param {number} index */
  itemType(index) {
    const { u32 } = this.memory.current();
    return u32[(u32[this.word + 2] >>> 2) + index * 4];
  }

  /** A tuple in slot 0 as an array; exceptions in it are left in `later` for whoever asks takeLater(). */
  takeTuple() {
    const { u32 } = this.memory.current();
    return this.items(u32[this.word + 2], u32[this.word + 1]);
  }

  /** Exceptions that were met, and tuples that must stay writable until those are filled in. */
  takeLater() {
    const taken = { later: this.later, unfrozen: this.unfrozen };
    this.later = [];
    this.unfrozen = [];
    return taken;
  }

  settle() {
    const { later, unfrozen } = this.takeLater();
    this.outside.exceptions(later);
    unfrozen.forEach(Object.freeze);
  }

  /** @param {number} at a slot's address */
  read(at) {
    const memory = this.memory;
    if (memory.u32.length === 0) memory.refresh();
    const word = at >>> 2;
    const { u32 } = memory;
    const type = u32[word];
    const extra = u32[word + 1];
    const payload = u32[word + 2];
    switch (type) {
      case Slot.NONE:
        return null;
      case Slot.FALSE:
        return false;
      case Slot.TRUE:
        return true;
      case Slot.INT:
        return integer(payload, memory.i32[word + 3]);
      case Slot.FLOAT:
        return memory.f64[(at >>> 3) + 1];
      case Slot.TEXT:
        return memory.text(payload, extra);
      case Slot.BYTES:
        return memory.bytes(payload, extra);
      case Slot.LIST:
        return this.items(payload, extra);
      case Slot.TUPLE:
        return this.tuple(payload, extra);
      case Slot.HANDLE:
        return this.handles.get(payload);
      case Slot.CLASS:
        return this.outside.classNamed(memory.text(payload, extra));
      default:
        return this.outside.wrap(type, payload);
    }
  }

  /** @param {number} address @param {number} count */
  items(address, count) {
    const items = new Array(count);
    for (let i = 0; i < count; i++) {
      const at = address + i * Slot.SLOT_BYTES;
      const { u32 } = this.memory.current();
      if (u32[at >>> 2] !== Slot.EXCEPTION) items[i] = this.read(at);
      else {
        const exception = u32[(at >>> 2) + 2];
        this.exports.aw_js_retain(exception);
        this.later.push({ items, index: i, address: exception });
      }
    }
    return items;
  }

  /** @param {number} address @param {number} count */
  tuple(address, count) {
    const before = this.later.length;
    const items = this.items(address, count);
    if (this.later.length === before) return Object.freeze(items);
    this.unfrozen.push(items);
    return items;
  }
}

/** A 64-bit integer: a number where that is exact. @param {number} low unsigned @param {number} high signed */
function integer(low, high) {
  if (high === 0 || high === -1 || (high >= -0x200000 && high < 0x200000)) {
    const number = high * 0x100000000 + low;
    if (Number.isSafeInteger(number)) return number;
  }
  return (BigInt(high) << 32n) | BigInt(low);
}
