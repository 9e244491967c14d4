// What an instrumented module (toolchain/instrument.js) tells of memory: from where to where it was read and written, by the program or by the runtime.

import { provideImports } from './imports.js';

/** Numbers, of which each access takes two. Who touches more than that in one go has touched everything. */
const AT_FIRST = 1 << 10;
const AT_MOST = 1 << 20;
/** Places in a table of what was noted last, by address: most is touched again and again. */
const RECENT = 1 << 12;

/** Bits below the size. */
export const WRITTEN = 1;
export const MACHINERY = 2;
export const SIZE_SHIFT = 2;

export class AccessLog {
  /** Of each access its first address, and its size, whether it is written and whether by the runtime. */
  entries = new Uint32Array(0);
  count = 0;
  isFull = false;
  #recent = new Uint32Array(RECENT);
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
    return { ...this.#importsFor('', 0), ...this.#importsFor('machinery.', MACHINERY) };
  }

  /** @param {string} prefix @param {number} whose */
  #importsFor(prefix, whose) {
    const imports = {
      read: (/** @type {number} */ address, /** @type {number} */ offset, /** @type {number} */ size) => {
        this.#add(address + offset, size, whose);
        return address;
      },
      written: (/** @type {number} */ address, /** @type {number} */ offset, /** @type {number} */ size) => {
        this.#add(address + offset, size, whose | WRITTEN);
        return address;
      },
      at: (/** @type {number} */ address) => {
        this.#addresses.push(address);
        return address;
      },
      copied: (/** @type {number} */ size) => {
        this.#add(this.#addresses.pop() ?? 0, size, whose);
        this.#add(this.#addresses.pop() ?? 0, size, whose | WRITTEN);
        return size;
      },
      filled: (/** @type {number} */ size) => {
        this.#add(this.#addresses.pop() ?? 0, size, whose | WRITTEN);
        return size;
      },
    };
    return Object.fromEntries(Object.entries(imports).map(([name, heard]) => [prefix + name, heard]));
  }

  /** @param {number} address @param {number} size @param {number} how */
  #add(address, size, how) {
    const what = ((size << SIZE_SHIFT) | how) >>> 0;
    const place = (address ^ (how << 10)) & (RECENT - 1);
    const recent = this.#recent[place];
    if (recent < this.count && this.entries[recent] === address >>> 0 && this.entries[recent + 1] === what) return;
    if (this.count === this.entries.length && !this.#grow()) return;
    this.#recent[place] = this.count;
    this.entries[this.count] = address;
    this.entries[this.count + 1] = what;
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

/** @type {WeakMap<import('./link.js').Link, AccessLog>} */
const logs = new WeakMap();

/** What this one tells; nothing, where it is not instrumented. @param {import('./link.js').Link} link */
export function accessesOf(link) {
  const log = logs.get(link) ?? new AccessLog();
  logs.set(link, log);
  return log;
}

provideImports('explore', (link) => accessesOf(link).imports());
