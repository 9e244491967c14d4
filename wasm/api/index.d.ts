// The public types of libawait for JavaScript.

/// <reference lib="es2022" />
/// <reference lib="esnext.disposable" />
/// <reference lib="dom" />

/** What a module can be loaded from. A string is a URL, or in Node also a path. */
export type Source = string | URL | ArrayBuffer | ArrayBufferView | Response | WebAssembly.Module;

/**
 * A value that crosses between JS and C. C's values arrive as:
 * None: `null`; bool: `boolean`; int: `number`, or `bigint` where a number would not be exact; float: `number`; str: `string`;
 * bytes: `Uint8Array` (a copy); list: array; tuple: frozen array; coroutines, exceptions and exception classes: the classes below.
 * To C go the same, `undefined` as None, and integral numbers as int. Any other JS value crosses as itself and comes back as the same object.
 */
export type Value = any;

export interface LoadOptions {
  /** The functions that C calls by `AW_HOST("name", …)`. What they throw arrives in C as an error, and if it leaves C again, as the same object. */
  host?: Record<string, any>;
  /** More imports for the WebAssembly module, before libawait's own. */
  imports?: Record<string, Record<string, any>>;
  /** Called with the text of each warning, such as "coroutine 'work' was never awaited". What it throws makes the warning an unraisable error. Default: a line on stderr. */
  onWarning?: (text: string) => void;
  /** Called with each exception that nobody can receive, and the coroutine that it came from. Default: its traceback on stderr. */
  onUnraisable?: (exception: unknown, object: Coroutine | Generator | CObject | null) => void;
  /** Called with each line that the program prints. Default: `process.stdout` in Node, the console elsewhere. */
  stdout?: (line: string) => void;
  /** The same for stderr. */
  stderr?: (line: string) => void;
  /** The program's argv. */
  args?: string[];
  /** The program's environment. */
  env?: Record<string, string>;
}

/** Loads a module that `libawait build` made, in Node, a browser or a worker. Rejects with a `LoadError` whose message says what is wrong. */
export function load(source: Source | PromiseLike<Source>, options?: LoadOptions): Promise<Module>;

/** A coroutine or generator that a module defines. */
export interface Definition {
  name: string;
  file: string;
  line: number;
  kind: 'coroutine' | 'generator';
  parameters: Parameter[];
}

export interface Parameter {
  name: string;
  /** As C writes it: `const char *`. */
  type: string;
  /** i signed, u unsigned, f floating, b bool, s text (null is NULL), v any value, p only C can give it. */
  code: 'i' | 'u' | 'f' | 'b' | 's' | 'v' | 'p';
}

/** How many of the runtime's things are alive; all zero when nothing is held. */
export interface LiveCounts {
  /** Values on the heap. */
  objects: number;
  /** Of those, coroutines and generators. */
  coroutines: number;
  /** Blocks that hold a C stack. */
  stacks: number;
  /** JS values held by C. */
  jsHandles: number;
  /** Heap bytes of all these. */
  bytes: number;
}

/** A place in the C source. */
export interface Site {
  function: string;
  file: string;
  line: number;
}

export interface Code {
  name: string;
  file: string;
  line: number;
}

/** Makes a coroutine; where C says AW_GENERATOR a generator: `const g: Generator = m.coroutines.numbers(3)`. Throws TypeError for wrong arguments. */
export type CoroutineConstructor = <Made extends Coroutine | Generator = Coroutine>(...args: Value[]) => Made;

/** A loaded module. */
export class Module {
  private constructor();
  /** What the module defines, by name: `m.coroutines.work('a', 1)` makes a coroutine, whose body does not run yet. */
  readonly coroutines: Record<string, CoroutineConstructor>;
  /** What the module defines, in order. */
  readonly definitions: readonly Definition[];
  /** The exception classes by name, with those of the program as soon as it has raised them. */
  readonly errors: Record<string, typeof BaseException>;
  /** The raw exports of the WebAssembly module. */
  readonly exports: WebAssembly.Exports & Record<string, any>;
  /** The memory. A view of it is detached when the memory grows. */
  readonly memory: WebAssembly.Memory;
  /** Drives a coroutine to its end; gives its result or throws what it raised. */
  run(coroutine: Coroutine | Generator | CoroutineWrapper): Value;
  /** How many of the runtime's things are alive. */
  live(): LiveCounts;
  /** As Python's: from now on coroutines remember at most `depth` places where they were created, see `crOrigin`. 0 is off. */
  setCoroutineOriginTrackingDepth(depth: number): void;
  /** Disposes every coroutine, exception and other object of this module that JS holds. */
  releaseAll(): void;
}

/**
 * An object of the C program without a counterpart in JS.
 * The same C object is the same JS object as long as that is alive. When it is collected, the C object is released; `dispose()` does it at once.
 */
export class CObject implements Disposable {
  protected constructor();
  /** Lets the C object go now. The last one to let go of a suspended coroutine closes it. Whatever else is called afterwards throws a ReferenceError. */
  dispose(): void;
  [Symbol.dispose](): void;
  /** As Python's repr(). */
  toString(): string;
}

/** What coroutines, generators and wrappers share. */
declare class Stepper extends CObject implements Iterable<Value> {
  /** Goes on until the next suspension and returns what is yielded there. Throws `StopIteration` with its result at the end, or what it raised. */
  send(value?: Value): Value;
  /** The same by the protocol of JS iterators: `{ value, done }`. */
  next(value?: Value): IteratorResult<Value, Value>;
  /**
   * Raises an exception where it is suspended, and goes on as send() does.
   * Takes an exception, an exception class, or any other JS error or object, which is a `JSError` in C; if it leaves C again, it is the same object.
   */
  throw(exception: unknown, value?: Value, traceback?: null): Value;
  /** Raises GeneratorExit where it is suspended. Throws RuntimeError if it is suspended again instead of ending. */
  close(): void;
  /** Closes it, as `break` in a for…of loop does. */
  return<T>(value?: T): IteratorResult<Value, T | undefined>;
  [Symbol.iterator](): Iterator<Value, Value, Value>;
}

export type CoroutineState = 'CORO_CREATED' | 'CORO_RUNNING' | 'CORO_SUSPENDED' | 'CORO_CLOSED';
export type GeneratorState = 'GEN_CREATED' | 'GEN_RUNNING' | 'GEN_SUSPENDED' | 'GEN_CLOSED';

/** A coroutine, driven by hand as in Python. Names are Python's, in camel case. */
export class Coroutine extends Stepper {
  readonly state: CoroutineState;
  /** What it is suspended on, or null. */
  readonly crAwait: Coroutine | Generator | CObject | null;
  /** True while it, or what it awaits, runs. */
  readonly crRunning: boolean;
  readonly crSuspended: boolean;
  /** Where it stands; null once it is closed. */
  readonly crFrame: Site | null;
  /** Where it is defined. */
  readonly crCode: Code;
  /** Where it was created, newest call first; null unless setCoroutineOriginTrackingDepth() was called before. */
  readonly crOrigin: Site[] | null;
  readonly name: string;
  readonly qualname: string;
  /** Its `__await__()`: a new wrapper that drives it. */
  awaitIter(): CoroutineWrapper;
}

/** A generator, as AW_GENERATOR defines. */
export class Generator extends Stepper {
  readonly state: GeneratorState;
  /** What it is suspended on, or null. */
  readonly giYieldfrom: Coroutine | Generator | CObject | null;
  readonly giRunning: boolean;
  readonly giSuspended: boolean;
  readonly giFrame: Site | null;
  readonly giCode: Code;
  readonly name: string;
  readonly qualname: string;
}

/** Python's coroutine_wrapper: what a coroutine's `__await__()` returns. */
export class CoroutineWrapper extends Stepper {}

/** The base of Python's exceptions. `name` is the class's name in Python; `stack` shows the coroutines that it passed through above the JS functions. */
export class BaseException extends Error implements Disposable {
  constructor(...args: Value[]);
  readonly args: readonly Value[];
  /** `__cause__`: set by `raise … from`. */
  readonly cause: unknown;
  /** `__context__`: what was being handled when it was raised. */
  readonly context: unknown;
  readonly suppressContext: boolean;
  /** The coroutines that it passed through, outermost first. */
  readonly trace: Site[];
  /** The text that Python prints, with causes and contexts. */
  readonly traceback: string;
  /** Lets the C object go now. The exception can still be looked at and thrown. */
  dispose(): void;
  [Symbol.dispose](): void;
}

export class GeneratorExit extends BaseException {}
export class KeyboardInterrupt extends BaseException {}
export class SystemExit extends BaseException {}
export class CancelledError extends BaseException {}
export class Exception extends BaseException {}
export class ArithmeticError extends Exception {}
export class ZeroDivisionError extends ArithmeticError {}
export class OverflowError extends ArithmeticError {}
export class AssertionError extends Exception {}
export class AttributeError extends Exception {}
export class BufferError extends Exception {}
export class EOFError extends Exception {}
export class LookupError extends Exception {}
export class IndexError extends LookupError {}
export class KeyError extends LookupError {}
export class MemoryError extends Exception {}
export class OSError extends Exception {}
export class TimeoutError extends OSError {}
export class RuntimeError extends Exception {}
export class NotImplementedError extends RuntimeError {}
export class RecursionError extends RuntimeError {}
/** The end of a coroutine or generator; `value` is its result. */
export class StopIteration extends Exception {
  readonly value: Value;
}
export class StopAsyncIteration extends Exception {}
/** Python's TypeError, not JavaScript's. */
export class TypeError extends Exception {}
export class ValueError extends Exception {}
export class UnicodeError extends ValueError {}
export class Warning extends Exception {}
export class RuntimeWarning extends Warning {}
/** What a JS error is in C. In JS it arrives as the JS error itself. */
export class JSError extends Exception {}

/** Every exception class by name. */
export const errors: Record<string, typeof BaseException> & {
  StopIteration: typeof StopIteration;
};

/** The file is no WebAssembly, no libawait module, or imports something that nobody provides. */
export class LoadError extends Error {}

/** The module executed an instruction that traps: abort(), a failed assertion, memory out of bounds. Coroutines that were running are closed; the module stays usable. */
export class Trap extends Error {}

/** The program called exit(). */
export class ProgramExit extends Error {
  readonly status: number;
}

/** A C stack was too small, or the JS engine's own call stack is used up. Coroutines that were running are closed; the module stays usable. */
export class StackOverflow extends Error {
  /** Whose stack it was; null for the main stack, or the JS engine's. */
  readonly coroutine: string | null;
  /** Bytes that were needed at least; null if unknown. */
  readonly needed: number | null;
  /** Bytes that there were; null if unknown. */
  readonly had: number | null;
}
