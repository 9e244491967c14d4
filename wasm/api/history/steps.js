// The steps of a history as a tree of states: where one was gone back and something else was done, a branch begins.

import { errors } from '../exceptions.js';

/** @typedef {import('../recorder.js').StateNode} StateNode */
/** @typedef {Readonly<{ number: number, label: string, time: number }>} Step */
/** @typedef {{ from: Step | null, steps: Step[], current: boolean }} Branch */

export class Entry {
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
  /** How many there were. */
  count = 0;
  /** All that are kept, oldest first. @type {Entry[]} */
  kept = [];
  /** @type {WeakMap<Step, Entry>} */
  entries = new WeakMap();
  /** What keeps them within bounds, if anything does. @type {import('./bounds.js').Bounds | undefined} */
  bounds;

  /** @param {import('../recorder.js').Recorder} recorder that stands at its root @param {number} time */
  constructor(recorder, time) {
    this.recorder = recorder;
    /** What the steps take, in bytes. */
    this.bytes = 0;
    this.current = this.#enter(null, recorder.root, 'start', time);
    this.root = this.current;
  }

  /** @param {Entry | null} parent @param {StateNode} node @param {string} label @param {number} time */
  #enter(parent, node, label, time) {
    const entry = new Entry(parent, node, Object.freeze({ number: parent ? parent.number + 1 : 0, label, time }), this.count++);
    this.kept.push(entry);
    this.entries.set(entry.step, entry);
    this.bytes += node.bytes;
    return entry;
  }

  /** The state as it is now is the step after the current one. @param {string} label @param {number} time @param {StateNode} [node] where it is recorded already */
  add(label, time, node = this.recorder.record()) {
    const parent = this.current;
    this.current = this.#enter(parent, node, label, time);
    parent.children.push(this.current);
    parent.next = this.current;
    this.bounds?.keep(this);
  }

  /** @param {Entry} entry */
  goto(entry) {
    this.recorder.goto(entry.node, { holdAnswers: true });
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
    let entry = this.entries.get(wanted);
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
}
