// Builds modules one after the other, in a thread of its own: npm's clang runs in the thread that asks for it.

import { parentPort, workerData } from 'node:worker_threads';
import { buildModule } from '../wasm/toolchain/index.js';

/** @type {{ name: string, options: Parameters<typeof buildModule>[0] }[]} */
const modules = workerData;
for (const { name, options } of modules) {
  parentPort?.postMessage({ name });
  const { diagnostics } = await buildModule(options);
  if (diagnostics) parentPort?.postMessage({ diagnostics });
}
