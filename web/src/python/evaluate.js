// Carries out what parse.js has read, on the coroutines of one module. Only what a step needs is known here.
import { attributeOf, deleteAttribute, exceptionOf, isCoroutine, METHODS, notCallable, PythonError, release } from '../coroutines.js';

/** @typedef {import('./parse.js').Node} Node */

export class Evaluator {
  /** What was met on the way and has no name yet. @type {Set<unknown>} */
  #met = new Set();

  /**
   * @param {any} module
   * @param {Map<string, any>} names
   */
  constructor(module, names) {
    this.module = module;
    this.names = names;
  }

  /**
   * The coroutine and the method, where the node is a call of send, throw or close.
   * @param {Node} node
   */
  action(node) {
    if (node.type !== 'call' || node.of.type !== 'attribute' || !METHODS.has(node.of.name)) return null;
    try {
      const target = this.evaluate(node.of.of);
      return isCoroutine(target) ? { method: node.of.name, target } : null;
    } catch {
      return null;
    }
  }

  /**
   * `del name` or `del coroutine.attribute`.
   * @param {Node} node
   */
  delete(node) {
    if (node.type === 'attribute') deleteAttribute(this.evaluate(node.of), node.name);
    if (node.type !== 'name') throw new PythonError('SyntaxError', 'cannot delete this');
    const value = this.evaluate(node);
    this.names.delete(node.name);
    this.#met.add(value);
    return value;
  }

  /**
   * @param {string} name
   * @param {unknown} value
   */
  assign(name, value) {
    this.#met.add(this.names.get(name));
    this.names.set(name, value);
  }

  /** Lets go of everything that was met and is held by no name, as the end of a statement does in Python. */
  settle() {
    const named = new Set(this.names.values());
    for (const value of this.#met) if (!named.has(value)) release(value);
    this.#met.clear();
  }

  /**
   * @param {Node} node
   * @returns {any}
   */
  evaluate(node) {
    const value = this.#evaluate(node);
    if (isCoroutine(value)) this.#met.add(value);
    return value;
  }

  /**
   * @param {Node} node
   * @returns {any}
   */
  #evaluate(node) {
    switch (node.type) {
      case 'value': return node.value;
      case 'list': return node.items.map((item) => this.evaluate(item));
      case 'tuple': return Object.freeze(node.items.map((item) => this.evaluate(item)));
      case 'name': return this.#name(node.name);
      case 'attribute': return attributeOf(this.evaluate(node.of), node.name);
      case 'call': return this.#call(node);
    }
  }

  /** @param {string} name */
  #name(name) {
    if (this.names.has(name)) return this.names.get(name);
    const known = this.module.coroutines[name] ?? this.module.errors[name];
    if (known) return known;
    throw new PythonError('NameError', `name '${name}' is not defined`);
  }

  /** @param {Node & {type: 'call'}} node */
  #call(node) {
    const args = () => node.args.map((item) => this.evaluate(item));
    if (node.of.type === 'name' && !this.names.has(node.of.name)) {
      const make = this.module.coroutines[node.of.name];
      if (make) return make(...args());
      const exception = exceptionOf(this.module, node.of.name, args);
      if (exception) return exception;
    }
    if (node.of.type === 'attribute' && METHODS.has(node.of.name)) {
      const target = this.evaluate(node.of.of);
      if (isCoroutine(target)) return target[node.of.name](...args());
    }
    return notCallable(this.evaluate(node.of));
  }
}
