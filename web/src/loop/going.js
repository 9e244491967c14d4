// A program that goes on by itself: as fast as it goes, or at a pace, and until somebody stops it.

/**
 * @typedef {{interval: number, isReal: boolean}} Pace milliseconds from one step to the next, 0: as fast as it goes; and whether idle time passes as a real clock would have it
 * @typedef {{painted: () => Promise<void>, alive: () => void}} Outlet `painted`: the page has shown it; `alive`: it still goes on
 */

/** How long it runs at a stretch at least, in milliseconds, before the page is painted. */
const SLICE = 12;
/** While it waits, so often it is said that it goes on. */
const OFTEN = 400;

/** @type {Pace} */
export const FAST = { interval: 0, isReal: false };

export class Going {
  isStopped = false;
  /** Lines: it stops when a task comes to wait there. @type {number[]} */
  breakpoints = [];
  /** When the last step was taken. */
  #last = -Infinity;
  #paints = performance.now() + SLICE;
  /** Ends a wait. */
  #wake = () => {};

  /** @param {Outlet} outlet @param {Pace} [pace] */
  constructor(outlet, pace = FAST) {
    this.outlet = outlet;
    this.pace = pace;
  }

  /** @param {Pace} pace */
  change(pace) {
    this.pace = pace;
    this.#wake();
  }

  stop() {
    this.isStopped = true;
    this.#wake();
  }

  /**
   * Waits until the next step may be taken.
   * @param {() => number} idle so many seconds the loop has nothing to do before it
   * @param {(isWaiting: boolean) => void} [tell] that it waits for the clock
   * @param {number} [waited] so many seconds of it have passed already
   * @returns {Promise<number>} how many of them have, where it was stopped while it waited, or 0
   */
  async due(idle, tell = () => {}, waited = 0) {
    /** Since when it waits for the clock, which may change while it waits. @type {number | null} */
    let since = null;
    const look = async () => {
      for (let waits = this.pace.isReal && idle() > 0; waits !== (since !== null); waits = this.pace.isReal && idle() > 0) {
        since = waits ? performance.now() - waited * 1000 : null;
        tell(waits);
        await this.outlet.painted();
      }
    };
    const left = () => Math.max(since === null ? 0 : since + idle() * 1000, this.#last + this.pace.interval) - performance.now();
    for (await look(); !this.isStopped && left() > 0; await look()) {
      this.outlet.alive();
      await this.#pause(Math.min(left(), OFTEN));
    }
    if (since !== null) tell(false);
    this.#last = performance.now();
    return since !== null && this.isStopped ? (this.#last - since) / 1000 : 0;
  }

  /** A step was taken: the page is painted where it is time. Where painting takes long it runs as long in between. */
  async stepped() {
    const begun = performance.now();
    if (this.pace.interval === 0 && begun < this.#paints) return;
    await this.outlet.painted();
    const now = performance.now();
    this.#paints = now + Math.max(SLICE, now - begun);
  }

  /** @param {number} milliseconds @returns {Promise<void>} */
  #pause(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
