// A history: records by itself what a program does, step by step, and takes it back and forth. Going on from an earlier step begins a branch; the old one stays.
//
// A call is recorded no sooner than at the next one, or when JS comes to its end or looks: by then its result has arrived, and what JS made of it is part of the state.

import { observed } from '../bridge/observed.js';
import { errors, safeText } from './exceptions.js';
import { Bounds, correct } from './history/bounds.js';
import { Labels } from './history/labels.js';
import { Steps } from './history/steps.js';
import { home } from './stepping.js';
import { optionsOf } from './options.js';
import { provide } from './parts.js';
import { Recorder } from './recorder.js';
import { requireTopLevel } from './state.js';

const MAX_BYTES = 64 * 2 ** 20;
const MAX_STEPS = 10_000;
/** What belongs to the call before: the rest of an iteration that a trap ended, whoever waited being told. */
const SAME_STEP = ['aw_js_interrupted', 'aw_js_wait_no_more'];

/** They give how many callbacks ran, or whether one did: with none it is no step. */
const IDLE = ['aw_js_turn', 'aw_js_step'];

/** @typedef {import('./history/steps.js').Step} Step */
/** @typedef {{ maxBytes?: number, maxSteps?: number, grain?: 'turn' | 'step' }} HistoryOptions */

export class History {
  #module;
  #home;
  #recorder;
  #steps;
  #labels;
  #grain;
  /** A call into the module is under way, or this history itself is at work. */
  #busy = false;
  /** What was called and is not recorded yet; null: part of the current step. @type {{ label: string | null, mayBeNothing: boolean } | undefined} */
  #called;
  /** A state came back, and nobody has gone on from it: its time stands still. */
  #stands = false;
  /** The step that came back last. What is done there is another one. @type {Steps['current'] | undefined} */
  #reached;
  /** @type {Set<() => void>} */
  #listeners = new Set();
  #told = true;
  #stopped = false;

  /** @param {import('./module.js').Module} module @param {HistoryOptions} [options] */
  constructor(module, options) {
    const { maxBytes = MAX_BYTES, maxSteps = MAX_STEPS, grain = 'turn' } = optionsOf('history()', options, ['grain', 'maxBytes', 'maxSteps']);
    const values = home(module);
    const { link } = values;
    if (grain !== 'turn' && grain !== 'step') throw new errors.ValueError("grain is 'turn' or 'step'");
    if (typeof maxBytes !== 'number' || !(maxBytes >= 0)) throw new errors.ValueError('maxBytes is a number of bytes');
    if (typeof maxSteps !== 'number' || !(maxSteps >= 2)) throw new errors.ValueError('maxSteps is at least 2');
    if (link.observer) throw new errors.RuntimeError('this module has a history already: stop() ends it');
    this.#module = module;
    this.#home = values;
    this.#grain = grain;
    this.#labels = new Labels(values, module.definitions);
    this.#recorder = new Recorder(module);
    this.#steps = new Steps(this.#recorder, this.#time());
    this.#steps.bounds = new Bounds({ maxBytes, maxSteps });
    link.observe(this, observed);
  }

  #time() {
    return this.#home.link.plainExports.aw_js_time();
  }

  // -- looking --

  /** The current branch from its beginning to its end, also where it goes on after the current step. @returns {Step[]} */
  get steps() {
    this.#record();
    return this.#steps.branch().map(({ step }) => step);
  }

  /** @returns {Step} */
  get current() {
    this.#record();
    return this.#steps.current.step;
  }

  get branches() {
    this.#record();
    return this.#steps.branches();
  }

  /** Roughly how much memory the steps take, beside a copy of the module's. */
  get bytes() {
    this.#record();
    return this.#steps.bytes;
  }

  /** @param {() => void} listener @returns {() => void} */
  onChange(listener) {
    if (typeof listener !== 'function') throw new errors.TypeError(`a listener is a function, not ${safeText(listener)}`);
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  // -- going --

  /** @param {number} [count] */
  back(count = 1) {
    return this.#goto(() => this.#steps.before(wholeNumber(count)));
  }

  /** @param {number} [count] */
  forward(count = 1) {
    return this.#goto(() => this.#steps.after(wholeNumber(count)));
  }

  /** @param {number | Step} step */
  goto(step) {
    if (typeof step === 'number' && !Number.isInteger(step)) throw new errors.ValueError(`the number of a step was expected, got ${step}`);
    if (typeof step !== 'number' && (typeof step !== 'object' || step === null)) throw new errors.TypeError(`a step or its number was expected, not ${kindOf(step)}`);
    return this.#goto(() => this.#steps.find(step));
  }

  /** @param {() => Steps['current']} find */
  #goto(find) {
    const { link } = this.#home;
    if (this.#stopped) throw new errors.RuntimeError('this history has been stopped');
    requireTopLevel(link);
    this.#record();
    const entry = find();
    this.#module.pause();
    this.#atWork(() => this.#steps.goto(entry));
    this.#stands = true;
    this.#reached = entry;
    link.clock.standAt(entry.node.host.clock);
    this.#tellSoon();
    return entry.step;
  }

  #goOn() {
    if (this.#stands) this.#home.link.clock.goOn();
    this.#stands = false;
  }

  /** Records no more, and lets go of the states. */
  stop() {
    if (this.#stopped) return;
    this.#record();
    this.#goOn();
    this.#stopped = true;
    this.#listeners.clear();
    if (this.#home.link.observer === this) this.#home.link.observe(null);
  }

  // -- seeing calls --

  /** @type {import('../bridge/observed.js').Observer['before']} */
  before() {
    if (this.#busy || this.#home.link.depth > 0) return;
    this.#record();
    this.#goOn();
  }

  /** @type {import('../bridge/observed.js').Observer['call']} */
  call(name, entry, args) {
    if (this.#busy || this.#home.link.depth > 0) return entry(...args);
    this.before();
    if (name === 'aw_js_pump') return this.#pump(entry, args);
    const label = SAME_STEP.includes(name) ? null : this.#labels.of(name, args, this.#recorder.current.host.operations.pending);
    const result = this.#during(label, () => entry(...args), !name.startsWith('aw_js_'));
    if (IDLE.includes(name) && this.#labels.gaveNothing()) this.#called = { label: null, mayBeNothing: true };
    return result;
  }

  /** As much as one pump runs, in portions that are a step each. @template T @param {(...args: number[]) => T} entry @param {number[]} args */
  #pump(entry, [budget, holdsTime]) {
    const end = performance.now() + budget * 1000;
    const portion = this.#grain === 'step' ? -1 : 0;
    for (;;) {
      const next = this.#during(this.#grain, () => entry(portion, holdsTime), true);
      if (next !== 0 || performance.now() >= end) return next;
      this.#record();
    }
  }

  /** @template T @param {string | null} label @param {() => T} run @param {boolean} [mayBeNothing] */
  #during(label, run, mayBeNothing = false) {
    try {
      return this.#atWork(run);
    } finally {
      this.#called = { label, mayBeNothing };
      this.#tellSoon();
    }
  }

  /** @template T @param {() => T} run */
  #atWork(run) {
    this.#busy = true;
    try {
      return run();
    } finally {
      this.#busy = false;
    }
  }

  /** What was called becomes a step. */
  #record() {
    const { link } = this.#home;
    if (this.#stopped || this.#busy || link.depth > 0 || link.left > 0) return;
    const called = this.#called;
    const { host } = this.#recorder.current;
    // Beside calls, JS may have come to hold C objects, and put something into `roots`.
    const changesRoots = !this.#rootsAre(host.roots);
    if (!called && !changesRoots && link.objects.capture() === host.objects) return;
    this.#called = undefined;
    const changesPast = changesRoots && this.#steps.current === this.#reached;
    this.#atWork(() => {
      const node = this.#recorder.record();
      const label = called?.label ?? (changesPast ? 'roots' : null);
      const isNothing = called?.mayBeNothing && !changesPast && node.changes.length === 0;
      if (label === null || isNothing) correct(this.#steps, node);
      else this.#steps.add(label, this.#time(), node);
    });
  }

  /** @param {Record<string, unknown>} recorded */
  #rootsAre(recorded) {
    const { roots } = this.#home;
    const names = Object.keys(roots);
    return names.length === Object.keys(recorded).length && names.every((name) => Object.is(roots[name], recorded[name]));
  }

  /** Listeners are told when JS comes to its end. */
  #tellSoon() {
    if (!this.#told) return;
    this.#told = false;
    Promise.resolve().then(() => {
      this.#told = true;
      this.#record();
      for (const listener of [...this.#listeners]) this.#tell(listener);
    });
  }

  /** @param {() => void} listener */
  #tell(listener) {
    try {
      listener();
    } catch (error) {
      this.#home.lost(error);
    }
  }
}

/** @param {unknown} value */
const kindOf = (value) => (value === null ? 'null' : `a value of type ${typeof value}`);

/** @param {number} count */
function wholeNumber(count) {
  if (Number.isInteger(count) && count >= 0) return count;
  throw new errors.ValueError(`a number of steps was expected, got ${count}`);
}

provide({ History });
