// Sends compile and link jobs to the process that runs npm's clang. It starts with the first job and ends with this process.

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { BuildError } from '../errors.js';

/** @typedef {(answer: import('./server.js').Answer) => void} Receiver */

/** @type {import('node:child_process').ChildProcess | undefined} */
let server;
/** @type {Receiver[]} jobs are answered in the order in which they were sent */
const waiting = [];

function start() {
  const child = fork(fileURLToPath(new URL('./server.js', import.meta.url)), { serialization: 'advanced', execArgv: [] });
  child.on('message', (/** @type {import('./server.js').Answer} */ answer) => {
    waiting.shift()?.(answer);
    if (waiting.length === 0) keepAlive(child, false);
  });
  child.on('exit', (status, signal) => {
    server = undefined;
    const crash = `npm's clang ended unexpectedly (${signal ?? `exit status ${status}`})`;
    for (const receive of waiting.splice(0)) receive({ status: -1, diagnostics: '', output: undefined, crash });
  });
  return child;
}

/** Whether the process of the user waits for this one. @param {import('node:child_process').ChildProcess} child @param {boolean} wanted */
function keepAlive(child, wanted) {
  if (wanted) {
    child.ref();
    child.channel?.ref();
  } else {
    child.unref();
    child.channel?.unref();
  }
}

/**
 * @param {import('./server.js').Job} job
 * @returns {Promise<import('./llvm.js').Result>} a failed compilation is an answer, too
 */
export async function ask(job) {
  const child = (server ??= start());
  const answer = await new Promise((/** @type {Receiver} */ resolve) => {
    waiting.push(resolve);
    keepAlive(child, true);
    child.send(job);
  });
  if (answer.crash) throw new BuildError(answer.crash);
  return answer;
}
