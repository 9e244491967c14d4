// A store in a file. What it holds is replaced as a whole: after a crash at any moment it is the old or the new.

import { StoreError } from './error.js';
import { FileLock } from './file-lock.js';
import { codeOf, node } from './node.js';

const REASONS = {
  EACCES: 'permission denied',
  EDQUOT: 'the disk quota is used up',
  EISDIR: 'it is a folder',
  ENOENT: 'there is no such folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'its folder is a file',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
};

/** What a save, or taking the lock, calls its file beside the other. */
const LEFT_OVER = /^(?:(\.lock)(?:\.[0-9a-f-]{36})+(?:\.tmp)?|\.[0-9a-f-]{36}\.tmp)$/;
/** At most, in milliseconds. */
const LOCKING_TAKES = 60_000;

/** Beside it stand `<path>.lock` while it is used, and for moments a file `<path>.<number>.tmp`. @param {string | URL} path @returns {FileStore} */
export function fileStore(path) {
  return new FileStore(path);
}

class FileStore {
  /** @type {Promise<FileLock> | undefined} */
  #lock;
  /** @type {Promise<string> | undefined} */
  #path;

  /** @param {string | URL} path */
  constructor(path) {
    this.given = path;
  }

  async load() {
    return this.#attempt('read', async () => {
      const { fs } = await node();
      await this.#locked();
      await this.#removeLeftOver();
      try {
        return new Uint8Array(await fs.readFile(await this.#absolute()));
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return null;
        throw error;
      }
    });
  }

  /** @param {Uint8Array} bytes */
  async save(bytes) {
    await this.#attempt('write', async () => {
      const { fs } = await node();
      const lock = await this.#locked();
      const path = await this.#absolute();
      const fresh = `${path}.${globalThis.crypto.randomUUID()}.tmp`;
      try {
        const file = await fs.open(fresh, 'wx');
        try {
          await file.writeFile(bytes);
          await file.sync();
        } finally {
          await file.close();
        }
        await this.#ensureHeld(lock);
        await fs.rename(fresh, path);
      } catch (error) {
        await fs.rm(fresh, { force: true });
        throw error;
      }
      await this.#syncFolder();
    });
  }

  async clear() {
    await this.#attempt('delete', async () => {
      const { fs } = await node();
      await this.#ensureHeld(await this.#locked());
      await fs.rm(await this.#absolute(), { force: true });
      await this.#syncFolder();
    });
  }

  /** Others may use it now. */
  async close() {
    const lock = await this.#lock?.catch(() => undefined);
    this.#lock = undefined;
    await lock?.release();
  }

  #absolute() {
    return (this.#path ??= node().then(({ path, url }) => path.resolve(this.given instanceof URL ? url.fileURLToPath(this.given) : this.given)));
  }

  #locked() {
    return (this.#lock ??= this.#acquire());
  }

  async #acquire() {
    try {
      const path = await this.#absolute();
      return await this.#attempt('lock', () => FileLock.acquire(`${path}.lock`, path));
    } catch (error) {
      this.#lock = undefined; // the next one tries anew
      throw error;
    }
  }

  /** @param {FileLock} lock */
  async #ensureHeld(lock) {
    const path = await this.#absolute();
    const holder = await lock.current();
    if (holder === null) throw new StoreError(`${lock.path} was deleted, so that another process may have ${path} by now: nothing is written to it any more`);
    if (holder.token !== lock.holder.token) throw new StoreError(`process ${holder.pid} on ${holder.host} has taken ${path} over: nothing is written to it here any more`);
  }

  /** What a process left that was killed while it saved or took the lock. The latter may just be about to: it is given a minute. */
  async #removeLeftOver() {
    const { fs, path } = await node();
    const { dir, base } = path.parse(await this.#absolute());
    for (const name of await fs.readdir(dir)) {
      const match = name.startsWith(base) && LEFT_OVER.exec(name.slice(base.length));
      if (!match) continue;
      const file = path.join(dir, name);
      const age = match[1] ? Date.now() - (await fs.stat(file).catch(() => ({ mtimeMs: 0 }))).mtimeMs : Infinity;
      if (age > LOCKING_TAKES) await fs.rm(file, { force: true });
    }
  }

  /** A rename is for good when the folder is. Windows knows no such thing. */
  async #syncFolder() {
    if (process.platform === 'win32') return;
    const { fs, path } = await node();
    const folder = await fs.open(path.dirname(await this.#absolute()), 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  /** @template T @param {string} verb @param {() => Promise<T>} action @returns {Promise<T>} */
  async #attempt(verb, action) {
    try {
      return await action();
    } catch (error) {
      if (error instanceof StoreError) throw error;
      const reason = REASONS[/** @type {keyof typeof REASONS} */ (codeOf(error))] ?? /** @type {Error} */ (error).message;
      throw new StoreError(`cannot ${verb} the saved program ${this.given}: ${reason}`, error);
    }
  }
}
