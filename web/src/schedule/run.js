// A test that is gone through in any order: what is ready, any of it runs next, and how it ends.
import { look } from '../../../wasm/api/explore/search.js';
import { whoIs } from '../../../wasm/api/explore/transcript.js';
import { Watched } from '../loop/watched.js';

/** Events between two looks at the trace. */
const CAPACITY = 20_000;
/** A test that takes more steps goes on for ever. */
const MAX_STEPS = 10_000;

/**
 * @typedef {import('../../../wasm/api/explore/program.js').Failure} Failure
 * @typedef {{name: string, task: number, line: number | null}} Ready the number of its task, or 0
 */

export class Run extends Watched {
  /** What ran so far, by its place among what was ready. @type {number[]} */
  positions = [];
  /** How it ended. @type {{failure: Failure | null} | null} */
  outcome = null;

  /** @param {import('../../../wasm/api/explore/program.js').Program} test at its beginning @param {string} file the name of the source */
  constructor(test, file) {
    super(test.module, file);
    this.test = test;
    // The test's own task was there before the trace.
    this.note(test.ready().map(({ task, number }) => ({ sequence: -1, kind: 'task created', clock: this.loop.time, name: task ?? '', task: number, line: null })));
    this.module.trace.start({ capacity: CAPACITY });
    this.#arrive();
  }

  get hasFailed() {
    return this.outcome?.failure !== null;
  }

  /** In the loop's own order. @returns {Ready[]} */
  ready() {
    if (this.isDone) return [];
    return this.test.ready().map((one) => ({ name: whoIs(one), task: one.number, line: this.lineAt(one.place) }));
  }

  /** What is at this place among what is ready runs. @param {number} position */
  take(position) {
    this.test.run(this.test.ready()[position].id);
    this.positions = [...this.positions, position];
    this.callbacks++;
    const { time } = this.module.loopState;
    const events = this.look();
    this.#arrive();
    return { count: 1, events, time };
  }

  /** Time goes on to where something is ready, or the test is over. */
  #arrive() {
    const { test } = this;
    const enabled = () => test.ready().map(({ id }) => id);
    const system = { enabled, wait: () => test.wait(), outcome: () => test.outcome(), tooLong: () => test.outcome() ?? test.tooLong(MAX_STEPS) };
    this.outcome = look(system, this.positions.length, MAX_STEPS).outcome;
    this.isDone = this.outcome !== null;
    this.look();
  }

  capture() {
    const { positions, callbacks, outcome } = this;
    return { told: this.told(), positions, callbacks, outcome, test: this.test.capture() };
  }

  /** The module is as it was then. @param {ReturnType<Run['capture']>} state */
  bring({ told, positions, callbacks, outcome, test }) {
    Object.assign(this, { positions, callbacks, outcome, isDone: outcome !== null });
    this.test.goBack(test);
    this.goBackTo(told);
  }
}
