// One host operation: what its host function gets behind its arguments, and its start where that is put off.

const resolved = Promise.resolve();

/** What a host function gets behind its arguments. */
export class Context {
  /** @type {AbortController | undefined} */
  #controller;
  /** @type {{ reason: unknown } | undefined} */
  #aborted;
  /** How many instances of the program wait for the answer: a fork waits for what it was forked from waits for. */
  #waiting = 1;

  /** @param {number} id */
  constructor(id) {
    /** The operation's, which it keeps when it is issued again: a key for hosts that do nothing twice. */
    this.id = id;
  }

  /** Aborted when nobody waits for the answer any more. Its reason is the CancelledError. */
  get signal() {
    this.#controller ??= new AbortController();
    if (this.#aborted) this.#controller.abort(this.#aborted.reason);
    return this.#controller.signal;
  }

  /** @param {Context} context */
  static share(context) {
    context.#waiting++;
  }

  /** One instance does not wait any more, but may yet come back. @param {Context} context */
  static forget(context) {
    context.#waiting--;
  }

  /** One instance does not want the answer; when none does, it is aborted. @param {Context} context @param {unknown} reason */
  static cancel(context, reason) {
    if (--context.#waiting > 0) return;
    context.#aborted = { reason };
    // What hears of it may call into the module, which is at work now.
    if (context.#controller) resolved.then(() => context.#controller?.abort(reason));
  }
}

/** A start that is put off. It happens once, whoever begins it, or never. */
export class Start {
  #run;
  #over = false;
  /** @type {(value: unknown) => void} */
  #settle = () => {};

  /** @param {import('./operations.js').Operations} owner of the instance that asked @param {() => unknown} run */
  constructor(owner, run) {
    this.owner = owner;
    this.#run = run;
    /** The answer. */
    this.promise = new Promise((resolve) => (this.#settle = resolve));
  }

  begin() {
    this.#end(() => new Promise((resolve) => resolve(this.#run())));
  }

  /** It will not happen: what those are told who wait for it. @param {() => Error} error */
  giveUp(error) {
    this.#end(() => Promise.reject(error()));
  }

  /** @param {() => Promise<unknown>} outcome */
  #end(outcome) {
    if (this.#over) return;
    this.#over = true;
    this.#settle(outcome());
  }
}
