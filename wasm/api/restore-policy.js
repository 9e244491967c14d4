// What becomes of host operations that were pending when a program was saved: what onRestore says, what is said where it says nothing, and what C is told.

import { errors, safeText } from './exceptions.js';

/** @typedef {'retry' | 'fail' | ((...args: any[]) => unknown)} Policy */
/** @typedef {'retry' | 'fail' | Record<string, Policy>} OnRestore */

/** What asking twice does no harm for. */
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/** Throws a TypeError where it is none. @param {unknown} onRestore */
export function checkPolicies(onRestore) {
  if (isWord(onRestore)) return;
  if (typeof onRestore !== 'object' || onRestore === null) throw new errors.TypeError(`onRestore is 'retry', 'fail' or an object, not ${shown(onRestore)}`);
  for (const [name, policy] of Object.entries(onRestore)) {
    if (!isWord(policy) && typeof policy !== 'function') throw new errors.TypeError(`onRestore.${name} is 'retry', 'fail' or a function, not ${shown(policy)}`);
  }
}

/**
 * @param {OnRestore | undefined} onRestore
 * @param {string} name what C called it
 * @param {readonly unknown[]} args
 * @param {boolean} isOwn one of libawait's own functions
 * @returns {Policy}
 */
export function policyFor(onRestore, name, args, isOwn) {
  if (name === 'fetch.start') return said(onRestore, 'fetch') ?? (isSafe(args[1]) ? 'retry' : 'fail');
  const policy = said(onRestore, name) ?? 'fail';
  // The other functions of our own go on with a JS object that is gone: the body of a response, an iterator.
  return isOwn && policy === 'retry' ? 'fail' : policy;
}

/** @param {OnRestore | undefined} onRestore @param {string} name @returns {Policy | undefined} */
function said(onRestore, name) {
  if (typeof onRestore !== 'object') return onRestore;
  return Object.hasOwn(onRestore, name) ? onRestore[name] : undefined;
}

/** The options of aw_fetch(): None, a list of pairs, or an object. @param {any} options */
function isSafe(options) {
  try {
    const { method = 'GET' } = (Array.isArray(options) ? Object.fromEntries(options) : options) ?? {};
    return SAFE_METHODS.includes(String(method).toUpperCase());
  } catch {
    return false;
  }
}

/** @param {string | null} name */
export function interrupted(name) {
  return new errors.InterruptedError(`${titled(name)} was pending when the program was saved`);
}

/** What forks of a durable program are told that wait for what it gave up before it was saved. @param {string | null} name */
export function neverBegan(name) {
  return new errors.InterruptedError(`${titled(name)} never began: the durable program that asked for it gave it up`);
}

/** @param {string | null} name */
function titled(name) {
  return name === null ? 'a promise that was awaited' : `host operation '${name}'`;
}

/** @param {unknown} policy @returns {policy is 'retry' | 'fail'} */
function isWord(policy) {
  return policy === 'retry' || policy === 'fail';
}

/** @param {unknown} value */
function shown(value) {
  return typeof value === 'string' ? `'${value}'` : safeText(value);
}
