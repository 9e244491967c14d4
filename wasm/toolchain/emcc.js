// Builds with Emscripten: a standalone reactor, without its JavaScript and without -sASYNCIFY.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { archiveWith } from './archive.js';
import { BuildError } from './errors.js';
import { readModule } from './finish/module.js';
import { linkerFlags } from './linker.js';
import { findProgram, run } from './run.js';
import { includeDirectory, runtimeLevel, sources as list } from './runtime.js';
import { definedFunctions } from './symbols.js';

const PAGE = 65536;
const LEAST_MEMORY = 32 * PAGE;
/** Debian's emcc finds its JavaScript packages only so. Elsewhere the folder does not exist. */
const env = { NODE_PATH: [process.env.NODE_PATH, '/usr/share/nodejs'].filter(Boolean).join(':') };

export const emccPath = () => findProgram('emcc');

/** The runtime's archive, and the compiler's version. @param {(line: string) => void} log @param {string} optimize the program's level */
export function emccRuntime(log, optimize) {
  const onBuild = () => log('emcc: building the runtime');
  return archiveWith({ target: 'wasm', compiler: 'emcc', archiver: 'emar', flags: [...list.flags, `-O${runtimeLevel(optimize)}`], onBuild, env });
}

/**
 * Compiles and links.
 * @param {import('./index.js').Build} build
 * @returns {Promise<import('./index.js').Linked>}
 */
export async function buildWithEmcc({ sources, optimize, flags, exports, directory, log }) {
  const { path: runtime, version } = await emccRuntime(log, optimize);
  const work = await mkdtemp(join(tmpdir(), 'libawait-'));
  try {
    const objects = sources.map((source, index) => join(work, `${index}-${basename(source)}.o`));
    const next = sources.entries();
    let diagnostics = '';
    const compileSome = async () => {
      for (const [index, source] of next) {
        log(`emcc: ${source}`);
        const args = ['-c', `-O${optimize}`, ...flags, '-I', includeDirectory, source, '-o', objects[index]];
        const { status, output } = await run('emcc', args, { env, cwd: directory });
        if (status !== 0) throw new BuildError(`emcc could not compile ${source}`, readable(output));
        diagnostics += readable(output);
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, compileSome));
    const output = join(work, 'linked.wasm');
    const linked = await link(objects, runtime, exports, output);
    const program = (await Promise.all(objects.map((object) => readFile(object)))).flatMap(definedFunctions);
    const origins = { program, runtime: definedFunctions(await readFile(runtime)) };
    return { linked: await readFile(output), diagnostics: diagnostics + linked, by: `emcc ${version}`, origins };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * At -O1: from -O2 on emcc optimises the whole module, and would inline what must not be.
 * @param {string[]} objects
 * @param {string} runtime
 * @param {string[]} exports
 * @param {string} output
 */
async function link(objects, runtime, exports, output) {
  const library = `${output}.imports.js`;
  await writeFile(library, await importLibrary(objects));
  const flags = [
    ...['-O1', '-sSTANDALONE_WASM=1', '--no-entry', '-sALLOW_MEMORY_GROWTH=1', `-sTOTAL_STACK=${list.mainStack}`, '--profiling-funcs'],
    ...['-sLLD_REPORT_UNDEFINED=1', '--js-library', library, ...objects],
    ...[...linkerFlags(runtime, exports, list).map((flag) => `-Wl,${flag}`), '-o', output],
  ];
  const once = (/** @type {number} */ memory) => run('emcc', [`-sINITIAL_MEMORY=${memory}`, ...flags], { env });
  let linked = await once(LEAST_MEMORY);
  const needed = /initial memory too small, (\d+) bytes needed/.exec(linked.output);
  if (needed) linked = await once(Math.ceil(Number(needed[1]) / PAGE) * PAGE);
  const told = readable(linked.output).replaceAll(/\S*[\\/]\d+-(\S+)\.o\b/g, '$1');
  if (linked.status !== 0) throw new BuildError('The program could not be linked', told);
  return told;
}

/** emcc takes what comes from a module of another name than `env` for undefined, unless a library of JavaScript has it. @param {string[]} objects */
async function importLibrary(objects) {
  const names = new Set(list.imports);
  for (const object of objects) {
    const { functions } = readModule(await readFile(object));
    for (const { imported } of functions) if (imported && imported.module !== 'env') names.add(imported.name);
  }
  return `mergeInto(LibraryManager.library, {${[...names].map((name) => `${JSON.stringify(name)}: function() {}`).join(', ')}});\n`;
}

/** Without emcc's last line, which repeats its command line. @param {string} output */
const readable = (output) => output.replace(/^emcc: error: '.*' failed .*\n?/m, '').replace(/^emcc: warning: .*standalone.*\n/im, '');
