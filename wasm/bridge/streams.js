// Writing to stdout and stderr, as WASI has it: all that a C library asks for in a program that only prints.

import { provideImports } from './imports.js';

export const OK = 0;
export const BAD_FD = 8;
const CHARACTER_DEVICE = 2;
// Read and write, without seek and tell: that is how libc recognises a terminal, and then writes line by line.
const STREAM_RIGHTS = 0x42n;

/** stdin, stdout and stderr. */
export const STREAMS = 3;

provideImports('wasi_snapshot_preview1', (link) => {
  const sinks = [undefined, ...link.output.map((output) => link.outside((/** @type {Uint8Array} */ bytes) => output.write(bytes)))];
  return {
    fd_fdstat_get(/** @type {number} */ fd, /** @type {number} */ out) {
      if (fd >= STREAMS) return BAD_FD;
      const { data, u8 } = link.memory.current();
      u8.fill(0, out, out + 24);
      data.setUint8(out, CHARACTER_DEVICE);
      data.setBigUint64(out + 8, STREAM_RIGHTS, true);
      return OK;
    },
    fd_write(/** @type {number} */ fd, /** @type {number} */ vectors, /** @type {number} */ count, /** @type {number} */ out) {
      const sink = sinks[fd];
      if (!sink) return BAD_FD;
      let written = 0;
      for (let i = 0; i < count; i++) {
        const { data, u8 } = link.memory.current();
        const address = data.getUint32(vectors + 8 * i, true);
        const length = data.getUint32(vectors + 8 * i + 4, true);
        if (length > 0) sink(u8.subarray(address, address + length));
        written += length;
      }
      link.memory.current().data.setUint32(out, written, true);
      return OK;
    },
  };
});
