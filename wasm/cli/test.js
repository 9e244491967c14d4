// libawait test: runs what AW_TEST defines, each in a fresh instance on a virtual clock, and reports.

import { Worker } from 'node:worker_threads';
import { load } from '../api/index.js';
import { testsOf } from '../api/module.js';
import { moduleFrom } from '../bridge/source.js';
import { withModule } from './program.js';
import { reporterNamed } from './reporters.js';
import { Failure, UsageError, numberOption, parse } from './usage.js';

/** A test that takes longer, in seconds, is ended. */
const TIME_LIMIT = 10;
const OPTIONS = /** @type {const} */ ({
  filter: { type: 'string' },
  'time-limit': { type: 'string' },
  reporter: { type: 'string' },
  seed: { type: 'string' },
  'real-clock': { type: 'boolean' },
});

/**
 * @typedef {object} Result
 * @property {string} name
 * @property {string} file
 * @property {number} line
 * @property {number} duration in milliseconds
 * @property {string[]} failures what is wrong, each a text of one or more lines; none: it passed
 * @property {string[]} notes what else there is to say, each a line
 * @property {{ file: string, line: number }} at where it failed, or is defined
 * @property {string[]} output the lines that it printed
 */

/** @param {string[]} args */
export async function test(args) {
  const { values, positionals } = parse('test', args, OPTIONS);
  if (positionals.length !== 1) throw new UsageError(`test: one module or C file, ${positionals.length} given`);
  const reporter = reporterNamed('test', values.reporter ?? 'tap');
  const limit = numberOption('test', 'time-limit', values['time-limit'], TIME_LIMIT, (n) => n > 0);
  const seed = numberOption('test', 'seed', values.seed, 0, (n) => Number.isInteger(n) && n >= 0 && n <= 0xffffffff);
  const [program] = positionals;
  const { module, tests } = await withModule(program, async (path) => ({
    module: (await moduleFrom(path)).module,
    tests: testsOf(/** @type {any} */ (await load(path))).tests,
  }));
  if (tests.length === 0) throw new Failure(`libawait: ${program} has no tests; AW_TEST(name) { … } defines one`);
  const chosen = tests.filter(({ name }) => name.includes(values.filter ?? ''));
  if (chosen.length === 0) throw new UsageError(`test: none of the ${tests.length} tests of ${program} has '${values.filter}' in its name`);
  const runner = new Runner({ module, program, seed, virtualClock: !values['real-clock'] }, limit);
  const started = performance.now();
  reporter.begin(chosen.length);
  let failed = 0;
  for (const found of chosen) {
    const result = await runner.run(found);
    if (result.failures.length > 0) failed++;
    reporter.result(result);
  }
  await runner.end();
  reporter.end({ passed: chosen.length - failed, failed, duration: performance.now() - started, seed });
  if (failed > 0) process.exitCode = 1;
}

/** Gives tests to a worker, one at a time: an endless loop can be ended from outside only. */
class Runner {
  /** @param {object} given what the worker needs @param {number} limit in seconds */
  constructor(given, limit) {
    this.given = given;
    this.limit = limit;
    /** @type {Worker | undefined} */
    this.worker = undefined;
    /** @type {(message: any) => void} */
    this.onMessage = () => {};
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** @param {{ name: string, file: string, line: number }} found @returns {Promise<Result>} */
  async run(found) {
    const { name, file, line } = found;
    /** @type {string[]} */
    const output = [];
    const started = performance.now();
    const outcome = await new Promise((resolve) => {
      this.onMessage = (message) => {
        if ('line' in message) output.push(message.line);
        else if (message.begins) this.timer = setTimeout(() => this.giveUp(`it took longer than the time limit of ${this.limit} s`), this.limit * 1000);
        else resolve(message);
      };
      this.worker ??= this.startWorker();
      this.worker.postMessage(name);
    });
    clearTimeout(this.timer);
    const { failures, at, duration = performance.now() - started } = outcome;
    return { name, file, line, failures, notes: [], output, duration, at: at ?? { file, line } };
  }

  startWorker() {
    const worker = new Worker(new URL('./test-worker.js', import.meta.url), { workerData: this.given });
    worker.on('message', (message) => this.onMessage(message));
    worker.on('error', (error) => this.giveUp(`${error.name}: ${error.message}`));
    worker.on('exit', () => this.worker === worker && this.giveUp('the program ended its thread'));
    return worker;
  }

  /** @param {string} failure */
  async giveUp(failure) {
    const { worker } = this;
    this.worker = undefined;
    await worker?.terminate();
    this.onMessage({ failures: [failure] });
  }

  async end() {
    const { worker } = this;
    this.worker = undefined;
    await worker?.terminate();
  }
}
