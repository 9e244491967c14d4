// States of one instance as a tree: each node is told by what changed after its parent, so that any of them can come back.
//
// A copy of the memory follows the current node. What differs from it when a node is recorded is the node's patch: the words that changed, as they were and as they
// are. Going to another node undoes patches up to the nearest common ancestor and applies those down from it. Memory cannot shrink: a node of when it was smaller
// goes on in a new instance, behind the same Module.

import { PAGE, apply, compare, contentsOf, rangesIn } from '../bridge/snapshot/image.js';
import { errors } from './exceptions.js';
import { home } from './stepping.js';
import { capture, goBack, requireTopLevel } from './state.js';

/** What a node costs beside its patch, roughly, in bytes. */
const NODE_BYTES = 512;
const RUN_BYTES = 200;

/** @typedef {{ address: number, before: Uint8Array, after: Uint8Array }} Change */

export class StateNode {
  /** How many states led to it. @type {number} */
  depth;

  /**
   * @param {StateNode | null} parent
   * @param {unknown} label
   * @param {{ changes: Change[], pages: number, globals: bigint[], host: import('./state.js').HostState }} state
   */
  constructor(parent, label, { changes, pages, globals, host }) {
    this.parent = parent;
    this.label = label;
    this.changes = changes;
    this.pages = pages;
    this.globals = globals;
    this.host = host;
    /** @type {StateNode[]} */
    this.children = [];
    this.depth = parent ? parent.depth + 1 : 0;
  }

  /** Roughly how much memory it takes. */
  get bytes() {
    const { handles, objects } = this.host;
    const before = this.parent?.host;
    const own = (handles === before?.handles ? 0 : handles.values.length) + (objects === before?.objects ? 0 : objects.length);
    return this.changes.reduce((sum, { before }) => sum + RUN_BYTES + 2 * before.length, NODE_BYTES + 8 * own);
  }
}

export class Recorder {
  #home;
  #shadow;

  /** @param {import('./stepping.js').Stepping} module */
  constructor(module) {
    this.#home = home(module);
    const { link } = this.#home;
    requireTopLevel(link);
    this.#shadow = link.memory.current().u8.slice();
    this.root = new StateNode(null, null, this.#stateAfter([]));
    this.current = this.root;
  }

  /** @param {Change[]} changes */
  #stateAfter(changes) {
    const { link } = this.#home;
    return { changes, pages: link.memory.current().u8.length / PAGE, globals: link.globals(), host: capture(this.#home) };
  }

  /** The state as it is now, as a child of the current node, which it becomes. @param {unknown} [label] */
  record(label = null) {
    const { link } = this.#home;
    requireTopLevel(link);
    this.#reach(link.memory.current().u8.length);
    /** @type {Change[]} */
    const changes = [];
    this.#differences((address, end, now, before) => {
      changes.push({ address, before: before.slice(address, end), after: now.slice(address, end) });
    });
    for (const { address, after } of changes) this.#shadow.set(after, address);
    const node = new StateNode(this.current, label, this.#stateAfter(changes));
    this.current.children.push(node);
    this.current = node;
    return node;
  }

  /** Brings a node's state back; what happened after the current node and was not recorded is gone. @param {StateNode} node @param {{ holdAnswers?: boolean }} [options] true: what the host has answered meanwhile waits for the next step by hand, or `resume()` */
  goto(node, { holdAnswers = false } = {}) {
    const { link } = this.#home;
    requireTopLevel(link);
    const { up, down } = pathBetween(this.current, node);
    const size = node.pages * PAGE;
    const inPlace = link.memory.current().u8.length <= size;
    this.#reach(size);
    if (inPlace) {
      this.#undo();
      link.grow(node.pages);
    }
    const { u8 } = link.memory.current();
    const live = inPlace ? u8 : undefined;
    for (const { changes } of up) for (const { address, before } of changes) this.#put(address, before, live);
    for (const { changes } of down) for (const { address, after } of changes) this.#put(address, after, live);
    if (!inPlace) link.attach(new WebAssembly.Instance(link.module, link.imports), { pages: node.pages, memory: contentsOf(this.#shadow.subarray(0, size), [[0, size]]), globals: node.globals });
    link.setGlobals(node.globals);
    this.current = node;
    goBack(this.#home, node.host);
    if (holdAnswers && this.#home.hasLoop) this.#home.operations.hold();
  }

  /** @param {number} address @param {Uint8Array} bytes @param {Uint8Array | undefined} live */
  #put(address, bytes, live) {
    this.#shadow.set(bytes, address);
    if (live && address < live.length) live.set(bytes.subarray(0, live.length - address), address);
  }

  /** What happened after the current node. */
  #undo() {
    const { u8 } = this.#home.link.memory.current();
    this.#differences((address, end) => u8.set(this.#shadow.subarray(address, end), address));
  }

  /** @param {(address: number, end: number, now: Uint8Array, before: Uint8Array) => void} found */
  #differences(found) {
    const { link } = this.#home;
    const ranges = rangesIn(link);
    const { u8 } = link.memory.current();
    const shadow = this.#shadow.subarray(0, u8.length);
    compare(u8, shadow, ranges, (address, end) => found(address, end, u8, shadow));
  }

  /** Makes the copy at least so large. @param {number} size */
  #reach(size) {
    if (this.#shadow.length >= size) return;
    const larger = new Uint8Array(size);
    larger.set(this.#shadow);
    this.#shadow = larger;
  }
}

/** @param {StateNode} from @param {StateNode} to @returns {{ up: StateNode[], down: StateNode[] }} those to undo, and those to apply, in order */
function pathBetween(from, to) {
  const above = new Set();
  for (let each = /** @type {StateNode | null} */ (to); each; each = each.parent) above.add(each);
  const up = [];
  let common = from;
  while (!above.has(common)) {
    up.push(common);
    if (!common.parent) throw new errors.ValueError('this state was recorded by another recorder');
    common = common.parent;
  }
  const down = [];
  for (let each = to; each !== common; each = /** @type {StateNode} */ (each.parent)) down.push(each);
  return { up, down: down.reverse() };
}
