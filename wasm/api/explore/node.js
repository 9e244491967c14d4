// The tree of states that a search goes through: how each came about, what is ready there, and what has been, or need not be, tried.

/** At the step with this number, from 0, what is at this position of the ready list runs, in place of the first. @typedef {[step: number, position: number]} Switch */

/** The state after one step. @template State, Access */
export class Node {
  /** What the step had in the ready list. */
  position = 0;
  /** The number of the step, from 1; 0: the start. */
  depth = 0;
  /** On the way here. */
  switches = 0;
  access = /** @type {Access} */ (/** @type {unknown} */ (undefined));
  /** The steps that happen before this one, one bit each, counted from the parent's `since`. */
  before = new Uint32Array(0);
  /** All steps up to this depth happen before this one. */
  solid = 0;
  /** All steps up to this depth happen before all that follow. */
  since = 0;
  /** What is ready here, in order, and the depth at which each became so. @type {Map<number, number>} */
  ready = new Map();
  /** What need not run here, because that is explored elsewhere, and what it would touch. @type {Map<number, Access>} */
  asleep = new Map();
  /** What slept before this step, which does not commute with it, and what it would have touched there. @type {[number, Access][]} */
  woken = [];
  /** The steps up to this one, since time last went on, that woke something. @type {Node<State, Access>[]} */
  wakers = [];
  /** What has run here, and what it touched. @type {Map<number, Access>} */
  done = new Map();
  /** What has run, or is to run, here. @type {Set<number>} */
  chosen = new Set();
  /** @type {State | null} */
  state = null;
  /** Children, choices to come, and whoever stands here. */
  users = 1;

  /** @param {Node<State, Access> | null} parent @param {number} id of the step that led here */
  constructor(parent, id) {
    this.parent = parent;
    this.id = id;
    if (!parent) return;
    this.position = positionOf(parent, id);
    this.depth = parent.depth + 1;
    this.switches = parent.switches + Number(this.position > 0);
    this.before = new Uint32Array(((parent.depth - parent.since) >> 5) + 1);
    this.since = this.solid = parent.since;
    parent.users++;
  }

  /** What is ready here: the ids in the loop's own order. @param {number[]} ids */
  hasReady(ids) {
    for (const id of ids) this.ready.set(id, (id === this.id ? undefined : this.parent?.ready.get(id)) ?? this.depth);
  }

  /** Does this step happen after another one on the way to it, whose depth is above the parent's `since`? @param {Node<State, Access>} other */
  follows(other) {
    const bit = other.depth - /** @type {Node<State, Access>} */ (this.parent).since;
    return (this.before[bit >> 5] >>> (bit & 31)) % 2 === 1;
  }

  /** This step happens after another one, and after all that come before that. @param {Node<State, Access>} other */
  follow(other) {
    for (let index = 0; index < other.before.length; index++) this.before[index] |= other.before[index];
    const { since } = /** @type {Node<State, Access>} */ (this.parent);
    const bit = other.depth - since;
    this.before[bit >> 5] |= 1 << (bit & 31);
    this.solid = Math.max(this.solid, other.solid);
    for (let next = this.solid + 1 - since; (this.before[next >> 5] >>> (next & 31)) % 2 === 1; next++) this.solid++;
  }

  /** The steps after an earlier node up to this one, in order. @param {Node<State, Access>} from */
  pathFrom(from) {
    const path = [];
    for (let node = /** @type {Node<State, Access>} */ (this); node !== from; node = /** @type {Node<State, Access>} */ (node.parent)) path.push(node);
    return path.reverse();
  }

  /** How the way here differs from the loop's own order. */
  schedule() {
    /** @type {Switch[]} */
    const switches = [];
    for (let at = /** @type {Node<State, Access>} */ (this); at.parent; at = at.parent) if (at.position > 0) switches.push([at.depth - 1, at.position]);
    return switches.reverse();
  }
}

/** @param {Node<any, any>} node @param {number} id */
export function positionOf(node, id) {
  let position = 0;
  for (const other of node.ready.keys()) {
    if (other === id) return position;
    position++;
  }
  throw new Error('what is to run is not ready: the program does not go the same way twice');
}
