// libawait run: drives main_coroutine to its end and prints what Python's repr() gives for its result.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BaseException, ProgramExit, load } from '../api/index.js';
import { runForText } from '../api/module.js';
import { buildTo, requireFile } from './build.js';
import { Failure, UsageError } from './usage.js';

/** @param {string[]} args */
export async function run([program, ...args]) {
  if (program === undefined) throw new UsageError('run: which module?');
  if (program.startsWith('-')) throw new UsageError(`run: unknown option '${program}'`);
  requireFile(program);
  const module = await loadProgram(program, args);
  const main = module.definitions.find((definition) => definition.name === 'main_coroutine');
  if (!main) throw new Failure(`libawait: ${program} has no main_coroutine; AW_ASYNC(main_coroutine) { … } defines it (\`libawait info\` tells what it has)`);
  const given = argumentsFor(main.parameters, args);
  let result;
  try {
    result = runForText(/** @type {any} */ (module), module.coroutines.main_coroutine(...given));
    flush(module);
  } catch (error) {
    flush(module);
    throw failureOf(error);
  }
  if (result !== null) console.log(result);
}

/** @param {string} program @param {string[]} args */
async function loadProgram(program, args) {
  const options = { args: [program, ...args] };
  if (!program.endsWith('.c')) return load(program, options);
  const folder = mkdtempSync(join(tmpdir(), 'libawait-'));
  try {
    const output = join(folder, 'program.wasm');
    await buildTo(output, [program]);
    return await load(output, options);
  } finally {
    rmSync(folder, { recursive: true });
  }
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

/** What the program printed without ending the line still stands in libc's buffer. @param {import('../api/index.js').Module} module */
function flush(module) {
  const { fflush } = /** @type {{ fflush?: (file: number) => number }} */ (module.exports);
  try {
    fflush?.(0);
  } catch {
    // the program has trapped in printf: there is nothing that could be printed
  }
}

/** @param {unknown} error */
function failureOf(error) {
  if (error instanceof ProgramExit) return new Failure(error.message, error.status);
  if (error instanceof BaseException) return new Failure(error.traceback);
  const { name, message } = /** @type {Error} */ (error);
  return new Failure(`${name}: ${message}`);
}
