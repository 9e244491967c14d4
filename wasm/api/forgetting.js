// Forgetting states of a recorder's tree: branches of it, and what is between two others.

import { errors } from './exceptions.js';

/** @typedef {import('./recorder.js').Change} Change */
/** @typedef {import('./recorder.js').Recorder} Recorder */
/** @typedef {import('./recorder.js').StateNode} StateNode */

/** Forgets a node and all that came after it. @param {Recorder} recorder @param {StateNode} node */
export function drop(recorder, node) {
  const { parent } = node;
  for (let each = /** @type {StateNode | null} */ (recorder.current); each; each = each.parent) {
    if (each === node) throw new errors.ValueError('the current state cannot be dropped, nor what led to it');
  }
  if (parent) parent.children = parent.children.filter((child) => child !== node);
}

/** Forgets a node with one child, which follows its parent then. @param {Recorder} recorder @param {StateNode} node neither the root nor the current one */
export function merge(recorder, node) {
  const { parent, children } = node;
  if (!parent || node === recorder.current || children.length !== 1) throw new errors.ValueError('only a state between two others can be forgotten');
  const [child] = children;
  child.changes = compose(node.changes, child.changes);
  child.parent = parent;
  parent.children[parent.children.indexOf(node)] = child;
}

/** One patch in place of two: what was before the first, and what is after the second. @param {Change[]} first @param {Change[]} second @returns {Change[]} */
function compose(first, second) {
  const earlier = new Set(first);
  const all = [...first, ...second].sort((a, b) => a.address - b.address);
  const composed = [];
  for (let from = 0, to = 0; from < all.length; from = to) {
    const { address } = all[from];
    let end = address;
    for (; to < all.length && all[to].address <= end; to++) end = Math.max(end, all[to].address + all[to].after.length);
    const joined = { address, before: new Uint8Array(end - address), after: new Uint8Array(end - address) };
    const touching = all.slice(from, to);
    const [ones, others] = [touching.filter((change) => earlier.has(change)), touching.filter((change) => !earlier.has(change))];
    for (const change of [...others, ...ones]) joined.before.set(change.before, change.address - address);
    for (const change of [...ones, ...others]) joined.after.set(change.after, change.address - address);
    if (joined.before.some((byte, index) => byte !== joined.after[index])) composed.push(joined);
  }
  return composed;
}
