// The rest of WASI preview 1 that a program without files needs, beside its output: clocks, random numbers, environment, arguments, exit.
// Every other function answers "not supported".

import { ProgramExit } from './errors.js';
import { provideImports } from './imports.js';
import { textsSize, writeTexts } from './memory.js';
import { BAD_FD, OK, STREAMS } from './streams.js';

const NOT_SUPPORTED = 52;
const NOT_SEEKABLE = 70;
const REALTIME_CLOCK = 0;

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

provideImports('wasi_snapshot_preview1', (link, { args = [], env = {} }) => {
  const memory = () => link.memory.current();
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
    writeTexts(memory(), texts, table, address);
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
      const milliseconds = clock === REALTIME_CLOCK ? Date.now() : link.clock.read();
      memory().data.setBigUint64(out, BigInt(Math.round(milliseconds * 1000)) * 1000n, true);
      return OK;
    },
    fd_close: (/** @type {number} */ fd) => (fd < STREAMS ? OK : BAD_FD),
    fd_prestat_get: () => BAD_FD,
    fd_prestat_dir_name: () => BAD_FD,
    fd_read(/** @type {number} */ fd, /** @type {number} */ vectors, /** @type {number} */ count, /** @type {number} */ out) {
      if (fd !== 0) return BAD_FD;
      memory().data.setUint32(out, 0, true);
      return OK;
    },
    fd_seek: (/** @type {number} */ fd) => (fd < STREAMS ? NOT_SEEKABLE : BAD_FD),
    fd_tell: (/** @type {number} */ fd) => (fd < STREAMS ? NOT_SEEKABLE : BAD_FD),
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
});
