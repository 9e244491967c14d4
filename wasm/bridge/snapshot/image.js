// A module's memory as a state: what of it counts, copying it out, comparing it, and bringing it back.
//
// Between calls the main C stack and the buffer that coroutines unwind into hold nothing, and more than half of a small program's memory is these two. They
// are no part of a state. The rest is looked at in blocks: a block of zeros is left out of an image, and an equal one out of a patch.

import { identityOf } from './identity.js';

export const PAGE = 65536;
const BLOCK = 1024;
const WORDS = BLOCK / 4;
/** So many equal words between two changes are not worth a run of their own. */
const GAP = 4;
/** So many bytes are compared at once. */
const CHUNK = 16384;

/** @typedef {[from: number, to: number]} Range bytes, of whole blocks but at the memory's end */
/** @typedef {{ address: number, bytes: Uint8Array }} Run */

/** Everything but the given parts, of which blocks that they share with something else count. @param {number} size @param {Range[]} scratch @returns {Range[]} */
export function rangesOf(size, scratch) {
  /** @type {Range[]} */
  const ranges = [];
  let from = 0;
  for (const [low, high] of scratch.slice().sort((a, b) => a[0] - b[0])) {
    const begin = Math.ceil(low / BLOCK) * BLOCK;
    const end = Math.floor(high / BLOCK) * BLOCK;
    if (begin >= end || begin < from) continue;
    if (begin > from) ranges.push([from, begin]);
    from = end;
  }
  if (from < size) ranges.push([from, size]);
  return ranges;
}

/** What counts of the memory of a module that nothing runs in. @param {import('../link.js').Link} link @returns {Range[]} */
export function rangesIn(link) {
  const { exports, memory } = link;
  const { u32 } = memory.current();
  const [low, high] = identityOf(link.module).stack;
  const scratch = exports.aw_js_scratch() >>> 2;
  return rangesOf(u32.length * 4, [
    [low, Math.min(high, exports.aw_global_0.value >>> 0)],
    [u32[scratch], u32[scratch + 1]],
  ]);
}

/** @param {Int32Array} words @param {number} from @param {number} to */
function isZero(words, from, to) {
  for (let i = from; i < to; i++) if (words[i] !== 0) return false;
  return true;
}

/** The memory without its zeros, as views. @param {Uint8Array} u8 @param {Range[]} ranges @returns {Run[]} */
export function contentsOf(u8, ranges) {
  const words = new Int32Array(u8.buffer, u8.byteOffset, u8.length / 4);
  /** @type {Run[]} */
  const runs = [];
  for (const [from, to] of ranges) {
    let start = -1;
    for (let at = from; at < to; at += BLOCK) {
      if (isZero(words, at / 4, at / 4 + WORDS)) {
        if (start >= 0) runs.push({ address: start, bytes: u8.subarray(start, at) });
        start = -1;
      } else if (start < 0) start = at;
    }
    if (start >= 0) runs.push({ address: start, bytes: u8.subarray(start, to) });
  }
  return runs;
}

/** Where the memory of a new instance is not zero. @param {Uint8Array} u8 @returns {Range[]} */
export function initialRanges(u8) {
  return contentsOf(u8, [[0, u8.length]]).map(({ address, bytes }) => [address, address + bytes.length]);
}

/** Makes these runs all that is in the memory of a new instance. Pages that nobody writes to cost nothing: zeros are not written where there are zeros. @param {Uint8Array} u8 @param {Run[]} runs @param {Range[]} initial */
export function fill(u8, runs, initial) {
  for (const [from, to] of initial) u8.fill(0, from, to);
  apply(u8, runs);
}

/** @param {Uint8Array} u8 @param {Run[]} runs */
export function apply(u8, runs) {
  for (const { address, bytes } of runs) u8.set(bytes, address);
}

/**
 * Calls `found` for each run of words that differ between two memories of one size.
 * @param {Uint8Array} now
 * @param {Uint8Array} before
 * @param {Range[]} ranges
 * @param {(address: number, end: number) => void} found
 */
export function compare(now, before, ranges, found) {
  const a = new Int32Array(now.buffer, now.byteOffset, now.length / 4);
  const b = new Int32Array(before.buffer, before.byteOffset, before.length / 4);
  for (const [from, to] of ranges) {
    for (let at = from; at < to; at += CHUNK) {
      const end = Math.min(at + CHUNK, to);
      if (compareBytes?.(now.subarray(at, end), before.subarray(at, end)) === 0) continue;
      for (let word = at / 4; word < end / 4; word += WORDS) if (differs(a, b, word)) runsIn(a, b, word, found);
    }
  }
}

/** Node's is several times as quick as a loop. @type {((a: Uint8Array, b: Uint8Array) => number) | undefined} */
const compareBytes = /** @type {any} */ (globalThis).Buffer?.compare;

/** @param {Int32Array} a @param {Int32Array} b @param {number} at */
function differs(a, b, at) {
  let bits = 0;
  for (let i = at; i < at + WORDS; i += 8) {
    bits |= (a[i] ^ b[i]) | (a[i + 1] ^ b[i + 1]) | (a[i + 2] ^ b[i + 2]) | (a[i + 3] ^ b[i + 3]);
    bits |= (a[i + 4] ^ b[i + 4]) | (a[i + 5] ^ b[i + 5]) | (a[i + 6] ^ b[i + 6]) | (a[i + 7] ^ b[i + 7]);
  }
  return bits !== 0;
}

/** @param {Int32Array} a @param {Int32Array} b @param {number} at @param {(address: number, end: number) => void} found */
function runsIn(a, b, at, found) {
  const end = at + WORDS;
  for (let i = at; i < end; i++) {
    if (a[i] === b[i]) continue;
    let last = i;
    for (let j = i + 1; j < end && j <= last + GAP; j++) if (a[j] !== b[j]) last = j;
    found(i * 4, (last + 1) * 4);
    i = last;
  }
}
