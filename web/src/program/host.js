// A program and its session, off the page's thread: does what the page asks, one act after the other, and tells what is to be shown.
import { begin } from '../../../wasm/api/stepping.js';
import { fetchedPart } from '../errors.js';
import { loadLoop, loopParts } from '../loop/load.js';
import { Session } from '../session.js';
import { Rest, loadFirst } from './rest.js';
import { Shown, isSchedule } from './shown.js';

/**
 * @typedef {object} Program all that is needed to open one; its source is the page's
 * @property {string} id
 * @property {string} file the name of its source, by which its lines are known
 * @property {Uint8Array} bytes of the compiled module
 * @property {string} [rest] the address of what the module lacks, where it comes in two
 * @property {unknown} [schedule] what a schedule's file holds: its test is stepped in any order
 * @property {string[]} [why] of each switch of the schedule
 * @property {boolean} [needsNoLoop] it is stepped by hand, and nothing in it asks for a loop: what is for loops is loaded when the reader asks for one
 * @property {string[]} start lines that are run at first
 * @property {string[]} commands lines to try
 *
 * @typedef {import('../schedule/session.js').ScheduleSession} ScheduleSession
 *
 * @typedef {{parent: number, label: string}} Made a new step: what was done, and after which step; the steps are numbered in the order in which they were made, the first one is 0
 * @typedef {'found' | 'plain'} Order
 * @typedef {object} Finish
 * @property {Order} order of a schedule
 * @property {boolean} stopsAtDeadlock
 * @property {number | null} task it stops when this one is suspended again, or done
 *
 * @typedef {object} Outlet
 * @property {(made: Made) => void} made
 * @property {(change: import('./shown.js').Change) => void} shown while a program runs by itself
 * @property {() => Promise<void>} painted the page has shown it
 * @property {() => void} alive what takes long goes on
 */

/** So many steps are done again before it is said that it goes on. */
const OFTEN = 16;

export class Host {
  /** @type {Session | ScheduleSession | null} */
  #session = null;
  /** @type {Shown | null} */
  #shown = null;
  /** Where it is open. @type {import('../inspector/look.js').Inspector | null} */
  #inspector = null;

  /** @param {Outlet} outlet */
  constructor(outlet) {
    this.outlet = outlet;
  }

  /** What has changed since it was last asked. */
  change() {
    return this.#shown?.change() ?? {};
  }

  /** Rejects with an error that says what is wrong; what was open is then open still. @param {Program} program */
  async open(program) {
    const session = await this.#sessionOf(program);
    if (this.#inspector && !isSchedule(session)) await session.prepareLoop();
    this.stop();
    this.#session = session;
    this.#shown = new Shown(session);
    this.#shown.inspector = this.#inspector;
    session.made = (label, parent) => {
      this.#inspector?.note(session);
      this.outlet.made({ parent, label });
    };
    return { makers: session.makers() };
  }

  /** @param {Program} program */
  async #sessionOf(program) {
    const { bytes, rest, schedule, file, why, needsNoLoop } = program;
    const [module] = await Promise.all([WebAssembly.compile(/** @type {BufferSource} */ (bytes)), needsNoLoop || loadLoop()]);
    this.outlet.alive();
    if (rest !== undefined) return this.#sessionInTwo(module, program, new Rest(rest, module));
    if (schedule === undefined) return Session.open((options) => (needsNoLoop ? begin(module, options) : loopParts().load(module, options)), program);
    const { ScheduleSession } = await fetchedPart(import('../schedule/session.js'));
    return ScheduleSession.open(module, schedule, { file, why });
  }

  /** @param {WebAssembly.Module} module @param {Program} program @param {Rest} rest */
  async #sessionInTwo(module, program, rest) {
    const session = await Session.open((options) => loadFirst(module, options, rest), program);
    const { prepareLoop } = session;
    session.prepareLoop = async () => { await Promise.all([prepareLoop(), rest.arrive()]); };
    return session;
  }

  /**
   * Opens a program, takes all steps again, and goes to one of them.
   * @param {Program} program
   * @param {Made[]} log
   * @param {number} at
   * @param {Order} order
   */
  async restore(program, log, at, order) {
    const opened = await this.open(program);
    const session = /** @type {Session | ScheduleSession} */ (this.#session);
    const { made } = session;
    session.made = () => {};
    for (const [index, { parent, label }] of log.entries()) {
      session.goToNumber(parent);
      if ((await session.act(label)) === false) throw new Error(String(session.sentence));
      if (index % OFTEN === 0) this.outlet.alive();
    }
    session.made = made;
    if (isSchedule(session)) session.order = order;
    session.goToNumber(at);
    return opened;
  }

  /** From now on, or no longer, the inspector is part of what is told; heard also while a program goes on by itself. @param {boolean} on */
  async inspect(on) {
    const session = this.#session;
    const prepared = () => (session && !isSchedule(session) ? session.prepareLoop() : loadLoop());
    const [look] = on ? await Promise.all([fetchedPart(import('../inspector/look.js')), prepared()]) : [];
    this.#inspector = look ? new look.Inspector() : null;
    if (this.#shown) this.#shown.inspector = this.#inspector;
  }

  // -- acts --

  /** @param {string} line @param {number} [suggestion] which of the suggested commands it is */
  async run(line, suggestion) {
    const session = this.#session;
    if (!session || isSchedule(session)) return { isUnderstood: false, begins: false, selects: '' };
    const known = new Set(session.names.keys());
    const { program } = session;
    const isUnderstood = await session.run(line, suggestion);
    const selects = [...session.names.keys()].find((name) => !known.has(name)) ?? targetOf(line);
    return { isUnderstood, begins: session.program !== program && session.program !== null, selects };
  }

  async step() {
    await this.#session?.step();
  }

  async turn() {
    await this.#session?.turn();
  }

  // -- going on by itself --

  /** @type {import('../loop/going.js').Going | null} */
  #going = null;
  /** @type {import('../loop/going.js').Pace | undefined} */
  #pace;
  /** It goes as fast as it can, whatever the pace. */
  #isFast = false;
  /** @type {number[]} */
  #breakpoints = [];

  /** To the end, or until stop(), a breakpoint, or the next suspension of a task. @param {Finish} how */
  async finish(how) {
    const session = this.#session;
    if (!session?.program) return;
    const painted = async () => {
      if (session !== this.#session) return;
      this.outlet.shown(this.change());
      await this.outlet.painted();
    };
    const { Going } = loopParts();
    this.#isFast = how.task !== null;
    this.#going = new Going({ painted, alive: this.outlet.alive }, this.#isFast ? undefined : this.#pace);
    this.#going.breakpoints = this.#breakpoints;
    await session.finish(this.#going, how);
  }

  stop() {
    this.#going?.stop();
  }

  /** How fast a program goes that goes on by itself. @param {import('../loop/going.js').Pace} pace */
  pace(pace) {
    this.#pace = pace;
    if (!this.#isFast) this.#going?.change(pace);
  }

  /** Where a program stops that goes on by itself. @param {number[]} lines */
  breakpoints(lines) {
    this.#breakpoints = lines;
    if (this.#going) this.#going.breakpoints = lines;
  }

  /** Does again what was done elsewhere, and goes to the step with this number. @param {string[]} labels @param {number} number */
  async replay(labels, number) {
    const session = this.#session;
    for (const [index, label] of labels.entries()) {
      if ((await session?.act(label)) === false) return; // the sentence says why
      if (index % OFTEN === 0) this.outlet.alive();
    }
    const { past } = session ?? {};
    let step = past?.current;
    if (past && session) for (; step && step.number > number; step = past.current) session.goTo(/** @type {import('../past.js').Step} */ (past.before()));
  }

  /** @param {number} position */
  take(position) {
    if (isSchedule(this.#session)) this.#session.take(position);
  }

  /** @param {'ps' | 'pstree'} what */
  async look(what) {
    await this.#session?.look(what);
  }

  // -- back and forward --

  back() {
    return this.#goTo(this.#session?.past?.before());
  }

  forward() {
    return this.#goTo(this.#session?.past?.after());
  }

  /** @param {number} number of the step */
  goTo(number) {
    return this.#goTo(this.#session?.stepOf(number));
  }

  /** To the step in which an event of this branch happened. @param {number} total how many there were before it */
  goToEvent(total) {
    const session = this.#session;
    return session?.program ? this.#goTo(loopParts().stepOfEvent(session, total)) : null;
  }

  /** @param {import('../past.js').Step | null | undefined} step */
  #goTo(step) {
    const session = this.#session;
    const past = session?.past;
    if (!session || !past || !step || step === past.current) return null;
    const from = past.current.number;
    session.goTo(step);
    const { current, end } = past;
    const where = current.number === 0 ? 'At the start' : `${current.number < from ? 'Back at' : 'At'} step ${current.number} of ${end.number}`;
    const said = String(session.sentence);
    return { sentence: `${where}${said ? `. ${said}` : '.'}`, selects: targetOf(session.call) };
  }
}

/** @param {string} line */
const targetOf = (line) => line.slice(0, Math.max(0, line.search(/\.(send|throw|close)\(/)));
