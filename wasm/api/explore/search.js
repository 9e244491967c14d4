// Systematic search over the orders in which what is ready may run. It knows transitions only, no module: of all orders that differ in nothing but the order of
// independent steps one is run (source sets with sleep sets), those with few switches first. docs/decisions/09-explore.md says why nothing is missed.

import { Node, positionOf } from './node.js';
import { reversals } from './races.js';

/** @typedef {import('./node.js').Switch} Switch */
/** @template Failure @typedef {{ failure: Failure | null }} Outcome null: it ended well */
/**
 * What is searched. What is ready stays ready until it runs, under the same id, whatever runs before it.
 * @template State, Access, Failure
 * @typedef {object} System
 * @property {() => number[]} enabled what is ready, in the loop's own order
 * @property {(id: number) => Access} run runs one of them: what it touched
 * @property {(id: number) => void} repeat runs one that ran from this state before
 * @property {() => boolean} wait nothing is ready: lets time go on to where something may be. False: there is no such time
 * @property {() => Outcome<Failure> | null} outcome null: it goes on. Never null where nothing is ready and wait() was false
 * @property {() => Outcome<Failure>} tooLong the outcome of a schedule that does not end within the limit
 * @property {() => State | null} save null: not now. Then the steps from the last saved state are run again. Never null at the start
 * @property {(state: State) => void} restore
 * @property {(state: State) => void} drop the state is not restored any more; those that were saved after it, on the way from it, are dropped already
 * @property {(a: Access, b: Access) => boolean} conflict
 */
/**
 * @typedef {object} Limits
 * @property {number} [maxSwitches]
 * @property {number} [maxSchedules]
 * @property {number} [maxSteps] of one schedule
 * @property {boolean} [reduce] false: every order is run, also those that differ in the order of independent steps only
 */

/** @template State, Access, Failure */
export class Search {
  /** @param {System<State, Access, Failure>} system that is at its start @param {Limits} [limits] */
  constructor(system, { maxSwitches = Infinity, maxSchedules = Infinity, maxSteps = 10_000, reduce = true } = {}) {
    this.system = system;
    this.limits = { maxSwitches, maxSchedules, maxSteps, reduce };
    /** The first failure, and how it comes about. @type {{ failure: Failure, switches: Switch[], steps: number } | null} */
    this.found = null;
    /** Which limits left something out. @type {Set<'switches' | 'schedules'>} */
    this.cut = new Set();
    /** Schedules that came to their end, and that were given up because all that could still run is explored elsewhere; steps run; states restored, and steps run
     * again after that; the longest schedule; the number of switches that is being tried. */
    this.counts = { schedules: 0, pruned: 0, steps: 0, restored: 0, repeated: 0, depth: 0, switches: 0 };
    /** Choices to come, by their number of switches; the latest first. @type {{ at: Node<State, Access>, id: number }[][]} */
    this.choices = [];
    this.open = 0;
    /** Where the system stands. @type {Node<State, Access>} */
    this.at = new Node(null, 0);
    /** The end of the schedule that is under way: at first the loop's own order. @type {Node<State, Access> | null} */
    this.tip = this.at;
    /** advance() came to the end, and was not only left. */
    this.over = false;
  }

  /** Was nothing left out? */
  get complete() {
    return this.over && this.cut.size === 0 && this.found === null;
  }

  /** Goes on until that time of performance.now(). True: it is over. */
  advance(until = Infinity) {
    while (this.tip !== null || (this.found === null && this.open > 0)) {
      if (performance.now() >= until) return false;
      if (this.tip !== null) this.tip = this.#walk(this.tip);
      else if (this.counts.schedules < this.limits.maxSchedules) this.tip = this.#branch();
      else {
        this.cut.add('schedules');
        break;
      }
    }
    this.over = true;
    return true;
  }

  /** Lets go of the states. */
  end() {
    for (const { at } of this.choices.flat()) this.#leave(at);
    if (this.tip !== null) this.#leave(this.tip);
    this.choices = [];
    this.tip = null;
  }

  /** Begins the schedule of a choice. */
  #branch() {
    const { at, id } = this.#take();
    this.#goto(at);
    const tip = this.#step(at, id);
    this.#leave(at);
    return tip;
  }

  /** Goes on as the loop itself would; null: the schedule is at its end. @param {Node<State, Access>} node */
  #walk(node) {
    const id = this.#arrive(node);
    const next = id === undefined ? null : this.#step(node, id);
    this.#leave(node);
    return next;
  }

  // -- one step --

  /** Runs what is ready at a node where the system stands. @param {Node<State, Access>} from @param {number} id */
  #step(from, id) {
    const { system, counts } = this;
    const node = new Node(from, id);
    node.access = system.run(id);
    this.at = node;
    counts.steps++;
    counts.depth = Math.max(counts.depth, node.depth);
    from.chosen.add(id);
    if (!this.limits.reduce) return node;
    for (const [other, access] of from.done) if (!system.conflict(access, node.access)) node.asleep.set(other, access);
    for (const [other, access] of from.asleep) {
      if (system.conflict(access, node.access)) node.woken.push([other, access]);
      else node.asleep.set(other, access);
    }
    node.wakers = node.woken.length > 0 ? [...from.wakers, node] : from.wakers;
    from.done.set(id, node.access);
    for (const { at, way } of reversals(node, system.conflict)) this.#reverse(at, way);
    return node;
  }

  /** What the loop would run next here; undefined: this schedule ends, or does not go on now. @param {Node<State, Access>} node */
  #arrive(node) {
    const outcome = this.#look(node);
    if (outcome) {
      this.counts.schedules++;
      if (outcome.failure !== null) this.found = { failure: outcome.failure, switches: node.schedule(), steps: node.depth };
      return undefined;
    }
    if (node.parent === null || node.ready.size > 1) node.state = this.system.save();
    const [first, ...others] = node.ready.keys();
    if (!this.limits.reduce) for (const id of others.reverse()) this.#choose(node, id);
    if (!node.asleep.has(first)) return first;
    const awake = others.find((id) => !node.asleep.has(id));
    if (awake === undefined) this.counts.pruned++;
    else this.#choose(node, awake);
    return undefined;
  }

  /** @param {Node<State, Access>} node */
  #look(node) {
    const { outcome, ids, waits } = look(this.system, node.depth, this.limits.maxSteps);
    if (waits) {
      node.since = node.depth;
      node.wakers = [];
    }
    node.hasReady(ids);
    return outcome;
  }

  // -- choices --

  /** Sees to it that steps are explored from a node in an order that begins with one of them: which one may depend on what was chosen there before. @param {Node<State, Access>} at @param {Node<State, Access>[]} way */
  #reverse(at, way) {
    const firsts = way.filter((step) => !way.some((other) => other !== step && step.follows(other)));
    if (firsts.some(({ id }) => at.chosen.has(id) || at.asleep.has(id))) return;
    const last = /** @type {Node<State, Access>} */ (way.at(-1));
    this.#choose(at, /** @type {Node<State, Access>} */ (firsts.find((step) => step === last || last.follows(step))).id);
  }

  /** This shall run here, too. @param {Node<State, Access>} at @param {number} id */
  #choose(at, id) {
    const switches = at.switches + Number(positionOf(at, id) > 0);
    at.chosen.add(id);
    if (switches > this.limits.maxSwitches) return void this.cut.add('switches');
    at.users++;
    this.open++;
    (this.choices[switches] ??= []).push({ at, id });
  }

  /** The choice with the fewest switches. */
  #take() {
    const switches = this.choices.findIndex((choices) => choices?.length > 0);
    this.open--;
    this.counts.switches = switches;
    return /** @type {{ at: Node<State, Access>, id: number }} */ (this.choices[switches].pop());
  }

  /** Puts the system into the state of a node: restores the last one on the way there that was saved, and runs the steps that are left. @param {Node<State, Access>} node */
  #goto(node) {
    if (this.at === node) return;
    let from = node;
    while (from.state === null) from = /** @type {Node<State, Access>} */ (from.parent);
    this.system.restore(from.state);
    this.counts.restored++;
    for (const { id, depth } of node.pathFrom(from)) {
      this.system.repeat(id);
      look(this.system, depth, this.limits.maxSteps); // asking is part of the way: a program may tell by its memory that it was asked
      this.counts.repeated++;
    }
    node.state ??= this.system.save();
    this.at = node;
  }

  /** @param {Node<State, Access>} node */
  #leave(node) {
    for (let at = /** @type {Node<State, Access> | null} */ (node); at && --at.users === 0; at = at.parent) {
      if (at.state !== null) this.system.drop(at.state);
      at.state = null;
    }
  }
}

/**
 * What can run after so many steps, if need be at a later time.
 * @template Access, Failure
 * @param {Pick<System<any, Access, Failure>, 'enabled' | 'wait' | 'outcome' | 'tooLong'>} system
 * @param {number} steps
 * @param {number} maxSteps
 */
export function look(system, steps, maxSteps) {
  let outcome = steps < maxSteps ? system.outcome() : system.tooLong();
  let ids = system.enabled();
  let waits = false;
  while (outcome === null && ids.length === 0) {
    if (system.wait()) waits = true;
    outcome = system.outcome();
    ids = system.enabled();
  }
  return { outcome, ids, waits };
}

/**
 * Runs one schedule from where the system stands to its end; null: it names what is not there, or the time is up.
 * @template Access, Failure
 * @param {Omit<System<any, Access, Failure>, 'repeat' | 'save' | 'restore' | 'drop' | 'conflict'>} system
 * @param {Switch[]} switches
 * @param {number} maxSteps
 * @param {(id: number, position: number) => void} [before] is told of each step
 * @param {number} [until] a time of performance.now(), when it is given up
 * @returns {Outcome<Failure> | null}
 */
export function follow(system, switches, maxSteps, before = () => {}, until = Infinity) {
  const positions = new Map(switches);
  for (let step = 0; ; step++) {
    const { outcome, ids } = look(system, step, maxSteps);
    if (outcome) return outcome;
    const position = positions.get(step) ?? 0;
    if (position >= ids.length || performance.now() >= until) return null;
    before(ids[position], position);
    system.run(ids[position]);
  }
}
