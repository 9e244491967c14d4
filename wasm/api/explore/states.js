// A program with states that come back, as what a search goes through. What two steps touched says whether they commute.

import { Recorder } from '../recorder.js';

/** States take at most so much memory, in bytes; then the steps from the last one are run again instead. */
const ROOM = 256 * 2 ** 20;

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
    /** Not used any more, but perhaps still on the way to where the recorder is. @type {StateNode[]} */
    this.dropped = [];
  }

  enabled = () => this.program.ready().map(({ id }) => id);

  /** @param {number} id */
  run = (id) => {
    this.accesses.begin();
    this.program.run(id);
    return this.accesses.take();
  };

  wait = () => this.program.wait();
  outcome = () => this.program.outcome();
  tooLong = () => this.program.outcome() ?? this.program.tooLong(this.maxSteps);
  /** @param {Access} a @param {Access} b */
  conflict = (a, b) => this.accesses.conflict(a, b);

  /** @returns {State | null} */
  save = () => {
    if (this.bytes > ROOM) return null;
    const node = this.recorder.record();
    this.bytes += node.bytes;
    return { node, own: this.program.capture() };
  };

  /** @param {State} state */
  restore = ({ node, own }) => {
    this.recorder.goto(node);
    this.program.goBack(own);
    for (const dropped of this.dropped.splice(0)) this.recorder.drop(dropped);
  };

  /** @param {State} state */
  drop = ({ node }) => {
    this.bytes -= node.bytes;
    this.dropped.push(node);
  };
}
