// Chance that can be repeated: numbers from a seed, and bytes damaged by them.

/** xorshift32: numbers from 0 to n - 1. @param {number} seed @returns {(n: number) => number} */
export function random(seed) {
  return (n) => {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    return (seed >>> 0) % n;
  };
}

/**
 * Bytes that differ from the given ones: bits flipped, bytes overwritten, the end cut off, parts moved, left out, repeated, or taken from other bytes.
 * @param {Uint8Array} bytes not empty @param {(n: number) => number} draw @param {Uint8Array} other
 */
export function damaged(bytes, draw, other) {
  for (;;) {
    const result = DAMAGES[draw(DAMAGES.length)](bytes, draw, other);
    if (Buffer.compare(result, bytes) !== 0) return result;
  }
}

/** Numbers that programs stumble over. */
const NASTY = [0, 1, 0x7f, 0x80, 0xff];

/** @type {((bytes: Uint8Array, draw: (n: number) => number, other: Uint8Array) => Uint8Array)[]} */
const DAMAGES = [
  (bytes, draw) => changed(bytes, 1 + draw(8), draw, (byte) => byte ^ (1 << draw(8))),
  (bytes, draw) => changed(bytes, 1 + draw(4), draw, () => draw(256)),
  (bytes, draw) => changed(bytes, 1 + draw(6), draw, () => NASTY[draw(NASTY.length)]),
  (bytes, draw) => bytes.slice(0, draw(bytes.length)),
  (bytes, draw, other) => joined(bytes.subarray(0, draw(bytes.length)), other.subarray(draw(other.length))),
  (bytes, draw) => {
    const [from, to] = [draw(bytes.length), draw(bytes.length)];
    return joined(bytes.subarray(0, from), bytes.subarray(to));
  },
  (bytes, draw) => {
    const at = draw(bytes.length);
    return joined(bytes.subarray(0, at), Uint8Array.from({ length: 1 + draw(9) }, () => draw(256)), bytes.subarray(at));
  },
];

/** @param {Uint8Array} bytes @param {number} times @param {(n: number) => number} draw @param {(byte: number) => number} change */
function changed(bytes, times, draw, change) {
  const result = Uint8Array.from(bytes);
  for (let i = 0; i < times; i++) {
    const at = draw(bytes.length);
    result[at] = change(result[at]);
  }
  return result;
}

/** @param {Uint8Array[]} parts */
function joined(...parts) {
  return new Uint8Array(Buffer.concat(parts));
}

/** So much more memory is in use after the action, in bytes. @param {() => void} action */
export function memoryTaken(action) {
  const before = inUse();
  action();
  return inUse() - before;
}

/** Memory of the heap and of buffers, in bytes. */
export function inUse() {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
