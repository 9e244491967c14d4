#!/usr/bin/env node
// The command `libawait`. Wrong usage is status 2, anything that fails is status 1; both are a message, never a stack trace.

import { build } from './build.js';
import { info } from './info.js';
import { run } from './run.js';
import { Failure, UsageError, packageVersion } from './usage.js';

const HELP = `libawait: Python's coroutines for C, on WebAssembly

Usage:
  libawait build <file.c>… -o <out.wasm> [options]   compile and link C files into a module
  libawait run <module.wasm | file.c> [argument…]    run main_coroutine and print its result
  libawait info <module.wasm>                        list the coroutines of a module

Options of build:
  -o, --output <file>           where the module goes (default: the first file's name with .wasm)
      --compiler <emcc|clang>   emcc from PATH, or npm's clang (default: emcc if there is one)
  -O0, -O1, -O2, -O3, -Os       how much to optimize (default: -O2)
  -D <name[=value]>             define a macro
  -I <folder>                   look for headers there
      --export <function>       make a C function callable from JavaScript
      --debug                   keep names and debug information

Anywhere:
  -h, --help                    this text
      --version                 the version
`;

/** @type {Record<string, (args: string[]) => Promise<void>>} */
const COMMANDS = { build, run, info };

/** @param {string[]} args */
async function main([command, ...args]) {
  if (command === undefined) throw new UsageError('which command? build, run or info');
  if (command === '--version') return console.log(packageVersion());
  if (['-h', '--help', 'help'].includes(command)) return console.log(HELP.trimEnd());
  if (!Object.hasOwn(COMMANDS, command)) throw new UsageError(`there is no command '${command}'; there are build, run and info`);
  if (command !== 'run' && args.some((arg) => arg === '-h' || arg === '--help')) return console.log(HELP.trimEnd());
  await COMMANDS[command](args);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const { message } = /** @type {Error} */ (error);
  if (error instanceof UsageError) {
    process.stderr.write(`libawait: ${message}\nlibawait --help tells more\n`);
    process.exitCode = 2;
  } else if (error instanceof Failure) {
    process.stderr.write(`${message}\n`);
    process.exitCode = error.status;
  } else {
    process.stderr.write(`libawait: ${message ?? String(error)}\n`);
    process.exitCode = 1;
  }
}
