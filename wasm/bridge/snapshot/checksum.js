// MurmurHash3 x86_128 with seed 0 (Austin Appleby, public domain): tells snapshots and modules apart, and finds accidental damage.
// It keeps no secret and stops no forger; wasm/api/seal.js does.

const C1 = 0x239b961b;
const C2 = 0xab0e9789 | 0;
const C3 = 0x38b34ae5;
const C4 = 0xa1e38b93 | 0;

/**
 * The 16 bytes of the published function's `uint32_t out[4]`, little endian.
 * @param {Uint8Array} bytes
 */
export function checksum(bytes) {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  const words = new Int32Array(aligned.buffer, aligned.byteOffset, (bytes.length >>> 4) * 4);
  const state = mix(words);
  const last = new DataView(new ArrayBuffer(16));
  new Uint8Array(last.buffer).set(bytes.subarray(words.length * 4));
  state[0] ^= scramble(last.getInt32(0, true), C1, 15, C2) ^ bytes.length;
  state[1] ^= scramble(last.getInt32(4, true), C2, 16, C3) ^ bytes.length;
  state[2] ^= scramble(last.getInt32(8, true), C3, 17, C4) ^ bytes.length;
  state[3] ^= scramble(last.getInt32(12, true), C4, 18, C1) ^ bytes.length;
  spread(state);
  const out = state.map(avalanche);
  spread(out);
  return new Uint8Array(out.buffer);
}

/** The whole blocks: nearly all of the time is spent here. @param {Int32Array} words */
function mix(words) {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let i = 0; i < words.length; i += 4) {
    a ^= scramble(words[i], C1, 15, C2);
    a = Math.imul(rotate(a, 19) + b, 5) + 0x561ccd1b | 0;
    b ^= scramble(words[i + 1], C2, 16, C3);
    b = Math.imul(rotate(b, 17) + c, 5) + 0x0bcaa747 | 0;
    c ^= scramble(words[i + 2], C3, 17, C4);
    c = Math.imul(rotate(c, 15) + d, 5) + 0x96cd1c35 | 0;
    d ^= scramble(words[i + 3], C4, 18, C1);
    d = Math.imul(rotate(d, 13) + a, 5) + 0x32ac3b17 | 0;
  }
  return Int32Array.of(a, b, c, d);
}

/** @param {number} word @param {number} factor @param {number} bits @param {number} factor2 */
function scramble(word, factor, bits, factor2) {
  return Math.imul(rotate(Math.imul(word, factor), bits), factor2);
}

/** @param {number} word @param {number} bits */
function rotate(word, bits) {
  return (word << bits) | (word >>> (32 - bits));
}

/** @param {Int32Array} words */
function spread(words) {
  words[0] += words[1] + words[2] + words[3];
  for (let i = 1; i < 4; i++) words[i] += words[0];
}

/** @param {number} word */
function avalanche(word) {
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return word ^ (word >>> 16);
}
