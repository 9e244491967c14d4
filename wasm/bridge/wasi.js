// WASI preview 1, as much of it as a program without files needs: output, clocks, random numbers, environment, arguments, exit.
// Every other function answers "not supported".

import { ProgramExit } from './errors.js';
import { textsSize } from './memory.js';

const OK = 0;
const BAD_FD = 8;
const NOT_SUPPORTED = 52;
const NOT_SEEKABLE = 70;
const CHARACTER_DEVICE = 2;
const REALTIME_CLOCK = 0;
// Read and write, without seek and tell: that is how libc recognises a terminal, and then writes line by line.
const STREAM_RIGHTS = 0x42n;

const NOT_PROVIDED = [
  ...['advise', 'allocate', 'datasync', 'fdstat_set_flags', 'fdstat_set_rights', 'filestat_get', 'filestat_set_size', 'filestat_set_times'],
  ...['pread', 'pwrite', 'readdir', 'renumber', 'sync'],
].map((name) => `fd_${name}`);
NOT_PROVIDED.push(
  ...['create_directory', 'filestat_get', 'filestat_set_times', 'link', 'open', 'readlink', 'remove_directory', 'rename', 'symlink', 'unlink_file'].map(
    (name) => `path_${name}`,
  ),
  ...['poll_oneoff', 'proc_raise', 'sock_accept', 'sock_recv', 'sock_send', 'sock_shutdown'],
);

const refused = Object.fromEntries(NOT_PROVIDED.map((name) => [name, () => NOT_SUPPORTED]));

/**
 * @param {object} options
 * @param {() => import('./memory.js').Memory} options.memory views of the memory as it is now
 * @param {() => number} options.clock the monotonic one, in milliseconds
 * @param {string[]} options.args
 * @param {Record<string, string>} options.env
 * @param {(bytes: Uint8Array) => void} options.stdout
 * @param {(bytes: Uint8Array) => void} options.stderr
 * @returns {Record<string, Function>}
 */
export function wasiImports({ memory, clock: monotonic, args, env, stdout, stderr }) {
  const sinks = [undefined, stdout, stderr];
  const environment = Object.entries(env).map(([name, value]) => `${name}=${value}`);

  /** @param {string[]} texts @param {number} outCount @param {number} outSize */
  const sizes = (texts, outCount, outSize) => {
    const { data } = memory();
    data.setUint32(outCount, texts.length, true);
    data.setUint32(outSize, textsSize(texts), true);
    return OK;
  };
  /** @param {string[]} texts @param {number} table @param {number} address */
  const texts = (texts, table, address) => {
    memory().writeTexts(texts, table, address);
    return OK;
  };

  const provided = {
    args_get: (/** @type {number} */ table, /** @type {number} */ address) => texts(args, table, address),
    args_sizes_get: (/** @type {number} */ outCount, /** @type {number} */ outSize) => sizes(args, outCount, outSize),
    environ_get: (/** @type {number} */ table, /** @type {number} */ address) => texts(environment, table, address),
    environ_sizes_get: (/** @type {number} */ outCount, /** @type {number} */ outSize) => sizes(environment, outCount, outSize),
    clock_res_get(/** @type {number} */ clock, /** @type {number} */ out) {
      memory().data.setBigUint64(out, clock === REALTIME_CLOCK ? 1000000n : 1000n, true);
      return OK;
    },
    clock_time_get(/** @type {number} */ clock, /** @type {bigint} */ precision, /** @type {number} */ out) {
      const milliseconds = clock === REALTIME_CLOCK ? Date.now() : monotonic();
      memory().data.setBigUint64(out, BigInt(Math.round(milliseconds * 1000)) * 1000n, true);
      return OK;
    },
    fd_close: (/** @type {number} */ fd) => (fd < sinks.length ? OK : BAD_FD),
    fd_fdstat_get(/** @type {number} */ fd, /** @type {number} */ out) {
      if (fd >= sinks.length) return BAD_FD;
      const { data, u8 } = memory();
      u8.fill(0, out, out + 24);
      data.setUint8(out, CHARACTER_DEVICE);
      data.setBigUint64(out + 8, STREAM_RIGHTS, true);
      return OK;
    },
    fd_prestat_get: () => BAD_FD,
    fd_prestat_dir_name: () => BAD_FD,
    fd_read(/** @type {number} */ fd, /** @type {number} */ vectors, /** @type {number} */ count, /** @type {number} */ out) {
      if (fd !== 0) return BAD_FD;
      memory().data.setUint32(out, 0, true);
      return OK;
    },
    fd_seek: (/** @type {number} */ fd) => (fd < sinks.length ? NOT_SEEKABLE : BAD_FD),
    fd_tell: (/** @type {number} */ fd) => (fd < sinks.length ? NOT_SEEKABLE : BAD_FD),
    fd_write(/** @type {number} */ fd, /** @type {number} */ vectors, /** @type {number} */ count, /** @type {number} */ out) {
      const sink = sinks[fd];
      if (!sink) return BAD_FD;
      let written = 0;
      for (let i = 0; i < count; i++) {
        const { data, u8 } = memory();
        const address = data.getUint32(vectors + 8 * i, true);
        const length = data.getUint32(vectors + 8 * i + 4, true);
        if (length > 0) sink(u8.subarray(address, address + length));
        written += length;
      }
      memory().data.setUint32(out, written, true);
      return OK;
    },
    proc_exit(/** @type {number} */ status) {
      throw new ProgramExit(status);
    },
    random_get(/** @type {number} */ address, /** @type {number} */ length) {
      const { u8 } = memory();
      const most = 65536;
      for (let at = 0; at < length; at += most) crypto.getRandomValues(u8.subarray(address + at, address + Math.min(at + most, length)));
      return OK;
    },
    sched_yield: () => OK,
  };
  return { ...refused, ...provided };
}
