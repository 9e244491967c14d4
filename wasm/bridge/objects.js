// Which JS object stands for which C object: the same one as long as it is alive. A collected one lets the C object go.

/** @typedef {{ ref: WeakRef<object>, address: number, held: boolean }} Entry */

export class Objects {
  /**
   * @param {(address: number) => void} release called once for each object that was adopted
   */
  constructor(release) {
    this.release = release;
    /** @type {Map<number, Entry>} */
    this.byAddress = new Map();
    /** @type {Set<Entry>} all that are held, also those whose JS object is collected already */
    this.entries = new Set();
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
    this.registry.register(object, entry, entry);
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
    this.registry.unregister(entry);
    if (this.byAddress.get(entry.address) === entry) this.byAddress.delete(entry.address);
    this.release(entry.address);
  }
}
