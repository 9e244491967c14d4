// libawait run --save: the program outlives the process. Where it was left, by a signal, too, the next run goes on.

import { existsSync } from 'node:fs';
import { BaseException, SnapshotError, StoreError, fileStore, runDurably } from '../api/index.js';
import { failureOf, flush, withModule } from './program.js';
import { Failure } from './usage.js';

const SIGNALS = /** @type {const} */ ({ SIGINT: 2, SIGTERM: 15 });
/** A signal that comes twice within so many milliseconds came once. */
const HANDED_ON = 500;

/** @param {import('./run.js').Told} told @param {string} file where it is kept */
export async function runSaved({ program, args, options, begin, watch, print }, file) {
  let endWatch = () => {};
  const run = await opened(file, () =>
    withModule(program, (path) =>
      runDurably(path, {
        ...options,
        manual: true,
        store: fileStore(file),
        start(module) {
          endWatch = watch(module);
          module.roots.args = args;
          return (module.roots.main = begin(module));
        },
        done(_, module) {
          flush(module);
          print(module, module.roots.main);
        },
      }),
    ),
  );
  const { module } = run;
  if (run.restored) {
    await requireSame(run, args, file);
    endWatch = watch(module);
  }
  const leaving = leaveOnSignal(run, () => endWatch());
  module.resume();
  try {
    await run.result;
  } catch (error) {
    if (leaving()) await leaving();
    flush(module);
    const isThere = existsSync(file);
    if (error instanceof StoreError) throw new Failure(`libawait: ${error.message}${isThere ? `. ${file} is as it was saved last` : ''}`);
    const { message, status } = failureOf(error);
    const kept = isThere ? `\nlibawait: it is saved as it ended, and ends so again. Deleting ${file} begins anew` : '';
    throw new Failure(message + kept, status);
  } finally {
    endWatch();
  }
}

/** @template T @param {string} file @param {() => Promise<T>} open @returns {Promise<T>} */
async function opened(file, open) {
  try {
    return await open();
  } catch (error) {
    if (error instanceof StoreError) throw new Failure(`libawait: ${error.message}`);
    if (error instanceof BaseException) throw failureOf(error);
    if (!(error instanceof SnapshotError)) throw error;
    if (error.problem === 'not a snapshot') throw new Failure(`libawait: ${file} is there already, and is no saved program: --save wants a file of its own`);
    const advice = error.problem === 'other module' ? 'Only the module that saved it goes on with it; deleting it begins anew' : 'Deleting it begins anew';
    throw new Failure(`libawait: cannot go on from ${file}: ${error.message}. ${advice}`);
  }
}

/** @param {import('../api/index.js').DurableRun} run @param {string[]} args @param {string} file */
async function requireSame(run, args, file) {
  const then = /** @type {string[] | undefined} */ (run.module.roots.args) ?? [];
  if (JSON.stringify(then) === JSON.stringify(args)) return;
  await run.stop();
  const shown = (/** @type {string[]} */ list) => (list.length > 0 ? `'${list.join(' ')}'` : 'no arguments');
  throw new Failure(`libawait: ${file} holds a run with ${shown(then)}, not ${shown(args)}. Deleting it begins anew`);
}

/** The first signal saves, a second one ends it at once. npx hands on what a terminal has sent already: that is not a second one. @param {import('../api/index.js').DurableRun} run @param {() => void} end @returns {() => Promise<never> | undefined} */
function leaveOnSignal(run, end) {
  /** @type {Promise<never> | undefined} */
  let leaving;
  /** @param {keyof typeof SIGNALS} signal */
  const leave = async (signal) => {
    let status = 128 + SIGNALS[signal];
    try {
      await run.stop();
    } catch (error) {
      process.stderr.write(`libawait: ${/** @type {Error} */ (error).message}\n`);
      status = 1;
    }
    end();
    return process.exit(status);
  };
  let first = 0;
  for (const signal of /** @type {(keyof typeof SIGNALS)[]} */ (Object.keys(SIGNALS))) {
    process.on(signal, () => {
      first ||= Date.now();
      if (Date.now() - first > HANDED_ON) process.exit(128 + SIGNALS[signal]);
      leaving ??= leave(signal);
    });
  }
  return () => leaving;
}
