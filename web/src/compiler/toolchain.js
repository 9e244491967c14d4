// The toolchain of `libawait build` in a worker: the same clang, linker, runtime and passes, so that the same source gives the same bytes.

import { DIAGNOSTIC_FLAGS, readDiagnostics, readLinkerErrors } from '../../../wasm/toolchain/clang/diagnostics.js';
import { Directory, directoryFromTar, File } from '../../../wasm/toolchain/clang/files.js';
import { Llvm } from '../../../wasm/toolchain/clang/llvm.js';
import { buildProgram, compilerFlags } from '../../../wasm/toolchain/clang/program.js';
import { BuildError } from '../../../wasm/toolchain/errors.js';
import { finish } from '../../../wasm/toolchain/finish/index.js';

const PROGRAM = '/program/';
const LIBAWAIT = '/libawait/';
/** The level that is made for somebody who waits. */
const OPTIMIZE = '1';
/** As the command exports it: who runs the module may ask for what is printed. */
const EXPORTS = ['fflush'];
const WARM_UP = '#include <aw/aw.h>\n#include <stdio.h>\nAW_ASYNC(main_coroutine)\n{\n    printf("%d\\n", 1);\n}\n';

/**
 * @typedef {import('../../../wasm/toolchain/clang/diagnostics.js').Diagnostic} Diagnostic
 * @typedef {{ name: string, defines?: string[] }} Options name: the file's, such as main.c
 */

export class Toolchain {
  /**
   * @param {WebAssembly.Module} llvm
   * @param {Uint8Array} sysroot a tar archive of the C library
   * @param {Uint8Array} libawait a tar archive of the headers and the runtime
   * @param {{ version: string, list: any }} made by which clang, and the runtime's list
   */
  constructor(llvm, sysroot, libawait, { version, list }) {
    this.llvm = new Llvm(llvm, sysroot);
    const folder = directoryFromTar(libawait, () => true);
    const runtime = /** @type {Uint8Array} */ (folder.read('libawait.a'));
    this.program = new Directory();
    this.root = new Directory();
    this.root.put(LIBAWAIT, folder);
    this.root.put(PROGRAM, this.program);
    this.clang = { version, list, include: `${LIBAWAIT}include`, runtime: () => runtime, ask: (/** @type {any} */ job) => this.llvm.perform(job, (name) => this.root.get(name)) };
  }

  /** The first program takes longer than all that follow. */
  async warmUp() {
    await this.compile(WARM_UP, { name: 'main.c' });
  }

  /** @param {string} source @param {Options} options @returns {Promise<{ bytes?: Uint8Array, diagnostics: Diagnostic[] }>} without bytes it failed */
  async compile(source, { name, defines = [] }) {
    this.put(name, source);
    const flags = compilerFlags({ defines, flags: DIAGNOSTIC_FLAGS, stoppable: true, inspectable: true });
    try {
      const { linked, diagnostics, by, origins } = await buildProgram(this.clang, { sources: [name], directory: PROGRAM, optimize: OPTIMIZE, flags, exports: EXPORTS });
      const bytes = finish(linked, { list: this.clang.list, by, origins, optimize: OPTIMIZE, strip: true });
      return { bytes, diagnostics: readDiagnostics(diagnostics, source, name) };
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      const output = error.output ?? '';
      const found = [...readDiagnostics(output, source, name), ...readLinkerErrors(output, source)];
      return { diagnostics: found.some(({ severity }) => severity === 'error') ? found : [{ severity: 'error', message: error.message, notes: [], fixes: [] }] };
    }
  }

  /** What is wrong with a source, without making anything of it. @param {string} source @param {Options} options @returns {Diagnostic[]} */
  check(source, { name, defines = [] }) {
    this.put(name, source);
    const flags = [...compilerFlags({ defines, includes: [this.clang.include], flags: DIAGNOSTIC_FLAGS, inspectable: true }), `-fmacro-prefix-map=${PROGRAM}=`];
    const { diagnostics } = this.clang.ask({ compile: { source: PROGRAM + name, optimize: OPTIMIZE, flags, onlyCheck: true } });
    return readDiagnostics(diagnostics.replaceAll(PROGRAM, ''), source, name);
  }

  /** @param {string} name @param {string} source */
  put(name, source) {
    this.program.set(name, new File(new TextEncoder().encode(source)));
  }
}
