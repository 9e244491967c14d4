// The clock that a module reads: this process's, or ahead of it, or standing still.

/** The longest delay of a JS timer, in milliseconds; a longer one is several. */
export const LONGEST = 2 ** 31 - 1;

export class Clock {
  /** What this process's clock showed, in milliseconds, when the module read it first and last since somebody set these to 0. Reading it is dear: nobody else does. */
  first = 0;
  last = 0;
  /** What the module's clock is ahead of this process's, in milliseconds: it goes on where it stood when the state was saved. */
  ahead = 0;
  /** What the module's clock shows, in milliseconds, while it stands still. @type {number | undefined} */
  standing = undefined;

  /** For the module, in seconds. */
  now = () => {
    this.last = performance.now();
    this.first ||= this.last;
    return (this.standing ?? this.last + this.ahead) / 1000;
  };

  /** In milliseconds. */
  read = () => this.standing ?? performance.now() + this.ahead;

  /** From now on it shows this, and goes on. @param {number} milliseconds */
  set(milliseconds) {
    this.standing = undefined;
    this.ahead = milliseconds - performance.now();
  }

  /** It shows this until goOn(). @param {number} milliseconds */
  standAt(milliseconds) {
    this.standing = milliseconds;
  }

  /** It goes on from where it stands. */
  goOn() {
    if (this.standing !== undefined) this.set(this.standing);
  }
}

/** Blocks for so many seconds. False where JS must not, as in the page. @param {number} seconds */
export function sleep(seconds) {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Math.min(seconds * 1000, LONGEST));
    return true;
  } catch {
    return false;
  }
}
