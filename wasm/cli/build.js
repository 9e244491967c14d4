// libawait build: C files to a module.

import { statSync } from 'node:fs';
import { Failure, UsageError, parse } from './usage.js';

const OPTIMIZE = { 0: 0, 1: 1, 2: 2, 3: 3, s: 's' };
const OPTIONS = /** @type {const} */ ({
  output: { type: 'string', short: 'o' },
  compiler: { type: 'string' },
  optimize: { type: 'string', short: 'O' },
  define: { type: 'string', short: 'D', multiple: true },
  include: { type: 'string', short: 'I', multiple: true },
  export: { type: 'string', multiple: true },
  debug: { type: 'boolean' },
  stoppable: { type: 'boolean' },
  inspectable: { type: 'boolean' },
});

/** @param {string[]} args */
export async function build(args) {
  const { values, positionals } = parse('build', args, OPTIONS);
  const { compiler, optimize = '2' } = values;
  if (positionals.length === 0) throw new UsageError('build: which C files?');
  if (compiler !== undefined && compiler !== 'emcc' && compiler !== 'clang') throw new UsageError(`build: --compiler is emcc or clang, not '${compiler}'`);
  if (!Object.hasOwn(OPTIMIZE, optimize)) throw new UsageError(`build: -O0, -O1, -O2, -O3 or -Os, not -O${optimize}`);
  const output = values.output ?? positionals[0].replace(/\.c$/, '') + '.wasm';
  await buildTo(output, positionals, {
    compiler,
    optimize: OPTIMIZE[/** @type {keyof typeof OPTIMIZE} */ (/** @type {unknown} */ (optimize))],
    defines: values.define ?? [],
    includes: values.include ?? [],
    exports: values.export ?? [],
    flags: values.debug ? ['-g'] : [],
    strip: !values.debug,
    stoppable: values.stoppable ?? false,
    inspectable: values.inspectable ?? false,
  });
}

/** Modules that the command makes can be asked to flush what they print; those of one C file are the same module, whichever command makes them. @param {string} output @param {string[]} sources @param {{ exports?: string[], strip?: boolean } & Record<string, unknown>} [options] */
export async function buildTo(output, sources, { exports = [], strip = true, ...options } = {}) {
  for (const source of sources) {
    requireFile(source);
    if (!source.endsWith('.c')) throw new Failure(`libawait: ${source} is no C file`);
  }
  const { buildModule } = await import('../toolchain/index.js');
  const { diagnostics } = await buildModule({ ...options, strip, exports: ['fflush', ...exports], sources, output });
  if (diagnostics) process.stderr.write(diagnostics.endsWith('\n') ? diagnostics : `${diagnostics}\n`);
}

/** @param {string} path */
export function requireFile(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new Failure(`libawait: there is no file ${path}`);
  if (found.isDirectory()) throw new Failure(`libawait: ${path} is a directory`);
}
