// A schedule as people read it: who ran at each step, in whose place, and what came of it.

/** @typedef {import('./program.js').Ready} Ready */
/** @typedef {ReturnType<import('../seeing.js').Trace['read']>[number] & { by?: number }} TraceEvent */
/**
 * @typedef {object} Step
 * @property {number} step from 0
 * @property {string} who the task that ran, or what else
 * @property {string | null} at where it went on, as file:line, or the name of a callback
 * @property {string | null} insteadOf whom the loop would have run, where this is a switch
 * @property {number} time of the loop's clock, in seconds
 * @property {string[]} did in words
 * @property {string[]} wakes tasks
 * @property {string | null} waitsFor what the task waits for now, in words
 * @property {string | null} stands where the task stands now
 */

/** Keeps a transcript of a program that is run step by step, with its trace on. */
export class Transcript {
  /** @type {Step[]} */
  steps = [];
  /** The step that is under way. @type {Step | undefined} */
  now;
  task = 0;
  /** @type {Ready['kind'] | undefined} */
  kind;

  /** @param {import('./program.js').Program} program @param {string[]} printed where it puts the lines that it prints */
  constructor(program, printed) {
    this.program = program;
    this.printed = printed;
    program.module.trace.start();
  }

  /** @param {Ready} runs @param {Ready} first the loop's own choice */
  begin(runs, first) {
    this.program.module.trace.read();
    const { time } = this.program.module.loopState;
    this.now = { step: this.steps.length, who: whoIs(runs), at: runs.place, insteadOf: runs.id === first.id ? null : whoIs(first), time, did: [], wakes: [], waitsFor: null, stands: null };
    this.task = runs.number;
    this.kind = runs.kind;
    this.steps.push(this.now);
  }

  /** The step that began is over. */
  end() {
    const { module } = this.program;
    const events = /** @type {TraceEvent[]} */ (module.trace.read());
    const printed = this.printed.splice(0);
    if (!this.now) return;
    const { ended, waitsFor, stands } = standing(events, module.psData());
    const { makes, cancels, wakes, calls } = told(events, this.task);
    this.now.did = [
      ...printed.map((line) => `prints "${line}"`),
      ...listed('makes', makes),
      ...listed('cancels', cancels),
      ...listed('wakes', wakes),
      ...listed('calls', calls),
      ...(ended !== null ? [ended] : stands === null ? [] : [`${waitsFor === null ? 'lets others run' : `waits for ${waitsFor}`} at ${stands}`]),
    ];
    const { failure } = this.program;
    if (failure && stands === null && ended === null && (this.kind !== 'done' || failure.kind === 'unhandled error')) this.now.did.push('fails');
    Object.assign(this.now, { wakes, waitsFor, stands });
    this.now = undefined;
  }
}

/** @param {Ready} ready */
export function whoIs({ kind, task, place }) {
  if (kind === 'task') return /** @type {string} */ (task);
  if (kind === 'done') return task === null ? 'a done callback' : `a done callback of ${task}`;
  if (task !== null) return `the ${kind} of ${task}`;
  return place === null ? `a ${kind}` : `the ${kind} ${place}`;
}

/** @param {string} verb @param {string[]} names */
const listed = (verb, names) => (names.length === 0 ? [] : [`${verb} ${names.join(', ')}`]);

/** What was done to others. @param {TraceEvent[]} events @param {number} self */
function told(events, self) {
  const namesOf = (/** @type {string} */ wanted) => events.filter(({ kind, task }) => kind === wanted && task !== self).map(({ name }) => name);
  const makes = namesOf('task created');
  return { makes, cancels: namesOf('task cancelled'), wakes: namesOf('task scheduled').filter((name) => !makes.includes(name)), calls: namesOf('host operation started') };
}

/** Where the task that ran stands now. @param {TraceEvent[]} events @param {ReturnType<import('../module.js').Module['psData']>} tasks */
function standing(events, tasks) {
  const last = events.findLast(({ kind }) => kind === 'task paused' || kind === 'task done');
  const how = events.findLast(({ kind }) => ['returned', 'raised', 'closed'].includes(kind))?.kind;
  if (last?.kind === 'task done') return { ended: how === 'raised' ? 'ends with an error' : 'ends', waitsFor: null, stands: null };
  const task = last && tasks.find(({ name }) => name === last.name);
  const frame = task?.frames.findLast(({ file }) => file !== null);
  return { ended: null, waitsFor: task?.awaits ?? null, stands: frame ? `${frame.file}:${frame.line}` : null };
}
