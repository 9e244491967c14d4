// npm's clang and wasm-ld: one WebAssembly program, run on files in memory. Works in Node, pages and workers.

import { Directory, directoryFromTar, File } from './files.js';
import { Exit, makeWasi } from './wasi.js';

/** Where the C library stands among the files of the machine or the page. */
const HOME = '/.libawait';
const SYSROOT = `${HOME}/usr`;
const LIBRARIES = `${SYSROOT}/lib/wasm32-wasip1`;
const BUILTINS = `${SYSROOT}/lib/wasm32-unknown-wasip1/libclang_rt.builtins.a`;
const OUTPUT = `${HOME}/output`;

const HEADERS = /^include\/(wasm32-wasip1\/(?!c\+\+)|(__std|__float|std|float|inttypes|iso646|limits|tgmath|unwind|varargs|wasm_simd128)[^/]*$)/;
const LIBRARY = /^lib\/(wasm32-wasip1\/(crt1-reactor\.o|libc\.a)|wasm32-unknown-wasip1\/libclang_rt\.builtins\.a)$/;

/** What programs in C need of llvm-resources.tar. @param {string} path */
export const isForC = (path) => HEADERS.test(path) || LIBRARY.test(path);

/**
 * @typedef {{ status: number, diagnostics: string, output: Uint8Array | undefined }} Result
 * @typedef {Record<string, Uint8Array>} Files by absolute path
 * @typedef {(name: string) => import('./files.js').Node | undefined} Fetch
 */

export class Llvm {
  /** @param {WebAssembly.Module} module llvm.core.wasm @param {Uint8Array} resources llvm-resources.tar */
  constructor(module, resources) {
    this.module = module;
    this.sysroot = directoryFromTar(resources, isForC);
  }

  /**
   * @param {string[]} args
   * @param {Files} files
   * @param {Fetch} [fetch] finds other files, from the root on
   * @returns {Result}
   */
  run(args, files, fetch) {
    const root = new Directory(fetch);
    root.put(SYSROOT, this.sysroot);
    root.put(`${HOME}/tmp`, new Directory());
    for (const [path, bytes] of Object.entries(files)) root.put(path, new File(bytes));
    const decoder = new TextDecoder();
    let diagnostics = '';
    const print = (/** @type {Uint8Array} */ bytes) => {
      diagnostics += decoder.decode(bytes, { stream: true });
    };
    const wasi = makeWasi({ args, root, onOutput: print, onError: print });
    const { exports } = new WebAssembly.Instance(this.module, wasi.imports);
    wasi.attach(/** @type {WebAssembly.Memory} */ (exports.memory));
    let status = 0;
    try {
      /** @type {() => void} */ (exports._start)();
    } catch (error) {
      if (!(error instanceof Exit)) throw new Error(`${args[0]} crashed: ${error}\n${diagnostics}`);
      status = error.status;
    }
    return { status, diagnostics, output: root.read(OUTPUT) };
  }

  /** @param {import('./program.js').Job} job @param {Fetch} [fetch] finds the files that the job names @returns {Result} */
  perform(job, fetch) {
    if ('compile' in job) return this.compile(job.compile.source, {}, { ...job.compile, fetch });
    if ('link' in job) return this.link(job.link.files, job.link.flags);
    return this.archive(job.archive);
  }

  /**
   * Compiles one C file to an object file.
   * @param {string} source an absolute path
   * @param {Files} files
   * @param {object} options
   * @param {string} options.optimize 0, 1, 2, 3, s
   * @param {string[]} options.flags for the compiler itself (cc1)
   * @param {boolean} [options.onlyCheck] makes nothing, but says what is wrong
   * @param {Fetch} [options.fetch]
   */
  compile(source, files, { optimize, flags, onlyCheck = false, fetch }) {
    const args = [
      ...['clang', '-cc1', '-triple', 'wasm32-unknown-wasip1', onlyCheck ? '-fsyntax-only' : '-emit-obj', '-disable-free', '-main-file-name', source.replace(/^.*\//, '')],
      ...['-mrelocation-model', 'static', '-mframe-pointer=none', '-ffp-contract=on', '-fno-rounding-math', '-mconstructor-aliases'],
      ...['-target-cpu', 'generic', '-fvisibility=hidden', '-fdebug-compilation-dir=/', '-fgnuc-version=4.2.1', '-ferror-limit', '19'],
      ...['-resource-dir', SYSROOT, '-isysroot', SYSROOT, '-internal-isystem', `${SYSROOT}/include`],
      ...['-internal-isystem', `${SYSROOT}/include/wasm32-wasip1`],
      ...(optimize === '0' ? ['-O0'] : [`-O${optimize}`, '-vectorize-loops', '-vectorize-slp']),
      ...[...flags, '-o', OUTPUT, '-x', 'c', source],
    ];
    return this.run(args, files, fetch);
  }

  /**
   * Links object files and archives to a reactor, a module without main().
   * @param {Files} files in the order of linking
   * @param {string[]} flags
   */
  link(files, flags) {
    const args = [
      ...['wasm-ld', '-m', 'wasm32', `-L${LIBRARIES}`, `${LIBRARIES}/crt1-reactor.o`, '--entry', '_initialize'],
      ...[...flags, '-lc', BUILTINS, '-o', OUTPUT],
    ];
    return this.run(args, files);
  }

  /** Puts object files into an archive. @param {Files} files by absolute path */
  archive(files) {
    return this.run(['llvm-ar', 'rcs', OUTPUT, ...Object.keys(files)], files);
  }
}
