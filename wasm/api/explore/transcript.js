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
 */

/** Keeps a transcript of a program that is run step by step, with its trace on. */
export class Transcript {
  /** @type {Step[]} */
  steps = [];
  /** The step that is under way. @type {Step | undefined} */
  now;
  task = 0;

  /** @param {import('./program.js').Program} program @param {string[]} printed where it puts the lines that it prints */
  constructor(program, printed) {
    this.program = program;
    this.printed = printed;
    program.module.trace.start();
  }

  /** @param {Ready} runs @param {Ready} first the loop's own choice */
  begin(runs, first) {
    this.end();
    const { time } = this.program.module.loopState;
    this.now = { step: this.steps.length, who: whoIs(runs), at: runs.place, insteadOf: runs.id === first.id ? null : whoIs(first), time, did: [] };
    this.task = runs.number;
    this.steps.push(this.now);
  }

  /** The step that began last is over. */
  end() {
    const { module } = this.program;
    const events = /** @type {TraceEvent[]} */ (module.trace.read());
    const printed = this.printed.splice(0);
    if (!this.now) return;
    this.now.did = [...printed.map((line) => `prints "${line}"`), ...told(events, this.task), ...standing(events, module.psData())];
    this.now = undefined;
  }

  finish() {
    this.end();
    return this.steps;
  }
}

/** @param {Ready} ready */
function whoIs({ kind, task, place }) {
  if (kind === 'task') return /** @type {string} */ (task);
  if (kind === 'done') return task === null ? 'a done callback' : `a done callback of ${task}`;
  if (task !== null) return `the ${kind} of ${task}`;
  return place === null ? `a ${kind}` : `the ${kind} ${place}`;
}

/** What was done to others. @param {TraceEvent[]} events @param {number} self */
function told(events, self) {
  const made = namesOf(events, 'task created');
  const woken = events.filter(({ kind, task }) => kind === 'task scheduled' && task !== self).map(({ name }) => name);
  const cancelled = namesOf(events, 'task cancelled');
  const calls = namesOf(events, 'host operation started');
  const did = [];
  if (made.length > 0) did.push(`makes ${made.join(', ')}`);
  if (cancelled.length > 0) did.push(`cancels ${cancelled.join(', ')}`);
  const others = woken.filter((name) => !made.includes(name));
  if (others.length > 0) did.push(`wakes ${others.join(', ')}`);
  if (calls.length > 0) did.push(`calls ${calls.join(', ')}`);
  return did;
}

/** @param {TraceEvent[]} events @param {string} kind */
function namesOf(events, kind) {
  return events.filter((event) => event.kind === kind).map(({ name }) => name);
}

/** Where the task that ran stands now. @param {TraceEvent[]} events @param {ReturnType<import('../module.js').Module['psData']>} tasks */
function standing(events, tasks) {
  const last = events.findLast(({ kind }) => kind === 'task paused' || kind === 'task done');
  if (!last) return [];
  const raised = events.findLast(({ kind }) => kind === 'returned' || kind === 'raised' || kind === 'closed')?.kind === 'raised';
  if (last.kind === 'task done') return [raised ? 'ends with an error' : 'ends'];
  const task = tasks.find(({ name }) => name === last.name);
  const frame = task?.frames.findLast(({ file }) => file !== null);
  const place = frame ? ` at ${frame.file}:${frame.line}` : '';
  if (!task || task.awaits === null) return [`lets others run${place}`];
  return [`waits for ${task.awaits}${place}`];
}
