// Keeps the steps of a history within bounds. Old steps are thinned: what is between two steps of which one is kept goes first where neighbours are close for their
// age, so that every recent step is there, then every second, every fourth. Then whole branches go, the oldest first.

import { drop, merge } from '../forgetting.js';

/** Where neighbours are further apart than this part of their age, branches go first. */
const SPARSE = 0.5;
/** Looking through all takes its time where there are many: then one of so many, as a power of two, goes at once. */
const AT_ONCE = 5;

/** @typedef {import('../recorder.js').StateNode} StateNode */
/** @typedef {import('./steps.js').Entry} Entry */
/** @typedef {import('./steps.js').Steps} Steps */

export class Bounds {
  /** @param {{ maxBytes: number, maxSteps: number }} limits */
  constructor({ maxBytes, maxSteps }) {
    this.maxBytes = maxBytes;
    this.maxSteps = maxSteps;
  }

  /** @param {Steps} steps */
  keep(steps) {
    while (steps.bytes > this.maxBytes || steps.kept.length > this.maxSteps) {
      if (!thin(steps, SPARSE) && !dropBranch(steps) && !thin(steps, Infinity)) return;
    }
  }
}

/** A state is the current step's, in place of the one that was. @param {Steps} steps @param {StateNode} node */
export function correct(steps, node) {
  const { current } = steps;
  const before = current.node;
  current.node = node;
  steps.bytes += node.bytes;
  if (before.parent && before.children.length === 1) {
    if (current.base === before) current.base = node;
    mergeInto(steps, before, node);
  }
}

/** Forgets steps whose neighbours are closest to each other for their age; false if there is none. @param {Steps} steps @param {number} sparse */
function thin(steps, sparse) {
  const found = [];
  for (const entry of steps.kept) {
    const { born, parent, children, node, base } = entry;
    if (!parent || children.length !== 1 || node !== base || node.children.length !== 1 || node === steps.current.node) continue;
    const distance = (children[0].number - parent.number) / (steps.count - born);
    if (distance <= sparse) found.push({ entry, parent, child: children[0], distance });
  }
  if (found.length === 0) return false;
  found.sort((a, b) => a.distance - b.distance);
  let left = Math.max(1, steps.kept.length >> AT_ONCE);
  for (const { entry, parent, child } of found) {
    if (entry.parent !== parent || entry.children[0] !== child) continue; // a neighbour has gone just now
    forgetBetween(steps, entry, parent, child);
    if (--left === 0) break;
  }
  steps.kept = steps.kept.filter(({ kept }) => kept);
  return true;
}

/** @param {Steps} steps @param {Entry} entry @param {Entry} parent @param {Entry} child */
function forgetBetween(steps, entry, parent, child) {
  mergeInto(steps, entry.node, child.base);
  entry.kept = false;
  entry.node = entry.base = steps.recorder.root; // who still has the step keeps nothing of what is forgotten
  child.parent = parent;
  parent.children[parent.children.indexOf(entry)] = child;
  if (parent.next === entry) parent.next = child;
}

/** @param {Steps} steps @param {StateNode} node @param {StateNode} child */
function mergeInto(steps, node, child) {
  steps.bytes -= node.bytes + child.bytes;
  merge(steps.recorder, node);
  steps.bytes += child.bytes;
}

/** Forgets the branch that ended first, of those that do not lead to the current step. @param {Steps} steps */
function dropBranch(steps) {
  const leaf = steps.kept.find((entry) => entry.children.length === 0 && entry !== steps.current);
  if (!leaf) return false;
  let top = leaf;
  forget(steps, top);
  while (top.parent && top.parent.children.length === 1 && top.parent !== steps.current) {
    top = top.parent;
    forget(steps, top);
  }
  const parent = /** @type {Entry} */ (top.parent);
  parent.children = parent.children.filter((child) => child !== top);
  if (parent.next === top) parent.next = parent.children.at(-1) ?? null;
  drop(steps.recorder, top.base);
  steps.kept = steps.kept.filter(({ kept }) => kept);
  return true;
}

/** @param {Steps} steps @param {Entry} entry */
function forget(steps, entry) {
  entry.kept = false;
  steps.entries.delete(entry.step);
  for (let node = /** @type {StateNode} */ (entry.node); ; node = /** @type {StateNode} */ (node.parent)) {
    steps.bytes -= node.bytes;
    if (node === entry.base) return;
  }
}
