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

/** Only its owner may read what it makes: a state holds secrets. */
const PRIVATE = 0o600;
const PERMISSIONS = 0o777;

/** Beside it, or beside what it is a link to, stand `<path>.lock` while it is used, and for moments a file `<path>.<number>.tmp`. @param {string | URL} path @returns {FileStore} */
export function fileStore(path) {
  return new FileStore(path);
}

class FileStore {
  /** @type {Promise<FileLock> | undefined} */
  #lock;
  /** As it was given, from the root on. @type {string | undefined} */
  #absolute;
  /** Without links, so that all ways to it lead to one lock. Known when the lock is had. */
  #path = '';

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
        return new Uint8Array(await fs.readFile(this.#path));
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
      const path = this.#path;
      const mode = await modeOf(path);
      const fresh = `${path}.${globalThis.crypto.randomUUID()}.tmp`;
      try {
        const file = await fs.open(fresh, 'wx', PRIVATE);
        try {
          await file.writeFile(bytes);
          if (mode !== undefined) await file.chmod(mode);
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
      await fs.rm(this.#path, { force: true });
      await this.#syncFolder();
    });
  }

  /** Others may use it now. */
  async close() {
    const lock = await this.#lock?.catch(() => undefined);
    this.#lock = undefined;
    await lock?.release();
  }

  #locked() {
    return (this.#lock ??= this.#acquire());
  }

  async #acquire() {
    try {
      return await this.#attempt('lock', async () => {
        const { path, url } = await node();
        const absolute = (this.#absolute ??= path.resolve(this.given instanceof URL ? url.fileURLToPath(this.given) : this.given));
        this.#path = await withoutLinks(absolute);
        return FileLock.acquire(`${this.#path}.lock`, this.#path);
      });
    } catch (error) {
      this.#lock = undefined; // the next one tries anew
      throw error;
    }
  }

  /** @param {FileLock} lock */
  async #ensureHeld(lock) {
    const path = this.#path;
    const holder = await lock.current();
    if (holder === null) throw new StoreError(`${lock.path} was deleted, so that another process may have ${path} by now: nothing is written to it any more`);
    if (holder.token !== lock.holder.token) throw new StoreError(`process ${holder.pid} on ${holder.host} has taken ${path} over: nothing is written to it here any more`);
  }

  /** What a process left that was killed while it saved or took the lock. The latter may just be about to: it is given a minute. */
  async #removeLeftOver() {
    const { fs, path } = await node();
    const { dir, base } = path.parse(this.#path);
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
    const folder = await fs.open(path.dirname(this.#path), 'r');
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

/** Where a file is, or will be when it is made. @param {string} file @returns {Promise<string>} */
async function withoutLinks(file) {
  const { fs, path } = await node();
  try {
    return await fs.realpath(file);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  const folder = await fs.realpath(path.dirname(file));
  const target = await fs.readlink(file).catch(() => null); // a link to what is not there yet
  return target === null ? path.join(folder, path.basename(file)) : withoutLinks(path.resolve(folder, target));
}

/** Who may read and write it; undefined: there is no such file. @param {string} path */
async function modeOf(path) {
  const { fs } = await node();
  try {
    return (await fs.stat(path)).mode & PERMISSIONS;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
