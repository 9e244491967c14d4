// A sentence about a step that is made when somebody reads it, which is at that step: most steps of a program that runs are never looked at.
export class Said {
  /** @type {string | undefined} */
  #text;

  /** @param {() => string} make */
  constructor(make) {
    this.make = make;
  }

  toString() {
    return (this.#text ??= this.make());
  }
}
