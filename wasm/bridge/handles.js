// Numbers that stand for JS values in C. Each number is given once and taken back once; 0 is never given.

export class Handles {
  constructor() {
    /** @type {unknown[]} */
    this.values = [undefined];
    /** @type {number[]} */
    this.free = [];
  }

  /** @param {unknown} value */
  add(value) {
    const handle = this.free.pop() ?? this.values.length;
    this.values[handle] = value;
    return handle;
  }

  /** @param {number} handle */
  get(handle) {
    return this.values[handle];
  }

  /** @param {number} handle */
  remove(handle) {
    const value = this.values[handle];
    this.values[handle] = undefined;
    this.free.push(handle);
    return value;
  }

  /** How many are out. */
  get size() {
    return this.values.length - 1 - this.free.length;
  }
}
