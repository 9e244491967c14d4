// Explores tests, one at a time as it is told, and tells how far it is. Its own thread, so that it can be ended.

import { parentPort, workerData } from 'node:worker_threads';
import { explorerOf } from '../api/explore.js';

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
const { bytes, options } = workerData;
const explorer = explorerOf(bytes, { ...options, onProgress: (/** @type {unknown} */ progress) => port.postMessage({ progress }) });

port.on('message', async (/** @type {string} */ name) => {
  try {
    const { explore } = await explorer;
    port.postMessage({ begins: true });
    port.postMessage({ result: await explore(name) });
  } catch (error) {
    port.postMessage({ error: /** @type {Error} */ (error).message });
  }
});
