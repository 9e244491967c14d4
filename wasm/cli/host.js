// --host: an ES module whose exports are the host functions of a program; `onRestore` among them says what becomes of those that were pending when it was saved.

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { requireFile } from './build.js';
import { Failure } from './usage.js';

/** @param {string} file @returns {Promise<{ host: Record<string, any>, onRestore?: any }>} */
export async function hostIn(file) {
  requireFile(file);
  let exported;
  try {
    exported = await import(pathToFileURL(resolve(file)).href);
  } catch (error) {
    const { name, message } = /** @type {Error} */ (error);
    throw new Failure(`libawait: cannot load ${file}: ${name}: ${message}`);
  }
  const { onRestore, ...host } = exported;
  return onRestore === undefined ? { host } : { host, onRestore };
}
