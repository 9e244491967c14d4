// Which JS object stands for which C object: the same one as long as it is alive. A collected one lets the C object go.

/**
 * `ref` is empty where the state comes from elsewhere, and no JS object stands for the C object yet.
 * @typedef {{ ref: { deref(): object | undefined }, address: number, held: boolean }} Entry
 */

const EMPTY = { deref: () => undefined };

export class Objects {
  /**
   * @param {(address: number) => void} release called once for each object that was adopted
   * @param {(object: object, address: number) => void} move tells a JS object where its C object is; 0: nowhere, for now
   */
  constructor(release, move) {
    this.release = release;
    this.move = move;
    /** @type {Map<number, Entry>} */
    this.byAddress = new Map();
    /** @type {Set<Entry>} all that are held, also those whose JS object is collected already */
    this.entries = new Set();
    /** What capture() gave, while it is still so. @type {Entry[] | null} */
    this.captured = null;
    this.registry = new FinalizationRegistry((/** @type {Entry} */ entry) => this.drop(entry));
  }

  /** @param {number} address */
  find(address) {
    return this.byAddress.get(address)?.ref.deref();
  }

  /** From now on `object` stands for the C object, which the caller has retained. @param {number} address @param {object} object */
  adopt(address, object) {
    const entry = { ref: new WeakRef(object), address, held: true };
    this.byAddress.set(address, entry);
    this.entries.add(entry);
    this.captured = null;
    this.registry.register(object, entry, entry);
  }

  /** The same where the C object is held for whoever comes; false if it is not. @param {number} address @param {object} object */
  claim(address, object) {
    const entry = this.byAddress.get(address);
    if (entry?.ref !== EMPTY) return false;
    entry.ref = new WeakRef(object);
    this.registry.register(object, entry, entry);
    return true;
  }

  /** Holds C objects that no JS object stands for yet. @param {number[]} addresses */
  hold(addresses) {
    for (const address of addresses) {
      const entry = { ref: EMPTY, address, held: true };
      this.entries.add(entry);
      this.captured = null;
      if (!this.byAddress.has(address)) this.byAddress.set(address, entry);
    }
  }

  /** Is this C object held? @param {number} address */
  holds(address) {
    return this.byAddress.has(address);
  }

  /** The same object as long as nothing changes. @returns {Entry[]} */
  capture() {
    return (this.captured ??= [...this.entries]);
  }

  /** JS objects that came later stand for nothing, and those that went later stand for their C objects again. @param {Entry[]} entries */
  goOn(entries) {
    const kept = new Set(entries);
    for (const entry of this.entries) if (!kept.has(entry)) this.part(entry);
    this.entries = kept;
    this.captured = entries;
    this.byAddress.clear();
    for (const entry of entries) this.rejoin(entry);
  }

  /** @param {Entry} entry */
  part(entry) {
    const object = entry.ref.deref();
    entry.held = false;
    if (object) this.move(object, 0);
  }

  /** @param {Entry} entry */
  rejoin(entry) {
    const object = entry.ref.deref();
    if (!object) {
      this.registry.unregister(entry);
      entry.ref = EMPTY;
    } else if (!entry.held) {
      this.move(object, entry.address);
      this.registry.register(object, entry, entry);
    }
    entry.held = true;
    const other = this.byAddress.get(entry.address);
    if (!other?.ref.deref()) this.byAddress.set(entry.address, entry);
  }

  /** Lets the C object go now. @param {number} address */
  dismiss(address) {
    const entry = this.byAddress.get(address);
    if (entry) this.drop(entry);
  }

  /** Lets go of what is held for JS objects that are already collected, and gives the JS objects that are alive. */
  sweep() {
    const alive = [];
    for (const entry of [...this.entries]) {
      const object = entry.ref.deref();
      if (object) alive.push(object);
      else this.drop(entry);
    }
    return alive;
  }

  /** @param {Entry} entry */
  drop(entry) {
    if (!entry.held) return;
    entry.held = false;
    this.entries.delete(entry);
    this.captured = null;
    this.registry.unregister(entry);
    if (this.byAddress.get(entry.address) === entry) this.byAddress.delete(entry.address);
    this.release(entry.address);
  }
}
