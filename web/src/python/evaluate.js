// Carries out what parse.js has read, on the coroutines of one module. Only what a step needs is known here.
import { ATTRIBUTES, exceptionOf, floatOf, isCoroutine, METHODS, PythonError, release, tupleOf } from '../coroutines.js';

/** @typedef {import('./parse.js').Node} Node */

export class Evaluator {
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
    const target = this.#quietly(node.of.of);
    return isCoroutine(target) ? { method: node.of.name, target } : null;
  }

  /** @param {any} target */
  release(target) {
    release(target);
  }

  /**
   * @param {Node} node
   * @returns {any}
   */
  evaluate(node) {
    switch (node.type) {
      case 'value': return node.isFloat ? floatOf(node.value) : node.value;
      case 'list': return node.items.map((item) => this.evaluate(item));
      case 'tuple': return tupleOf(node.items.map((item) => this.evaluate(item)));
      case 'name': return this.#name(node.name);
      case 'attribute': return this.#attribute(this.evaluate(node.of), node.name);
      case 'call': return this.#call(node);
    }
  }

  /** @param {Node} node */
  #quietly(node) {
    try {
      return this.evaluate(node);
    } catch {
      return undefined;
    }
  }

  /** @param {string} name */
  #name(name) {
    if (this.names.has(name)) return this.names.get(name);
    throw new PythonError('NameError', `name '${name}' is not defined`);
  }

  /**
   * @param {any} target
   * @param {string} name
   */
  #attribute(target, name) {
    const attribute = isCoroutine(target) && ATTRIBUTES.get(name);
    if (!attribute) throw new PythonError('AttributeError', `this page does not know the attribute '${name}' of this value`);
    return attribute(target);
  }

  /** @param {Node & {type: 'call'}} node */
  #call(node) {
    const args = () => node.args.map((item) => this.evaluate(item));
    if (node.of.type === 'name') {
      const make = this.names.has(node.of.name) ? undefined : this.module.coroutines[node.of.name];
      if (make) return make(...args());
      const exception = exceptionOf(this.module, node.of.name, args);
      if (exception) return exception;
    }
    if (node.of.type === 'attribute' && METHODS.has(node.of.name)) {
      const target = this.evaluate(node.of.of);
      if (isCoroutine(target)) return target[node.of.name](...args());
    }
    this.evaluate(node.of);
    throw new PythonError('TypeError', 'this value cannot be called');
  }
}
