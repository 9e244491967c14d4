// The values of variables at the steps before, within bounds: a program that runs by itself makes steps without end.

/** Of so many variables at most, counting each step's. */
const AT_MOST = 100_000;

export class StepValues {
  /** By the order in which the steps were made; those that were kept last are the last ones. @type {Map<number, Map<string, string>>} */
  #steps = new Map();
  /** How many there are. */
  count = 0;

  /** @param {number} step */
  at(step) {
    return this.#steps.get(step);
  }

  /** Those that were kept first go first. @param {number} step @param {Map<string, string>} values */
  keep(step, values) {
    this.#drop(step);
    if (values.size === 0) return;
    this.#steps.set(step, values);
    this.count += values.size;
    for (const first of this.#steps.keys()) {
      if (this.count <= AT_MOST || first === step) return;
      this.#drop(first);
    }
  }

  /** @param {number} step */
  #drop(step) {
    this.count -= this.#steps.get(step)?.size ?? 0;
    this.#steps.delete(step);
  }
}
