// The steps that a reader took in one module, as a tree, and what the page keeps of each. An act of the reader is one step, however many calls it took: that is why
// the page records them itself, in the tree that is under the public History, too.
import { Steps } from '../../wasm/api/history/steps.js';
import { Recorder } from '../../wasm/api/recorder.js';
import { home } from '../../wasm/api/stepping.js';
import { loadedParts } from './loop/load.js';

const LIMITS = { maxBytes: 64 * 2 ** 20, maxSteps: 5000 };

/**
 * @typedef {import('../../wasm/api/history/steps.js').Step} Step
 * @typedef {{end: Step, label: string, from: number, length: number, isCurrent: boolean}} Branch `from`: the number of the step where it leaves another one; `length`: that of its last
 */

/** @template Page */
export class Past {
  #steps;
  #recorder;
  /** @type {WeakMap<Step, Page>} */
  #pages = new WeakMap();

  /** @param {any} module @param {Page} page @param {typeof LIMITS} [limits] */
  constructor(module, page, limits = LIMITS) {
    this.module = module;
    this.limits = limits;
    this.#recorder = new Recorder(module);
    this.#steps = new Steps(this.#recorder, this.#time());
    this.#pages.set(this.current, page);
  }

  /** The loop's. To ask for it lets go of what was asked for before, which is no part of a step. */
  #time() {
    const values = home(this.module);
    const [, , time] = values.result(values.link.call(values.link.exports.aw_js_loop_state));
    return time;
  }

  /** Roughly how much memory the steps take, beside a copy of the module's. */
  get bytes() {
    return this.#steps.bytes;
  }

  get current() {
    return this.#steps.current.step;
  }

  /** The last step of the current branch. */
  get end() {
    return /** @type {Step} */ (this.#steps.branch().at(-1)?.step);
  }

  /** @param {Step} step */
  pageOf(step) {
    return /** @type {Page} */ (this.#pages.get(step));
  }

  /** What the act of this name made is a step. @param {string} label @param {Page} page */
  record(label, page) {
    const Bounds = loadedParts()?.Bounds; // nobody takes so many steps without a loop
    if (Bounds) this.#steps.bounds ??= new Bounds(this.limits);
    this.#steps.add(label, this.#time());
    this.#pages.set(this.current, page);
  }

  /** The step that the act of this name led to when it was done here before: the same always comes of it. @param {string} label */
  known(label) {
    const { children, number } = this.#steps.current;
    return children.find(({ step }) => step.label === label && step.number === number + 1)?.step ?? null;
  }

  before() {
    return this.#steps.current.parent?.step ?? null;
  }

  after() {
    return this.#steps.current.next?.step ?? null;
  }

  /** The module is as it was after a step, or after the last one before it that is still kept. @param {Step} step @returns {Page} */
  goTo(step) {
    const entry = this.#steps.find(step);
    this.#steps.goto(entry);
    return this.pageOf(entry.step);
  }

  /** Everything since the current step is undone. What it said stands. @template T @param {() => T} act */
  trying(act) {
    try {
      return act();
    } finally {
      this.goTo(this.current);
    }
  }

  /** @returns {Branch[]} */
  branches() {
    return this.#steps.branches().map(({ from, steps }) => {
      const end = steps[steps.length - 1];
      return { end, label: steps[from ? 0 : Math.min(1, steps.length - 1)].label, from: from?.number ?? 0, length: end.number, isCurrent: end === this.end };
    });
  }
}
