// Runs one test after the other, each in a fresh instance, and tells what came of it. Its own thread, so that it can be ended.

import { parentPort, workerData } from 'node:worker_threads';
import { BaseException, load } from '../api/index.js';
import { testsOf } from '../api/module.js';
import { flush } from './program.js';

/** How many coroutines that were running are named as the origin of one that was never awaited. */
const ORIGIN_DEPTH = 5;

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
  instance.recordMistakes(true);
  instance.setCoroutineOriginTrackingDepth(ORIGIN_DEPTH);
  instance.setReadyOrder(seed);
  const before = instance.live();
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
  if (!trapped) failures.push(...leftBehind(instance, before));
  await instance.dispose();
  return { failures, at };
}

/** The innermost place of the traceback. @param {unknown} error */
function placeOf(error) {
  const places = error instanceof BaseException ? [...error.traceback.matchAll(/^ {2}File "(.*)", line (\d+), in /gm)] : [];
  const last = places.at(-1);
  return last ? { file: last[1], line: Number(last[2]) } : null;
}

/** @param {unknown} error */
function textOf(error) {
  if (error instanceof BaseException) return error.traceback;
  const { name, message } = /** @type {Error} */ (error);
  return `${name}: ${message}`;
}

/** What a test must not leave. @param {import('../api/index.js').Module} instance @param {import('../api/index.js').LiveCounts} before */
function leftBehind(instance, before) {
  instance.releaseAll();
  const { neverAwaited, neverRetrieved, destroyedPending } = instance.mistakes();
  const found = testsOf(/** @type {any} */ (instance)).expectsMistakes() ? [] : [...neverAwaited, ...neverRetrieved, ...destroyedPending];
  const live = instance.live();
  const coroutines = live.coroutines - before.coroutines;
  const objects = live.objects - before.objects;
  const jsHandles = live.jsHandles - before.jsHandles;
  const kinds = [];
  if (coroutines > 0) kinds.push(count(coroutines, 'coroutine'));
  if (objects > coroutines) kinds.push(count(objects - coroutines, 'other object'));
  if (jsHandles > 0) kinds.push(count(jsHandles, 'JavaScript value'));
  if (kinds.length > 0) found.push(`something is still alive after the test: ${kinds.join(', ')}`);
  return found;
}

/** @param {number} number @param {string} noun */
function count(number, noun) {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
