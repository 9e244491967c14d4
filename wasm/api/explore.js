// Running a test under every order in which what is ready could run, by going back to earlier states.

import { LoadError } from '../bridge/errors.js';
import { bytesFrom, compile, inNode, moduleFrom } from '../bridge/source.js';
import { errors } from './exceptions.js';
import { Accesses } from './explore/accesses.js';
import { checkOptions, shown } from './explore/options.js';
import { begin, replay, scheduleOf } from './explore/replay.js';
import { Search } from './explore/search.js';
import { shorten } from './explore/shorten.js';
import { States } from './explore/states.js';
import { load, testsOf } from './module.js';

/** In seconds, for each test. */
const TIME_LIMIT = 60;
/** Callbacks of one schedule; one that takes more goes on for ever. */
const MAX_STEPS = 10_000;
/** How long a failure is made simpler, in milliseconds. */
const SHORTEN_FOR = 3000;
/** How often others have their turn, or are told how far it is, in milliseconds. */
const SLICE = 50;

/** @typedef {import('./explore/replay.js').Schedule} Schedule */
/** @typedef {import('./explore/program.js').Failure & { schedule: Schedule, transcript: import('./explore/transcript.js').Step[] }} FoundFailure */
/** @typedef {Search<any, any, any>['counts'] & { test: string, open: number, seconds: number }} Progress */
/** Makes a module tell of its accesses to memory: toolchain/instrument.js. @typedef {(bytes: Uint8Array<ArrayBuffer>) => Uint8Array | Promise<Uint8Array>} Instrument */
/** @typedef {'switches' | 'schedules' | 'time'} Cut */
/** @typedef {Progress & { name: string, file: string, line: number, verdict: 'passed' | 'failed' | 'bounded', complete: boolean, cut: Cut[], failure: FoundFailure | null }} TestExplored */
/**
 * @typedef {Omit<import('./module.js').LoadOptions, 'manual' | 'virtualClock' | 'onError'> & {
 *   test?: string | string[], instrument?: Instrument, maxSwitches?: number, maxSchedules?: number, maxSteps?: number, timeLimit?: number, onProgress?: (progress: Progress) => void,
 * }} ExploreOptions
 */

/** @param {import('../bridge/source.js').Source | PromiseLike<import('../bridge/source.js').Source>} source @param {ExploreOptions} [options] */
export async function explore(source, options = {}) {
  const explorer = await explorerOf(source, options);
  const { test } = options;
  const wanted = test === undefined ? explorer.tests.map(({ name }) => name) : [test].flat();
  /** @type {TestExplored[]} */
  const tests = [];
  for (const name of wanted) tests.push(await explorer.explore(name));
  return { tests };
}

/**
 * For those who explore one test after the other.
 * @param {import('../bridge/source.js').Source | PromiseLike<import('../bridge/source.js').Source>} source
 * @param {ExploreOptions} given
 */
export async function explorerOf(source, given) {
  checkOptions(given);
  const { test: _, instrument = withToolchain, maxSwitches, maxSchedules, maxSteps = MAX_STEPS, timeLimit = TIME_LIMIT, onProgress = () => {}, ...options } = given;
  const { bytes, name: moduleName } = await bytesFrom(source);
  const plain = await compile(bytes, moduleName);
  const module = await load(plain, { ...options, manual: true });
  const { tests } = testsOf(module);
  await module.dispose();
  if (tests.length === 0) throw new LoadError(`${moduleName} has no tests; AW_TEST(name) { … } defines one`);
  const instrumented = await instrument(bytes);
  if (!ArrayBuffer.isView(instrumented)) throw new errors.TypeError(`instrument() gives the module's bytes, not ${shown(instrumented)}`);
  const watched = await compile(instrumented, 'what instrument() gave');
  return {
    tests,
    /** @param {string} name */
    explore(name) {
      const found = tests.find((test) => test.name === name);
      if (!found) throw new LoadError(`${moduleName} has no test '${name}'`);
      return exploreTest({ plain, watched, options }, found, { maxSwitches, maxSchedules, maxSteps }, timeLimit, onProgress);
    },
  };
}

/** Runs a test in the order of a schedule that explore() found, and tells what happens. @param {import('../bridge/source.js').Source | PromiseLike<import('../bridge/source.js').Source>} source @param {Schedule} schedule @param {import('./explore/replay.js').Options} [options] */
export async function replaySchedule(source, schedule, options = {}) {
  checkOptions(options);
  const { module } = await moduleFrom(source);
  return replay(module, schedule, options);
}

/**
 * @param {{ plain: WebAssembly.Module, watched: WebAssembly.Module, options: import('./module.js').LoadOptions }} given
 * @param {{ name: string, file: string, line: number }} test
 * @param {import('./explore/search.js').Limits & { maxSteps: number }} limits
 * @param {number} timeLimit
 * @param {(progress: Progress) => void} onProgress
 * @returns {Promise<TestExplored>}
 */
async function exploreTest({ plain, watched, options }, { name, file, line }, limits, timeLimit, onProgress) {
  const started = performance.now();
  const until = started + timeLimit * 1000;
  const program = await begin(watched, name, options);
  let nextTold = started + SLICE;
  const onStep = () => {
    if (performance.now() < nextTold) return;
    onProgress(progress());
    nextTold = performance.now() + SLICE;
  };
  program.onStep = onStep;
  const states = new States(program, new Accesses(program.module), limits.maxSteps);
  const search = new Search(states, limits);
  const progress = () => ({ test: name, ...search.counts, open: search.open, seconds: (performance.now() - started) / 1000 });
  /** @type {Cut[]} */
  const cut = [];
  while (!search.advance(Math.min(performance.now() + SLICE, until))) {
    if (performance.now() >= until) cut.push('time');
    if (cut.length > 0) break;
    await turnOfOthers();
  }
  cut.push(...search.cut);
  search.end();
  const { found, complete } = search;
  const shortened = found && shorten(states, found, { maxSteps: limits.maxSteps, until: performance.now() + SHORTEN_FOR });
  program.end();
  const failure = shortened && (await again(plain, name, shortened, { ...options, maxSteps: limits.maxSteps, onStep }));
  return { name, file, line, ...progress(), verdict: failure ? 'failed' : complete ? 'passed' : 'bounded', complete, cut, failure };
}

/** The failure as it comes about in a module as it was built, without anything of the search. @param {WebAssembly.Module} module @param {string} name @param {{ failure: import('./explore/program.js').Failure, switches: import('./explore/search.js').Switch[] }} found @param {import('./explore/replay.js').Options} options @returns {Promise<FoundFailure>} */
async function again(module, name, found, options) {
  const schedule = scheduleOf(module, name, found.failure.kind, found.switches);
  const { failure, transcript } = await replay(module, schedule, options);
  if (failure && (failure.kind === found.failure.kind || failure.kind === 'lost wake-up')) return { ...failure, schedule: { ...schedule, failure: failure.kind }, transcript };
  const instead = failure ? `'${failure.kind}'` : 'no failure';
  throw new Error(`the schedule that was found, ${JSON.stringify(schedule)}, gives ${instead} when it is run again: the program depends on something other than the order`);
}

/** The module as it is where there is no toolchain. @param {Uint8Array<ArrayBuffer>} bytes @returns {Promise<Uint8Array>} */
async function withToolchain(bytes) {
  if (!inNode) return bytes;
  // Not written as a plain import: the toolchain is no part of a page.
  const toolchain = '../toolchain/instrument.js';
  const found = await import(/* webpackIgnore: true */ /* @vite-ignore */ toolchain).catch(() => null);
  return found ? found.instrument(bytes) : bytes;
}

const turnOfOthers = () => new Promise((resolve) => setTimeout(resolve));
