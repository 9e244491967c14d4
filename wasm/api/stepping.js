// A module whose coroutines are stepped by hand: there they are, by name, and its exceptions. module.js has all else that can be done with a module, and checks what it is given.

import { connect } from '../bridge/link.js';
import { Values } from './values.js';

const HOME = Symbol('home');

/** @param {WebAssembly.Module} module of libawait's @param {import('./module.js').LoadOptions} options */
export async function begin(module, options) {
  const values = new Values(options);
  await connect(module, 'the module', values, options);
  return new Stepping(values, definitionsIn(values, false));
}

/** What every module has. */
export class Stepping {
  /** @param {Values} values @param {ReturnType<typeof readDefinitions>} definitions */
  constructor(values, definitions) {
    Object.defineProperty(this, HOME, { value: values });
    this.definitions = definitions;
    this.coroutines = Object.create(null);
    this.definitions.forEach(({ name, parameters }, index) => {
      this.coroutines[name] = constructorFor(values, index, name, parameters.length);
    });
    this.errors = values.errors;
  }

  get memory() {
    return home(this).link.memory.memory;
  }
}

/** @param {Stepping} module @returns {Values} */
export function home(module) {
  return /** @type {any} */ (module)[HOME];
}

/** What a module defines never changes. @type {WeakMap<WebAssembly.Module, ReturnType<typeof readDefinitions>>} */
const definitions = new WeakMap();

/** They are read once in every program that begins, so that all that begin alike go on alike. @param {Values} values @param {boolean} goesOn */
export function definitionsIn(values, goesOn) {
  const { module } = values.link;
  const known = goesOn ? definitions.get(module) : undefined;
  const found = known ?? readDefinitions(values);
  definitions.set(module, found);
  return found;
}

/** @param {Values} values */
function readDefinitions(values) {
  /** @type {[string, string, number, 'coroutine' | 'generator' | 'async_generator', [string, string, string][]][]} */
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
