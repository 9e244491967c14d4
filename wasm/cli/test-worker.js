// Runs one test after the other, each in a fresh instance, and tells what came of it. Its own thread, so that it can be ended.

import { parentPort, workerData } from 'node:worker_threads';
import { BaseException, load } from '../api/index.js';
import { beginTest, leftBehind, placeOf, textOf } from '../api/testing.js';
import { flush } from './program.js';

const { module, program, seed, virtualClock } = workerData;
const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);

port.on('message', async (name) => {
  /** @param {string} line */
  const tell = (line) => port.postMessage({ line });
  const instance = await load(module, { virtualClock, args: [program], stdout: tell, stderr: tell });
  port.postMessage({ begins: true });
  const started = performance.now();
  const outcome = await run(instance, name);
  const duration = performance.now() - started;
  port.postMessage({ ...outcome, duration });
});

/** @param {import('../api/index.js').Module} instance @param {string} name */
async function run(instance, name) {
  const before = beginTest(instance);
  instance.setReadyOrder(seed);
  /** @type {string[]} */
  const failures = [];
  let at = null;
  let trapped = false;
  try {
    await instance.run(instance.coroutines[`test_${name}`]());
  } catch (error) {
    trapped = !(error instanceof BaseException);
    at = placeOf(error);
    failures.push(textOf(error));
    if (error instanceof BaseException) error.dispose();
  }
  flush(instance);
  if (!trapped) failures.push(...leftBehind(instance, before).map(({ message }) => message));
  await instance.dispose();
  return { failures, at };
}
