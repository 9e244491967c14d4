// The C compiler in the page: downloaded once with the user's consent, kept, and run in a worker that can be ended at any time.

import { FileStore } from './store.js';

/**
 * @typedef {import('../../../wasm/toolchain/clang/diagnostics.js').Diagnostic} Diagnostic
 * @typedef {import('./toolchain.js').Options} Options
 *
 * @typedef {{ is: 'absent' } | { is: 'downloading', bytes: number, total: number } | { is: 'starting' } | { is: 'ready' } | { is: 'failed', message: string }} State
 *
 * @typedef {object} Waiting
 * @property {import('./worker.js').Request} request
 * @property {(result: any) => void} resolve
 * @property {(error: Error) => void} reject
 */

/** Longer than any sound program takes, in milliseconds. */
const TIME_LIMIT = 60_000;
/** Between being loaded and warming up, in milliseconds: whoever waited for it comes first. */
const WARM_UP_DELAY = 100;
/** A compiler that nobody uses gives its memory back, in milliseconds. */
const IDLE_LIMIT = 5 * 60_000;

/** It cannot compile, through no fault of the source. */
export class CompilerError extends Error {
  name = 'CompilerError';
}

export class Compiler {
  /** @type {State} */
  state = { is: 'absent' };
  /** The worker's, and what it is at. @type {Worker | undefined} */
  worker = undefined;
  /** @type {Waiting | undefined} */
  current = undefined;
  /** @type {Waiting[]} */
  queue = [];
  /** @type {import('./store.js').Files | undefined} */
  files = undefined;
  /** @type {Promise<void> | undefined} */
  starting = undefined;
  /** clang as the browser has compiled it: a worker after this one has it at once, and warm. @type {WebAssembly.Module | undefined} */
  llvm = undefined;
  /** Whether something was compiled since it was loaded. */
  isWarm = false;
  count = 0;

  /**
   * @param {string} baseUrl the page's folder
   * @param {{ onChange?: (state: State) => void, timeLimit?: number }} [options]
   */
  constructor(baseUrl, { onChange = () => {}, timeLimit = TIME_LIMIT } = {}) {
    this.store = new FileStore(baseUrl);
    this.onChange = onChange;
    this.timeLimit = timeLimit;
  }

  /** @param {State} state */
  become(state) {
    this.state = state;
    this.onChange(state);
  }

  /** Why the compiler will have to be downloaded again, if so. */
  get notKept() {
    return this.store.notKept;
  }

  /** What it takes to get it, in bytes. @throws {DownloadError} */
  size() {
    return this.store.missing();
  }

  /** Whether nothing has to be downloaded. */
  async isKept() {
    try {
      return (await this.store.missing()).missing === 0;
    } catch {
      return false;
    }
  }

  /**
   * Gets what is missing, and starts it. A download that is cancelled leaves the state as it was, and what has arrived.
   * @param {object} [options]
   * @param {AbortSignal} [options.signal]
   * @param {(bytes: number, total: number) => void} [options.onProgress]
   */
  async download({ signal, onProgress = () => {} } = {}) {
    try {
      this.files ??= await this.store.get({
        signal,
        onProgress: (bytes, total) => {
          this.become({ is: 'downloading', bytes, total });
          onProgress(bytes, total);
        },
      });
      // Browsers may drop what was not asked to last.
      globalThis.navigator?.storage?.persist?.().catch(() => {});
      await this.start();
    } catch (error) {
      this.become(signal?.aborted ? { is: 'absent' } : { is: 'failed', message: /** @type {Error} */ (error).message });
      throw error;
    }
  }

  /**
   * Compiles to a module, the same that `libawait build` makes. Without bytes in the answer the source is wrong. Only the last request counts: an earlier one that still waits is answered with undefined.
   * @param {string} source
   * @param {Options} options
   * @returns {Promise<{ bytes?: Uint8Array<ArrayBuffer>, diagnostics: Diagnostic[] } | undefined>}
   * @throws {CompilerError}
   */
  compile(source, options) {
    this.drop();
    return this.ask({ compile: { source, options } });
  }

  /** What is wrong with a source, quickly, as compile(). @param {string} source @param {Options} options @returns {Promise<Diagnostic[] | undefined>} */
  check(source, options) {
    this.drop('check');
    return this.ask({ check: { source, options } });
  }

  /** Ends what is compiled; it is answered with undefined. */
  cancel() {
    const isBusy = this.current !== undefined;
    this.drop();
    if (isBusy) this.end();
  }

  /** Gives the memory back; the next request starts it again. */
  rest() {
    this.end();
    this.llvm = undefined;
  }

  /** Ends the worker; the next request starts another one. */
  end() {
    this.worker?.terminate();
    this.worker = undefined;
    this.starting = undefined;
    this.current?.resolve(undefined);
    this.current = undefined;
    clearTimeout(this.timer);
  }

  /** Answers what waits with undefined. @param {'check'} [kind] only these */
  drop(kind) {
    const dropped = this.queue.filter(({ request }) => 'check' in request || (!kind && !('load' in request)));
    this.queue = this.queue.filter((one) => !dropped.includes(one));
    for (const { resolve } of dropped) resolve(undefined);
  }

  /** @returns {Promise<void>} */
  start() {
    this.starting ??= this.load();
    return this.starting;
  }

  async load() {
    this.become({ is: 'starting' });
    const { version, list } = await this.store.list();
    const worker = new Worker(this.store.url('compiler/worker.js'), { type: 'module', name: 'compiler' });
    this.worker = worker;
    worker.onmessage = ({ data }) => this.worker === worker && this.answered(data);
    worker.onerror = (event) => {
      event.preventDefault();
      if (this.worker === worker) this.fail(new CompilerError(`the compiler's thread ended: ${event.message || 'its script cannot be loaded'}`));
    };
    const files = Object.fromEntries(/** @type {import('./store.js').Files} */ (this.files));
    this.isWarm = false;
    this.llvm = (await this.send({ load: { files, made: { version, list }, llvm: this.llvm } }, true)) ?? this.llvm;
    this.become({ is: 'ready' });
    // The first program takes longer than those after it. Let that be none of the reader's; but theirs does not wait for it.
    setTimeout(() => { if (this.worker === worker && !this.isWarm) this.send({ warmUp: true }).catch(() => {}); }, WARM_UP_DELAY);
  }

  /** @param {import('./worker.js').Request} request @returns {Promise<any>} */
  async ask(request) {
    if (!this.files) throw new CompilerError('the compiler was not downloaded');
    const answer = this.send(request);
    await Promise.race([this.start(), answer]);
    return answer;
  }

  /** @param {import('./worker.js').Request} request @param {boolean} [first] before all that waits @returns {Promise<any>} */
  send(request, first = false) {
    return new Promise((resolve, reject) => {
      const waiting = { request, resolve, reject };
      if (first) this.queue.unshift(waiting);
      else this.queue.push(waiting);
      this.next();
    });
  }

  next() {
    const { worker } = this;
    if (this.current || !worker) return;
    this.current = this.queue.shift();
    clearTimeout(this.timer);
    if (!this.current) {
      this.timer = setTimeout(() => this.rest(), IDLE_LIMIT);
      return;
    }
    this.isWarm ||= 'compile' in this.current.request;
    worker.postMessage({ id: ++this.count, request: this.current.request });
    this.timer = setTimeout(() => this.fail(new CompilerError(`the compiler was ended: it took longer than ${this.timeLimit / 1000} s`)), this.timeLimit);
  }

  /** @param {{ id: number, result?: any, error?: string }} answer */
  answered({ id, result, error }) {
    if (id !== this.count) return;
    const answered = this.current;
    this.current = undefined;
    if (error) answered?.reject(new CompilerError(error));
    else answered?.resolve(result);
    this.next();
  }

  /** The thread is of no use any more; the next request makes a new one. @param {CompilerError} error */
  fail(error) {
    const failed = [this.current, ...this.queue];
    this.current = undefined;
    this.queue = [];
    this.end();
    for (const one of failed) one?.reject(error);
  }
}
