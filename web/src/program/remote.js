// The page's side of the program: asks the worker, and watches it. A worker that does not come back is ended, and another one takes all the steps again.

/**
 * @typedef {import('./host.js').Program} Program
 * @typedef {import('./host.js').Made} Made
 * @typedef {import('./shown.js').Change} Change
 * @typedef {import('./worker.js').Request} Request
 * @typedef {{pace?: import('../loop/going.js').Pace, breakpoints?: number[], loop?: true}} Told how fast it goes, at which lines it stops, and that there will be a loop
 * @typedef {{request: Request, resolve: (result: any) => void, reject: (error: Error) => void}} Waiting
 *
 * @typedef {object} Ear
 * @property {(change: Change) => void} shown what is to be shown has changed
 * @property {() => Promise<void>} painted what was shown can be seen
 * @property {(count: number) => void} busy so many acts have not had their answer
 * @property {(isSlow: boolean) => void} slow it has not come back for a while, or has now
 * @property {(all: Waiting[], open: unknown[] | null) => void} lost it did not come back and was ended: who waited for it, the first one for what it was at, and what brings it back, if anything does
 */

/** Between two looks at the worker, in milliseconds. */
const LOOK = 250;
/** So many looks without a word: it is slow, or lost. */
const SLOW = 4;
const LOST = 20;

/** The act was ended before it had an answer. */
export class Ended extends Error {
  name = 'Ended';
}

export class Remote {
  /** @type {Worker | null} */
  #worker = null;
  /** @type {Map<number, Waiting>} */
  #waiting = new Map();
  #tickets = 0;
  /** How many looks there were without a word from it; before its first one, none. */
  #silent = 0;
  #isAwake = false;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  /** What is open, and all its steps. @type {{program: Program, log: Made[]} | null} */
  #open = null;
  #at = 0;
  /** @type {import('./host.js').Order} */
  #order = 'found';
  /** The inspector is open. */
  #inspects = false;

  /** @param {() => Worker} make @param {Ear} ear */
  constructor(make, ear) {
    this.make = make;
    this.ear = ear;
  }

  /** Resolves with the functions that make coroutines; rejects with what is wrong with the program, and what was open stays. @param {Program} program @returns {Promise<{makers: {name: string, signature: string}[], change: Change}>} */
  async open(program) {
    const { result, change } = await this.ask('open', [program]);
    this.#open = { program, log: [] };
    this.#remember(change);
    return { makers: result.makers, change };
  }

  /** What came of it; null where it was ended before it had an answer. @param {Exclude<Request['act'], 'open' | 'restore'>} act @param {unknown[]} args @returns {Promise<any>} */
  async do(act, ...args) {
    if (act === 'inspect') this.#inspects = Boolean(args[0]);
    try {
      const { result, change } = await this.ask(act, args);
      this.show(change);
      return result;
    } catch (error) {
      if (error instanceof Ended) return null;
      throw error;
    }
  }

  /** All its steps, in the order in which they were made. */
  get log() {
    return this.#open?.log ?? [];
  }

  /** Lets a program that runs by itself stop after its present step; one that does not come back is ended. */
  stop() {
    if (this.#silent >= SLOW) this.#end();
    else this.#worker?.postMessage({ stop: this.#tickets });
  }

  /** What every worker is told. @type {Told} */
  #told = {};

  /** Something about a program that goes on by itself, from now on. @param {Told} told */
  tell(told) {
    Object.assign(this.#told, told);
    for (const [name, value] of Object.entries(told)) this.#worker?.postMessage({ [name]: value });
  }

  /** @param {Request['act']} act @param {unknown[]} args @returns {Promise<{result: any, change: Change}>} */
  ask(act, args) {
    const request = { ticket: ++this.#tickets, act, args };
    return new Promise((resolve, reject) => {
      this.#waiting.set(request.ticket, { request, resolve, reject });
      this.ear.busy(this.#waiting.size);
      this.#worker ??= this.#start();
      this.#worker.postMessage(request);
      this.#timer ??= setInterval(() => this.#look(), LOOK);
    });
  }

  /** Loads it, before anything is asked of it. */
  wake() {
    this.#worker ??= this.#start();
  }

  #start() {
    const worker = this.make();
    this.#isAwake = false;
    for (const [name, value] of Object.entries(this.#told)) worker.postMessage({ [name]: value });
    worker.onmessage = ({ data }) => {
      if (worker === this.#worker) this.#hear(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (worker === this.#worker) this.#fail(new Error(`The program's worker could not be loaded${event.message ? `: ${event.message}` : ''}.`));
    };
    if (this.#inspects) worker.postMessage({ inspects: true }); // before it is asked for a program
    return worker;
  }

  /** @param {import('./worker.js').Answer} answer */
  #hear(answer) {
    if (this.#silent >= SLOW) this.ear.slow(false);
    this.#silent = 0;
    this.#isAwake = true;
    if ('made' in answer) {
      this.#open?.log.push(answer.made);
      this.#at = this.#open?.log.length ?? 0;
    } else if ('shown' in answer) {
      const worker = this.#worker;
      this.show(answer.shown);
      this.ear.painted().then(() => worker?.postMessage('painted'));
    } else if ('ticket' in answer) {
      const waiting = this.#waiting.get(answer.ticket);
      this.#waiting.delete(answer.ticket);
      if (this.#waiting.size === 0) this.#rest();
      if ('error' in answer) waiting?.reject(new Error(answer.error));
      else waiting?.resolve(answer);
      // Whoever waited shows it first.
      setTimeout(() => this.ear.busy(this.#waiting.size));
    }
  }

  /** What has come of an act. @param {Change} change */
  show(change) {
    this.#remember(change);
    this.ear.shown(change);
  }

  /** @param {Change} change */
  #remember({ steps, order }) {
    this.#at = steps?.at ?? this.#at;
    this.#order = order?.order ?? this.#order;
  }

  // -- watching --

  #look() {
    if (!this.#isAwake) return;
    this.#silent++;
    if (this.#silent === SLOW) this.ear.slow(true);
    if (this.#silent >= LOST) this.#end();
  }

  #rest() {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#silent = 0;
  }

  /** The worker is ended. @returns {Waiting[]} who waited for it, the first one for what it was at */
  #stopWorker() {
    this.#worker?.terminate();
    this.#worker = null;
    if (this.#silent >= SLOW) this.ear.slow(false);
    this.#rest();
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    this.ear.busy(0);
    return waiting;
  }

  /** @param {Error} error */
  #fail(error) {
    for (const { reject } of this.#stopWorker()) reject(error);
  }

  /** It does not come back. */
  #end() {
    const all = this.#stopWorker();
    if (all.length > 0) this.ear.lost(all, this.#open && [this.#open.program, this.#open.log, this.#at, this.#order]);
  }

  /** What was open is not to be had any more. */
  forget() {
    this.#open = null;
  }
}
