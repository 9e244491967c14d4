// Which kind of object a value is, whatever realm it is of and whatever it says of itself; and what messages call one that a snapshot cannot carry.

import { KINDS, VIEWS, tagOf } from './kinds.js';

/** @typedef {import('./kinds.js').Kind} Kind */

/** @type {Record<string, Kind>} by what Object.prototype.toString says of those that have no Symbol.toStringTag */
const UNTAGGED = {
  Object: KINDS.object,
  Arguments: KINDS.object,
  Date: KINDS.date,
  RegExp: KINDS.regexp,
  Error: KINDS.error,
  Boolean: KINDS.boxed,
  Number: KINDS.boxed,
  String: KINDS.boxed,
};

/** @type {Record<string, { kind: Kind, ask: (value: any) => unknown }>} those that name themselves; to ask throws where it is not true */
const TAGGED = {
  Map: { kind: KINDS.map, ask: (value) => Map.prototype.has.call(value, 0) },
  Set: { kind: KINDS.set, ask: (value) => Set.prototype.has.call(value, 0) },
  ArrayBuffer: { kind: KINDS.buffer, ask: (value) => ArrayBuffer.prototype.slice.call(value, 0, 0) },
  BigInt: { kind: KINDS.boxed, ask: (value) => BigInt.prototype.valueOf.call(value) },
  DOMException: { kind: KINDS.domException, ask: (value) => Reflect.get(DOMException.prototype, 'code', value) },
};

/** Undefined: it cannot be carried. @param {object | symbol | Function} value @returns {Kind | undefined} */
export function kindOf(value) {
  if (typeof value !== 'object') return undefined;
  if (Object.getPrototypeOf(value) === Object.prototype && !(Symbol.toStringTag in value)) return KINDS.object;
  if (Array.isArray(value)) return kindOfArray(value);
  const tag = tagOf(value);
  if (ArrayBuffer.isView(value)) return VIEWS.includes(tag) ? KINDS.view : undefined;
  if (typeof (/** @type {any} */ (value)[Symbol.toStringTag]) !== 'string') return UNTAGGED[tag];
  if (Object.hasOwn(TAGGED, tag) && answers(TAGGED[tag].ask, value)) return TAGGED[tag].kind;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype ? KINDS.object : undefined;
}

/** @param {unknown[]} value */
function kindOfArray(value) {
  const keys = Object.keys(value);
  const full = keys.length === value.length && (keys.length === 0 || keys[keys.length - 1] === String(keys.length - 1));
  if (!full) return KINDS.sparseArray;
  return Object.isFrozen(value) ? KINDS.frozenArray : KINDS.array;
}

/** What an error message calls a value. @param {any} value */
export function nameOf(value) {
  if (typeof value === 'function') return value.name ? `a function '${value.name}'` : 'a function';
  if (typeof value === 'symbol') return `a symbol '${value.description ?? ''}'`;
  const tag = tagOf(value);
  const name = tag === 'Object' ? (value.constructor?.name ?? tag) : tag;
  return `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
}

/** @param {(value: object) => unknown} ask @param {object} value */
function answers(ask, value) {
  try {
    ask(value);
    return true;
  } catch {
    return false;
  }
}
