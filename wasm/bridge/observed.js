// For whoever wants to know of each call that changes a module's state: exports and a mailbox that tell. Without an observer a module has plain ones.

import { Mailbox } from './mailbox.js';

/** The calls of the runtime that change the state of the program. Others only ask, or set how it is watched. */
const CHANGING = new Set(
  [
    ...['answer', 'cancel', 'close', 'create_task', 'deadlock', 'future_set', 'generator_step', 'interrupted', 'loop_close', 'new', 'next_timers', 'pump', 'run'],
    ...['run_ready', 'send', 'step', 'task_set_name', 'task_uncancel', 'throw', 'turn', 'wait', 'wait_clean_up', 'wait_no_more', 'wait_run', 'wait_step', 'wrapper'],
  ].map((name) => `aw_js_${name}`),
);

/** What compilers export for themselves, of any version; the runtime's own names begin with aw_js_. */
const INTERNAL = new Set([
  ...['_initialize', '__wasm_call_ctors', '__errno_location', 'setThrew', 'stackSave', 'stackRestore', 'stackAlloc', '_emscripten_stack_alloc', '_emscripten_stack_restore'],
  ...['init', 'set_limits', 'get_free', 'get_base', 'get_end', 'get_current'].map((name) => `emscripten_stack_${name}`),
]);

/**
 * @typedef {object} Observer
 * @property {() => void} before JS is about to change what it keeps beside the module's memory, or to write arguments; what was called before has been dealt with
 * @property {<T>(name: string, entry: (...args: number[]) => T, args: number[]) => T} call makes such a call
 */

/** @param {Record<string, any>} exports @param {Observer} observer @returns {Record<string, any>} */
function observedExports(exports, observer) {
  return Object.fromEntries(
    Object.entries(exports).map(([name, value]) => {
      const changes = typeof value === 'function' && (CHANGING.has(name) || !(INTERNAL.has(name) || name.startsWith('aw_js_')));
      return [name, changes ? (/** @type {number[]} */ ...args) => observer.call(name, value, args) : value];
    }),
  );
}

class ObservedMailbox extends Mailbox {
  #observer;

  /** @param {Observer} observer @param {ConstructorParameters<typeof Mailbox>} args */
  constructor(observer, ...args) {
    super(...args);
    this.#observer = observer;
  }

  /** @param {unknown} value */
  put(value) {
    this.#observer.before();
    super.put(value);
  }

  /** @param {readonly unknown[]} values */
  putAll(values) {
    this.#observer.before();
    super.putAll(values);
  }

  /** @param {Parameters<Mailbox['putDescribed']>} args */
  putDescribed(...args) {
    this.#observer.before();
    super.putDescribed(...args);
  }
}

/** As a module is seen by who is to be observed. @param {import('./link.js').Link} link with its observer @returns {import('./link.js').Seen} */
export function observed(link) {
  const { plainExports: exports, memory, handles, upstairs } = link;
  const observer = /** @type {Observer} */ (link.observer);
  return { exports: observedExports(exports, observer), mailbox: new ObservedMailbox(observer, memory, exports, handles, upstairs) };
}
