#!/usr/bin/env node
// The command `libawait`. Wrong usage is status 2, anything that fails is status 1; both are a message, never a stack trace.

import { build } from './build.js';
import { explore } from './explore.js';
import { info } from './info.js';
import { run } from './run.js';
import { test } from './test.js';
import { Failure, UsageError, packageVersion } from './usage.js';

const HELP = `libawait: Python's coroutines for C, on WebAssembly

Usage:
  libawait build <file.c>… -o <out.wasm> [options]   compile and link C files into a module
  libawait run [options] <module.wasm | file.c> [options] [argument…]
                                                     run main_coroutine and print its result
  libawait test <module.wasm | file.c> [options]     run its tests: what AW_TEST defines
  libawait explore <module.wasm | file.c> [options]  run its tests in every order in which their tasks could run
  libawait info <module.wasm>                        list the coroutines of a module

Options of build:
  -o, --output <file>           where the module goes (default: the first file's name with .wasm)
      --compiler <emcc|clang>   emcc from PATH, or npm's clang (default: emcc if there is one)
  -O0, -O1, -O2, -O3, -Os       how much to optimize (default: -O2); -O1 builds quickly, -Os small
  -D <name[=value]>             define a macro
  -I <folder>                   look for headers there
      --export <function>       make a C function callable from JavaScript
      --debug                   keep names and debug information
      --stoppable               let JavaScript end what does not come back; loops are slower
      --inspectable             let JavaScript read the variables that AW_WATCH names

Options of run, before the module or directly behind it:
      --host <file>             an ES module: what it exports are the functions that AW_HOST and AW_HOST_ASYNC call, and \`onRestore\`
      --save <file>             save the program there whenever it waits, and on SIGINT and SIGTERM; go on from there, if it is there
      --schedule <file>         run a test, and show its steps, in the order that \`explore --save-schedule\` wrote there
      --ps-on-signal            print the tasks to stderr on SIGQUIT (Ctrl-\\) and SIGUSR1
      --trace <file>            write what coroutines and tasks do into a file
      --trace-format <format>   json: a line for each event (default); chrome: for chrome://tracing and Perfetto
      --                        the program's arguments follow

Options of test:
      --filter <text>           only tests with this text in their name
      --time-limit <seconds>    how long a test may take (default: 10)
      --reporter <tap|spec>     TAP 14, or a text for people (default: tap)
      --seed <number>           run what is ready in an order drawn from this seed
      --real-clock              let sleeps take their time

Options of explore:
      --host <file>             an ES module with the functions that AW_HOST calls: they answer at once
      --filter <text>           only tests with this text in their name
      --max-switches <number>   leave out orders that differ more often from the loop's own
      --time-limit <seconds>    how long to look for each test (default: 60)
      --save-schedule <file>    write the order of the first failure there
      --reporter <spec|tap>     a text for people, or TAP 14 (default: spec)

Anywhere:
  -h, --help                    this text
      --version                 the version
`;

/** @type {Record<string, (args: string[]) => Promise<void>>} */
const COMMANDS = { build, run, test, explore, info };

/** @param {string[]} args */
async function main([command, ...args]) {
  if (command === undefined) throw new UsageError('which command? build, run, test, explore or info');
  if (command === '--version') return console.log(packageVersion());
  if (['-h', '--help', 'help'].includes(command)) return console.log(HELP.trimEnd());
  if (!Object.hasOwn(COMMANDS, command)) throw new UsageError(`there is no command '${command}'; there are build, run, test, explore and info`);
  const own = command === 'run' ? args.slice(0, 1) : args; // what follows the program is the program's
  if (own.some((arg) => arg === '-h' || arg === '--help')) return console.log(HELP.trimEnd());
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
