// WASI preview 1 for a compiler: arguments, output, and files in memory. Works in Node, pages and workers.

import { Directory, File } from './files.js';

const OK = 0;
const BAD_FD = 8;
const EXISTS = 20;
const INVALID = 28;
const IS_DIRECTORY = 31;
const NO_ENTRY = 44;
const NOT_SUPPORTED = 52;
const NOT_DIRECTORY = 54;
const NOT_EMPTY = 55;
const NOT_SEEKABLE = 70;

const TYPE_CHARACTER_DEVICE = 2;
const TYPE_DIRECTORY = 3;
const TYPE_FILE = 4;

const OPEN_CREATE = 1;
const OPEN_DIRECTORY = 2;
const OPEN_EXCLUSIVE = 4;
const OPEN_TRUNCATE = 8;
const APPEND = 1;
const ALL_RIGHTS = 0xfffffffn;
const STREAM_RIGHTS = 0x42n;
const ROOT_FD = 3;

/** The program called exit(). */
export class Exit extends Error {
  /** @param {number} status */
  constructor(status) {
    super(`exit status ${status}`);
    this.status = status;
  }
}

/**
 * @typedef {{ stream: (bytes: Uint8Array) => void }} Stream
 * @typedef {{ node: import('./files.js').Node, position: number, append: boolean }} OpenNode
 */

/**
 * @param {object} options
 * @param {string[]} options.args
 * @param {Directory} options.root
 * @param {(bytes: Uint8Array) => void} options.onOutput
 * @param {(bytes: Uint8Array) => void} options.onError
 */
export function makeWasi({ args, root, onOutput, onError }) {
  /** @type {WebAssembly.Memory} */
  let memory;
  const view = () => new DataView(memory.buffer);
  const bytesAt = (/** @type {number} */ at, /** @type {number} */ length) => new Uint8Array(memory.buffer, at, length);
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  const textAt = (/** @type {number} */ at, /** @type {number} */ length) => decoder.decode(bytesAt(at, length));

  /** @type {Map<number, Stream | OpenNode>} */
  const open = new Map();
  open.set(0, { stream: () => {} });
  open.set(1, { stream: onOutput });
  open.set(2, { stream: onError });
  open.set(ROOT_FD, { node: root, position: 0, append: false });
  /** @type {Map<import('./files.js').Node, bigint>} */
  const inodes = new Map();

  /** @param {number} fd @returns {OpenNode | undefined} */
  const openNode = (fd) => {
    const entry = open.get(fd);
    return entry && 'node' in entry ? entry : undefined;
  };
  /** @param {number} fd */
  const openFile = (fd) => {
    const entry = openNode(fd);
    return entry?.node instanceof File ? { entry, file: entry.node } : undefined;
  };

  /** What stands at a path, and the directory that holds it. @param {number} fd @param {number} path @param {number} length */
  const walk = (fd, path, length) => {
    const start = openNode(fd)?.node;
    if (!(start instanceof Directory)) return { error: BAD_FD };
    /** @type {(import('./files.js').Node | undefined)[]} */
    const way = [start];
    let parent = start;
    let name = '.';
    for (const part of textAt(path, length).split('/')) {
      if (part === '' || part === '.') continue;
      if (part === '..') {
        if (way.length > 1) way.pop();
        continue;
      }
      const here = way[way.length - 1];
      if (!here) return { error: NO_ENTRY };
      if (!(here instanceof Directory)) return { error: NOT_DIRECTORY };
      parent = here;
      name = part;
      way.push(here.get(part));
    }
    return { error: OK, parent, name, node: way[way.length - 1] };
  };

  /** @param {import('./files.js').Node} node @param {number} out */
  const writeStatus = (node, out) => {
    if (!inodes.has(node)) inodes.set(node, BigInt(inodes.size + 1));
    bytesAt(out, 64).fill(0);
    const data = view();
    data.setBigUint64(out, 1n, true);
    data.setBigUint64(out + 8, /** @type {bigint} */ (inodes.get(node)), true);
    data.setUint8(out + 16, node instanceof Directory ? TYPE_DIRECTORY : TYPE_FILE);
    data.setBigUint64(out + 24, 1n, true);
    data.setBigUint64(out + 32, BigInt(node instanceof File ? node.size : 0), true);
    return OK;
  };

  /** @param {number} vectors @param {number} count */
  function* buffers(vectors, count) {
    for (let i = 0; i < count; i++) {
      const data = view();
      yield bytesAt(data.getUint32(vectors + 8 * i, true), data.getUint32(vectors + 8 * i + 4, true));
    }
  }

  /** @param {File} file @param {number} position @param {number} vectors @param {number} count */
  const readInto = (file, position, vectors, count) => {
    let total = 0;
    for (const buffer of buffers(vectors, count)) {
      const part = file.bytes.subarray(position + total, Math.min(file.size, position + total + buffer.length));
      buffer.set(part);
      total += part.length;
    }
    return total;
  };

  const texts = {
    /** @param {string[]} list @param {number} outCount @param {number} outSize */
    sizes(list, outCount, outSize) {
      view().setUint32(outCount, list.length, true);
      view().setUint32(outSize, encoder.encode(list.map((text) => `${text}\0`).join('')).length, true);
      return OK;
    },
    /** @param {string[]} list @param {number} table @param {number} at */
    write(list, table, at) {
      for (const text of list) {
        view().setUint32(table, at, true);
        table += 4;
        const bytes = encoder.encode(`${text}\0`);
        bytesAt(at, bytes.length).set(bytes);
        at += bytes.length;
      }
      return OK;
    },
  };

  /** @type {Record<string, (...args: any[]) => number>} */
  const functions = {
    args_get: (table, at) => texts.write(args, table, at),
    args_sizes_get: (outCount, outSize) => texts.sizes(args, outCount, outSize),
    environ_get: () => OK,
    environ_sizes_get: (outCount, outSize) => texts.sizes([], outCount, outSize),
    clock_time_get(_clock, _precision, out) {
      view().setBigUint64(out, BigInt(Date.now()) * 1000000n, true);
      return OK;
    },
    fd_close: (fd) => (open.delete(fd) ? OK : BAD_FD),
    fd_fdstat_get(fd, out) {
      const entry = open.get(fd);
      if (!entry) return BAD_FD;
      bytesAt(out, 24).fill(0);
      const isNode = 'node' in entry;
      view().setUint8(out, !isNode ? TYPE_CHARACTER_DEVICE : entry.node instanceof Directory ? TYPE_DIRECTORY : TYPE_FILE);
      view().setUint16(out + 2, isNode && entry.append ? APPEND : 0, true);
      view().setBigUint64(out + 8, isNode ? ALL_RIGHTS : STREAM_RIGHTS, true);
      view().setBigUint64(out + 16, isNode ? ALL_RIGHTS : 0n, true);
      return OK;
    },
    fd_filestat_get(fd, out) {
      const entry = open.get(fd);
      if (!entry) return BAD_FD;
      if ('node' in entry) return writeStatus(entry.node, out);
      bytesAt(out, 64).fill(0);
      view().setUint8(out + 16, TYPE_CHARACTER_DEVICE);
      return OK;
    },
    fd_filestat_set_size(fd, size) {
      const opened = openFile(fd);
      if (!opened) return BAD_FD;
      opened.file.resize(Number(size));
      return OK;
    },
    fd_filestat_set_times: () => OK,
    fd_pread(fd, vectors, count, offset, out) {
      const opened = openFile(fd);
      if (!opened) return BAD_FD;
      view().setUint32(out, readInto(opened.file, Number(offset), vectors, count), true);
      return OK;
    },
    fd_prestat_get(fd, out) {
      if (fd !== ROOT_FD) return BAD_FD;
      view().setUint32(out, 0, true);
      view().setUint32(out + 4, 1, true);
      return OK;
    },
    fd_prestat_dir_name(_fd, at) {
      bytesAt(at, 1)[0] = '/'.charCodeAt(0);
      return OK;
    },
    fd_read(fd, vectors, count, out) {
      const opened = openFile(fd);
      const size = opened ? readInto(opened.file, opened.entry.position, vectors, count) : 0;
      if (opened) opened.entry.position += size;
      else if (!open.has(fd)) return BAD_FD;
      else if (openNode(fd)) return IS_DIRECTORY;
      view().setUint32(out, size, true);
      return OK;
    },
    fd_readdir: () => NOT_SUPPORTED,
    fd_seek(fd, offset, whence, out) {
      const opened = openFile(fd);
      if (!opened) return open.has(fd) ? NOT_SEEKABLE : BAD_FD;
      const from = [0, opened.entry.position, opened.file.size][whence];
      opened.entry.position = from + Number(offset);
      view().setBigUint64(out, BigInt(opened.entry.position), true);
      return OK;
    },
    fd_write(fd, vectors, count, out) {
      const entry = open.get(fd);
      if (!entry) return BAD_FD;
      let total = 0;
      for (const buffer of buffers(vectors, count)) {
        total += buffer.length;
        if ('stream' in entry) entry.stream(buffer.slice());
        else if (!(entry.node instanceof File)) return IS_DIRECTORY;
        else {
          if (entry.append) entry.position = entry.node.size;
          entry.node.write(entry.position, buffer);
          entry.position += buffer.length;
        }
      }
      view().setUint32(out, total, true);
      return OK;
    },
    path_create_directory(fd, path, length) {
      const { error, parent, name, node } = walk(fd, path, length);
      if (!parent) return error;
      if (node) return EXISTS;
      parent.set(name, new Directory());
      return OK;
    },
    path_filestat_get(fd, _flags, path, length, out) {
      const { error, node } = walk(fd, path, length);
      return node ? writeStatus(node, out) : error || NO_ENTRY;
    },
    path_open(fd, _lookup, path, length, flags, _rights, _inheriting, fdFlags, out) {
      const found = walk(fd, path, length);
      if (!found.parent) return found.error;
      let node = found.node;
      if (node && flags & OPEN_EXCLUSIVE) return EXISTS;
      if (!node) {
        if (!(flags & OPEN_CREATE)) return NO_ENTRY;
        node = new File();
        found.parent.set(found.name, node);
      }
      if (flags & OPEN_DIRECTORY && !(node instanceof Directory)) return NOT_DIRECTORY;
      if (flags & OPEN_TRUNCATE && node instanceof File) node.resize(0);
      let free = ROOT_FD + 1;
      while (open.has(free)) free++;
      open.set(free, { node, position: 0, append: (fdFlags & APPEND) !== 0 });
      view().setUint32(out, free, true);
      return OK;
    },
    path_remove_directory(fd, path, length) {
      const { error, parent, name, node } = walk(fd, path, length);
      if (!parent) return error;
      if (!(node instanceof Directory)) return node ? NOT_DIRECTORY : NO_ENTRY;
      if (node.entries.size > 0) return NOT_EMPTY;
      parent.set(name, undefined);
      return OK;
    },
    path_rename(fd, path, length, toFd, toPath, toLength) {
      const from = walk(fd, path, length);
      const to = walk(toFd, toPath, toLength);
      if (!from.parent || !to.parent) return from.error || to.error;
      if (!from.node) return NO_ENTRY;
      from.parent.set(from.name, undefined);
      to.parent.set(to.name, from.node);
      return OK;
    },
    path_unlink_file(fd, path, length) {
      const { error, parent, name, node } = walk(fd, path, length);
      if (!parent) return error;
      if (!(node instanceof File)) return node ? IS_DIRECTORY : NO_ENTRY;
      parent.set(name, undefined);
      return OK;
    },
    path_link: () => NOT_SUPPORTED,
    path_readlink: () => INVALID,
    path_symlink: () => NOT_SUPPORTED,
    poll_oneoff: () => NOT_SUPPORTED,
    proc_exit(status) {
      throw new Exit(status);
    },
    random_get(at, length) {
      crypto.getRandomValues(bytesAt(at, length));
      return OK;
    },
  };

  return {
    imports: { wasi_snapshot_preview1: functions },
    /** Must be called before the program starts. @param {WebAssembly.Memory} its */
    attach(its) {
      memory = its;
    },
  };
}
