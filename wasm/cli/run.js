// libawait run: drives main_coroutine to its end and prints what Python's repr() gives for its result.

import { load } from '../api/index.js';
import { resultText, runTask } from '../api/module.js';
import { hostIn } from './host.js';
import { failureOf, flush, withModule } from './program.js';
import { runSaved } from './run-saved.js';
import { runSchedule } from './schedule.js';
import { FORMATS, traceTo } from './trace.js';
import { Failure, UsageError, parse } from './usage.js';

const OPTIONS = /** @type {const} */ ({
  host: { type: 'string' },
  'ps-on-signal': { type: 'boolean' },
  save: { type: 'string' },
  schedule: { type: 'string' },
  trace: { type: 'string' },
  'trace-format': { type: 'string' },
});
const NOT_WITH_SCHEDULE = /** @type {const} */ (['save', 'trace', 'ps-on-signal']);
/** Ctrl-\ in a terminal, and kill -USR1. */
const SIGNALS = /** @type {const} */ (['SIGQUIT', 'SIGUSR1']);

/** @typedef {import('../api/index.js').Module} Module */
/**
 * What a run is told by the command line.
 * @typedef {object} Told
 * @property {string} program
 * @property {string[]} args
 * @property {import('../api/index.js').LoadOptions} options
 * @property {(module: Module) => import('../api/index.js').Task} begin
 * @property {(module: Module) => () => void} watch what it gives ends that
 * @property {(module: Module, task: import('../api/index.js').Task) => void} print the result
 */

/** @param {string[]} all */
export async function run(all) {
  const { values, program, args } = split(all);
  const format = values['trace-format'] ?? 'json';
  if (!Object.hasOwn(FORMATS, format)) throw new UsageError(`run: --trace-format is ${Object.keys(FORMATS).join(' or ')}, not '${format}'`);
  if (values['trace-format'] !== undefined && values.trace === undefined) throw new UsageError('run: --trace-format needs --trace');
  if (values.save === '') throw new UsageError('run: --save wants the name of a file');
  const useless = NOT_WITH_SCHEDULE.find((option) => values.schedule !== undefined && values[option] !== undefined);
  if (useless) throw new UsageError(`run: --schedule runs a test step by step: --${useless} does not go with it`);
  const options = { args: [program, ...args], ...(values.host === undefined ? {} : await hostIn(values.host)) };
  if (values.schedule !== undefined) return runSchedule(program, values.schedule, options);
  /** @type {Told} */
  const told = {
    program,
    args,
    options,
    begin: (module) => begin(module, program, args),
    watch(module) {
      if (values['ps-on-signal']) psOnSignal(module);
      return values.trace === undefined ? () => module.trace.stop() : traceTo(module, values.trace, format);
    },
    print,
  };
  await (values.save === undefined ? runOnce(told) : runSaved(told, values.save));
}

/** Options stand before the program, or directly behind it. What follows is the program's; `--` comes between where that looks like one of ours. @param {string[]} all */
function split(all) {
  const before = optionsFrom(all, 0, (arg) => arg.startsWith('-'));
  const program = all[before];
  const behind = optionsFrom(all, before + 1, (arg) => arg.startsWith('--') && Object.hasOwn(OPTIONS, nameOf(arg)));
  const { values } = parse('run', [...all.slice(0, before), ...all.slice(before + 1, behind)], OPTIONS);
  if (program === undefined) throw new UsageError('run: which module?');
  return { values, program, args: all.slice(all[behind] === '--' ? behind + 1 : behind) };
}

/** Where the options end that begin here. @param {string[]} all @param {number} index @param {(arg: string) => boolean} isOption */
function optionsFrom(all, index, isOption) {
  while (index < all.length && isOption(all[index])) {
    const option = OPTIONS[/** @type {keyof typeof OPTIONS} */ (nameOf(all[index]))];
    index += option?.type === 'string' && !all[index].includes('=') ? 2 : 1;
  }
  return index;
}

/** @param {string} arg */
function nameOf(arg) {
  return arg.slice(2).split('=')[0];
}

/** @param {Told} told */
async function runOnce({ program, options, begin, watch, print }) {
  const module = await withModule(program, (path) => load(path, options));
  const endWatch = watch(module);
  let task;
  try {
    task = begin(module);
    await runTask(/** @type {any} */ (module), /** @type {any} */ (task));
  } catch (error) {
    throw error instanceof UsageError ? error : failureOf(error);
  } finally {
    flush(module);
    endWatch();
  }
  print(module, task);
}

/** The task of main_coroutine. @param {Module} module @param {string} program @param {string[]} args */
function begin(module, program, args) {
  const main = module.definitions.find((definition) => definition.name === 'main_coroutine');
  if (!main) throw new Failure(`libawait: ${program} has no main_coroutine; AW_ASYNC(main_coroutine) { … } defines it (\`libawait info\` tells what it has)`);
  return module.createTask(module.coroutines.main_coroutine(...argumentsFor(main.parameters, args)));
}

/** @param {Module} module @param {import('../api/index.js').Task} task */
function print(module, task) {
  const result = resultText(/** @type {any} */ (module), /** @type {any} */ (task));
  if (result !== null) console.log(result);
}

/** Works whenever JavaScript's turn comes: not inside an endless loop. @param {Module} module */
function psOnSignal(module) {
  for (const signal of SIGNALS) process.on(signal, () => process.stderr.write(`${module.ps()}\n${module.pstree()}`));
}

/** Arguments from the command line, as main_coroutine wants them. A main_coroutine without parameters finds them in argv. @param {{ name: string, type: string, code: string }[]} parameters @param {string[]} args */
function argumentsFor(parameters, args) {
  if (parameters.length === 0) return [];
  if (parameters.length !== args.length) {
    const names = parameters.map((parameter) => parameter.name).join(', ');
    throw new UsageError(`run: main_coroutine takes ${parameters.length} (${names}), ${args.length} given`);
  }
  return parameters.map((parameter, index) => argumentFor(parameter, args[index]));
}

/** @param {{ name: string, type: string, code: string }} parameter @param {string} text */
function argumentFor({ name, type, code }, text) {
  if (code === 'i' || code === 'u') {
    if (!/^[+-]?\d+$/.test(text)) throw new UsageError(`run: ${name} is ${type}, not '${text}'`);
    return BigInt(text.replace(/^\+/, ''));
  }
  if (code === 'f') {
    if (text.trim() === '' || Number.isNaN(Number(text))) throw new UsageError(`run: ${name} is ${type}, not '${text}'`);
    return Number(text);
  }
  if (code === 'b') {
    if (text !== 'true' && text !== 'false') throw new UsageError(`run: ${name} is true or false, not '${text}'`);
    return text === 'true';
  }
  return text;
}
