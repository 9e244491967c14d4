// From whatever names or holds a module to a WebAssembly.Module, in Node, in browsers and in workers.

import { LoadError } from './errors.js';

/** @typedef {string | URL | ArrayBuffer | ArrayBufferView | Response | WebAssembly.Module} Source */

export const inNode = typeof (/** @type {any} */ (globalThis).process?.versions?.node) === 'string';

/**
 * @param {Source | PromiseLike<Source>} given
 * @returns {Promise<{ module: WebAssembly.Module, name: string }>} and what messages call it
 */
export async function moduleFrom(given) {
  const source = await given;
  if (source instanceof WebAssembly.Module) return { module: source, name: 'the module' };
  if (typeof source === 'string' || source instanceof URL) return fromName(source);
  if (typeof Response === 'function' && source instanceof Response) return fromResponse(source, source.url || 'the response');
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return { module: await compile(source, 'the given bytes'), name: 'the given bytes' };
  throw new LoadError(`load() takes a path, a URL, bytes, a Response or a WebAssembly.Module, not ${describe(source)}`);
}

/**
 * The module as bytes, for whoever changes them first.
 * @param {Source | PromiseLike<Source>} given
 * @returns {Promise<{ bytes: Uint8Array<ArrayBuffer>, name: string }>}
 */
export async function bytesFrom(given) {
  const source = await given;
  if (source instanceof ArrayBuffer) return { bytes: new Uint8Array(source), name: 'the given bytes' };
  if (ArrayBuffer.isView(source)) return { bytes: new Uint8Array(/** @type {ArrayBuffer} */ (source.buffer), source.byteOffset, source.byteLength), name: 'the given bytes' };
  const isName = typeof source === 'string' || source instanceof URL;
  if (isName && isFile(source)) return { bytes: await readFile(source), name: String(source) };
  const response = isName ? await fetched(source) : source;
  if (!(typeof Response === 'function' && response instanceof Response)) throw new LoadError(`a path, a URL, bytes or a Response is needed, not ${describe(source)}`);
  return { bytes: new Uint8Array(await received(response, response.url || 'the response').arrayBuffer()), name: response.url || 'the response' };
}

/** @param {string | URL} source */
async function fromName(source) {
  const name = String(source);
  if (isFile(source)) return { module: await compile(await readFile(source), name), name };
  return fromResponse(await fetched(source), name);
}

/** @param {string | URL} source */
function isFile(source) {
  return inNode && !/^(https?|data|blob):/i.test(String(source));
}

/** @param {string | URL} source */
async function fetched(source) {
  try {
    return await fetch(source);
  } catch (error) {
    throw new LoadError(`cannot fetch ${source}: ${reason(error)}`, { cause: error });
  }
}

/** @param {string | URL} name */
async function readFile(name) {
  const path = /^file:/i.test(String(name)) ? new URL(name) : name;
  // Not written as a plain import, so that bundlers for browsers leave it alone.
  const nodeFs = 'node:fs/promises';
  const fs = await import(/* webpackIgnore: true */ /* @vite-ignore */ nodeFs);
  try {
    return await fs.readFile(path);
  } catch (error) {
    const { code } = /** @type {{ code?: string }} */ (error);
    const known = { ENOENT: 'there is no such file', EISDIR: 'it is a directory', EACCES: 'permission denied' };
    throw new LoadError(`cannot read ${path}: ${known[/** @type {keyof typeof known} */ (code)] ?? reason(error)}`, { cause: error });
  }
}

/** @param {Response} response @param {string} name */
async function fromResponse(response, name) {
  received(response, name);
  const type = response.headers.get('content-type') ?? '';
  if (/^application\/wasm\b/i.test(type) && typeof WebAssembly.compileStreaming === 'function') {
    try {
      return { module: await WebAssembly.compileStreaming(response), name };
    } catch (error) {
      throw notWasm(name, error);
    }
  }
  return { module: await compile(await response.arrayBuffer(), name), name };
}

/** @param {Response} response @param {string} name */
function received(response, name) {
  if (!response.ok) throw new LoadError(`cannot fetch ${name}: ${response.status} ${response.statusText}`.trim());
  return response;
}

/** @param {ArrayBuffer | ArrayBufferView} bytes @param {string} name what messages call it */
export async function compile(bytes, name) {
  try {
    return await WebAssembly.compile(/** @type {BufferSource} */ (bytes));
  } catch (error) {
    throw notWasm(name, error);
  }
}

/** @param {string} name @param {unknown} error */
function notWasm(name, error) {
  return new LoadError(`${name} is no WebAssembly module: ${reason(error)}`, { cause: error });
}

/** @param {unknown} error */
function reason(error) {
  const { message, cause } = /** @type {{ message?: string, cause?: { message?: string } }} */ (error);
  return cause?.message ?? message ?? String(error);
}

/** @param {unknown} value */
function describe(value) {
  return value === null ? 'null' : typeof value === 'object' ? `a ${value.constructor?.name ?? 'object'}` : `a ${typeof value}`;
}
