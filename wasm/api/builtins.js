// Host functions that every module has, under names with a dot: fetch and its responses, and iterating over what JS can iterate over.

import { errors } from './exceptions.js';

/**
 * @param {() => Record<string, any> | undefined} host what was given to load(), whose fetch comes first
 * @returns {Record<string, Function>}
 */
export function builtins(host) {
  return {
    'fetch.start'(/** @type {string} */ url, /** @type {any} */ options, /** @type {{ signal: AbortSignal }} */ { signal }) {
      const init = Array.isArray(options) ? Object.fromEntries(options) : options;
      const given = host()?.fetch ?? fetch;
      return given(url, { ...init, signal });
    },
    'response.status': (/** @type {unknown} */ value) => responseOf(value).status,
    'response.ok': (/** @type {unknown} */ value) => responseOf(value).ok,
    'response.header': (/** @type {unknown} */ value, /** @type {string} */ name) => responseOf(value).headers.get(name),
    'response.text': (/** @type {unknown} */ value) => responseOf(value).text(),
    'response.bytes': async (/** @type {unknown} */ value) => new Uint8Array(await responseOf(value).arrayBuffer()),
    'response.body': (/** @type {unknown} */ value) => open(responseOf(value).body ?? []),
    'iterator.open': open,
    async 'iterator.next'(/** @type {AsyncIterator<unknown>} */ iterator) {
      const { done, value } = await iterator.next();
      if (done) throw new errors.StopAsyncIteration();
      return value;
    },
    async 'iterator.return'(/** @type {AsyncIterator<unknown>} */ iterator) {
      await iterator.return?.();
    },
  };
}

/** @param {any} value @returns {Response} */
function responseOf(value) {
  if (typeof value?.headers?.get === 'function') return value;
  throw new errors.TypeError('a response of aw_fetch() was expected');
}

/** An async iterator over whatever can be iterated; null for anything else. @param {any} value */
function open(value) {
  if (typeof value[Symbol.asyncIterator] === 'function') return value[Symbol.asyncIterator]();
  if (typeof value.getReader === 'function') return readerIterator(value.getReader());
  return typeof value[Symbol.iterator] === 'function' ? fromSync(value[Symbol.iterator]()) : null;
}

/** A ReadableStream where streams are no async iterables yet. @param {ReadableStreamDefaultReader<unknown>} reader */
function readerIterator(reader) {
  return {
    next: () => reader.read(),
    async return() {
      await reader.cancel();
      reader.releaseLock();
    },
  };
}

/** @param {Iterator<unknown>} iterator */
function fromSync(iterator) {
  return {
    next: async () => {
      const { done, value } = iterator.next();
      return { done, value: await value };
    },
    return: async () => iterator.return?.(),
  };
}
