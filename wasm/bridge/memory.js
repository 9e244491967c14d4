// Views of a module's memory. Growth detaches a view, which then has length 0; whoever reads or writes asks current() first.

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const SHORT = 24;

export class Memory {
  /** @param {WebAssembly.Memory} memory */
  constructor(memory) {
    this.memory = memory;
    this.u8 = new Uint8Array(memory.buffer);
    this.u32 = new Uint32Array(memory.buffer);
    this.i32 = new Int32Array(memory.buffer);
    this.f64 = new Float64Array(memory.buffer);
    this.data = new DataView(memory.buffer);
  }

  refresh() {
    const { buffer } = this.memory;
    this.u8 = new Uint8Array(buffer);
    this.u32 = new Uint32Array(buffer);
    this.i32 = new Int32Array(buffer);
    this.f64 = new Float64Array(buffer);
    this.data = new DataView(buffer);
  }

  /** This, with views of the memory as it is now. */
  current() {
    if (this.u32.length === 0) this.refresh();
    return this;
  }

  /** UTF-8 text. Short ASCII, which is nearly all of it, needs no decoder. @param {number} address @param {number} length */
  text(address, length) {
    const { u8 } = this.current();
    if (length <= SHORT) {
      let text = '';
      let i = 0;
      for (; i < length; i++) {
        const byte = u8[address + i];
        if (byte > 127) break;
        text += String.fromCharCode(byte);
      }
      if (i === length) return text;
    }
    return decoder.decode(u8.subarray(address, address + length));
  }

  /** What stands before the next byte of zero. @param {number} address @param {number} [most] bytes */
  textUntilZero(address, most = Infinity) {
    const end = this.current().u8.indexOf(0, address);
    return this.text(address, Math.min(end - address, most));
  }

  /** A copy. @param {number} address @param {number} length */
  bytes(address, length) {
    return this.current().u8.slice(address, address + length);
  }
}

/** Puts zero-terminated texts behind each other and their addresses into a table, as argv is. @param {Memory} memory @param {string[]} texts @param {number} table @param {number} address */
export function writeTexts(memory, texts, table, address) {
  const { data, u8 } = memory.current();
  for (const text of texts) {
    const bytes = encoder.encode(`${text}\0`);
    data.setUint32(table, address, true);
    u8.set(bytes, address);
    table += 4;
    address += bytes.length;
  }
}

/** The bytes that writeTexts needs. @param {string[]} texts */
export function textsSize(texts) {
  return texts.reduce((sum, text) => sum + encoder.encode(text).length + 1, 0);
}
