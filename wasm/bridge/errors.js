// Errors of the loader and of the machine below a program, and what makes engine errors readable. What a program raises is not here.

/** The file is no WebAssembly, no libawait module, or imports something that nobody provides. */
export class LoadError extends Error {
  /** @param {string} message @param {ErrorOptions} [options] */
  constructor(message, options) {
    super(message, options);
    this.name = 'LoadError';
  }
}

/**
 * Why a snapshot cannot be used.
 * @typedef {'not a snapshot' | 'cut short' | 'damaged' | 'newer format' | 'malformed' | 'other module' | 'other compiler' | 'other runtime' | 'memory size' | 'wrong chain' | 'not sealed' | 'broken seal'} SnapshotProblem
 */

/** The bytes are no snapshot that this module can be loaded from; `problem` says why, for programs, and the message for people. */
export class SnapshotError extends LoadError {
  /** @param {SnapshotProblem} problem @param {string} message @param {ErrorOptions} [options] */
  constructor(problem, message, options) {
    super(message, options);
    this.name = 'SnapshotError';
    this.problem = problem;
  }
}

/** Stands where a JS value stood that could not be saved with the state of a program, and is thrown where that would be used. */
export class LostValue extends Error {
  /** @param {string} what it was */
  constructor(what) {
    super(`this JavaScript value was not saved with the program: it was ${what}`);
    this.name = 'LostValue';
    this.what = what;
  }
}

/** The module executed an instruction that traps: abort(), a failed assert, memory out of bounds. It stays usable. */
export class Trap extends Error {
  /** @param {string} message @param {ErrorOptions} [options] */
  constructor(message, options) {
    super(message, options);
    this.name = 'Trap';
  }
}

/** The program called exit(). */
export class ProgramExit extends Error {
  /** @param {number} status */
  constructor(status) {
    super(`the program called exit(${status})`);
    this.name = 'ProgramExit';
    this.status = status;
  }
}

/** A C stack was too small, or the host's own call stack is used up. The module stays usable. */
export class StackOverflow extends Error {
  /**
   * @param {string} message
   * @param {{ coroutine?: string | null, needed?: number | null, had?: number | null, cause?: unknown }} [details]
   */
  constructor(message, { coroutine = null, needed = null, had = null, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'StackOverflow';
    this.coroutine = coroutine;
    this.needed = needed;
    this.had = had;
  }
}

/** @param {string | null} coroutine @param {number} needed @param {number} had */
export function cStackOverflow(coroutine, needed, had) {
  const message =
    coroutine === null
      ? `stack overflow: the main C stack needed at least ${needed} bytes and has ${had}`
      : `stack overflow: '${coroutine}' needed at least ${needed} bytes of C stack and had ${had}; ` +
        `AW_STACK(${coroutine}, ${roomFor(needed)}) beside its definition gives it more`;
  return new StackOverflow(message, { coroutine, needed, had });
}

/** The next power of two with room to spare. @param {number} needed */
function roomFor(needed) {
  return 2 ** Math.ceil(Math.log2(needed * 1.5));
}

/** An engine's own error in words; any other error unchanged. @param {unknown} error */
export function readable(error) {
  if (error instanceof WebAssembly.RuntimeError) {
    const hint = /unreachable/.test(error.message) ? ' (abort() or a failed assertion)' : '';
    return new Trap(`the module trapped: ${error.message}${hint}; the coroutines that were running are closed`, { cause: error });
  }
  if (isHostStackOverflow(error)) {
    return new StackOverflow('stack overflow: the call stack of the JavaScript engine is used up; the coroutines that were running are closed', {
      cause: error,
    });
  }
  return error;
}

/** V8 and WebKit throw a RangeError, Firefox an InternalError. @param {unknown} error */
function isHostStackOverflow(error) {
  return error instanceof Error && /^(RangeError|InternalError)$/.test(error.name) && /call stack|recursion/i.test(error.message);
}
