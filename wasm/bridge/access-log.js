// What an instrumented module (toolchain/instrument.js) tells of its memory: from where to where it was read and written.

/** Numbers, of which each access takes two. Who touches more than that in one go has touched everything. */
const AT_FIRST = 1 << 10;
const AT_MOST = 1 << 20;

export class AccessLog {
  /** Of each access its first address, and its size times two, plus one where it is written. */
  entries = new Uint32Array(0);
  count = 0;
  isFull = false;
  /** Addresses that the next bulk access is about. @type {number[]} */
  #addresses = [];

  /** Forgets all. */
  clear() {
    this.count = 0;
    this.isFull = false;
    this.#addresses.length = 0;
  }

  /** For the module. */
  imports() {
    return {
      read: (/** @type {number} */ address, /** @type {number} */ offset, /** @type {number} */ size) => {
        this.#add(address + offset, size, 0);
        return address;
      },
      written: (/** @type {number} */ address, /** @type {number} */ offset, /** @type {number} */ size) => {
        this.#add(address + offset, size, 1);
        return address;
      },
      at: (/** @type {number} */ address) => {
        this.#addresses.push(address);
        return address;
      },
      copied: (/** @type {number} */ size) => {
        this.#add(this.#addresses.pop() ?? 0, size, 0);
        this.#add(this.#addresses.pop() ?? 0, size, 1);
        return size;
      },
      filled: (/** @type {number} */ size) => {
        this.#add(this.#addresses.pop() ?? 0, size, 1);
        return size;
      },
    };
  }

  /** @param {number} address @param {number} size @param {0 | 1} written */
  #add(address, size, written) {
    if (this.count === this.entries.length && !this.#grow()) return;
    this.entries[this.count] = address;
    this.entries[this.count + 1] = (size << 1) | written;
    this.count += 2;
  }

  #grow() {
    if (this.entries.length === AT_MOST) {
      this.isFull = true;
      return false;
    }
    const larger = new Uint32Array(Math.max(AT_FIRST, this.entries.length * 2));
    larger.set(this.entries);
    this.entries = larger;
    return true;
  }
}
