// The compiler's files: which there are, downloading them with progress, and keeping them in the browser.

/**
 * @typedef {{ name: string, path: string, bytes: number }} Listed path: from the page's folder; its name changes with what it holds
 * @typedef {{ files: Listed[], version: string, list: any }} Manifest
 * @typedef {Map<string, Uint8Array>} Files by name
 */

export const MANIFEST = 'vendor/compiler.json';
const CACHE = 'libawait-compiler';

/** Downloading failed; the message is for the user. */
export class DownloadError extends Error {
  name = 'DownloadError';
}

export class FileStore {
  /** @param {string} baseUrl the page's folder */
  constructor(baseUrl) {
    this.base = new URL(baseUrl, globalThis.location?.href);
    /** @type {Manifest | undefined} */
    this.manifest = undefined;
    /** Why the files will not be there the next time, if so. @type {string | undefined} */
    this.notKept = undefined;
  }

  /** @param {string} path */
  url = (path) => new URL(path, this.base).href;

  /** The list of files: the host's, or without network the one that was kept. @returns {Promise<Manifest>} */
  async list() {
    if (this.manifest) return this.manifest;
    const cache = await openCache();
    const url = this.url(MANIFEST);
    const answer = await fetch(url, { cache: 'no-cache' }).catch(() => undefined);
    const response = answer?.ok ? answer : await cache?.match(url);
    if (!response) throw new DownloadError(answer ? missing(MANIFEST, answer.status) : offline());
    const copy = response.clone();
    try {
      this.manifest = /** @type {Manifest} */ (await response.json());
    } catch {
      throw new DownloadError(`${MANIFEST} is not what it should be: the page was put there incompletely.`);
    }
    await cache?.put(url, copy).catch(() => {});
    return this.manifest;
  }

  /** How many bytes are still to be downloaded, and of how many. */
  async missing() {
    const { files } = await this.list();
    const cache = await openCache();
    const kept = await Promise.all(files.map(async ({ path }) => Boolean(await cache?.match(this.url(path)))));
    const sum = (/** @type {Listed[]} */ some) => some.reduce((total, { bytes }) => total + bytes, 0);
    return { missing: sum(files.filter((_, index) => !kept[index])), total: sum(files) };
  }

  /**
   * All files, at the same time; what was downloaded before is not downloaded again, not even after a cancelled download.
   * @param {object} options
   * @param {AbortSignal} [options.signal]
   * @param {(bytes: number, total: number) => void} [options.onProgress]
   * @returns {Promise<Files>}
   * @throws {DownloadError}
   */
  async get({ signal, onProgress = () => {} } = {}) {
    const { files } = await this.list();
    const cache = await openCache();
    if (!cache) this.notKept = 'This page was not opened over HTTPS, so the browser keeps nothing for it: the compiler will be downloaded again next time.';
    const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    const stop = new AbortController();
    let done = 0;
    const add = (/** @type {number} */ bytes) => {
      if (!stop.signal.aborted) onProgress((done += bytes), total);
    };
    const cancel = () => stop.abort(signal?.reason);
    signal?.throwIfAborted();
    signal?.addEventListener('abort', cancel);
    const outcomes = await Promise.allSettled(files.map((file) => this.one(file, { cache, stop, add })));
    signal?.removeEventListener('abort', cancel);
    stop.signal.throwIfAborted();
    /** @type {Files} */
    const result = new Map();
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.status === 'rejected') throw outcome.reason;
      result.set(files[index].name, outcome.value);
    }
    if (cache && !this.notKept) await this.removeOld(cache, files);
    return result;
  }

  /**
   * One of them. Where the host does not have it the others are of no use, and are stopped; where the connection breaks they may still arrive.
   * @param {Listed} file
   * @param {{ cache?: Cache, stop: AbortController, add: (bytes: number) => void }} by
   */
  async one(file, { cache, stop, add }) {
    const url = this.url(file.path);
    const kept = await cache?.match(url);
    if (kept) {
      const bytes = new Uint8Array(await kept.arrayBuffer());
      add(file.bytes);
      return bytes;
    }
    const response = await fetch(url, { signal: stop.signal }).catch((error) => {
      stop.signal.throwIfAborted();
      throw new DownloadError(offline(), { cause: error });
    });
    if (!response.ok || !response.body) {
      stop.abort(new DownloadError(missing(file.path, response.status)));
      throw stop.signal.reason;
    }
    const bytes = await read(response.body, file, { signal: stop.signal, add });
    await cache?.put(url, new Response(bytes)).catch((error) => {
      this.notKept = `The browser has no room to keep the compiler (${error.name}): it will be downloaded again next time.`;
    });
    return bytes;
  }

  /** What earlier versions of the page kept. @param {Cache} cache @param {Listed[]} files */
  async removeOld(cache, files) {
    const wanted = new Set([MANIFEST, ...files.map(({ path }) => path)].map(this.url));
    for (const { url } of await cache.keys()) if (url.startsWith(this.url('vendor/')) && !wanted.has(url)) await cache.delete(url);
  }

  async remove() {
    await globalThis.caches?.delete(CACHE);
    this.notKept = undefined;
  }
}

/** There is none outside HTTPS and localhost, and in some private windows. @returns {Promise<Cache | undefined>} */
async function openCache() {
  try {
    return await globalThis.caches?.open(CACHE);
  } catch {
    return undefined;
  }
}

/** @param {ReadableStream<Uint8Array>} body @param {Listed} file @param {{ signal: AbortSignal, add: (bytes: number) => void }} options */
async function read(body, { path, bytes: size }, { signal, add }) {
  const bytes = new Uint8Array(size);
  let at = 0;
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch((error) => {
      signal.throwIfAborted();
      throw new DownloadError('The connection broke. What has arrived whole is kept; try again to get the rest.', { cause: error });
    });
    if (done) break;
    if (at + value.length <= size) bytes.set(value, at);
    at += value.length;
    add(value.length);
  }
  if (at !== size) throw new DownloadError(`${path} has ${at} bytes and should have ${size}: the page was put there incompletely.`);
  return bytes;
}

/** @param {string} path @param {number} status */
const missing = (path, status) => `${path} is missing (HTTP ${status}): the page was put there without its compiler.`;

const offline = () =>
  globalThis.navigator?.onLine === false
    ? 'You are offline, and the compiler was not downloaded before. The examples work; try again when there is a network.'
    : 'The compiler cannot be downloaded: the page\'s host does not answer.';
