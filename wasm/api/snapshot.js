// Snapshots: the whole state of a program as bytes, and an instance that goes on from them.

import { SnapshotError } from '../bridge/errors.js';
import { connect } from '../bridge/link.js';
import { decodeChain, encode } from '../bridge/snapshot/format.js';
import { identityOf } from '../bridge/snapshot/identity.js';
import { PAGE, apply, compare, contentsOf, rangesIn } from '../bridge/snapshot/image.js';
import { chooseClock, machineState } from './fork.js';
import { provide } from './parts.js';
import { Thrown, encodeHost, goOnFromBytes } from './saved-state.js';
import { capture, requireTopLevel } from './state.js';

/** @typedef {import('../bridge/link.js').Link} Link */
/** @typedef {import('./values.js').Values} Values */
/** @typedef {ReturnType<typeof decodeChain>[number]} Parts */
/** @typedef {Uint8Array | Uint8Array[]} Chain a snapshot, or one and those that tell only what changed after it, oldest first */

/** @param {Values} home @param {{ since?: Chain }} options */
export function snapshot(home, { since } = {}) {
  const { link } = home;
  requireTopLevel(link);
  const host = encodeHost(home, capture(home)); // before the memory, of which views must not wait
  const changes = since && changesSince(link, since);
  const { pages, memory, globals } = changes ?? machineState(link);
  return encode({
    module: identityOf(link.module),
    pages,
    now: link.clock.read() / 1000,
    date: Date.now(),
    globals,
    memory,
    host,
    parent: changes ? changes.parent : null,
  });
}

/** @param {Link} link @param {Chain} since @returns {import('../bridge/link.js').MachineState & { parent: Uint8Array }} */
function changesSince(link, since) {
  const all = partsOf(since, link.module);
  const before = imageOf(all);
  const ranges = rangesIn(link);
  const { u8 } = link.memory.current();
  const known = Math.min(before.length, u8.length);
  /** @type {import('../bridge/snapshot/image.js').Run[]} */
  const memory = [];
  compare(u8.subarray(0, known), before.subarray(0, known), within(ranges, 0, known), (from, to) => memory.push({ address: from, bytes: u8.subarray(from, to) }));
  memory.push(...contentsOf(u8, within(ranges, known, u8.length)));
  return { pages: u8.length / PAGE, memory, globals: link.globals(), parent: all[all.length - 1].identity };
}

/** @param {import('../bridge/snapshot/image.js').Range[]} ranges @param {number} low @param {number} high @returns {import('../bridge/snapshot/image.js').Range[]} */
function within(ranges, low, high) {
  return ranges.flatMap(([from, to]) => (from < high && to > low ? [[Math.max(from, low), Math.min(to, high)]] : []));
}

/** @param {Chain} chain */
const listOf = (chain) => (Array.isArray(chain) ? chain : [chain]);

/** @param {Chain} chain @param {WebAssembly.Module} module @returns {Parts[]} */
function partsOf(chain, module) {
  const list = listOf(chain);
  if (list.length === 0) throw new SnapshotError('not a snapshot', 'a snapshot was expected, got an empty list');
  return decodeChain(list, identityOf(module));
}

/** What a chain writes, oldest first. Memory can be smaller than it was, in an instance that went on from an older state: what was behind its end then is gone. @param {Parts[]} all */
function runsOf(all) {
  let size = Infinity;
  return all.reduceRight((/** @type {import('../bridge/snapshot/image.js').Run[]} */ later, { memory, pages }) => {
    size = Math.min(size, pages * PAGE);
    const runs = memory.filter(({ address }) => address < size).map(({ address, bytes }) => ({ address, bytes: bytes.subarray(0, size - address) }));
    return [...runs, ...later];
  }, []);
}

/** The memory that a chain comes to. @param {Parts[]} all */
function imageOf(all) {
  const image = new Uint8Array(all[all.length - 1].pages * PAGE);
  apply(image, runsOf(all));
  return image;
}

/**
 * A new instance that goes on where the snapshot was taken.
 * @param {WebAssembly.Module} module
 * @param {string} name
 * @param {Values} home
 * @param {import('./values.js').Host & Parameters<typeof connect>[3] & { snapshot: Chain, timePassed?: boolean }} options
 */
export async function restore(module, name, home, options) {
  const all = partsOf(options.snapshot, module);
  const last = all[all.length - 1];
  const link = await connect(module, name, home, options, { pages: last.pages, memory: runsOf(all), globals: last.globals });
  const passed = options.timePassed ? Math.max(0, Date.now() - last.date) : 0;
  try {
    link.clock.set(last.now * 1000);
    chooseClock(link, options.virtualClock);
    goOnFromBytes(home, last.host, link.clock.read() + passed);
  } catch (error) {
    if (error instanceof SnapshotError) throw error;
    if (error instanceof Thrown) throw error.error;
    const { message, name } = /** @type {Error} */ (error);
    throw new SnapshotError('malformed', `this snapshot cannot be gone on from: ${message || name}`, { cause: error });
  }
  return link;
}

provide({ restore, snapshot });
