// What the code between two moments touched, and whether two such pieces of code could disturb each other: objects of the runtime as it says itself, and the program's
// memory as an instrumented module tells.

import { identityOf } from '../../bridge/snapshot/identity.js';
import { home } from '../module.js';

/** @typedef {import('../module.js').Module} Module */
/** Addresses, from and to in turns, ascending and apart from each other. @typedef {number[]} Ranges */
/** @typedef {{ touched: Ranges, written: Ranges }} AccessSet one of these is EVERYTHING, which conflicts with all */

const EVERYTHING = Object.freeze({ touched: [0, 2 ** 32], written: [0, 2 ** 32] });
const ALL = 0xffffffff;
// flags of aw_js_accesses()
const WRITTEN = 1;
const BLOCK = 2;

export class Accesses {
  /** From now on the module records. What is not instrumented touches everything. @param {Module} module */
  constructor(module) {
    const { link } = home(module);
    this.link = link;
    const { exports } = link;
    link.call(exports.aw_js_explore, 1);
    this.isTold = WebAssembly.Module.imports(link.module).some((entry) => entry.module === 'explore');
    const [from, to] = new Uint32Array(link.memory.memory.buffer, link.call(exports.aw_js_scratch), 2);
    /** What no two pieces of code share. @type {[number, number][]} */
    this.scratch = [identityOf(link.module).stack, [from, to]];
    this.marked = { touched: new Marked(), written: new Marked(), ignored: new Marked() };
  }

  begin() {
    this.link.call(this.link.exports.aw_js_accesses_reset);
    this.link.accesses.clear();
  }

  /** What was touched since begin(). @returns {AccessSet} */
  take() {
    const { exports, accesses: log, memory } = this.link;
    const words = new Uint32Array(memory.memory.buffer);
    const [count, first] = counted(words, this.link.call(exports.aw_js_accesses));
    if (!this.isTold || log.isFull || count === ALL) return EVERYTHING;
    const { touched, written, ignored } = this.marked;
    for (const marked of [touched, written, ignored]) marked.count = 0;
    for (let at = 0; at < log.count; at += 2) {
      touched.add(log.entries[at], log.entries[at + 1] >>> 1);
      if (log.entries[at + 1] & WRITTEN) written.add(log.entries[at], log.entries[at + 1] >>> 1);
    }
    for (let at = first; at < first + 2 * count; at += 2) {
      if (words[at + 1] & BLOCK) ignored.add(words[at], words[at + 1] >>> 2);
      else touched.add(words[at], 1);
      if (words[at + 1] & WRITTEN) written.add(words[at], 1);
    }
    const [unshared, firstUnshared] = counted(words, this.link.call(exports.aw_js_unshared));
    for (let at = firstUnshared; at < firstUnshared + 2 * unshared; at += 2) ignored.add(words[at], words[at + 1]);
    for (const [from, to] of this.scratch) ignored.add(from, to - from);
    const holes = ignored.ranges();
    return { touched: without(touched.ranges(), holes), written: without(written.ranges(), holes) };
  }

  /** Do they touch something in common that one of them writes? @param {AccessSet} a @param {AccessSet} b */
  conflict(a, b) {
    return a === EVERYTHING || b === EVERYTHING || overlap(a.written, b.touched) || overlap(a.touched, b.written);
  }
}

/** How many there are, and the index of the first. @param {Uint32Array} words @param {number} address @returns {[number, number]} */
const counted = (words, address) => [words[address >>> 2], (address >>> 2) + 1];

const LONGEST = 2 ** 21;

/** Parts of memory in any order, each as one number: its address, and behind that its size. */
class Marked {
  numbers = new Float64Array(256);
  count = 0;

  /** @param {number} address @param {number} size in bytes */
  add(address, size) {
    for (; size >= LONGEST; address += LONGEST - 1, size -= LONGEST - 1) this.add(address, LONGEST - 1);
    if (this.count === this.numbers.length) {
      const larger = new Float64Array(2 * this.count);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers[this.count++] = address * LONGEST + size;
  }

  /** @returns {Ranges} */
  ranges() {
    const sorted = this.numbers.subarray(0, this.count).sort();
    /** @type {Ranges} */
    const ranges = [];
    let last = -1;
    for (const number of sorted) {
      const from = Math.floor(number / LONGEST);
      const to = from + (number - from * LONGEST);
      if (last < 0 || ranges[last] < from) last = ranges.push(from, to) - 1;
      else if (ranges[last] < to) ranges[last] = to;
    }
    return ranges;
  }
}

/** @param {Ranges} ranges @param {Ranges} holes @returns {Ranges} */
function without(ranges, holes) {
  /** @type {Ranges} */
  const left = [];
  let hole = 0;
  for (let at = 0; at < ranges.length; at += 2) {
    let from = ranges[at];
    const to = ranges[at + 1];
    while (hole < holes.length && holes[hole + 1] <= from) hole += 2;
    for (let next = hole; next < holes.length && holes[next] < to; next += 2) {
      if (holes[next] > from) left.push(from, holes[next]);
      from = Math.max(from, holes[next + 1]);
    }
    if (from < to) left.push(from, to);
  }
  return left;
}

/** @param {Ranges} a @param {Ranges} b */
function overlap(a, b) {
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i + 1] <= b[j]) i += 2;
    else if (b[j + 1] <= a[i]) j += 2;
    else return true;
  }
  return false;
}
