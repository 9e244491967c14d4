// The thread of the compiler: unpacks what was downloaded, and answers one request after the other.

import * as decoder from 'brotli-dec-wasm/web/bg.wasm';
import { brotli_dec as decode, initSync } from 'brotli-dec-wasm/web';

/**
 * @typedef {object} Load
 * @property {Record<string, Uint8Array>} files compressed, by name
 * @property {{ version: string, list: any }} made
 * @property {WebAssembly.Module} [llvm] clang, where a worker before has compiled it
 *
 * @typedef {{ load: Load } | { warmUp: true } | { compile: { source: string, options: import('./toolchain.js').Options } }
 *   | { check: { source: string, options: import('./toolchain.js').Options } }} Request
 */

/** @type {import('./toolchain.js').Toolchain | undefined} */
let toolchain;
/** Answers come in the order of the requests. */
let last = Promise.resolve();

addEventListener('message', ({ data }) => {
  last = last.then(() => answer(data));
});

/** @param {{ id: number, request: Request }} message */
async function answer({ id, request }) {
  try {
    postMessage({ id, result: await perform(request) });
  } catch (error) {
    const { name, message } = /** @type {Error} */ (error);
    postMessage({ id, error: `${name}: ${message}` });
  }
}

/** @param {Request} request */
async function perform(request) {
  if ('load' in request) return load(request.load);
  if (!toolchain) throw new Error('the compiler is not loaded');
  if ('warmUp' in request) return toolchain.warmUp();
  if ('compile' in request) return toolchain.compile(request.compile.source, request.compile.options);
  return toolchain.check(request.check.source, request.check.options);
}

/** @param {Load} what @returns {Promise<WebAssembly.Module>} clang */
async function load({ files, made, llvm: known }) {
  initSync({ module: /** @type {any} */ (decoder).default }); // its bytes, which the build puts into the script
  const llvm = known ?? WebAssembly.compileStreaming(unpacked(Object.keys(files).filter((name) => name.startsWith('llvm.')).map((name) => files[name])));
  /** @type {any} */ (globalThis).binaryenBytes = decode(files.binaryen);
  const { Toolchain } = await import('./toolchain.js');
  const module = await llvm;
  toolchain = new Toolchain(module, decode(files.sysroot), decode(files.libawait), made);
  return module;
}

/** One file of several parts, each compressed by itself. @param {Uint8Array[]} parts */
function unpacked(parts) {
  const left = [...parts];
  const stream = new ReadableStream({
    pull(controller) {
      const part = left.shift();
      if (part) controller.enqueue(decode(part));
      else controller.close();
    },
  });
  return new Response(stream, { headers: { 'content-type': 'application/wasm' } });
}
