// What the code between two moments touched, and whether two such pieces of code could disturb each other: objects of the runtime as it says itself, and the program's
// memory as an instrumented module tells.

import { MACHINERY, SIZE_SHIFT, WRITTEN, accessesOf } from '../../bridge/access-log.js';
import { identityOf } from '../../bridge/snapshot/identity.js';
import { home } from '../stepping.js';

/** @typedef {import('../module.js').Module} Module */
/** Addresses, from and to in turns, ascending and apart from each other. @typedef {number[]} Ranges */
/** @typedef {{ touched: Ranges, written: Ranges }} Touched */
/** What the program did to memory, what the runtime did to memory, and objects of the runtime. One of these is EVERYTHING, which conflicts with all. @typedef {{ program: Touched, machinery: Touched, objects: Touched }} AccessSet */

const ALL_OF_IT = { touched: [0, 2 ** 32], written: [0, 2 ** 32] };
const EVERYTHING = Object.freeze({ program: ALL_OF_IT, machinery: ALL_OF_IT, objects: ALL_OF_IT });
const ALL = 0xffffffff;
// flags of aw_js_accesses(), besides WRITTEN
const BLOCK = 2;
const ENDED = 4;
const BLOCK_SHIFT = 3;

export class Accesses {
  /** From now on the module records. What is not instrumented touches everything. @param {Module} module */
  constructor(module) {
    const { link } = home(module);
    this.link = link;
    this.log = accessesOf(link);
    const { exports } = link;
    link.call(exports.aw_js_explore, 1);
    this.isTold = WebAssembly.Module.imports(link.module).some((entry) => entry.module === 'explore');
    const [from, to] = new Uint32Array(link.memory.memory.buffer, link.call(exports.aw_js_scratch), 2);
    /** What no two pieces of code share. @type {[number, number][]} */
    this.scratch = [identityOf(link.module).stack, [from, to]];
    /** Objects by whose end something ran: who lets go of them last matters. The count of references is what an object begins with. @type {Set<number>} */
    this.counted = new Set();
    this.marked = { program: new Both(), machinery: new Both(), objects: new Both(), ignored: new Marked() };
  }

  begin() {
    this.link.call(this.link.exports.aw_js_accesses_reset);
    this.log.clear();
  }

  /** What was touched since begin(). @returns {AccessSet} */
  take() {
    const { log } = this;
    const { exports, memory } = this.link;
    const words = new Uint32Array(memory.memory.buffer);
    const [count, first] = counted(words, this.link.call(exports.aw_js_accesses));
    if (!this.isTold || log.isFull || count === ALL) return EVERYTHING;
    const { program, machinery, objects, ignored } = this.marked;
    for (const marked of [program, machinery, objects, ignored]) marked.clear();
    for (let at = 0; at < log.count; at += 2) {
      const how = log.entries[at + 1];
      (how & MACHINERY ? machinery : program).add(log.entries[at], how >>> SIZE_SHIFT, (how & WRITTEN) !== 0);
    }
    /** @type {number[]} */
    const ended = [];
    let ran = false;
    for (let at = first; at < first + 2 * count; at += 2) {
      ran ||= (words[at + 1] & (ENDED | WRITTEN)) === (ENDED | WRITTEN);
      if (words[at + 1] & BLOCK) ignored.add(words[at], words[at + 1] >>> BLOCK_SHIFT);
      else if (words[at + 1] & ENDED) ended.push(words[at]);
      else objects.add(words[at], 1, (words[at + 1] & WRITTEN) !== 0);
    }
    if (ran) for (const address of ended) this.counted.add(address);
    const [unshared, firstUnshared] = counted(words, this.link.call(exports.aw_js_unshared));
    for (let at = firstUnshared; at < firstUnshared + 2 * unshared; at += 2) ignored.add(words[at], words[at + 1]);
    for (const [from, to] of this.scratch) ignored.add(from, to - from);
    const holes = ignored.ranges();
    return { program: program.without(holes), machinery: machinery.without(holes), objects: objects.without(holes) };
  }

  /** Do they touch something in common that one of them writes? Of what the runtime alone touches its objects tell. @param {AccessSet} a @param {AccessSet} b */
  conflict(a, b) {
    if (a === EVERYTHING || b === EVERYTHING) return true;
    return disturb(a.objects, b.objects) || disturb(a.program, b.program) || disturb(a.program, b.machinery) || disturb(a.machinery, b.program) || this.#bothCount(a, b);
  }

  /** Do both let go of an object, or hold it, that does something when nobody does? @param {AccessSet} a @param {AccessSet} b */
  #bothCount(a, b) {
    for (const address of this.counted) {
      const count = [address, address + 1];
      if (meets(count, a.machinery.written) && meets(count, b.machinery.written)) return true;
    }
    return false;
  }
}

/** @param {Touched} a @param {Touched} b */
const disturb = (a, b) => overlap(a.written, b.touched) || overlap(a.touched, b.written);

/** How many there are, and the index of the first. @param {Uint32Array} words @param {number} address @returns {[number, number]} */
const counted = (words, address) => [words[address >>> 2], (address >>> 2) + 1];

const LONGEST = 2 ** 21;

/** Parts of memory in any order, each as one number: its address, and behind that its size. */
class Marked {
  numbers = new Float64Array(256);
  count = 0;

  clear() {
    this.count = 0;
  }

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

/** What is touched, and what of it is written. */
class Both {
  touched = new Marked();
  written = new Marked();

  clear() {
    this.touched.clear();
    this.written.clear();
  }

  /** @param {number} address @param {number} size @param {boolean} writes */
  add(address, size, writes) {
    this.touched.add(address, size);
    if (writes) this.written.add(address, size);
  }

  /** @param {Ranges} holes @returns {Touched} */
  without(holes) {
    return { touched: without(this.touched.ranges(), holes), written: without(this.written.ranges(), holes) };
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
  if (a.length > MANY * b.length) return b.length > 0 && meets(b, a);
  if (b.length > MANY * a.length) return a.length > 0 && meets(a, b);
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i + 1] <= b[j]) i += 2;
    else if (b[j + 1] <= a[i]) j += 2;
    else return true;
  }
  return false;
}

/** From so many times as many on, each is looked for. */
const MANY = 4;

/** @param {Ranges} few @param {Ranges} many */
function meets(few, many) {
  for (let at = 0; at < few.length; at += 2) {
    let [low, high] = [0, many.length / 2]; // the first that ends behind where this begins
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (many[2 * middle + 1] <= few[at]) low = middle + 1;
      else high = middle;
    }
    if (2 * low < many.length && many[2 * low] < few[at + 1]) return true;
  }
  return false;
}
