// Files in memory, as a program under our WASI sees them. A directory may know a source from which it fetches what is asked for.

export class File {
  /** @param {Uint8Array} [bytes] */
  constructor(bytes = new Uint8Array(0)) {
    this.bytes = bytes;
    this.size = bytes.length;
    this.owned = false; // whether `bytes` may be written to
  }

  /** Room for `size` bytes that may be written. @param {number} size */
  reserve(size) {
    if (this.owned && size <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(size, this.bytes.length * 2, 4096));
    grown.set(this.bytes.subarray(0, this.size));
    this.bytes = grown;
    this.owned = true;
  }

  /** @param {number} size */
  resize(size) {
    this.reserve(size);
    if (size > this.size) this.bytes.fill(0, this.size, size);
    this.size = size;
  }

  /** @param {number} position @param {Uint8Array} bytes */
  write(position, bytes) {
    if (position > this.size) this.resize(position);
    this.reserve(position + bytes.length);
    this.bytes.set(bytes, position);
    this.size = Math.max(this.size, position + bytes.length);
  }

  contents() {
    return this.bytes.slice(0, this.size);
  }
}

/** @typedef {File | Directory} Node */

export class Directory {
  /** @param {(name: string) => Node | undefined} [fetch] makes an entry when it is first asked for */
  constructor(fetch) {
    this.fetch = fetch;
    /** @type {Map<string, Node | undefined>} */
    this.entries = new Map();
  }

  /** @param {string} name */
  get(name) {
    if (!this.entries.has(name) && this.fetch) this.entries.set(name, this.fetch(name));
    return this.entries.get(name);
  }

  /** @param {string} name @param {Node | undefined} node */
  set(name, node) {
    this.entries.set(name, node);
  }

  /** Puts a node at a path, and makes the directories on the way. @param {string} path @param {Node} node */
  put(path, node) {
    const names = path.split('/').filter(Boolean);
    const last = /** @type {string} */ (names.pop());
    /** @type {Directory} */
    let directory = this;
    for (const name of names) {
      let next = directory.get(name);
      if (!(next instanceof Directory)) {
        next = new Directory();
        directory.set(name, next);
      }
      directory = next;
    }
    directory.set(last, node);
  }

  /** @param {string} path @returns {Uint8Array | undefined} what the file there holds */
  read(path) {
    /** @type {Node | undefined} */
    let node = this;
    for (const name of path.split('/').filter(Boolean)) node = node instanceof Directory ? node.get(name) : undefined;
    return node instanceof File ? node.contents() : undefined;
  }

  /** Everything below it that was put there. @param {string} [before] @returns {[path: string, bytes: Uint8Array][]} */
  files(before = '') {
    return [...this.entries].flatMap(([name, node]) => {
      const path = before + name;
      return node instanceof Directory ? node.files(`${path}/`) : node ? [/** @type {[string, Uint8Array]} */ ([path, node.contents()])] : [];
    });
  }
}

const BLOCK = 512;

/**
 * Unpacks the files of a tar archive, without copying them.
 * @param {Uint8Array} tar
 * @param {(path: string) => boolean} wanted
 */
export function directoryFromTar(tar, wanted) {
  const root = new Directory();
  const decoder = new TextDecoder();
  const text = (/** @type {number} */ at, /** @type {number} */ length) => {
    const field = tar.subarray(at, at + length);
    const end = field.indexOf(0);
    return decoder.decode(end < 0 ? field : field.subarray(0, end));
  };
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const prefix = text(at + 257, 5) === 'ustar' ? text(at + 345, 155) : '';
    const path = (prefix ? `${prefix}/` : '') + text(at, 100);
    const size = parseInt(text(at + 124, 12), 8) || 0;
    const isFile = tar[at + 156] === 0x30 || tar[at + 156] === 0;
    at += BLOCK;
    if (isFile && wanted(path)) root.put(path, new File(tar.subarray(at, at + size)));
    at += Math.ceil(size / BLOCK) * BLOCK;
  }
  return root;
}

/** A tar archive. @param {[path: string, bytes: Uint8Array][]} files */
export function tarOf(files) {
  const encoder = new TextEncoder();
  const padded = (/** @type {number} */ size) => Math.ceil(size / BLOCK) * BLOCK;
  const tar = new Uint8Array(files.reduce((sum, [, bytes]) => sum + BLOCK + padded(bytes.length), 2 * BLOCK));
  let at = 0;
  for (const [path, bytes] of files) {
    const header = tar.subarray(at, at + BLOCK);
    const write = (/** @type {number} */ offset, /** @type {string} */ text) => header.set(encoder.encode(text), offset);
    if (encoder.encode(path).length > 100) throw new Error(`${path} is too long a name for a tar archive`);
    write(0, path);
    write(100, '0000644\0' + '0000000\0'.repeat(2));
    write(124, `${bytes.length.toString(8).padStart(11, '0')} 00000000000 `);
    write(148, '        0');
    write(257, 'ustar\x0000');
    write(148, `${header.reduce((sum, byte) => sum + byte, 0).toString(8).padStart(6, '0')}\0 `);
    tar.set(bytes, at + BLOCK);
    at += BLOCK + padded(bytes.length);
  }
  return tar;
}
