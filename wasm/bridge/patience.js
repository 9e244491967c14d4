// How long a call into a module may take. Modules that are built `--stoppable` ask from time to time.

import { Trap } from './errors.js';
import { provideImports } from './imports.js';

class Patience {
  /** When the call asked first, in milliseconds. @type {number | undefined} */
  #since = undefined;

  /** @param {number} seconds */
  constructor(seconds) {
    this.seconds = seconds;
  }

  /** Throws when it is enough. @param {number} asked how often the call has */
  ask(asked) {
    if (this.seconds === Infinity) return;
    if (this.#since === undefined) queueMicrotask(() => { this.#since = undefined; }); // JavaScript has had its turn
    if (this.#since === undefined || asked === 1) {
      this.#since = performance.now();
    } else if (performance.now() - this.#since > 1000 * this.seconds) {
      this.#since = undefined;
      throw new Trap(`the program was stopped: it ran for ${this.seconds} s without coming back; the coroutines that were running are closed`);
    }
  }
}

provideImports('aw', (link, { patience = Infinity }) => {
  const limit = new Patience(patience);
  return { busy: (/** @type {number} */ asked) => limit.ask(asked) };
});
