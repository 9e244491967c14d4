// A test being stepped in the order of a schedule, or in any other that the reader chooses. Nothing runs before the reader lets it.
import { begin, checked } from '../../../wasm/api/explore/replay.js';
import { deadlockIn } from '../loop/watched.js';
import { breakpointText, seconds, stepSentence } from '../loop/words.js';
import { Stepped } from '../stepped.js';
import { Run } from './run.js';
import { endSentence, failureName, nextText, shortPlaces, whyText } from './words.js';

/**
 * @typedef {import('../../../wasm/api/explore/replay.js').Schedule} Schedule
 * @typedef {{file: string, why?: string[]}} About the source's name, and of each switch why it matters
 */

export class ScheduleSession extends Stepped {
  /** Nobody gives names to coroutines here. @type {Map<string, any>} */
  names = new Map();
  call = '';
  suggested = 0;
  /** Which order is followed as long as the reader takes no other way. @type {'found' | 'plain'} */
  order = 'found';
  /** @type {Run} */
  program = /** @type {any} */ (null);

  /**
   * @param {Schedule} schedule
   * @param {string[]} why
   */
  constructor(schedule, why) {
    super();
    this.schedule = schedule;
    this.why = why.length === schedule.switches.length ? why : [];
    this.positions = new Map(schedule.switches);
  }

  /**
   * Rejects with a LoadError that says what is wrong with the schedule or the module.
   * @param {WebAssembly.Module} module
   * @param {unknown} given what the schedule's file holds
   * @param {About} about
   */
  static async open(module, given, { file, why = [] }) {
    const schedule = checked(module, given);
    const session = new ScheduleSession(schedule, why);
    const say = (/** @type {string} */ line) => session.add('out', line);
    const test = await begin(module, schedule.test, { stdout: say, stderr: say, onWarning: (/** @type {string} */ text) => session.add('warning', `RuntimeWarning: ${text}`) });
    session.module = test.module;
    session.program = new Run(test, file);
    session.add('call', `AW_TEST(${schedule.test})`);
    session.sentence = `The test ${schedule.test} is ready, and has not run yet. ${session.nextSentence()}`;
    session.keepSteps();
    return session;
  }

  // -- orders --

  /** At the step with this number, from 0: the place of what runs. @param {number} step @param {'found' | 'plain'} [order] */
  #positionIn(step, order = this.order) {
    return order === 'found' ? this.positions.get(step) ?? 0 : 0;
  }

  /** Has the way so far been that of this order? @param {'found' | 'plain'} order @param {number[]} [positions] */
  isOn(order, positions = this.program.positions) {
    return positions.every((position, step) => position === this.#positionIn(step, order));
  }

  /** The place of what runs next: as the order says, or where the reader has left it, as the loop itself would. */
  get next() {
    const { positions } = this.program;
    const [wanted, other] = this.order === 'found' ? /** @type {const} */ (['found', 'plain']) : /** @type {const} */ (['plain', 'found']);
    const order = [wanted, other].find((each) => this.isOn(each));
    return Math.min(order ? this.#positionIn(positions.length, order) : 0, this.program.ready().length - 1);
  }

  nextSentence() {
    return this.program.isDone ? '' : nextText(this.program.ready(), this.next);
  }

  // -- going on --

  async step() {
    this.take(this.next);
  }

  /** The loop's iterations have no meaning in an order that is not its own. */
  async turn() {}

  /** @param {number} position */
  take(position) {
    const { program } = this;
    if (program.isDone || this.again(labelOf(position))) return;
    const ready = program.ready();
    const [first, runs] = [ready[0], ready[position]];
    const number = program.positions.length;
    const before = program.loop.time;
    if (this.isOn('found') && this.#positionIn(number, 'found') >= ready.length) {
      this.#notice('warning', 'The schedule does not fit', `At step ${number + 1} it says who runs next, and not so many are ready. From here the loop's own order is followed.`);
    }
    this.add(position > 0 ? 'switch' : 'call', `${number + 1}. ${runs.name}${position > 0 ? `, before ${first.name}` : ''}`);
    if (position > 0) this.add('note', this.#whyOf(number, position) ?? whyText(first, runs));
    const mark = this.entries.length;
    const { time, ...taken } = program.take(position);
    const printed = this.entries.slice(mark).filter(({ kind }) => kind === 'out').map(({ text }) => text);
    const said = [stepSentence({ ...taken, before, time, tasks: program.tasks(), printed: [] })];
    if (program.loop.time > time) said.push(`Nothing is ready, so the clock goes to ${seconds(program.loop.time)}.`);
    this.add('note', said.join(' '));
    if (printed.length > 0) said.unshift(`It printed: ${printed.join(', ').replace(/\.?$/, '.')}`);
    this.sentence = [...said, program.isDone ? this.#end() : this.nextSentence()].join(' ');
    this.record(labelOf(position));
  }

  /** Does what a step of this name did. @param {string} label */
  async act(label) {
    const position = this.program.ready().findIndex((_, place) => labelOf(place) === label);
    if (position >= 0) this.take(position);
  }

  /** @param {number} step @param {number} position */
  #whyOf(step, position) {
    const at = this.schedule.switches.findIndex(([number, place]) => number === step && place === position);
    return this.isOn('found') ? this.why[at] : undefined;
  }

  #end() {
    const { program, schedule } = this;
    const { failure } = /** @type {{failure: import('./run.js').Failure | null}} */ (program.outcome);
    const sentence = endSentence(failure, schedule.test);
    if (!failure) {
      this.add('value', sentence);
      return sentence;
    }
    this.add('error', shortPlaces(failure.traceback ?? failure.message));
    const kind = failure.kind === 'deadlock' && this.isOn('found') ? schedule.failure : failure.kind;
    if (failure.kind === 'deadlock') {
      const { circles, details } = deadlockIn(this.module);
      this.#notice('deadlock', failureName(kind), `${circles} Nothing is ready, no timer is set, and the test is not done: it would wait for ever.`.trim(), details);
    } else {
      this.#notice('error', failureName(kind), shortPlaces(failure.message));
    }
    return sentence;
  }

  /** @param {import('../loop/program.js').NoticeKind} kind @param {string} title @param {string} text @param {string} [details] */
  #notice(kind, title, text, details) {
    this.notices = [{ kind, title, text, ...(details && { details }) }];
  }

  /**
   * To the end, in this order, from where the reader left it.
   * @param {import('../loop/going.js').Going} going
   * @param {object} how
   * @param {'found' | 'plain'} how.order
   */
  async finish(going, { order }) {
    this.order = order;
    while (this.past && !this.isOn(order)) this.goTo(/** @type {import('../past.js').Step} */ (this.past.before()));
    while (!this.program.isDone && !going.isStopped) {
      await going.due(() => 0);
      if (going.isStopped) return;
      const reached = this.program.watch(going.breakpoints);
      this.take(this.next);
      const line = reached();
      if (line > 0) {
        this.sentence = `${breakpointText(line)} ${this.sentence}`;
        return;
      }
      if (!this.program.isDone) await going.stepped();
    }
  }

  // -- what is shown --

  cards() {
    return [];
  }

  makers() {
    return [];
  }

  capture() {
    return this.program.capture();
  }

  /** @param {ReturnType<Run['capture']>} own */
  bring(own) {
    this.program.bring(own);
  }
}

/** The name of a step. @param {number} position */
const labelOf = (position) => (position === 0 ? 'The first that is ready' : `Number ${position + 1} of what is ready`);
