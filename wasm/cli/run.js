// libawait run: drives main_coroutine to its end and prints what Python's repr() gives for its result.

import { BaseException, ProgramExit, load } from '../api/index.js';
import { runForText } from '../api/module.js';
import { flush, withModule } from './program.js';
import { FORMATS, traceTo } from './trace.js';
import { Failure, UsageError, parse } from './usage.js';

const OPTIONS = /** @type {const} */ ({
  'ps-on-signal': { type: 'boolean' },
  trace: { type: 'string' },
  'trace-format': { type: 'string' },
});
/** Ctrl-\ in a terminal, and kill -USR1. */
const SIGNALS = /** @type {const} */ (['SIGQUIT', 'SIGUSR1']);

/** @param {string[]} all */
export async function run(all) {
  const { values, program, args } = split(all);
  const format = values['trace-format'] ?? 'json';
  if (!Object.hasOwn(FORMATS, format)) throw new UsageError(`run: --trace-format is ${Object.keys(FORMATS).join(' or ')}, not '${format}'`);
  if (values['trace-format'] !== undefined && values.trace === undefined) throw new UsageError('run: --trace-format needs --trace');
  const module = await withModule(program, (path) => load(path, { args: [program, ...args] }));
  const main = module.definitions.find((definition) => definition.name === 'main_coroutine');
  if (!main) throw new Failure(`libawait: ${program} has no main_coroutine; AW_ASYNC(main_coroutine) { … } defines it (\`libawait info\` tells what it has)`);
  const given = argumentsFor(main.parameters, args);
  if (values['ps-on-signal']) psOnSignal(module);
  const endTrace = values.trace === undefined ? () => {} : traceTo(module, values.trace, format);
  let result;
  try {
    result = await runForText(/** @type {any} */ (module), module.coroutines.main_coroutine(...given));
  } catch (error) {
    throw failureOf(error);
  } finally {
    flush(module);
    endTrace();
  }
  if (result !== null) console.log(result);
}

/** What follows the program is the program's. @param {string[]} all */
function split(all) {
  let index = 0;
  while (all[index]?.startsWith('-')) index += all[index] === '--trace' || all[index] === '--trace-format' ? 2 : 1;
  const { values } = parse('run', all.slice(0, index), OPTIONS);
  const [program, ...args] = all.slice(index);
  if (program === undefined) throw new UsageError('run: which module?');
  return { values, program, args };
}

/** Works whenever JavaScript's turn comes: not inside an endless loop. @param {import('../api/index.js').Module} module */
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

/** @param {unknown} error */
function failureOf(error) {
  if (error instanceof ProgramExit) return new Failure(error.message, error.status);
  if (error instanceof BaseException) return new Failure(error.traceback);
  const { name, message } = /** @type {Error} */ (error);
  return new Failure(`${name}: ${message}`);
}
