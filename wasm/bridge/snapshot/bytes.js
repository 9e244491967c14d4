// Bytes one after another, written and read: numbers of variable length, floats, texts. Little endian. Reading past the end is a SnapshotError.

import { SnapshotError } from '../errors.js';

const LONE_SURROGATE = /\p{Surrogate}/u;
const FIRST_BYTES = 256;
const SHORT = 64;

export class ByteWriter {
  constructor() {
    this.length = 0;
    this.bytes = new Uint8Array(FIRST_BYTES);
    this.data = new DataView(this.bytes.buffer);
    this.texts = new TextEncoder();
  }

  /** @param {number} size */
  grow(size) {
    const before = this.bytes;
    this.bytes = new Uint8Array(size);
    this.bytes.set(before);
    this.data = new DataView(this.bytes.buffer);
  }

  /** Makes room for so many bytes, and gives where they begin. @param {number} size */
  reserve(size) {
    const at = this.length;
    if (at + size > this.bytes.length) this.grow(Math.max(at + size, 2 * this.bytes.length));
    this.length = at + size;
    return at;
  }

  /** @param {number} byte */
  byte(byte) {
    const at = this.reserve(1);
    this.bytes[at] = byte;
  }

  /** LEB128. @param {number} number below 2^32 */
  count(number) {
    for (; number > 127; number = Math.floor(number / 128)) this.byte((number & 127) | 128);
    this.byte(number);
  }

  /** @param {number} number */
  float(number) {
    const at = this.reserve(8);
    this.data.setFloat64(at, number, true);
  }

  /** @param {Uint8Array} bytes */
  block(bytes) {
    this.count(bytes.length);
    const at = this.reserve(bytes.length);
    this.bytes.set(bytes, at);
  }

  /** Well-formed text as UTF-8, and other text, which UTF-8 has no words for, as its 16-bit units: the count of bytes, doubled, plus 1 in the second case. @param {string} text */
  text(text) {
    if (text.length < SHORT && this.ascii(text)) return;
    if (!LONE_SURROGATE.test(text)) {
      const bytes = this.texts.encode(text);
      this.count(2 * bytes.length);
      const at = this.reserve(bytes.length);
      this.bytes.set(bytes, at);
      return;
    }
    this.count(4 * text.length + 1);
    const at = this.reserve(2 * text.length);
    for (let i = 0; i < text.length; i++) this.data.setUint16(at + 2 * i, text.charCodeAt(i), true);
  }

  /** What most texts are, done without a TextEncoder. False: it is none, and nothing was written. @param {string} text shorter than SHORT */
  ascii(text) {
    const before = this.length;
    this.count(2 * text.length);
    const at = this.reserve(text.length);
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 127) {
        this.length = before;
        return false;
      }
      this.bytes[at + i] = unit;
    }
    return true;
  }
}

export class ByteReader {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.at = 0;
    this.texts = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  }

  get left() {
    return this.bytes.length - this.at;
  }

  /** Goes past so many bytes, and gives where they begin. @param {number} size */
  skip(size) {
    if (size > this.left) throw malformed('a value goes on behind its end');
    const at = this.at;
    this.at += size;
    return at;
  }

  byte() {
    return this.bytes[this.skip(1)];
  }

  count() {
    let number = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte();
      number += (byte & 127) * factor;
      if (number >= 2 ** 32 || factor > 2 ** 28) throw malformed('a number is too large');
      if (byte < 128) return number;
    }
  }

  float() {
    return this.data.getFloat64(this.skip(8), true);
  }

  /** A view. @param {number} [size] */
  block(size = this.count()) {
    const at = this.skip(size);
    return this.bytes.subarray(at, at + size);
  }

  text() {
    const count = this.count();
    if (count < 2 * SHORT && count % 2 === 0) {
      const text = this.ascii(count / 2);
      if (text !== undefined) return text;
    }
    const bytes = this.block(Math.floor(count / 2));
    if (count % 2 === 0) {
      try {
        return this.texts.decode(bytes);
      } catch {
        throw malformed('a text is no UTF-8');
      }
    }
    if (bytes.length % 2 !== 0) throw malformed('half a unit of text is missing');
    const units = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let text = '';
    for (let i = 0; i < bytes.length; i += 2) text += String.fromCharCode(units.getUint16(i, true));
    return text;
  }

  /** Undefined: it is none, and nothing was read. @param {number} size @returns {string | undefined} */
  ascii(size) {
    const at = this.skip(size);
    let text = '';
    for (let i = at; i < at + size; i++) {
      const byte = this.bytes[i];
      if (byte > 127) {
        this.at = at;
        return undefined;
      }
      text += String.fromCharCode(byte);
    }
    return text;
  }
}

/** @param {string} why */
export function malformed(why) {
  return new SnapshotError('malformed', `this snapshot was not made by libawait: ${why}`);
}
