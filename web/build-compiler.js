// Builds the page's compiler: its worker, and apart from it what is downloaded when somebody wants it (clang, the C library, Binaryen, libawait's headers and runtime), compressed, with a list of it.
// What was compressed once is kept in build/cache.

import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { build } from 'esbuild';
import { directoryFromTar, tarOf } from '../wasm/toolchain/clang/files.js';
import { isForC } from '../wasm/toolchain/clang/llvm.js';
import { writeWhole } from '../wasm/toolchain/runtime.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, 'build/cache');
const compress = promisify(brotliCompress);

/** Brotli's levels: to try the page, seconds; to publish it, minutes. */
const QUICK = 5;
const SMALL = 11;
/** clang is compressed in parts, at the same time, and a download that breaks loses one of them. */
const PARTS = 4;

/**
 * @param {object} [options]
 * @param {string} [options.outDir] the page's folder
 * @param {boolean} [options.small] as small as it goes: takes minutes, once
 * @returns {Promise<number>} how many bytes are downloaded, once
 */
export async function buildCompiler({ outDir = join(root, 'build/web'), small = false } = {}) {
  const read = (/** @type {string} */ path) => readFile(join(root, path));
  const { dependencies, version } = JSON.parse(String(await read('package.json')));
  const list = { ...JSON.parse(String(await read('runtime/sources.json'))), version };
  const clang = dependencies['@yowasp/clang'];

  const llvm = await read('node_modules/@yowasp/clang/gen/llvm.core.wasm');
  const size = Math.ceil(llvm.length / PARTS);
  const sysroot = directoryFromTar(await read('node_modules/@yowasp/clang/gen/llvm-resources.tar'), isForC);
  const files = [
    ...Array.from({ length: PARTS }, (_, part) => ({ name: `llvm.${part}`, folder: `clang-${clang}`, bytes: llvm.subarray(part * size, (part + 1) * size) })),
    { name: 'sysroot', folder: `clang-${clang}`, bytes: tarOf(sysroot.files()) },
    { name: 'binaryen', folder: `binaryen-${dependencies.binaryen}`, bytes: (await binaryen()).wasm },
    { name: 'libawait', folder: `libawait-${version}`, bytes: tarOf(await libawaitFiles()) },
  ];
  const listed = await Promise.all(
    files.map(async ({ name, folder, bytes }) => {
      const compressed = await compressedOnce(bytes, small ? SMALL : QUICK);
      const path = `vendor/${folder}/${name}.${hash(compressed)}.bin`;
      writeWhole(join(outDir, path), compressed);
      return { name, path, bytes: compressed.length };
    }),
  );
  const vendor = join(outDir, 'vendor');
  const wanted = listed.map(({ path }) => join(outDir, path));
  for (const entry of await readdir(vendor, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile() && !wanted.includes(path)) await rm(path);
  }
  await writeFile(join(vendor, 'compiler.json'), `${JSON.stringify({ files: listed, version: clang, list })}\n`);
  return listed.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Its scripts, which belong to the page. @param {string} outdir @param {{ minify: boolean }} options */
export async function buildWorker(outdir, { minify }) {
  const { glue } = await binaryen();
  await rm(outdir, { recursive: true, force: true });
  await build({
    entryPoints: { worker: join(root, 'web/src/compiler/worker.js') },
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external: ['node:*'],
    loader: { '.wasm': 'binary' },
    plugins: [{ name: 'binaryen', setup: (it) => it.onLoad({ filter: /[\\/]binaryen[\\/]index\.js$/ }, () => ({ contents: glue, loader: 'js' })) }],
    minify,
    logLevel: 'warning',
  });
}

const binaryen = async () => splitBinaryen(await readFile(join(root, 'node_modules/binaryen/index.js'), 'utf8'));

/**
 * Binaryen comes as one script with its WebAssembly in a string. Apart they are a third smaller, and a worker can have one without running the other.
 * @param {string} script
 * @returns {{ glue: string, wasm: Uint8Array }} the glue takes the bytes from `binaryenBytes`, a global
 */
function splitBinaryen(script) {
  const open = script.indexOf('(`\\0asm');
  let close = open + 2;
  while (open >= 0 && script[close] !== '`') close += script[close] === '\\' ? 2 : 1;
  const [decoder] = /[\w$]+$/.exec(script.slice(0, open)) ?? [];
  if (open < 0 || !decoder) throw new Error('web/build-compiler.js does not know this version of Binaryen.');
  const text = /** @type {string} */ (new Function(`return ${script.slice(open + 1, close + 1)}`)());
  const wasm = Uint8Array.from(text, (character) => (~character.charCodeAt(0) >> 8) & character.charCodeAt(0)); // 256 stands for 0
  if (!WebAssembly.validate(wasm)) throw new Error('web/build-compiler.js does not find the WebAssembly of this version of Binaryen.');
  return { glue: `${script.slice(0, open - decoder.length)}globalThis.binaryenBytes${script.slice(close + 2)}`, wasm };
}

/** The headers, and the runtime's archive. @returns {Promise<[path: string, bytes: Uint8Array][]>} */
async function libawaitFiles() {
  const headers = join(root, 'runtime/include');
  const names = (await readdir(headers, { recursive: true })).filter((name) => name.endsWith('.h')).sort();
  const files = names.map(async (name) => /** @type {[string, Uint8Array]} */ ([`include/${name.replaceAll('\\', '/')}`, await readFile(join(headers, name))]));
  return [...(await Promise.all(files)), ['libawait.a', await readFile(join(root, 'build/libawait.a'))]];
}

/** @param {Uint8Array} bytes @param {number} quality */
async function compressedOnce(bytes, quality) {
  const path = join(cache, `${hash(bytes)}-brotli-${quality}`);
  const kept = await readFile(path).catch(() => undefined);
  if (kept) return kept;
  await mkdir(cache, { recursive: true });
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = constants;
  const compressed = await compress(bytes, { params: { [BROTLI_PARAM_QUALITY]: quality, [BROTLI_PARAM_LGWIN]: 24, [BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  writeWhole(path, compressed);
  return compressed;
}

/** @param {Uint8Array} bytes */
const hash = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);
