// One round of one series, in a process of its own: `node bench/round.js SERIES [FILE]` prints {figure: value} as JSON.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { load } from '../wasm/api/index.js';
import { explore } from './explore.js';
import { measure } from './measure.js';
import { states } from './states.js';

export const depths = [1, 16, 64, 1000];
const many = 100_000;

function check(failed, what) {
  if (failed) throw new Error(`${what}: ${failed} round trips failed`);
}

const measured = (run, what) => measure((count) => check(run(count), what));

/** Loops in C: nothing of JavaScript is inside them. */
async function inside(file) {
  const { exports } = await load(await readFile(file));
  check(exports.prepare_switches(), 'prepare');
  const figures = { switch: measured(exports.switches, 'switch') };
  for (const depth of depths) {
    check(exports.prepare(depth), 'prepare');
    if (depth === 1) figures.send = measured(exports.sends, 'send');
    figures[`chain-${depth}`] = measured(exports.iter_sends, `chain of ${depth}`);
  }
  return figures;
}

/** The public API, driven from JavaScript. */
async function api(file) {
  const { coroutines } = await load(await readFile(file));
  const coroutine = coroutines.loops();
  coroutine.send(null);
  return {
    'api-send': measure((count) => {
      for (let i = 0; i < count; i++) coroutine.send(null);
    }),
    'api-next': measure((count) => {
      for (let i = 0; i < count; i++) coroutine.next(null);
    }),
  };
}

function* loops() {
  for (;;) yield null;
}

function* level(depth) {
  yield* depth > 2 ? level(depth - 1) : loops();
}

/** JavaScript's generators; a chain is made with yield*. */
async function generators() {
  const figures = {};
  for (const depth of depths) {
    const generator = depth > 1 ? level(depth) : loops();
    figures[`generator-${depth}`] = measure((count) => {
      for (let i = 0; i < count; i++) generator.next(null);
    });
  }
  return figures;
}

/** Emscripten's fibers. */
async function fibers(file) {
  globalThis.fetch = undefined; // emcc 3.1.6 would fetch a file path with it
  const module = await createRequire(import.meta.url)(file)();
  module._prepare();
  return { fiber: measure((count) => module._round_trips(count)) };
}

/** Bytes of each suspended coroutine: those that the runtime counts, and those by which the memory grew. */
async function memory(file) {
  const { exports } = await load(await readFile(file));
  const bytes = () => exports.memory.buffer.byteLength;
  check(exports.suspend_many(0), 'suspend');
  const [live, grown] = [exports.live_bytes(), bytes()];
  check(exports.suspend_many(many), 'suspend');
  return { 'memory-live': (exports.live_bytes() - live) / many, 'memory-grown': (bytes() - grown) / many };
}

/** Once, after a small run that warms it up: nanoseconds of each of `count`. */
function once(run, count) {
  run(1000);
  const begun = process.hrtime.bigint();
  run(count);
  return Number(process.hrtime.bigint() - begun) / count;
}

const bulk = 100_000;

/** The event loop, inside wasm: nothing of JavaScript is in it. */
async function loop(file) {
  const { exports } = await load(await readFile(file));
  const bulkOf = (run, what) => once((count) => check(run(count), what), bulk);
  const figures = {
    task: measured(exports.tasks, 'tasks'),
    'awaited-task': measured(exports.awaited_tasks, 'awaited tasks'),
    'ping-pong': measured(exports.ping_pong, 'ping-pong'),
    gather: bulkOf(exports.gather, 'gather'),
    timer: bulkOf(exports.timers, 'timers'),
  };
  check(exports.prepare_hops(), 'prepare');
  return { ...figures, hop: measured(exports.hops, 'hops') };
}

/** Linear memory of each of a million suspended tasks. */
async function taskMemory(file) {
  const million = 1_000_000;
  const { exports } = await load(await readFile(file));
  check(exports.suspend_tasks(1), 'suspend');
  const [live, grown] = [exports.live_bytes(), exports.memory.buffer.byteLength];
  check(exports.suspend_tasks(million), 'suspend');
  return { 'task-live': (exports.live_bytes() - live) / million, 'task-grown': (exports.memory.buffer.byteLength - grown) / million };
}

async function spins(count) {
  for (let i = 0; i < count; i++) await null;
}

async function trivial() {}

async function timeOf(run, count) {
  const begun = process.hrtime.bigint();
  await run(count);
  return Number(process.hrtime.bigint() - begun) / count;
}

/** The least of several runs, after one that warms up. */
async function best(run, count) {
  let least = Infinity;
  await run(count);
  for (let i = 0; i < 7; i++) least = Math.min(least, await timeOf(run, count));
  return least;
}

/** What plain JavaScript has for the same. */
async function promises() {
  return {
    'js-hop': await best((count) => Promise.all(Array.from({ length: 1000 }, () => spins(count / 1000))), 1_000_000),
    'js-awaited-task': await best(async (count) => {
      for (let i = 0; i < count; i++) await trivial();
    }, 100_000),
    'js-gather': await best((count) => Promise.all(Array.from({ length: count }, trivial)), bulk),
    'js-timer': await best((count) => Promise.all(Array.from({ length: count }, (_, i) => new Promise((done) => setTimeout(done, (i * 7919) % 20)))), bulk),
    'js-resolved': await best(async (count) => {
      for (let i = 0; i < count; i++) await Promise.resolve(i);
    }, 100_000),
  };
}

/** C awaits promises that are resolved already, by way of the loop's microtask. */
async function bridge(file) {
  const m = await load(await readFile(file), { host: { resolved: (value) => Promise.resolve(value) } });
  return { bridge: await best((count) => m.run(m.coroutines.awaits_promises(count)), 20_000) };
}

/** The engine's own suspension, where it has one: wasm that calls a function which gives a promise. */
async function jspi(file) {
  const { Suspending, promising } = /** @type {any} */ (WebAssembly);
  const { instance } = await WebAssembly.instantiate(await readFile(file), { js: { resolved: new Suspending((value) => Promise.resolve(value)) } });
  return { jspi: await best(promising(instance.exports.awaits), 100_000), ...(await promises()) };
}

const [series, file] = process.argv.slice(2);
console.log(JSON.stringify(await { inside, api, generators, fibers, memory, loop, taskMemory, promises, bridge, jspi, states, explore }[series](file)));
process.exit(0); // tasks that spin go on for ever
