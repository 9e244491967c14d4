// One process at a time: a file that says which. It appears at once with all it says, and outlives its process, which others then find dead.

import { StoreError } from './error.js';
import { codeOf, node } from './node.js';

/** How often another process may come first. */
const TRIES = 100;
/** Until it is looked at again, in milliseconds. */
const PAUSE = 1;

/** Where numbers of processes mean something; null: the system does not say. @typedef {{ host: string, boot: string | null, space: string | null }} Place */
/** `started` tells processes apart that had the same number. @typedef {Place & { pid: number, started: string | null, token: string }} Holder */

export class FileLock {
  /** @param {string} path @param {Holder} holder */
  constructor(path, holder) {
    this.path = path;
    this.holder = holder;
  }

  /** Errors: StoreError where a process that lives has it; what the file system says. @param {string} path @param {string} what it is about */
  static async acquire(path, what) {
    const got = await FileLock.attempt(path);
    if (got instanceof FileLock) return got;
    const where = got ? `by process ${got.pid} on ${got.host}` : 'by others all the time';
    throw new StoreError(`${what} is in use ${where}; if that is gone for good, delete ${path}`);
  }

  /** The lock, or who has it. @param {string} path @returns {Promise<FileLock | Holder | null>} */
  static async attempt(path) {
    const { fs } = await node();
    const token = globalThis.crypto.randomUUID();
    const lock = new FileLock(path, { ...(await here()), pid: process.pid, started: await startOf(process.pid), token });
    const mine = `${path}.${token}.tmp`;
    try {
      await fs.writeFile(mine, JSON.stringify(lock.holder));
      for (let tries = 0; tries < TRIES; tries++) {
        if (await lock.appears(mine)) return lock;
        const other = await lock.current();
        if (other && (await lives(other))) return other;
        if (other && !(await lock.removeDead(other))) await new Promise((resolve) => setTimeout(resolve, PAUSE));
      }
      return null;
    } finally {
      await fs.rm(mine, { force: true });
    }
  }

  /** @param {string} mine */
  async appears(mine) {
    const { fs } = await node();
    try {
      await fs.link(mine, this.path);
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      throw error;
    }
  }

  /** One process only may remove what this dead one left: the one that has the lock of that. False: another does it. @param {Holder} dead */
  async removeDead(dead) {
    const { fs } = await node();
    const right = await FileLock.attempt(`${this.path}.${dead.token}`);
    if (!(right instanceof FileLock)) return false;
    try {
      if ((await this.current())?.token === dead.token) await fs.rm(this.path, { force: true });
    } finally {
      await right.release();
    }
    return true;
  }

  /** Nobody else has taken it. */
  async isHeld() {
    return (await this.current())?.token === this.holder.token;
  }

  async release() {
    const { fs } = await node();
    if (await this.isHeld()) await fs.rm(this.path, { force: true });
  }

  /** @returns {Promise<Holder | null>} */
  async current() {
    const { fs } = await node();
    try {
      return JSON.parse(await fs.readFile(this.path, 'utf8'));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      if (error instanceof SyntaxError) throw new StoreError(`${this.path} is not what it should be: if no process uses it, delete it`);
      throw error;
    }
  }
}

/** Of another machine nobody knows, nor of another container, which does not show its processes. @param {Holder} holder */
async function lives({ host, boot, space, pid, started }) {
  const place = await here();
  if (host !== place.host) return true;
  if (boot !== place.boot) return false;
  if (space !== place.space) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
  return started === (await startOf(pid));
}

/** @returns {Promise<Place>} */
async function here() {
  const { fs, os } = await node();
  const boot = fs.readFile('/proc/sys/kernel/random/boot_id', 'utf8').then((/** @type {string} */ text) => text.trim(), () => null);
  const space = fs.readlink('/proc/self/ns/pid').catch(() => null);
  return { host: os.hostname(), boot: await boot, space: await space };
}

/** When a process started, in words of the system; null where it does not say. What is dead and not yet buried says something else. @param {number} pid */
async function startOf(pid) {
  const { fs } = await node();
  try {
    const stat = await fs.readFile(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return 'ZX'.includes(fields[0]) ? 'dead' : fields[19];
  } catch {
    return null;
  }
}
