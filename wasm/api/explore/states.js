// A program with states that come back, as what a search goes through. What two steps touched says whether they commute.

import { drop } from '../forgetting.js';
import { Recorder } from '../recorder.js';

/** States take at most so much memory, in bytes; then the steps from the last one are run again instead. */
const ROOM = 256 * 2 ** 20;
/** Running steps again is worth a state where it takes so many times as long as keeping one: most are never asked for. */
const WORTH = 4;
/** The time of keeping one is the least of late: by so much it may become more with each. */
const SLOWER = 1.1;

/** @typedef {import('./program.js').Program} Program */
/** @typedef {import('./program.js').Failure} Failure */
/** @typedef {import('../recorder.js').StateNode} StateNode */
/** @typedef {{ node: StateNode, own: ReturnType<Program['capture']> }} State */
/** @template Access @typedef {{ begin(): void, take(): Access, conflict(a: Access, b: Access): boolean }} Recording of what a step touches */

/** A System of search.js. @template Access */
export class States {
  /** @param {Program} program that has not begun to run @param {Recording<Access>} accesses @param {number} maxSteps */
  constructor(program, accesses, maxSteps) {
    this.program = program;
    this.accesses = accesses;
    this.maxSteps = maxSteps;
    this.recorder = new Recorder(program.module);
    /** @type {State} */
    this.start = { node: this.recorder.root, own: program.capture() };
    this.bytes = 0;
    /** How long steps ran since the last state, and how long it takes to keep one, in milliseconds. */
    this.ran = 0;
    this.keeping = Infinity;
    /** Not used any more, but perhaps still on the way to where the recorder is. @type {StateNode[]} */
    this.dropped = [];
  }

  enabled = () => this.program.ready().map(({ id }) => id);

  /** @param {number} id */
  run = (id) => {
    const began = performance.now();
    this.accesses.begin();
    this.program.run(id);
    this.ran += performance.now() - began;
    return this.accesses.take();
  };

  /** What a step touches is known. @param {number} id */
  repeat = (id) => {
    const began = performance.now();
    this.accesses.begin();
    this.program.run(id);
    this.ran += performance.now() - began;
  };

  wait = () => this.program.wait();
  outcome = () => this.program.outcome();
  tooLong = () => this.program.outcome() ?? this.program.tooLong(this.maxSteps);
  /** @param {Access} a @param {Access} b */
  conflict = (a, b) => this.accesses.conflict(a, b);

  /** @returns {State | null} */
  save = () => {
    const { current, root } = this.recorder;
    if (this.bytes > ROOM || (current !== root && this.ran < WORTH * this.keeping)) return null;
    const began = performance.now();
    const node = this.recorder.record();
    this.bytes += node.bytes;
    this.keeping = Math.min(performance.now() - began, SLOWER * this.keeping);
    this.ran = 0;
    return { node, own: this.program.capture() };
  };

  /** @param {State} state */
  restore = ({ node, own }) => {
    this.recorder.goto(node);
    this.program.goBack(own);
    this.ran = 0;
    for (const dropped of this.dropped.splice(0)) drop(this.recorder, dropped);
  };

  /** @param {State} state */
  drop = ({ node }) => {
    this.bytes -= node.bytes;
    this.dropped.push(node);
  };
}
