// Explores tests, one at a time as it is told, and tells how far it is. Its own thread, so that it can be ended.

import { parentPort, workerData } from 'node:worker_threads';
import { explorerOf } from '../api/explore.js';
import { hostIn } from './host.js';
import { Failure } from './usage.js';

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
const { bytes, host, options } = workerData;
const explorer = begin();

async function begin() {
  const functions = host === undefined ? {} : await hostIn(host);
  return explorerOf(bytes, { ...options, ...functions, onProgress: (/** @type {unknown} */ progress) => port.postMessage({ progress }) });
}

port.on('message', async (/** @type {string} */ name) => {
  try {
    const { explore } = await explorer;
    port.postMessage({ begins: true });
    port.postMessage({ result: await explore(name) });
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    port.postMessage({ error: error instanceof Failure ? message : `libawait: ${message}` });
  }
});
