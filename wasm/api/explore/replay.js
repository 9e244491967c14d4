// A schedule: how one run of a test differs from the loop's own order. Running it again, in a module of its own, and telling what happens.

import { LoadError } from '../../bridge/errors.js';
import { identityOf } from '../../bridge/snapshot/identity.js';
import { load, testsOf } from '../module.js';
import { lostWakeUp } from './lost.js';
import { Program } from './program.js';
import { follow } from './search.js';
import { Transcript } from './transcript.js';

const VERSION = 1;
// WASI's.
const OK = 0;
const NOT_SUPPORTED = 52;

/** @typedef {import('./program.js').Kind} Kind */
/** @typedef {import('./search.js').Switch} Switch */
/** @typedef {{ libawait: 'schedule', version: number, module: string, test: string, failure: Kind, switches: Switch[] }} Schedule */
/** @typedef {import('../module.js').LoadOptions & { maxSteps?: number, onStep?: () => void }} Options */

/** @param {WebAssembly.Module} module @param {string} test @param {Kind} failure @param {Switch[]} switches @returns {Schedule} */
export function scheduleOf(module, test, failure, switches) {
  return { libawait: 'schedule', version: VERSION, module: identityOf(module).id, test, failure, switches };
}

/**
 * A test at its beginning, in a new instance whose clocks and random numbers are always the same.
 * @param {WebAssembly.Module} module
 * @param {string} test
 * @param {import('../module.js').LoadOptions} options
 */
export async function begin(module, test, options) {
  /** @type {string[]} */
  const unheard = [];
  /** @type {import('../module.js').Module | undefined} */
  let loaded;
  loaded = await load(module, {
    onWarning: () => {},
    onUnraisable: () => {},
    stdout: () => {},
    stderr: () => {},
    ...options,
    onError: Program.hears(unheard),
    imports: { ...options.imports, ...steady(() => loaded?.memory, options.imports ?? {}) },
    manual: true,
    virtualClock: true,
  });
  if (!testsOf(loaded).tests.some(({ name }) => name === test)) throw new LoadError(`the module has no test '${test}'`);
  return new Program(loaded, test, unheard);
}

/**
 * Runs a schedule. Rejects with a LoadError that says what is wrong if it is none of this module.
 * @param {WebAssembly.Module} module
 * @param {unknown} given
 * @param {Options} [options]
 */
export async function replay(module, given, options = {}) {
  const { test, switches } = checked(module, given);
  const { failure, transcript } = await runInOrder(module, test, switches, options);
  if (failure?.kind !== 'deadlock' || switches.length === 0) return { test, failure, transcript };
  const lost = lostWakeUp(transcript, (await runInOrder(module, test, [], options)).transcript);
  return { test, failure: lost === null ? failure : { ...failure, kind: /** @type {Kind} */ ('lost wake-up'), message: `${lost}\n${failure.message}` }, transcript };
}

/** @param {WebAssembly.Module} module @param {string} test @param {Switch[]} switches @param {Options} options */
async function runInOrder(module, test, switches, { maxSteps = 10_000, onStep = () => {}, ...options }) {
  /** @type {string[]} */
  const printed = [];
  const program = await begin(module, test, { ...options, stdout: (line) => printed.push(line) });
  program.onStep = onStep;
  const transcript = new Transcript(program, printed);
  const system = {
    enabled: () => program.ready().map(({ id }) => id),
    run(/** @type {number} */ id) {
      program.run(id);
      transcript.end();
    },
    wait: () => program.wait(),
    outcome: () => program.outcome(),
    tooLong: () => program.outcome() ?? program.tooLong(maxSteps),
  };
  const outcome = follow(system, switches, maxSteps, (id, position) => transcript.begin(program.ready()[position], program.ready()[0]));
  program.end();
  if (!outcome) throw new LoadError('the schedule does not fit: where it says who runs next, not so many are ready');
  return { failure: outcome.failure, transcript: transcript.steps };
}

/** @param {WebAssembly.Module} module @param {unknown} given @returns {Schedule} */
export function checked(module, given) {
  const schedule = /** @type {Partial<Schedule> | null} */ (typeof given === 'object' ? given : null);
  if (schedule?.libawait !== 'schedule') throw new LoadError('this is no schedule; `libawait explore --save-schedule` writes one');
  if (schedule.version !== VERSION) throw new LoadError(`this schedule is of version ${schedule.version}; this libawait knows version ${VERSION}`);
  const { module: id, test, switches } = schedule;
  const isSwitch = (/** @type {unknown} */ each) => Array.isArray(each) && each.length === 2 && each.every((number) => Number.isSafeInteger(number) && number >= 0);
  if (typeof id !== 'string' || typeof test !== 'string' || !Array.isArray(switches) || !switches.every(isSwitch)) throw new LoadError('this schedule is damaged');
  const own = identityOf(module).id;
  if (id !== own) throw new LoadError(`this schedule is of another module: of ${id}, and this is ${own}. After a change of the program, explore it again`);
  return /** @type {Schedule} */ (schedule);
}

/**
 * Clocks that stand still and random numbers that are none, so that a program does the same each time.
 * @param {() => WebAssembly.Memory | undefined} memory undefined: it has not begun, and there are none
 * @param {Record<string, Record<string, any>>} given
 * @returns {Record<string, Record<string, any>>}
 */
function steady(memory, given) {
  const fill = (/** @type {number} */ address, /** @type {number} */ length, /** @type {number} */ byte) => {
    const found = memory();
    if (found) new Uint8Array(found.buffer, address >>> 0, length).fill(byte);
    return found ? OK : NOT_SUPPORTED;
  };
  const random = (/** @type {number} */ address, /** @type {number} */ length) => fill(address, length, 0x5a);
  const time = (/** @type {number} */ clock, /** @type {bigint} */ precision, /** @type {number} */ out) => fill(out, 8, 0);
  return {
    wasi_snapshot_preview1: { clock_time_get: time, random_get: random, ...given.wasi_snapshot_preview1 },
    env: { emscripten_date_now: () => 0, emscripten_get_now: () => 0, getentropy: random, ...given.env },
  };
}
