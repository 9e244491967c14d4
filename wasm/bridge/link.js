// One running instance of a module: its imports, its mailbox, the JS objects that stand for things in it, and every call into it.
// Whatever leaves a call by an exception, a trap too, is caught here, and the module put in order again.

import { Clock, sleep } from './clock.js';
import { LoadError, SnapshotError, cStackOverflow, readable } from './errors.js';
import { Handles } from './handles.js';
import { importsFrom, provideImports } from './imports.js';
import { Mailbox } from './mailbox.js';
import { Memory } from './memory.js';
import { Objects } from './objects.js';
import { Output } from './output.js';
import { PAGE, fill, initialRanges } from './snapshot/image.js';
import './streams.js';

/** How often putting in order is tried for one error. */
const RECOVERIES = 1000;

/**
 * What the module asks of the floor above, beside what its mailbox asks.
 * @typedef {object} Upstairs
 * @property {Link} link set before anything else
 * @property {(name: string, count: number) => number} hostCall calls the host function with the values in the slots; a status
 * @property {(number: number, name: string | null, count: number) => number} hostStart starts the operation with this number: of the host function, or a wait for the promise in slot 0. 0: the answer will come; 1, -1: it is in slot 0
 * @property {(number: number) => void} hostCancel no answer is wanted any more; the cancel message, or None, is in slot 0
 * @property {(waiter: number, status: number) => void} settled what a waiter waits for is done: its outcome is in slot 0
 * @property {(message: string, key: string | null) => void} loopError an exception in slot 0 and what it is about in slot 1, each perhaps None
 * @property {(text: string) => number} warning 0, or 1 with an exception in slot 0
 * @property {() => void} unraisable an exception in slot 0, where it came from in slot 1
 * @property {(value: unknown) => void} released C holds this JS value no longer
 * @property {(object: object, address: number) => void} moved a JS object stands for the C object there now; 0: for none
 * @property {() => void} wake something is ready. Does not throw
 * @property {(error: unknown) => void} lost an error that no caller can receive
 */

/**
 * What a module's machine remembers.
 * @typedef {object} MachineState
 * @property {number} pages how large its memory is, in pages of 64 KiB
 * @property {import('./snapshot/image.js').Run[]} memory what is not zero
 * @property {bigint[]} globals
 */

/**
 * What a module finds around it.
 * @typedef {{ imports?: Record<string, Record<string, any>>, stdout?: (line: string) => void, stderr?: (line: string) => void,
 *   args?: string[], env?: Record<string, string>, patience?: number, virtualClock?: boolean }} Surroundings
 */

/**
 * @param {WebAssembly.Module} module
 * @param {string} name what messages call it
 * @param {import('./mailbox.js').Outside & Upstairs} upstairs
 * @param {Surroundings} options
 * @param {MachineState} [state] to go on from; else the program begins
 */
export async function connect(module, name, upstairs, options, state) {
  const link = prepare(module, name, upstairs, options);
  link.attach(await WebAssembly.instantiate(module, link.imports), state);
  if (!state && options.virtualClock !== undefined) link.call(link.exports.aw_js_virtual_clock, Number(options.virtualClock));
  return link;
}

/** The same at once, which pages allow for small modules only. @param {Parameters<typeof connect>} args */
export function connectSync(...[module, name, upstairs, options, state]) {
  const link = prepare(module, name, upstairs, options);
  link.attach(new WebAssembly.Instance(module, link.imports), state);
  return link;
}

/** @param {WebAssembly.Module} module @param {string} name @param {Parameters<typeof connect>[2]} upstairs @param {Parameters<typeof connect>[3]} options */
function prepare(module, name, upstairs, options) {
  const link = new Link(module, name, upstairs);
  link.output = [new Output('stdout', options.stdout), new Output('stderr', options.stderr)];
  link.imports = gatherImports(link, options);
  return link;
}

/** @template T, U @param {Record<string, T>} record @param {(value: T) => U} change @returns {Record<string, U>} */
function mapValues(record, change) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

/**
 * What never changes about a module.
 * @typedef {object} About
 * @property {WebAssembly.ModuleImportDescriptor[]} imported
 * @property {import('./snapshot/image.js').Range[]} [initial] where the memory of a new instance is not zero
 */

/** @type {WeakMap<WebAssembly.Module, About>} */
const known = new WeakMap();

/** @param {WebAssembly.Module} module @returns {About} */
function aboutModule(module) {
  let about = known.get(module);
  if (!about) {
    about = { imported: WebAssembly.Module.imports(module) };
    known.set(module, about);
  }
  return about;
}

/** What was given to load() comes first. @param {Link} link @param {Surroundings} options */
function gatherImports(link, options) {
  const { module, name } = link;
  const given = mapValues(options.imports ?? {}, (functions) => mapValues(functions, link.outside));
  /** @type {Record<string, Record<string, any>>} */
  const provided = {};
  /** @type {Record<string, Record<string, any>>} */
  const imports = {};
  const missing = [];
  for (const entry of aboutModule(module).imported) {
    provided[entry.module] ??= importsFrom(entry.module, link, options);
    const value = given[entry.module]?.[entry.name] ?? provided[entry.module][entry.name];
    if (value === undefined) missing.push(`${entry.module}.${entry.name} (${entry.kind})`);
    else (imports[entry.module] ??= {})[entry.name] = value;
  }
  if (missing.length === 0) return imports;
  throw new LoadError(
    `${name} imports what nobody provides: ${missing.join(', ')}. ` +
      'A function that C declares and does not define becomes such an import; load(…, { imports: { env: { … } } }) provides it',
  );
}

/** A module as everybody sees it. @typedef {{ exports: any, mailbox: Mailbox }} Seen */

/** As it is. @param {Link} link @returns {Seen} */
const plain = ({ plainExports: exports, memory, handles, upstairs }) => ({ exports, mailbox: new Mailbox(memory, exports, handles, upstairs) });

export class Link {
  /** @param {WebAssembly.Module} module @param {string} name @param {import('./mailbox.js').Outside & Upstairs} upstairs */
  constructor(module, name, upstairs) {
    this.module = module;
    this.name = name;
    this.upstairs = upstairs;
    upstairs.link = this;
    this.handles = new Handles();
    this.objects = new Objects(
      (address) => this.release(address),
      (object, address) => upstairs.moved(object, address),
    );
    this.clock = new Clock();
    /** Calls that were left by an exception and are not yet put in order. */
    this.left = 0;
    /** Calls out of the module that are under way: while there are, its state is not in its memory alone. */
    this.depth = 0;
    /** Who wants to know of each call that changes the state. @type {import('./observed.js').Observer | null} */
    this.observer = null;
    this.see = plain;
    // What follows is set before anything is called.
    this.output = /** @type {Output[]} */ ([]);
    /** @type {Record<string, Record<string, any>>} */
    this.imports = {};
    /** As the instance has them, and as everybody sees them. */
    this.plainExports = /** @type {any} */ (undefined);
    this.exports = /** @type {any} */ (undefined);
    this.memory = /** @type {Memory} */ (/** @type {unknown} */ (undefined));
    this.mailbox = /** @type {Mailbox} */ (/** @type {unknown} */ (undefined));
  }

  /** The same function, noticed while it runs. @template T @param {T} run @returns {T} */
  outside = (run) => {
    if (typeof run !== 'function') return run; // a memory, a table
    const noticed = (/** @type {unknown[]} */ ...args) => {
      this.depth++;
      try {
        return run(...args);
      } finally {
        this.depth--;
      }
    };
    return /** @type {T} */ (/** @type {unknown} */ (noticed));
  };

  ownImports() {
    const { upstairs, outside } = this;
    const run = {
      host_call: (/** @type {number} */ name, /** @type {number} */ length, /** @type {number} */ count) =>
        upstairs.hostCall(this.memory.text(name >>> 0, length), count),
      release: (/** @type {number} */ handle) => upstairs.released(this.handles.remove(handle)),
      warning: (/** @type {number} */ text, /** @type {number} */ length) => upstairs.warning(this.memory.text(text >>> 0, length)),
      unraisable: () => upstairs.unraisable(),
      host_start: (/** @type {number} */ number, /** @type {number} */ name, /** @type {number} */ length, /** @type {number} */ count) =>
        upstairs.hostStart(number, name === 0 ? null : this.memory.text(name >>> 0, length), count),
      host_cancel: (/** @type {number} */ number) => upstairs.hostCancel(number),
      settled: (/** @type {number} */ waiter, /** @type {number} */ status) => upstairs.settled(waiter, status),
      loop_error: (/** @type {number} */ message, /** @type {number} */ length, /** @type {number} */ key, /** @type {number} */ keyLength) =>
        upstairs.loopError(this.memory.text(message >>> 0, length), key === 0 ? null : this.memory.text(key >>> 0, keyLength)),
      stack_overflow: (/** @type {number} */ sp, /** @type {number} */ limit, /** @type {number} */ base, /** @type {number} */ name, /** @type {number} */ length) => {
        throw cStackOverflow(name === 0 ? null : this.memory.text(name >>> 0, length), (base - sp) >>> 0, (base - limit) >>> 0);
      },
    };
    // These run nothing of anybody's, and are called often.
    const { now } = this.clock;
    return { ...mapValues(run, outside), now, wake: upstairs.wake, sleep: (/** @type {number} */ seconds) => Number(sleep(seconds)) };
  }

  /** @param {WebAssembly.Instance} instance @param {MachineState} [state] */
  attach(instance, state) {
    const exports = /** @type {any} */ (instance.exports);
    this.plainExports = exports;
    this.memory = new Memory(exports.memory);
    try {
      this.observe(this.observer, this.see);
      if (state) this.goOn(state);
      else exports._initialize?.();
    } catch (error) {
      throw readable(error);
    }
  }

  /** Tells this one from now on; null: nobody. @param {import('./observed.js').Observer | null} observer @param {(link: Link) => Seen} [see] as it is seen by who is to be observed */
  observe(observer, see = plain) {
    this.observer = observer;
    this.see = see;
    Object.assign(this, see(this));
  }

  /** Puts the machine into a state. @param {MachineState} state */
  goOn({ pages, memory: runs, globals }) {
    const about = aboutModule(this.module);
    about.initial ??= initialRanges(this.memory.u8);
    this.grow(pages);
    fill(this.memory.current().u8, runs, about.initial);
    this.setGlobals(globals);
  }

  /** Makes the memory at least so large. @param {number} pages of 64 KiB */
  grow(pages) {
    const { memory } = this.memory;
    const missing = pages - memory.buffer.byteLength / PAGE;
    try {
      if (missing > 0) memory.grow(missing);
    } catch (error) {
      throw new SnapshotError('memory size', `${this.name} cannot have the ${pages} pages of memory that the snapshot has`, { cause: error });
    }
  }

  /** The values of the mutable globals, as 64 bits. @returns {bigint[]} */
  globals() {
    return this.globalExports().map(({ value }) => (typeof value === 'bigint' ? BigInt.asUintN(64, value) : BigInt(value >>> 0)));
  }

  /** @param {bigint[]} values */
  setGlobals(values) {
    const all = this.globalExports();
    if (all.length !== values.length) throw new SnapshotError('malformed', `the snapshot has ${values.length} global variables, and ${this.name} has ${all.length}`);
    all.forEach((exported, index) => {
      exported.value = typeof exported.value === 'bigint' ? values[index] : Number(BigInt.asIntN(32, values[index]));
    });
  }

  /** @returns {WebAssembly.Global[]} */
  globalExports() {
    const found = [];
    for (let index = 0; this.exports[`aw_global_${index}`]; index++) found.push(this.exports[`aw_global_${index}`]);
    return found;
  }

  /** Every call into the module but the hottest. @param {(...args: number[]) => number} entry @param {number} [a] @param {number} [b] @param {number} [c] @param {number} [d] */
  call(entry, a = 0, b = 0, c = 0, d = 0) {
    try {
      return entry(a, b, c, d);
    } catch (error) {
      throw this.recover(error);
    }
  }

  /** aw_js_send with a value: the status. @param {number} object @param {unknown} value */
  send(object, value) {
    this.mailbox.put(value);
    try {
      return this.exports.aw_js_send(object);
    } catch (error) {
      throw this.recover(error);
    }
  }

  /** The module is told of each call that was left this way, innermost first. @param {unknown} error */
  recover(error) {
    this.left++;
    for (let tries = 0; this.left > 0 && tries < RECOVERIES; tries++) {
      try {
        this.exports.aw_js_recover();
        this.left--;
      } catch (again) {
        // What is let go may trap as well; the next try goes on behind it. With the host's stack used up, the next call out does it.
        if (again instanceof RangeError) break;
      }
    }
    return readable(error);
  }

  /** @param {number} address */
  retain(address) {
    this.call(this.exports.aw_js_retain, address);
  }

  /** What goes wrong while a coroutine is closed for good can be told to nobody. @param {number} address */
  release(address) {
    try {
      this.call(this.exports.aw_js_release, address);
    } catch (error) {
      this.upstairs.lost(error);
    }
  }

  /** The end: no call reaches the module any more. */
  close() {
    this.observer = null;
    const gone = () => {
      throw new ReferenceError('this module has been disposed');
    };
    const none = () => 0;
    this.exports = Object.fromEntries(Object.keys(this.exports).map((name) => [name, gone]));
    this.exports.aw_js_release = this.exports.aw_js_retain = this.exports.aw_js_recover = none;
  }

  /** @param {string} text */
  printError(text) {
    this.output[1].write(new TextEncoder().encode(text));
  }
}

provideImports('aw', (link) => link.ownImports());
