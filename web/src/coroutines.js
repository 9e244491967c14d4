// What the page asks of libawait's coroutines and exceptions, in one place. Plain data comes out: nothing here is kept.
import { repr, str } from './python/repr.js';

/**
 * @typedef {'CREATED' | 'RUNNING' | 'SUSPENDED' | 'CLOSED'} Word
 * @typedef {{kind: 'coroutine' | 'leaf', text: string, owner?: string}} Awaits
 * @typedef {{key: string, name: string, word: Word, isGenerator: boolean, line: number | null, awaits: Awaits | null, owner?: string}} Link
 * @typedef {Link & {path: string, depth: number, outcome?: string, last?: string, lastType?: string, result?: string, resultType?: string, error?: string}} Card
 */

export const METHODS = new Set(['send', 'throw', 'close']);

/** The attributes that can be looked at, by the names that Python gives them. @type {Map<string, string>} */
export const ATTRIBUTES = new Map([
  ['cr_await', 'crAwait'], ['cr_running', 'crRunning'], ['cr_suspended', 'crSuspended'],
  ['gi_yieldfrom', 'giYieldfrom'], ['gi_running', 'giRunning'], ['gi_suspended', 'giSuspended'],
  ['__name__', 'name'], ['__qualname__', 'qualname'],
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

/** A coroutine or a generator. @param {any} value */
export const isCoroutine = (value) => typeof value?.send === 'function' && typeof value.state === 'string';

/** The name of its type in Python. @param {any} value */
export function typeName(value) {
  if (isCoroutine(value)) return stateOf(value).isGenerator ? 'generator' : 'coroutine';
  if (value === null || value === undefined) return 'NoneType';
  if (Array.isArray(value)) return Object.isFrozen(value) ? 'tuple' : 'list';
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0) ? 'int' : 'float';
  if (value instanceof Uint8Array) return 'bytes';
  const names = /** @type {Record<string, string>} */ ({ boolean: 'bool', bigint: 'int', string: 'str' });
  return names[typeof value] ?? value.constructor.name;
}

/**
 * @param {any} target
 * @param {string} name
 */
export function attributeOf(target, name) {
  const property = ATTRIBUTES.get(name);
  if (!isCoroutine(target) || !property || !(property in target)) {
    throw new PythonError('AttributeError', `'${typeName(target)}' object has no attribute '${name}'`);
  }
  return target[property];
}

/**
 * `del target.name`, which Python always refuses.
 * @param {any} target
 * @param {string} name
 * @returns {never}
 */
export function deleteAttribute(target, name) {
  attributeOf(target, name);
  throw new PythonError('AttributeError', `attribute '${name}' of '${typeName(target)}' objects is not writable`);
}

/** @param {any} value @returns {never} */
export function notCallable(value) {
  throw new PythonError('TypeError', `'${typeName(value)}' object is not callable`);
}

/** @param {any} target */
export function stateOf(target) {
  const [kind, word] = target.state.split('_');
  return { isGenerator: kind === 'GEN', word: /** @type {Word} */ (word) };
}

/** @param {any} target */
const awaitedBy = (target) => ('giYieldfrom' in target ? target.giYieldfrom : target.crAwait);

/** @param {any} target */
const lineOf = (target) => ('giFrame' in target ? target.giFrame : target.crFrame)?.line ?? null;

/**
 * A coroutine and what it awaits, down to the end of the chain. What is not held by a name is let go at once, so that looking at it never
 * keeps it alive.
 * @param {any} target
 * @param {Map<unknown, string>} owners the names of those that have one
 */
export function chainOf(target, owners) {
  /** @type {Link[]} */
  const chain = [];
  for (let link = target; isCoroutine(link);) {
    const inner = awaitedBy(link);
    /** @type {Awaits | null} */
    let awaits = null;
    if (isCoroutine(inner)) awaits = { kind: 'coroutine', text: inner.name, owner: owners.get(inner) };
    else if (inner !== null && inner !== undefined) awaits = { kind: 'leaf', text: repr(inner) };
    chain.push({ key: String(link), name: link.name, ...stateOf(link), line: lineOf(link), awaits, owner: owners.get(link) });
    if (!owners.has(link)) release(link);
    if (!isCoroutine(inner)) release(inner);
    link = inner;
  }
  return chain;
}

/** @param {any} value anything; what is no object of C is left alone */
export const release = (value) => value?.dispose?.();

/** Lets go of an exception, its cause and its context. @param {any} error */
export function releaseError(error) {
  if (!error) return;
  releaseError(error.cause);
  if (error.context !== error.cause) releaseError(error.context);
  release(error);
}

/** @param {any} error */
export const isStop = (error) => error?.name === 'StopIteration';

/** As a Python session shows it, with file names instead of whole paths. @param {any} error */
export function errorText(error) {
  if (isStop(error)) return error.args.length === 0 ? 'StopIteration' : `StopIteration: ${str(error.value)}`;
  const text = error.traceback?.trimEnd() ?? `${error.name}: ${error.message}`;
  return text.replace(/File "[^"\n]*[\\/]/g, 'File "');
}

/**
 * A new exception of this kind, or undefined where there is no such kind.
 * @param {any} module
 * @param {string} kind
 * @param {() => unknown[]} args
 */
export function exceptionOf(module, kind, args) {
  const Kind = module.errors[kind];
  return Kind && new Kind(...args());
}
