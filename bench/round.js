// One round of one series, in a process of its own: `node bench/round.js SERIES [FILE]` prints {figure: value} as JSON.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { load } from '../wasm/api/index.js';
import { measure } from './measure.js';

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

const [series, file] = process.argv.slice(2);
console.log(JSON.stringify(await { inside, api, generators, fibers, memory }[series](file)));
