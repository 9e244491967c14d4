// A store in the browser's IndexedDB. Where the browser has locks, one page or worker at a time uses it.

import { StoreError } from './error.js';

const TABLE = 'states';
/** A page that is closed or reloaded has its locks for a little longer, at most so many milliseconds. */
const LEAVING_TAKES = 2000;

/** @param {string} [name] of the database @param {string} [key] tells programs apart that share it @returns {IndexedDBStore} */
export function indexedDBStore(name = 'libawait', key = 'state') {
  return new IndexedDBStore(name, key);
}

class IndexedDBStore {
  /** @type {Promise<IDBDatabase> | undefined} */
  #database;
  /** Lets others have it. */
  #unlock = () => {};

  /** @param {string} name @param {string} key */
  constructor(name, key) {
    this.name = name;
    this.key = key;
  }

  /** @returns {Promise<Uint8Array | null>} */
  async load() {
    return (await this.#request('read', 'readonly', (table) => table.get(this.key))) ?? null;
  }

  /** @param {Uint8Array} bytes */
  async save(bytes) {
    await this.#request('write', 'readwrite', (table) => table.put(bytes, this.key));
  }

  async clear() {
    await this.#request('delete', 'readwrite', (table) => table.delete(this.key));
  }

  async close() {
    const database = await this.#database?.catch(() => undefined);
    this.#database = undefined;
    database?.close();
    this.#unlock();
  }

  /** Answers when it is on the disk. @param {string} verb @param {IDBTransactionMode} mode @param {(table: IDBObjectStore) => IDBRequest} ask */
  async #request(verb, mode, ask) {
    try {
      const database = await (this.#database ??= this.#open().catch((error) => this.#failed(error)));
      const transaction = database.transaction(TABLE, mode, { durability: 'strict' });
      const request = ask(transaction.objectStore(TABLE));
      await new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = () => reject(transaction.error);
      });
      return request.result;
    } catch (error) {
      if (error instanceof StoreError) throw error;
      const { name, message } = /** @type {Error} */ (error ?? {});
      const reason = name === 'QuotaExceededError' ? 'the browser gives no more room' : message;
      throw new StoreError(`cannot ${verb} the saved program ${this.name}/${this.key}: ${reason}`, error);
    }
  }

  async #open() {
    if (typeof indexedDB === 'undefined') throw new StoreError('there is no IndexedDB here; fileStore() is for Node');
    await this.#lock();
    const request = indexedDB.open(this.name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(TABLE);
    return settled(request);
  }

  /** The next one tries anew. @param {unknown} error @returns {never} */
  #failed(error) {
    this.#database = undefined;
    this.#unlock();
    throw error;
  }

  #lock() {
    const { locks } = navigator;
    return new Promise((resolve, reject) => {
      if (!locks) return resolve(undefined);
      const held = () => {
        resolve(undefined);
        return new Promise((unlock) => (this.#unlock = () => unlock(undefined)));
      };
      const given = AbortSignal.timeout(LEAVING_TAKES);
      const inUse = new StoreError(`the saved program ${this.name}/${this.key} is in use by another page or worker`);
      locks.request(`libawait ${this.name}/${this.key}`, { signal: given }, held).catch((error) => reject(given.aborted ? inUse : error));
    });
  }
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
