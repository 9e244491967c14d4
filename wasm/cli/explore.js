// libawait explore: runs tests under every order in which what is ready could run, and reports the first that fails, with its order.

import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { load } from '../api/index.js';
import { testsOf } from '../api/module.js';
import { requireFile } from './build.js';
import { withModule } from './program.js';
import { reporterNamed } from './reporters.js';
import { saveSchedule, transcriptText } from './schedule.js';
import { Failure, UsageError, numberOption, parse } from './usage.js';

/** For each test, in seconds. */
const TIME_LIMIT = 60;
/** One step that takes so long, in seconds, does not end. */
const STEP_LIMIT = 10;
/** Where nobody watches a terminal, a line of progress every so many milliseconds. */
const LINE_EVERY = 5000;
const OPTIONS = /** @type {const} */ ({
  host: { type: 'string' },
  filter: { type: 'string' },
  'max-switches': { type: 'string' },
  'time-limit': { type: 'string' },
  'save-schedule': { type: 'string' },
  reporter: { type: 'string' },
});

/** @typedef {import('../api/explore.js').TestExplored} TestExplored */
/** @typedef {import('../api/explore.js').Progress} Progress */

/** @param {string[]} args */
export async function explore(args) {
  const { values, positionals } = parse('explore', args, OPTIONS);
  if (positionals.length !== 1) throw new UsageError(`explore: one module or C file, ${positionals.length} given`);
  const reporter = reporterNamed('explore', values.reporter ?? 'spec');
  const timeLimit = numberOption('explore', 'time-limit', values['time-limit'], TIME_LIMIT, (n) => n > 0);
  const maxSwitches = numberOption('explore', 'max-switches', values['max-switches'], Infinity, (n) => Number.isInteger(n) && n >= 0);
  const [program] = positionals;
  if (values.host !== undefined) requireFile(values.host);
  const { bytes, tests } = await withModule(program, async (path) => ({ bytes: readFileSync(path), tests: testsOf(/** @type {any} */ (await load(path))).tests }));
  if (tests.length === 0) throw new Failure(`libawait: ${program} has no tests; AW_TEST(name) { … } defines one`);
  const chosen = tests.filter(({ name }) => name.includes(values.filter ?? ''));
  if (chosen.length === 0) throw new UsageError(`explore: none of the ${tests.length} tests of ${program} has '${values.filter}' in its name`);
  const explorer = new Explorer({ bytes, host: values.host, options: { args: [program], maxSwitches, timeLimit } });
  const started = performance.now();
  reporter.begin(chosen.length);
  const passed = [];
  /** @type {import('../api/explore/replay.js').Schedule | undefined} */
  let first;
  try {
    for (const test of chosen) {
      const { result, stuck } = await explorer.explore(test.name);
      const failure = stuck ?? result?.failure;
      if (!failure) passed.push(test);
      first ??= result?.failure?.schedule;
      reporter.result({ ...test, duration: 1000 * (result?.seconds ?? STEP_LIMIT), output: [], ...told(test, maxSwitches, result, stuck) });
    }
  } finally {
    await explorer.end();
  }
  reporter.end({ passed: passed.length, failed: chosen.length - passed.length, duration: performance.now() - started, seed: 0 });
  if (passed.length < chosen.length) process.exitCode = 1;
  const file = values['save-schedule'];
  if (file === undefined) return;
  if (!first) return void process.stderr.write(`libawait: no order to save: ${file} is not written\n`);
  saveSchedule(file, first);
  const host = values.host === undefined ? '' : ` --host ${values.host}`;
  process.stderr.write(`\`libawait run --schedule ${file}${host} ${program}\` runs ${first.test} in this order again\n`);
}

/** What the report says. @param {{ file: string, line: number }} test @param {number} maxSwitches @param {TestExplored | undefined} result @param {string | undefined} stuck @returns {{ failures: string[], notes: string[], at: { file: string, line: number } }} */
function told({ file, line }, maxSwitches, result, stuck) {
  if (!result) return { failures: [/** @type {string} */ (stuck)], notes: [], at: { file, line } };
  const { failure } = result;
  if (!failure) return { failures: [], notes: [extent(result, maxSwitches)], at: { file, line } };
  const { kind, message, traceback, schedule, transcript, at } = failure;
  const count = schedule.switches.length;
  const order = count === 0 ? 'It fails in the loop\'s own order:' : `It fails with ${plural(count, 'switch', 'switches')} (>) from the loop's own order, found with the ${ordinal(result.schedules)} order that was run:`;
  return { failures: [traceback ?? `${kind}: ${message}`, `${order}\n${transcriptText(transcript)}`], notes: [], at: at ?? { file, line } };
}

/** @param {TestExplored} result @param {number} maxSwitches */
function extent({ complete, cut, schedules, switches, steps, open }, maxSwitches) {
  const orders = `${plural(schedules, 'order', 'orders')}, ${plural(steps, 'step', 'steps')}`;
  if (complete) return `complete: it passes in every order (${orders}; what only differs in the order of independent steps is run once)`;
  if (cut.includes('time') && schedules === 0) return `bounded: the time was up before the first order came to its end, after ${plural(steps, 'step', 'steps')}`;
  if (cut.includes('time')) return `bounded: the time is up; it passed in ${orders}, with up to ${plural(switches, 'switch', 'switches')}; ${plural(open, 'choice', 'choices')} left to try`;
  return `bounded: it passed in ${orders}; orders with more than ${plural(maxSwitches, 'switch', 'switches')} were left out`;
}

/** @param {number} count @param {string} one @param {string} many */
const plural = (count, one, many) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** @param {number} number */
function ordinal(number) {
  const end = { one: 'st', two: 'nd', few: 'rd', other: 'th' }[/** @type {'other'} */ (new Intl.PluralRules('en', { type: 'ordinal' }).select(number))];
  return `${number.toLocaleString('en')}${end}`;
}

/** Has tests explored by a worker, one at a time: a step that does not end can be ended from outside only. */
class Explorer {
  /** @param {object} given what the worker needs */
  constructor(given) {
    this.given = given;
    /** @type {Worker | undefined} */
    this.worker = undefined;
    this.progress = new ProgressLine();
  }

  /** @param {string} name @returns {Promise<{ result?: TestExplored, stuck?: string }>} */
  async explore(name) {
    const worker = (this.worker ??= new Worker(new URL('./explore-worker.js', import.meta.url), { workerData: this.given }));
    this.progress.begin();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    /** @type {{ result?: TestExplored, error?: string, stuck?: string }} */
    const outcome = await new Promise((resolve) => {
      const stuck = (/** @type {string} */ why) => resolve({ stuck: why });
      const wait = () => {
        clearTimeout(timer);
        timer = setTimeout(stuck, STEP_LIMIT * 1000, `livelock: a step took longer than ${STEP_LIMIT} s; nothing is known of its order`);
      };
      worker.removeAllListeners();
      worker.on('message', (message) => {
        wait();
        if (message.progress) this.progress.show(message.progress);
        else if (!message.begins) resolve(message);
      });
      worker.on('error', (error) => stuck(`${error.name}: ${error.message}`));
      worker.on('exit', () => stuck('the program ended its thread'));
      worker.postMessage(name);
    });
    clearTimeout(timer);
    this.progress.clear();
    if (outcome.stuck !== undefined) await this.end();
    if (outcome.error !== undefined) {
      await this.end();
      throw new Failure(outcome.error);
    }
    return outcome;
  }

  async end() {
    const { worker } = this;
    this.worker = undefined;
    worker?.removeAllListeners();
    await worker?.terminate();
  }
}

/** How far it is, on stderr: one line that changes, or where that is no terminal a new one from time to time. */
class ProgressLine {
  begin() {
    this.last = performance.now();
  }

  /** @param {Progress} progress */
  show({ test, schedules, switches, open, seconds }) {
    const text = `${test}: ${plural(schedules, 'order', 'orders')}, ${plural(switches, 'switch', 'switches')}, ${plural(open, 'choice', 'choices')} to try, ${seconds.toFixed(1)} s`;
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
    else if (performance.now() - (this.last ?? 0) > LINE_EVERY) {
      this.last = performance.now();
      process.stderr.write(`${text}\n`);
    }
  }

  clear() {
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  }
}
