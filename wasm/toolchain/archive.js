// Builds the runtime's archive with a compiler that is a program of this machine.

import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { BuildError } from './errors.js';
import { run } from './run.js';
import { includeDirectory, runtimeDirectory } from './runtime.js';

/**
 * @param {object} options
 * @param {string} options.archive what to write
 * @param {string[]} options.sources
 * @param {string} options.compiler
 * @param {string} options.archiver
 * @param {string[]} options.flags
 * @param {NodeJS.ProcessEnv} [options.env]
 */
export async function buildArchive({ archive, sources, compiler, archiver, flags, env }) {
  const directory = await mkdtemp(join(tmpdir(), 'libawait-'));
  const waiting = [...sources];
  /** @type {string[]} */
  const objects = [];
  const compileSome = async () => {
    for (let source = waiting.shift(); source; source = waiting.shift()) {
      const object = join(directory, relative(runtimeDirectory, source).replace(/[\\/]/g, '-').replace(/c$/, 'o'));
      objects.push(object);
      const { status, output } = await run(compiler, ['-c', ...flags, '-I', includeDirectory, source, '-o', object], { env });
      if (status !== 0) throw new BuildError(`${compiler} could not build the runtime:\n${output}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: availableParallelism() }, compileSome));
    const { status, output } = await run(archiver, ['rcs', resolve(archive), ...objects.sort()], { env });
    if (status !== 0) throw new BuildError(`${archiver} could not make the runtime's archive:\n${output}`);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
