// What an order of a test's steps costs an explorer, which brings states back; the same search where each order begins at the start; and the same orders, known already,
// each in a new instance with nothing recorded. In microseconds of an order.
import { readFile } from 'node:fs/promises';
import { Accesses } from '../wasm/api/explore/accesses.js';
import { begin } from '../wasm/api/explore/replay.js';
import { Search, follow } from '../wasm/api/explore/search.js';
import { States } from '../wasm/api/explore/states.js';
import { instrument } from '../wasm/toolchain/instrument.js';

const maxSteps = 10_000;
const maxSchedules = 200;
const tests = ['small', 'with_a_lock', 'with_long_ways', 'with_a_set_up'];

/** Searches through a test's orders. @param {WebAssembly.Module} module @param {string} test @param {boolean} keeps states other than the first */
async function searched(module, test, keeps) {
  const program = await begin(module, test, {});
  const states = new States(program, new Accesses(program.module), maxSteps);
  const { save, outcome } = states;
  const switches = [];
  let saved = false;
  if (!keeps) states.save = () => (saved ? null : ((saved = true), save()));
  const search = new Search(states, { maxSchedules });
  states.outcome = () => {
    const ended = outcome();
    if (ended) switches.push(search.at.schedule());
    return ended;
  };
  const begun = performance.now();
  search.advance();
  const seconds = (performance.now() - begun) / 1000;
  search.end();
  return { switches, seconds };
}

/** Runs orders from the start: the seconds. @param {WebAssembly.Module} module @param {string} test @param {import('../wasm/api/explore/search.js').Switch[][]} all */
async function followed(module, test, all) {
  const begun = performance.now();
  for (const switches of all) {
    const program = await begin(module, test, {});
    const enabled = () => program.ready().map(({ id }) => id);
    const system = { enabled, run: (id) => program.run(id), wait: () => program.wait(), outcome: () => program.outcome(), tooLong: () => program.tooLong(maxSteps) };
    if (!follow(system, switches, maxSteps)) throw new Error(`${test}: an order does not fit`);
  }
  return (performance.now() - begun) / 1000;
}

/** The least of several, after the engine has warmed up. @param {() => Promise<number>} run */
async function least(run) {
  let seconds = Infinity;
  for (const end = performance.now() + 1000; performance.now() < end; ) seconds = Math.min(seconds, await run());
  return seconds;
}

/** @param {string} file */
export async function explore(file) {
  const bytes = await readFile(file);
  const [plain, watched] = [await WebAssembly.compile(bytes), await WebAssembly.compile(instrument(bytes))];
  const figures = {};
  for (const test of tests) {
    const { switches } = await searched(watched, test, true);
    const each = async (run) => ((await least(run)) * 1e6) / switches.length;
    figures[`explored-${test}`] = await each(async () => (await searched(watched, test, true)).seconds);
    figures[`searched-again-${test}`] = await each(async () => (await searched(watched, test, false)).seconds);
    figures[`followed-${test}`] = await each(() => followed(plain, test, switches));
  }
  return figures;
}
