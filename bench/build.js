// Builds what the rounds run, into build/bench: libawait's programs with each compiler there is, and Emscripten's fibers.
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildModule } from '../wasm/toolchain/index.js';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const output = path('../build/bench');

/** @param {'emcc' | 'clang'} compiler */
async function buildSends(compiler) {
  const file = `${output}/sends-${compiler}.wasm`;
  await buildModule({
    sources: [path('programs/sends.c'), path('programs/switches.c')],
    output: file,
    compiler,
    includes: [path('../runtime/src')],
    exports: ['prepare', 'sends', 'iter_sends', 'suspend_many', 'live_bytes', 'prepare_switches', 'switches'],
    log: () => {},
  });
  return file;
}

async function buildFibers() {
  const file = `${output}/fibers.cjs`;
  const flags = ['-O3', '-sASYNCIFY', '-sMODULARIZE', '-sENVIRONMENT=node', '-sEXPORTED_FUNCTIONS=_prepare,_round_trips'];
  const env = { ...process.env, NODE_PATH: process.env.NODE_PATH ?? '/usr/share/nodejs' };
  await promisify(execFile)('emcc', [...flags, path('programs/fibers.c'), '-o', file], { env });
  return file;
}

/**
 * @param {{ emcc: boolean, log: (line: string) => void }} options
 * @returns {Promise<{ clang: string, emcc: string | null, fibers: string | null }>} the files; null where there is no emcc
 */
export async function buildAll({ emcc, log }) {
  await mkdir(output, { recursive: true });
  await writeFile(`${output}/package.json`, '{}\n'); // emcc 3.1.6 writes CommonJS
  log('building with npm clang …');
  const clang = await buildSends('clang');
  if (!emcc) return { clang, emcc: null, fibers: null };
  log('building with emcc …');
  return { clang, emcc: await buildSends('emcc'), fibers: await buildFibers() };
}
