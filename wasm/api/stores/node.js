// Node's modules for the stores, imported when they are needed: browsers and their bundlers have none.

import { StoreError } from './error.js';

/** @type {Promise<{ fs: typeof import('node:fs/promises'), path: typeof import('node:path'), os: typeof import('node:os'), url: typeof import('node:url') }> | undefined} */
let modules;

export function node() {
  return (modules ??= importAll());
}

async function importAll() {
  // Not written as plain imports, so that bundlers for browsers leave them alone.
  const names = ['fs/promises', 'path', 'os', 'url'].map((name) => `node:${name}`);
  try {
    const [fs, path, os, url] = await Promise.all(names.map((name) => import(/* webpackIgnore: true */ /* @vite-ignore */ name)));
    return { fs, path, os, url };
  } catch (error) {
    throw new StoreError('a fileStore() needs Node; indexedDBStore() is for browsers', error);
  }
}

/** @param {unknown} error */
export function codeOf(error) {
  return /** @type {{ code?: string }} */ (error).code ?? '';
}
