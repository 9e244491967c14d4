// Who in JavaScript waits: for a task or a future, and for a whole asyncio.run().

/** Somebody in JS who waits for a task or a future. */
export class Waiter {
  /** @param {import('./loop.js').Loop} loop @param {object} [object] stays alive meanwhile */
  constructor(loop, object) {
    this.link = loop.values.link;
    this.object = object;
    this.handle = 0;
    /** Of what it waits for; 0: of nothing yet, or no longer. */
    this.address = 0;
    /** The same, once it was told. */
    this.waitedFor = 0;
    /** What came of it. @type {{ value: unknown } | { error: unknown } | undefined} */
    this.outcome = undefined;
    /** @type {Promise<any>} */
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  /** @param {(handle: number) => number} entry calls one of aw_js_wait's kind */
  begin(entry) {
    this.link.observer?.before();
    this.handle = this.link.handles.add(this);
    try {
      this.address = this.waitedFor = entry(this.handle);
      if (this.address === 0) this.fail(this.link.mailbox.take());
    } catch (error) {
      this.fail(error);
    }
    return this;
  }

  /** Another one in this one's place, for which this place in the module is kept already. @param {import('./loop.js').Loop} loop @param {number} handle @param {number} address */
  static inPlace(loop, handle, address) {
    const waiter = new Waiter(loop);
    waiter.handle = handle;
    waiter.address = waiter.waitedFor = address;
    waiter.promise.catch(() => {}); // perhaps nobody asks
    return waiter;
  }

  /** @param {import('./loop.js').Loop} loop @param {{ value: unknown } | { error: unknown }} outcome */
  static ended(loop, outcome) {
    const waiter = new Waiter(loop);
    waiter.promise.catch(() => {});
    waiter.end(outcome);
    return waiter;
  }

  /** @param {{ value: unknown } | { error: unknown }} outcome */
  end(outcome) {
    this.address = 0;
    this.outcome = outcome;
    if ('error' in outcome) this.reject?.(outcome.error);
    else this.resolve?.(outcome.value);
  }

  /** It is told nothing more. @param {unknown} error */
  fail(error) {
    this.link.handles.remove(this.handle);
    this.end({ error });
  }

  /** @param {string} message */
  cancel(message) {
    if (this.address === 0) return;
    this.link.mailbox.put(message);
    this.link.call(this.link.exports.aw_js_cancel, this.address);
  }

  /** Waits no longer. @param {unknown} error @param {boolean} [ends] nor does anybody else: it is over */
  abandon(error, ends = false) {
    if (this.address === 0) return;
    const forgotten = this.link.call(this.link.exports.aw_js_wait_no_more, this.address, this.handle, Number(ends));
    if (forgotten) this.fail(error);
    else this.reject?.(error); // it will be told, and does not mind
  }
}

/** An asyncio.run() that JS waits for: its main task first, then perhaps what cleans up after it. */
export class Run {
  /** @param {import('./loop.js').Loop} loop @param {Waiter} main @param {Waiter} [cleanUp] */
  constructor(loop, main, cleanUp) {
    this.loop = loop;
    this.main = main;
    this.cleanUp = cleanUp;
    /** Has JS heard of main's end, and of the whole? */
    this.ended = false;
    this.over = false;
    /** Of main's result, once all is clean. @type {Promise<any>} */
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
}

/** @typedef {{ main: Waiter, cleanUp: Waiter | undefined, run?: Run }} RunState without `run` where it comes from elsewhere */
