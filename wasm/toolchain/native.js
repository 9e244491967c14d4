// Builds native test programs: the runtime and the sources, with gcc or clang, under sanitizers if wanted.

import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { archiveWith } from './archive.js';
import { BuildError } from './errors.js';
import { findProgram, run } from './run.js';
import { includeDirectory, sources as list } from './runtime.js';

const SANITIZERS = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all', '-fno-omit-frame-pointer'];

/**
 * @param {object} options
 * @param {string[]} options.sources C files
 * @param {string} options.output the program
 * @param {'gcc' | 'clang'} [options.compiler]
 * @param {boolean} [options.sanitize] with AddressSanitizer and UndefinedBehaviorSanitizer
 * @param {string[]} [options.defines]
 * @param {string[]} [options.includes]
 * @param {(line: string) => void} [options.log]
 * @returns {Promise<{ output: string, diagnostics: string }>}
 */
export async function buildNative({ sources, output, compiler = 'gcc', sanitize = false, defines = [], includes = [], log = () => {} }) {
  if (!findProgram(compiler)) throw new BuildError(`${compiler} is not installed, and native programs are built with it.`);
  for (const source of sources) if (!existsSync(source)) throw new BuildError(`There is no file ${source}.`);
  const flags = [...list.flags, '-g', '-O1', ...(sanitize ? SANITIZERS : [])];
  const onBuild = () => log(`${compiler}: building the runtime${sanitize ? ' with sanitizers' : ''}`);
  const { path: runtime } = await archiveWith({ target: 'native', compiler, archiver: 'ar', flags, onBuild });
  mkdirSync(dirname(resolve(output)), { recursive: true });
  const args = [
    ...[...flags, '-I', includeDirectory],
    ...includes.map((path) => `-I${path}`),
    ...defines.map((define) => `-D${define}`),
    ...[...sources, runtime, '-o', output, '-lm'],
  ];
  log(`${compiler}: ${sources.join(' ')}`);
  const { status, output: diagnostics } = await run(compiler, args);
  if (status !== 0) throw new BuildError(`${compiler} could not build ${output}`, diagnostics);
  return { output, diagnostics };
}
