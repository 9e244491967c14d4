// A loaded module: its coroutines by name, and what concerns all of them.

import { connect } from '../bridge/link.js';
import { moduleFrom } from '../bridge/source.js';
import { BaseException, errors } from './exceptions.js';
import { CObject, Coroutine, addressOf, homeOf } from './objects.js';
import { Values } from './values.js';

const HOME = Symbol('home');

/**
 * @param {import('../bridge/source.js').Source | PromiseLike<import('../bridge/source.js').Source>} source
 * @param {import('./values.js').Host & Parameters<typeof connect>[3]} [options]
 */
export async function load(source, options = {}) {
  const { module, name } = await moduleFrom(source);
  const values = new Values(options);
  const link = await connect(module, name, values, options);
  return new Module(values, link);
}

export class Module {
  /** @param {Values} values @param {import('../bridge/link.js').Link} link */
  constructor(values, link) {
    Object.defineProperty(this, HOME, { value: values });
    this.definitions = readDefinitions(values);
    this.coroutines = Object.create(null);
    this.definitions.forEach(({ name, parameters }, index) => {
      this.coroutines[name] = constructorFor(values, index, name, parameters.length);
    });
    this.errors = values.errors;
    this.exports = link.exports;
    this.memory = link.memory.memory;
  }

  /** Drives a coroutine to its end and gives its result. @param {unknown} coroutine */
  run(coroutine) {
    const { link } = home(this);
    return home(this).result(link.call(link.exports.aw_js_run, runnable(this, coroutine)));
  }

  /** How many of the runtime's things are alive. */
  live() {
    const { link } = home(this);
    const [objects, coroutines, stacks, jsHandles, bytes] = home(this).result(link.call(link.exports.aw_js_live));
    return { objects, coroutines, stacks, jsHandles, bytes };
  }

  /** As Python's sys.set_coroutine_origin_tracking_depth(). @param {number} depth */
  setCoroutineOriginTrackingDepth(depth) {
    if (!Number.isInteger(depth) || Math.abs(depth) > 0x7fffffff) throw new errors.TypeError('depth must be an integer');
    const { link } = home(this);
    home(this).result(link.call(link.exports.aw_js_origin_depth, depth));
  }

  /** Disposes every coroutine, exception and other object of this module that JS holds. */
  releaseAll() {
    for (const object of home(this).link.objects.sweep()) /** @type {CObject | BaseException} */ (object).dispose();
  }
}

/** @param {Module} module @returns {Values} */
function home(module) {
  return /** @type {any} */ (module)[HOME];
}

/** @param {Module} module @param {unknown} coroutine */
function runnable(module, coroutine) {
  if (coroutine instanceof CObject && homeOf(coroutine) === home(module)) return addressOf(coroutine);
  const other = coroutine instanceof Coroutine ? 'one of another module' : String(coroutine);
  throw new errors.ValueError(`a coroutine was expected, got ${other}`);
}

/** run(), and the result as Python's repr() gives it; null for None. Only C can tell 1.0 from 1. @param {Module} module @param {unknown} coroutine @returns {string | null} */
export function runForText(module, coroutine) {
  const values = home(module);
  const { link } = values;
  const status = link.call(link.exports.aw_js_run, runnable(module, coroutine));
  if (status < 0 || link.mailbox.holdsNone()) return values.result(status);
  return values.result(link.call(link.exports.aw_js_repr, 0));
}

/** @param {Values} values */
function readDefinitions(values) {
  /** @type {[string, string, number, 'coroutine' | 'generator', [string, string, string][]][]} */
  const codes = values.result(values.link.call(values.link.exports.aw_js_codes));
  return codes.map(([name, file, line, kind, parameters]) => ({
    name,
    file,
    line,
    kind,
    parameters: parameters.map(([parameter, type, code]) => ({ name: parameter, type: type.replace(/^_Bool\b/, 'bool'), code })),
  }));
}

/** A JS function that makes the coroutine. @param {Values} values @param {number} index @param {string} name @param {number} length */
function constructorFor(values, index, name, length) {
  const { link } = values;
  const make = (/** @type {unknown[]} */ ...args) => {
    link.mailbox.putAll(args);
    return values.result(link.call(link.exports.aw_js_new, index, args.length));
  };
  return Object.defineProperties(make, { name: { value: name }, length: { value: length } });
}
