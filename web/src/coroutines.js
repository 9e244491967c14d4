// What the page asks of libawait's coroutines and exceptions, in one place. Plain data comes out: nothing here is kept.

/**
 * @typedef {'CREATED' | 'RUNNING' | 'SUSPENDED' | 'CLOSED'} Word
 * @typedef {{kind: 'coroutine' | 'generator' | 'leaf', text: string, owner?: string}} Awaits
 * @typedef {{target: any, name: string, word: Word, isGenerator: boolean, line: number | null, awaits: Awaits | null}} Link
 * @typedef {Link & {path: string, depth: number, outcome?: string, last?: string, result?: string, error?: string}} Card
 */

export const METHODS = new Set(['send', 'throw', 'close']);

/** @type {Map<string, (target: any) => unknown>} */
export const ATTRIBUTES = new Map([
  ['cr_await', (target) => target.crAwait],
  ['cr_running', (target) => target.crRunning],
  ['cr_suspended', (target) => target.crSuspended],
]);

/** What Python raises where the page itself, not the module, finds the mistake. */
export class PythonError extends Error {
  /**
   * @param {string} name
   * @param {string} message
   */
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

/** @param {any} value */
export const isCoroutine = (value) => typeof value?.send === 'function' && typeof value.close === 'function';

/** @param {any} target */
export const nameOf = (target) => target.name;

/** @param {any} target */
export function stateOf(target) {
  const [kind, word] = target.state.split('_');
  return { isGenerator: kind === 'GEN', word: /** @type {Word} */ (word) };
}

/**
 * A coroutine and what it awaits, down to the end of the chain.
 * @param {any} target
 * @returns {Link[]}
 */
export function chainOf(target) {
  /** @type {Link[]} */
  const chain = [];
  for (let link = target; isCoroutine(link); link = link.crAwait) {
    const inner = link.crAwait;
    /** @type {Awaits | null} */
    let awaits = null;
    if (isCoroutine(inner)) awaits = { kind: 'coroutine', text: nameOf(inner) };
    else if (inner !== null && inner !== undefined) awaits = { kind: 'leaf', text: String(inner) };
    chain.push({ target: link, name: nameOf(link), ...stateOf(link), line: link.crFrame?.line ?? null, awaits });
  }
  return chain;
}

/** @param {unknown} error */
export const isStop = (error) => /** @type {any} */ (error)?.name === 'StopIteration';

/** @param {any} error */
export const errorText = (error) => error.traceback ?? `${error.name}: ${error.message}`;

export const fileName = (/** @type {string} */ path) => path.slice(path.lastIndexOf('/') + 1);
export const floatOf = (/** @type {any} */ number) => number;
export const tupleOf = (/** @type {unknown[]} */ items) => Object.freeze(items);
/** @param {any} target */
export const release = (target) => target[Symbol.dispose]();

/**
 * @param {any} module
 * @param {string} kind
 * @param {() => unknown[]} args
 */
export function exceptionOf(module, kind, args) {
  const error = new Error(String(args()[0] ?? ''));
  error.name = kind;
  return error;
}
