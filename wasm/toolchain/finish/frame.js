// How much C stack a function takes, read from its code: the constant that its first lines subtract from __stack_pointer.

import { OperatorCode } from 'wasmparser';

/** They return their first argument, and compilers use that. */
const FILLS = ['memcpy', 'memmove', 'memset'];
const FILL_ARGUMENTS = 3;

/**
 * What is known of a value: a distance from the stack pointer at the call, or a constant.
 * @typedef {{ below: number } | { constant: number } | undefined} Known
 */

export class FrameReader {
  /** @param {number} stackPointer the global's index @param {(index: number) => string | undefined} functionName */
  constructor(stackPointer, functionName) {
    this.stackPointer = stackPointer;
    this.functionName = functionName;
    /** @type {Known[]} the operands, as far as they were made by the last few operators */
    this.stack = [];
    /** @type {Map<number, Known>} */
    this.locals = new Map();
    this.current = 0; // how far __stack_pointer stands below the caller's
    this.deepest = 0;
    this.writes = 0;
    this.grows = false;
  }

  /** @param {import('wasmparser').IOperatorInformation} operator */
  operator(operator) {
    switch (operator.code) {
      case OperatorCode.i32_const:
        this.stack.push({ constant: /** @type {number} */ (operator.literal) });
        break;
      case OperatorCode.global_get:
        this.stack.push(operator.globalIndex === this.stackPointer ? { below: this.current } : undefined);
        break;
      case OperatorCode.global_set: {
        const value = this.stack.pop();
        if (operator.globalIndex === this.stackPointer) this.write(value);
        break;
      }
      case OperatorCode.local_get:
        this.stack.push(this.locals.get(/** @type {number} */ (operator.localIndex)));
        break;
      case OperatorCode.local_set:
        this.locals.set(/** @type {number} */ (operator.localIndex), this.stack.pop());
        break;
      case OperatorCode.local_tee:
        this.locals.set(/** @type {number} */ (operator.localIndex), this.stack.at(-1));
        break;
      case OperatorCode.i32_add:
      case OperatorCode.i32_sub:
      case OperatorCode.i32_and:
        this.stack.push(this.combine(operator.code, this.stack.pop(), this.stack.pop()));
        break;
      case OperatorCode.call: {
        const result = this.stack.at(-FILL_ARGUMENTS);
        this.stack.length = 0;
        if (FILLS.includes(this.functionName(/** @type {number} */ (operator.funcIndex)) ?? '')) this.stack.push(result);
        break;
      }
      default:
        this.stack.length = 0;
    }
  }

  /** @param {number} code @param {Known} right @param {Known} left @returns {Known} */
  combine(code, right, left) {
    if (!left || !right || !('below' in left) || !('constant' in right)) return undefined;
    // i32.and with -64 aligns, and takes at most 63 bytes
    const down = code === OperatorCode.i32_and ? -right.constant - 1 : code === OperatorCode.i32_sub ? right.constant : -right.constant;
    const below = left.below + down;
    // A function that calls nobody may use what is below the stack pointer without moving it.
    if (code !== OperatorCode.i32_add) this.deepest = Math.max(this.deepest, below);
    return { below };
  }

  /** The first write takes the frame, the others give it back; anything else is alloca(). @param {Known} value */
  write(value) {
    if (!value || !('below' in value) || (this.writes > 0 && value.below > this.current)) this.grows = true;
    else if (this.writes === 0) this.current = value.below;
    this.writes++;
  }

  result() {
    return { frame: this.deepest, grows: this.grows };
  }
}
