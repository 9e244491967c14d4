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

/** @param {'emcc' | 'clang'} compiler */
async function buildLoop(compiler) {
  const file = `${output}/loop-${compiler}.wasm`;
  const exports = ['prepare_hops', 'hops', 'tasks', 'awaited_tasks', 'ping_pong', 'gather', 'timers', 'suspend_tasks', 'live_bytes'];
  await buildModule({ sources: [path('programs/loop.c')], output: file, compiler, exports, log: () => {} });
  return file;
}

/** @param {'emcc' | 'clang'} compiler */
async function buildStates(compiler) {
  const file = `${output}/states-${compiler}.wasm`;
  await buildModule({ sources: [path('programs/states.c')], output: file, compiler, log: () => {} });
  return file;
}

/** @param {'emcc' | 'clang'} compiler */
async function buildOrders(compiler) {
  const file = `${output}/orders-${compiler}.wasm`;
  await buildModule({ sources: [path('programs/orders.c')], output: file, compiler, log: () => {} });
  return file;
}

/** What the engine's own suspension is measured with: a loop that calls an import. */
async function buildJspi() {
  const { default: binaryen } = await import('binaryen');
  const module = binaryen.parseText(`(module
    (import "js" "resolved" (func $resolved (param i32) (result i32)))
    (func (export "awaits") (param $left i32)
      (loop $again
        (drop (call $resolved (local.get $left)))
        (br_if $again (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))))`);
  await writeFile(`${output}/jspi.wasm`, module.emitBinary());
  return `${output}/jspi.wasm`;
}

async function buildFibers() {
  const file = `${output}/fibers.cjs`;
  const flags = ['-O3', '-sASYNCIFY', '-sMODULARIZE', '-sENVIRONMENT=node', '-sEXPORTED_FUNCTIONS=_prepare,_round_trips'];
  const env = { ...process.env, NODE_PATH: process.env.NODE_PATH ?? '/usr/share/nodejs' };
  await promisify(execFile)('emcc', [...flags, path('programs/fibers.c'), '-o', file], { env });
  return file;
}

/**
 * @typedef {{ sends: string, loop: string, states: string, orders: string }} Built files of one compiler
 * @param {{ emcc: boolean, log: (line: string) => void }} options
 * @returns {Promise<{ clang: Built, emcc: Built | null, jspi: string, fibers: string | null }>} null where there is no emcc
 */
export async function buildAll({ emcc, log }) {
  await mkdir(output, { recursive: true });
  await writeFile(`${output}/package.json`, '{}\n'); // emcc 3.1.6 writes CommonJS
  const built = async (/** @type {'emcc' | 'clang'} */ compiler) => {
    log(`building with ${compiler === 'emcc' ? 'emcc' : 'npm clang'} …`);
    return { sends: await buildSends(compiler), loop: await buildLoop(compiler), states: await buildStates(compiler), orders: await buildOrders(compiler) };
  };
  const clang = await built('clang');
  const jspi = await buildJspi();
  return emcc ? { clang, emcc: await built('emcc'), jspi, fibers: await buildFibers() } : { clang, emcc: null, jspi, fibers: null };
}
