// Programs that outlive their process. What the program asks of its host is done only when a state that says so is in the store: after a crash at any moment nothing
// was done of which the saved state knows nothing.

import { ProgramExit } from '../bridge/errors.js';
import { errors } from './exceptions.js';
import { load, runTask } from './module.js';
import { home } from './stepping.js';
import { LOADING, optionsOf } from './options.js';
import { StoreError } from './stores/error.js';
import { Task } from './tasks.js';

/**
 * @typedef {object} Store
 * @property {() => Promise<Uint8Array | null>} load
 * @property {(bytes: Uint8Array) => Promise<void>} save replaces what it holds, all or nothing
 * @property {() => Promise<void>} clear
 * @property {() => Promise<void>} [close]
 */
/** @typedef {import('./module.js').Module} Module */

/**
 * Begins a program, or goes on with the one that the store holds.
 * @param {Parameters<typeof load>[0]} source
 * @param {import('./module.js').LoadOptions & { store: Store, start: (module: Module) => object, done?: (result: unknown, module: Module) => unknown }} given
 */
export async function runDurably(source, given) {
  checkOptions(given);
  const { store: asGiven, start, done = () => {}, ...options } = given;
  const store = held(asGiven);
  try {
    const snapshot = (await store.load()) ?? null;
    const saved = snapshot ? { snapshot, timePassed: true } : {};
    const module = await load(source, { ...options, ...saved, manual: true }); // nothing runs before it is seen to
    const run = new DurableRun(module, store, begin(module, snapshot !== null, start), snapshot !== null, done);
    if (!options.manual) module.resume();
    return run;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** @param {any} given */
function checkOptions(given) {
  const { store, start, done } = optionsOf('runDurably()', given ?? {}, ['done', 'start', 'store', ...LOADING]);
  const isStore = ['load', 'save', 'clear'].every((name) => typeof store?.[name] === 'function');
  if (!isStore) throw new errors.TypeError('the option store was expected, with load(), save() and clear(): fileStore(path) gives one');
  if (typeof start !== 'function') throw new errors.TypeError('the option start was expected, a function that gives the coroutine to run');
  if (done !== undefined && typeof done !== 'function') throw new errors.TypeError('the option done is a function');
  for (const name of ['snapshot', 'timePassed']) if (name in given) throw new errors.TypeError(`the option ${name} makes no sense here: the state comes from the store`);
}

/** The stores that programs of this process have. @type {WeakSet<Store>} */
const inUse = new WeakSet();

/** From now on one program has it, until it is closed. @param {Store} store @returns {Required<Store>} */
function held(store) {
  if (inUse.has(store)) throw new StoreError('this store is in use by another program of this process');
  inUse.add(store);
  return {
    load: () => store.load(),
    save: (bytes) => store.save(bytes),
    clear: () => store.clear(),
    close: async () => {
      inUse.delete(store);
      await store.close?.();
    },
  };
}

/** @param {Module} module @param {boolean} restored @param {(module: Module) => object} start @returns {Promise<unknown>} */
function begin(module, restored, start) {
  home(module).operations.deferred = true;
  if (!restored) {
    const main = start(module);
    return main instanceof Task ? runTask(module, main) : module.run(main);
  }
  const [run] = module.runs;
  if (run === undefined) throw new errors.ValueError('the saved program was not running: there is nothing to go on with');
  return run;
}

/** A state as it is to be saved, and the operations in it whose start waits for that. @typedef {{ bytes: Uint8Array, unissued: import('./operations.js').Operation[] }} Taken */

export class DurableRun {
  /** The save that is under way, and those before it. @type {Promise<void>} */
  #saving = Promise.resolve();
  /** The one that begins after it. @type {Promise<void> | undefined} */
  #next;
  /** What it is to save, where that cannot wait. @type {Taken | undefined} */
  #taken;
  /** By `stop()`, or because the store failed. */
  #stopped = false;
  /** @type {Promise<void> | undefined} */
  #stopping;
  /** The program has come to its end, which is handed over now, or was. */
  #ended = false;
  /** Nothing is saved any more. */
  #over = false;
  /** Ends the run from outside. @type {(error: unknown) => void} */
  #end = () => {};
  /** @type {Required<Store>} */
  #store;

  /** @param {Module} module @param {Required<Store>} store @param {Promise<unknown>} run @param {boolean} restored @param {(result: unknown, module: Module) => unknown} done */
  constructor(module, store, run, restored, done) {
    this.module = module;
    this.restored = restored;
    this.#store = store;
    /** @type {Promise<never>} */
    const stopped = new Promise((_, reject) => (this.#end = reject));
    const ended = Promise.race([run, stopped]).finally(() => (this.#stopped ? stopped : void (this.#ended = true)));
    const values = home(module);
    values.rests = () => this.#rests();
    values.pauses = () => this.#pauses();
    /** What the program returned or raised. */
    this.result = this.#finish(ended, done);
  }

  /** Saves the program as it is now; then does what it had asked of its host. */
  save() {
    this.#next ??= this.#saving.then(() => {
      this.#next = undefined;
      return (this.#saving = this.#write());
    });
    return this.#next;
  }

  /** Saves it, and lets nothing run any more: it can go on elsewhere. One that has ended ends. */
  stop() {
    return (this.#stopping ??= this.#stop());
  }

  async #stop() {
    this.result.catch(() => {}); // whoever stops it knows
    if (this.#ended || this.#stopped) {
      await this.result.catch(() => {});
      return this.#saved();
    }
    this.#halt();
    try {
      await this.save();
    } finally {
      await this.#close(new errors.CancelledError('the program was stopped; it is saved'));
    }
  }

  // -- saving --

  #rests() {
    const { loop } = home(this.module);
    if (loop.runs.size === 0) return;
    try {
      if (loop.mains.length === 0) this.#taken = this.#take(); // soon nothing runs: this is how it ended
    } catch {
      // the save will tell
    }
    this.save().catch(() => {}); // what fails ends the run
  }

  /** A program that always has something to do is saved for what it asks of its host. */
  #pauses() {
    const { loop, operations } = home(this.module);
    if (operations.unissued.length > 0 && loop.runs.size > 0) this.save().catch(() => {}); // what fails ends the run
  }

  /** @returns {Taken} */
  #take() {
    return { bytes: this.module.snapshot(), unissued: [...(this.#taken?.unissued ?? []), ...home(this.module).operations.takeUnissued()] };
  }

  async #write() {
    const { loop, operations } = home(this.module);
    if (this.#over || !(this.#taken || loop.runs.size > 0)) return;
    /** @type {Taken} */
    let taken;
    try {
      taken = this.#taken ?? this.#take();
      this.#taken = undefined;
      await this.#store.save(taken.bytes);
    } catch (error) {
      this.#halt();
      await this.#close(error);
      throw error;
    }
    if (!this.#stopped) operations.issue(taken.unissued);
  }

  /** All that was to be saved is. */
  async #saved() {
    await this.#next;
    await this.#saving;
  }

  // -- the end --

  /** @param {Promise<unknown>} run @param {(result: unknown, module: Module) => unknown} done */
  async #finish(run, done) {
    try {
      const result = await run;
      await this.#saved();
      await done(result, this.module);
      await this.#clear();
      return result;
    } catch (error) {
      if (this.#stopped) throw error;
      if (error instanceof ProgramExit || error instanceof errors.SystemExit) await this.#clear();
      else await this.#saved().catch(() => {});
      throw error;
    } finally {
      if (!this.#stopped) await this.#release();
    }
  }

  /** There is nothing to go on with. */
  async #clear() {
    this.#over = true;
    await this.#saving;
    await this.#store.clear();
  }

  /** From now on the module is like others. */
  async #release() {
    const values = home(this.module);
    this.#over = true;
    values.rests = values.pauses = () => {};
    await this.#store.close();
    values.operations.deferred = false;
    values.operations.issue();
  }

  #halt() {
    this.#stopped = true;
    home(this.module).loop.pump.stop();
  }

  /** @param {unknown} error what becomes of the result */
  async #close(error) {
    home(this.module).operations.drop();
    await this.#store.close();
    this.#end(error);
  }
}
