// A store failed, and the message says why. What it held before is unharmed.

export class StoreError extends Error {
  /** @param {string} message @param {unknown} [cause] */
  constructor(message, cause) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'StoreError';
  }
}
