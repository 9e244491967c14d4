// What goes wrong in a build, as a person should read it.

/** A build that failed. The message is the whole story: what was tried, and what the compiler said. */
export class BuildError extends Error {
  name = 'BuildError';

  /** @param {string} message @param {string} [output] what the compiler or linker said, where one did */
  constructor(message, output) {
    super(output === undefined ? message : `${message}:\n${output}`);
    this.output = output;
  }
}
