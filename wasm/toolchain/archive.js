// Builds the runtime's archive with a compiler that is a program of this machine.

import { availableParallelism } from 'node:os';
import { BuildError } from './errors.js';
import { run } from './run.js';
import { includeDirectory, runtimeArchive } from './runtime.js';

/**
 * @param {object} options
 * @param {'wasm' | 'native'} options.target
 * @param {string} options.compiler
 * @param {string} options.archiver
 * @param {string[]} options.flags
 * @param {() => void} options.onBuild told before something is built
 * @param {NodeJS.ProcessEnv} [options.env]
 * @returns {Promise<{ path: string, version: string }>} and the compiler's
 */
export async function archiveWith({ target, compiler, archiver, flags, onBuild, env }) {
  const perform = async (/** @type {string} */ program, /** @type {string[]} */ args) => {
    const { status, output } = await run(program, args, { env });
    if (status !== 0) throw new BuildError(`${program} could not build the runtime`, output);
  };
  const { output: version } = await run(compiler, ['--version'], { env });
  const path = await runtimeArchive({
    name: compiler,
    how: [version, ...flags],
    target,
    onBuild,
    compile: (source, object) => perform(compiler, ['-c', ...flags, '-I', includeDirectory, source, '-o', object]),
    archive: (objects, path) => perform(archiver, ['rcs', path, ...objects]),
    parallel: availableParallelism(),
  });
  return { path, version: /\d+(\.\d+)+/.exec(version)?.[0] ?? 'of an unknown version' };
}
