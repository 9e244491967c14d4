// The steps of a history as a tree of states that stays within bounds. Old steps are thinned: what is between two steps of which one is kept goes first where
// neighbours are close for their age, so that every recent step is there, then every second, every fourth. Then whole branches go, the oldest first.

import { errors } from '../exceptions.js';

/** Where neighbours are further apart than this part of their age, branches go first. */
const SPARSE = 0.5;
/** Looking through all takes its time where there are many: then one of so many, as a power of two, goes at once. */
const AT_ONCE = 5;

/** @typedef {import('../recorder.js').StateNode} StateNode */
/** @typedef {Readonly<{ number: number, label: string, time: number }>} Step */
/** @typedef {{ from: Step | null, steps: Step[], current: boolean }} Branch */

class Entry {
  /** @param {Entry | null} parent @param {StateNode} node @param {Step} step @param {number} born counts all entries */
  constructor(parent, node, step, born) {
    this.parent = parent;
    this.step = step;
    this.born = born;
    /** The step's state. */
    this.node = node;
    /** The first node that is this step's: another one than `node` where the state was corrected, and others went on from what it was before. */
    this.base = node;
    /** @type {Entry[]} */
    this.children = [];
    /** The one that was gone on to last. @type {Entry | null} */
    this.next = null;
    this.kept = true;
  }

  get number() {
    return this.step.number;
  }
}

export class Steps {
  #recorder;
  #limits;
  #count = 0;
  /** All that are kept, oldest first. @type {Entry[]} */
  #kept = [];
  /** @type {WeakMap<Step, Entry>} */
  #entries = new WeakMap();

  /** @param {import('../recorder.js').Recorder} recorder that stands at its root @param {{ maxBytes: number, maxSteps: number }} limits @param {number} time */
  constructor(recorder, limits, time) {
    this.#recorder = recorder;
    this.#limits = limits;
    /** What the steps take, in bytes. */
    this.bytes = 0;
    this.current = this.#enter(null, recorder.root, 'start', time);
    this.root = this.current;
  }

  /** @param {Entry | null} parent @param {StateNode} node @param {string} label @param {number} time */
  #enter(parent, node, label, time) {
    const entry = new Entry(parent, node, Object.freeze({ number: parent ? parent.number + 1 : 0, label, time }), this.#count++);
    this.#kept.push(entry);
    this.#entries.set(entry.step, entry);
    this.bytes += node.bytes;
    return entry;
  }

  /** The state as it is now is the step after the current one. @param {string} label @param {number} time @param {boolean} [mayBeNothing] it is none where nothing changed */
  add(label, time, mayBeNothing = false) {
    const parent = this.current;
    const node = this.#recorder.record();
    if (mayBeNothing && node.changes.length === 0) return this.#correct(node);
    this.current = this.#enter(parent, node, label, time);
    parent.children.push(this.current);
    parent.next = this.current;
    this.#bound();
  }

  /** The state as it is now is the current step's. */
  correct() {
    this.#correct(this.#recorder.record());
  }

  /** @param {StateNode} node */
  #correct(node) {
    const { current } = this;
    const before = current.node;
    current.node = node;
    this.bytes += current.node.bytes;
    if (before.parent && before.children.length === 1) {
      if (current.base === before) current.base = current.node;
      this.#merge(before, current.node);
    }
  }

  /** @param {Entry} entry */
  goto(entry) {
    this.#recorder.goto(entry.node, { holdAnswers: true });
    this.current = entry;
    for (let each = entry; each.parent; each = each.parent) each.parent.next = each;
  }

  // -- finding --

  /** From the beginning through the current one to the end of its branch. */
  branch() {
    const path = [];
    for (let each = /** @type {Entry | null} */ (this.current); each; each = each.parent) path.push(each);
    path.reverse();
    for (let each = this.current.next; each; each = each.next) path.push(each);
    return path;
  }

  /** The nearest one that is kept, so many steps back or before that. @param {number} count */
  before(count) {
    const number = this.current.number - count;
    if (number < 0) throw new errors.IndexError(`there are ${this.current.number} steps before this one, not ${count}`);
    let entry = this.current;
    while (entry.parent && entry.number > number) entry = entry.parent;
    return entry;
  }

  /** The nearest one that is kept, so many steps ahead or after that. @param {number} count */
  after(count) {
    const number = this.current.number + count;
    let entry = this.current;
    while (entry.next && entry.number < number) entry = entry.next;
    if (entry.number < number) throw new errors.IndexError(`there are ${entry.number - this.current.number} steps after this one, not ${count}`);
    return entry;
  }

  /** @param {number | Step} wanted a number in the current branch, or any step */
  find(wanted) {
    if (typeof wanted === 'number') {
      const found = this.branch().filter(({ number }) => number <= wanted);
      if (found.length === 0 || wanted > this.#last()) throw new errors.LookupError(`there is no step ${wanted} in this branch, which ends with step ${this.#last()}`);
      return found[found.length - 1];
    }
    let entry = this.#entries.get(wanted);
    if (!entry) throw new errors.LookupError('this step is not of this history, or its branch was dropped');
    while (!entry.kept) entry = /** @type {Entry} */ (entry.parent);
    return entry;
  }

  #last() {
    let entry = this.current;
    while (entry.next) entry = entry.next;
    return entry.number;
  }

  /** Those that begin where another one was left, after it, in order of their beginning. */
  branches() {
    /** @type {Branch[]} */
    const found = [];
    /** @type {{ from: Entry | null, first: Entry }[]} */
    const open = [{ from: null, first: this.root }];
    for (let at = open.shift(); at; at = open.shift()) {
      const entries = [];
      for (let each = /** @type {Entry | undefined} */ (at.first); each; each = each.children[0]) {
        entries.push(each);
        for (const first of each.children.slice(1)) open.push({ from: each, first });
      }
      found.push({ from: at.from && at.from.step, steps: entries.map(({ step }) => step), current: entries.includes(this.current) });
      open.sort((a, b) => a.first.born - b.first.born);
    }
    return found;
  }

  // -- bounds --

  #bound() {
    const { maxBytes, maxSteps } = this.#limits;
    while (this.bytes > maxBytes || this.#kept.length > maxSteps) {
      if (!this.#thin(SPARSE) && !this.#dropBranch() && !this.#thin(Infinity)) return;
    }
  }

  /** Forgets steps whose neighbours are closest to each other for their age; false if there is none. @param {number} sparse */
  #thin(sparse) {
    const found = [];
    for (const entry of this.#kept) {
      const { born, parent, children, node, base } = entry;
      if (!parent || children.length !== 1 || node !== base || node.children.length !== 1 || node === this.current.node) continue;
      const distance = (children[0].number - parent.number) / (this.#count - born);
      if (distance <= sparse) found.push({ entry, parent, child: children[0], distance });
    }
    if (found.length === 0) return false;
    found.sort((a, b) => a.distance - b.distance);
    let left = Math.max(1, this.#kept.length >> AT_ONCE);
    for (const { entry, parent, child } of found) {
      if (entry.parent !== parent || entry.children[0] !== child) continue; // a neighbour has gone just now
      this.#forgetBetween(entry, parent, child);
      if (--left === 0) break;
    }
    this.#kept = this.#kept.filter(({ kept }) => kept);
    return true;
  }

  /** @param {Entry} entry @param {Entry} parent @param {Entry} child */
  #forgetBetween(entry, parent, child) {
    this.#merge(entry.node, child.base);
    entry.kept = false;
    child.parent = parent;
    parent.children[parent.children.indexOf(entry)] = child;
    if (parent.next === entry) parent.next = child;
  }

  /** @param {StateNode} node @param {StateNode} child */
  #merge(node, child) {
    this.bytes -= node.bytes + child.bytes;
    this.#recorder.merge(node);
    this.bytes += child.bytes;
  }

  /** Forgets the branch that ended first, of those that do not lead to the current step. */
  #dropBranch() {
    const leaf = this.#kept.find((entry) => entry.children.length === 0 && entry !== this.current);
    if (!leaf) return false;
    let top = leaf;
    this.#forget(top);
    while (top.parent && top.parent.children.length === 1 && top.parent !== this.current) {
      top = top.parent;
      this.#forget(top);
    }
    const parent = /** @type {Entry} */ (top.parent);
    parent.children = parent.children.filter((child) => child !== top);
    if (parent.next === top) parent.next = parent.children.at(-1) ?? null;
    this.#recorder.drop(top.base);
    this.#kept = this.#kept.filter(({ kept }) => kept);
    return true;
  }

  /** @param {Entry} entry */
  #forget(entry) {
    entry.kept = false;
    this.#entries.delete(entry.step);
    for (let node = /** @type {StateNode} */ (entry.node); ; node = /** @type {StateNode} */ (node.parent)) {
      this.bytes -= node.bytes;
      if (node === entry.base) return;
    }
  }
}
