// A loaded module with its loop: all that can be done with it.

import { connect } from '../bridge/link.js';
import { refuseOthers } from '../bridge/required.js';
import { moduleFrom } from '../bridge/source.js';
import '../bridge/surroundings.js';
import './asyncio.js';
import { BaseException, errors, homeOf as homeOfException, safeText } from './exceptions.js';
import { CObject, Coroutine, addressOf, homeOf } from './objects.js';
import { FORKING, LOADING, optionsOf } from './options.js';
import { part } from './parts.js';
import * as seeing from './seeing.js';
import { requireTopLevel } from './state.js';
import { Stepping, definitionsIn, home } from './stepping.js';
import { Values } from './values.js';

/** @typedef {import('./values.js').Host & Parameters<typeof connect>[3] & { snapshot?: import('./snapshot.js').Chain, timePassed?: boolean }} LoadOptions */

/**
 * @param {import('../bridge/source.js').Source | PromiseLike<import('../bridge/source.js').Source>} source
 * @param {LoadOptions} [options]
 */
export async function load(source, options) {
  const given = optionsOf('load()', options, LOADING);
  const { module, name } = await moduleFrom(source);
  refuseOthers(module, name);
  const values = new Values(given);
  const { snapshot: saved } = given;
  const link = saved ? await part('restore')(module, name, values, { ...given, snapshot: saved }) : await connect(module, name, values, given);
  return new Module(values, definitionsIn(values, saved !== undefined));
}

export class Module extends Stepping {
  /** @type {Promise<void> | undefined} */
  #disposed;
  /** @type {import('./history.js').History | undefined} */
  #history;

  /** @param {Values} values @param {Stepping['definitions']} definitions */
  constructor(values, definitions) {
    super(values, definitions);
    this.trace = new seeing.Trace(values);
  }

  get exports() {
    return home(this).link.exports;
  }

  get roots() {
    return home(this).roots;
  }

  /** asyncio.run(), without blocking: a promise of the coroutine's result. @param {unknown} coroutine @param {{ signal?: AbortSignal }} [options] */
  async run(coroutine, options) {
    const { signal } = optionsOf('run()', options, ['signal']);
    return home(this).loop.run(runnable(this, coroutine), signal);
  }

  /** asyncio.run(), which returns when all is done. @param {unknown} coroutine */
  runSync(coroutine) {
    return home(this).loop.runSync(runnable(this, coroutine));
  }

  /** asyncio.create_task(). @param {unknown} coroutine @param {{ name?: string }} [options] @returns {import('./tasks.js').Task} */
  createTask(coroutine, options) {
    const { name } = optionsOf('createTask()', options, ['name']);
    const values = home(this);
    if (!(coroutine instanceof CObject) || homeOf(coroutine) !== values) throw new errors.TypeError(`a coroutine was expected, got ${foreign(coroutine)}`);
    const address = addressOf(coroutine);
    values.link.mailbox.put(name === undefined ? null : String(name));
    return values.result(values.link.call(values.link.exports.aw_js_create_task, address));
  }

  /** The task that runs, while a host function is called. @returns {import('./tasks.js').Task | null} */
  get currentTask() {
    const { link } = home(this);
    return home(this).result(link.call(link.exports.aw_js_current_task));
  }

  /** Those that are not done, oldest first. @returns {import('./tasks.js').Task[]} */
  tasks() {
    const { link } = home(this);
    return home(this).result(link.call(link.exports.aw_js_tasks));
  }

  /** One iteration of the loop by hand: how many callbacks ran. @returns {number} */
  turn() {
    const { loop, link } = home(this);
    return loop.turnByHand(link.exports.aw_js_turn);
  }

  /** One callback by hand; false where nothing was ready. @returns {boolean} */
  step() {
    const { loop, link } = home(this);
    return loop.turnByHand(link.exports.aw_js_step);
  }

  /** What the loop would do next. */
  get loopState() {
    const { link } = home(this);
    const [state, nextTimer, time] = home(this).result(link.call(link.exports.aw_js_loop_state));
    return { state, nextTimer, time };
  }

  /** What the loop has yet to call, in its order. @param {number} [most] of each kind */
  scheduled(most = Infinity) {
    if (!(most >= 0)) throw new errors.ValueError('at most so many are told: 0 or more');
    return seeing.scheduled(home(this), most);
  }

  /** The tasks that are not done, as a table: where each stands, what it waits for, and who waits for it. */
  ps() {
    return seeing.ps(home(this));
  }

  /** The same as a tree: under each task those that it waits for. */
  pstree() {
    return seeing.pstree(home(this));
  }

  /** The same as data. */
  psData() {
    return seeing.psData(home(this));
  }

  /** Keeps what `mistakes()` tells, from now on; false: no longer, and forgets it. @param {boolean} record */
  recordMistakes(record) {
    const { link } = home(this);
    link.call(link.exports.aw_js_record_mistakes, Number(record));
  }

  /** Coroutines that were never awaited, exceptions that were never retrieved, tasks that were destroyed while they were pending. */
  mistakes() {
    return seeing.mistakes(home(this));
  }

  /** What is ready in one iteration runs in an order drawn from this seed; 0: first in, first out. @param {number} seed */
  setReadyOrder(seed) {
    if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) throw new errors.ValueError('a seed is an integer from 0 to 4294967295');
    const { link } = home(this);
    link.call(link.exports.aw_js_ready_order, seed);
  }

  /** How many of the runtime's things are alive. */
  live() {
    const { link } = home(this);
    const [objects, coroutines, stacks, jsHandles, bytes] = home(this).result(link.call(link.exports.aw_js_live));
    return { objects, coroutines, stacks, jsHandles, bytes };
  }

  /** As Python's sys.set_coroutine_origin_tracking_depth(). @param {number} depth */
  setCoroutineOriginTrackingDepth(depth) {
    if (!Number.isInteger(depth) || Math.abs(depth) > 0x7fffffff) throw new errors.TypeError('depth must be an integer');
    const { link } = home(this);
    home(this).result(link.call(link.exports.aw_js_origin_depth, depth));
  }

  // -- states --

  /** The whole state of the program, as bytes that `load()` goes on from. @param {{ since?: import('./snapshot.js').Chain }} [options] */
  snapshot(options) {
    return part('snapshot')(home(this), optionsOf('snapshot()', options, ['since']));
  }

  /** A second instance that goes on from the same state. @param {LoadOptions} [options] in place of those that this one was loaded with */
  fork(options) {
    return new Module(part('fork')(home(this), optionsOf('fork()', options, FORKING)), this.definitions);
  }

  /** What `run()` was waiting for, in this instance or in the one that it goes on from. */
  get runs() {
    const { loop } = home(this);
    return [...loop.runs].map((run) => loop.give(run));
  }

  /** Every C object that JS holds. @returns {object[]} */
  held() {
    const { objects } = home(this).link;
    return [...new Set([...objects.entries].map(({ address }) => home(this).objectAt(address)))];
  }

  /** What stands here where an object of another instance stands, of which this one is a fork, or the other way round. @template T @param {T} object @returns {T} */
  counterpart(object) {
    const from = object instanceof CObject ? homeOf(object) : object instanceof BaseException ? homeOfException(object) : null;
    const { origin } = home(this);
    if (!from || (origin?.from !== from && from.origin?.from !== home(this))) throw new errors.TypeError(`an object of the instance that this one is a fork of, or that is a fork of this one, was expected, got ${safeText(object)}`);
    return /** @type {T} */ (part('counterpart')(home(this), from, /** @type {object} */ (object)));
  }

  /** The loop runs only by `turn()` and `step()`, until `resume()`. */
  pause() {
    home(this).loop.pump.manual = true;
  }

  resume() {
    const { pump, operations } = home(this).loop;
    operations.letGo();
    pump.manual = false;
    pump.wake();
  }

  get paused() {
    return home(this).loop.pump.manual;
  }

  /** Records what happens from now on, step by step. @param {import('./history.js').HistoryOptions} [options] */
  history(options) {
    requireTopLevel(home(this).link);
    const History = part('History');
    return (this.#history = new History(this, options));
  }

  /** Disposes every coroutine, exception and other object of this module that JS holds. */
  releaseAll() {
    for (const object of home(this).link.objects.sweep()) /** @type {CObject | BaseException} */ (object).dispose();
  }

  /** Cancels the tasks, waits until they have ended, and lets go of everything. The module cannot be used any more. */
  dispose() {
    return (this.#disposed ??= this.#end());
  }

  async #end() {
    const { loop, link, operations } = home(this);
    this.#history?.stop();
    link.observe(null);
    link.clock.goOn(); // it may stand in its past, where time stands still
    operations.letGo(); // and answers wait
    if (loop.pump.stopped) {
      operations.close(); // it goes on elsewhere: nothing runs here any more
    } else {
      await loop.dispose();
      this.releaseAll();
    }
    loop.pump.stop();
    link.close();
  }
}
if (Symbol.asyncDispose) Object.defineProperty(Module.prototype, Symbol.asyncDispose, { value: Module.prototype.dispose, configurable: true, writable: true });

/** The same module, with its loop. @param {Stepping} stepping */
export function moduleOf(stepping) {
  return stepping instanceof Module ? stepping : new Module(home(stepping), stepping.definitions);
}

/** @param {Module} module @param {unknown} coroutine @returns {CObject} */
function runnable(module, coroutine) {
  if (coroutine instanceof CObject && homeOf(coroutine) === home(module)) return coroutine;
  throw new errors.ValueError(`a coroutine was expected, got ${foreign(coroutine)}`);
}

/** @param {unknown} value */
function foreign(value) {
  if (value instanceof Coroutine) return 'one of another module';
  return typeof value === 'function' ? `the function '${value.name}': call it` : safeText(value);
}

/** run(), and the result as Python's repr() gives it; null for None. Only C can tell 1.0 from 1. @param {Module} module @param {unknown} coroutine @returns {Promise<string | null>} */
export async function runForText(module, coroutine) {
  const task = module.createTask(runnable(module, coroutine));
  await runTask(module, task);
  return resultText(module, task);
}

/** run() of what is a task already. @param {Module} module @param {import('./tasks.js').Task} task */
export function runTask(module, task) {
  const { loop, link } = home(module);
  return loop.run(task, undefined, link.exports.aw_js_wait);
}

/** @param {Module} module @param {import('./tasks.js').Task} task that returned */
export function resultText(module, task) {
  const { link } = home(module);
  link.call(link.exports.aw_js_future_result, addressOf(task));
  if (link.mailbox.holdsNone()) return null;
  return home(module).result(link.call(link.exports.aw_js_repr, 0));
}

/** The tests that AW_TEST defines, and whether the one that ran expects mistakes. @param {Module} module */
export function testsOf(module) {
  const values = home(module);
  return { tests: seeing.tests(values), expectsMistakes: () => values.link.call(values.link.exports.aw_js_mistakes_expected) !== 0 };
}
