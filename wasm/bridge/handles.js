// Numbers that stand for JS values in C. Each number is given once and taken back once; 0 is never given.

/** @typedef {{ values: unknown[], free: number[] }} HandleState */

export class Handles {
  constructor() {
    /** @type {unknown[]} */
    this.values = [undefined];
    /** @type {number[]} */
    this.free = [];
    /** What capture() gave, while it is still so. @type {HandleState | null} */
    this.captured = null;
  }

  /** @param {unknown} value */
  add(value) {
    const handle = this.free.pop() ?? this.values.length;
    this.captured = null;
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
    this.captured = null;
    return value;
  }

  /** The same object as long as nothing changes. @returns {HandleState} */
  capture() {
    return (this.captured ??= { values: this.values.slice(), free: this.free.slice() });
  }

  /** @param {HandleState} state */
  goOn({ values, free }) {
    this.values = values.slice();
    this.free = free.slice();
    this.captured = null;
  }

  /** How many are out. */
  get size() {
    return this.values.length - 1 - this.free.length;
  }
}
