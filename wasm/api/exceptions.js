// Python's exception classes as JS errors: the hierarchy of aw/error.h, and classes for the kinds that a C program defines.

const HOME = Symbol('home');
const ADDRESS = Symbol('address');
const DETAIL = Symbol('detail');
const JS_FRAMES = Symbol('js frames');
/** How stack texts name the files of this package; undefined in a bundle. */
const OWN_FILES = /^(.*\/wasm\/)api\/exceptions\.js$/.exec(String(import.meta.url))?.[1];

/**
 * What aw_js_exception tells: name, bases, args, text, cause, context, suppress context, trace, JS value, traceback.
 * @typedef {[string, string[], readonly unknown[], string, unknown, unknown, boolean, [string, string, number][], unknown, string]} Detail
 */
/** @typedef {import('./values.js').Values} Values */

export class BaseException extends Error {
  /** @type {Values | null} */
  [HOME] = null;
  [ADDRESS] = 0;
  [DETAIL] = /** @type {Detail} */ (['', [], [], '', null, null, false, [], null, '']);
  /** @type {string[] | null} */
  [JS_FRAMES] = null;

  /** @param {...unknown} args */
  constructor(...args) {
    super(textOf(args));
    this[DETAIL][2] = Object.freeze(args);
    for (const key of [HOME, ADDRESS, DETAIL, JS_FRAMES]) Object.defineProperty(this, key, { enumerable: false });
  }

  get args() {
    return this[DETAIL][2];
  }

  // @ts-ignore: Error declares it as a field
  get cause() {
    return this[DETAIL][4];
  }

  get context() {
    return this[DETAIL][5];
  }

  get suppressContext() {
    return this[DETAIL][6];
  }

  /** The coroutines that it passed through, outermost first. */
  get trace() {
    return this[DETAIL][7].map(([name, file, line]) => ({ function: name, file, line }));
  }

  /** As Python prints it. */
  get traceback() {
    return this[DETAIL][9] || `${this.name}${this.message === '' ? '' : `: ${this.message}`}`;
  }

  /** Lets the C object go now, not when this is collected. It can still be looked at and thrown. */
  dispose() {
    if (this[ADDRESS] === 0) return;
    const home = /** @type {Values} */ (this[HOME]);
    const address = this[ADDRESS];
    unbind(this);
    home.link.objects.dismiss(address);
  }

  /** How Node shows it. @param {number} depth @param {object} options @param {(value: unknown, options: object) => string} inspect */
  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    const [which, other] = this.cause ? ['cause', this.cause] : ['context', this.suppressContext ? null : this.context];
    if (!other || depth < 0) return this.stack;
    return `${this.stack} {\n  [${which}]: ${inspect(other, { ...options, depth: depth - 1 }).replaceAll('\n', '\n  ')}\n}`;
  }
}
if (Symbol.dispose) Object.defineProperty(BaseException.prototype, Symbol.dispose, { value: BaseException.prototype.dispose, configurable: true, writable: true });

/** Which classes are kinds in C: by prototype, with the module that defines the kind; null for those that every module has. @type {WeakMap<object, { name: string, home: Values | null }>} */
const kinds = new WeakMap();

/** @param {string} name @param {Function} Parent @param {Values | null} home */
function define(name, Parent, home) {
  const Class = { [name]: class extends /** @type {any} */ (Parent) {} }[name];
  return register(name, Class, home);
}

/** @template {Function} T @param {string} name @param {T} Class @param {Values | null} home */
function register(name, Class, home) {
  Object.defineProperty(Class.prototype, 'name', { value: name, configurable: true, writable: true });
  kinds.set(Class.prototype, { name, home });
  return Class;
}

/** Every exception class by name. @type {Record<string, any>} */
export const errors = Object.create(null);
errors.BaseException = register('BaseException', BaseException, null);
const PARENTS = {
  BaseException: ['GeneratorExit', 'KeyboardInterrupt', 'SystemExit', 'CancelledError', 'Exception', 'BaseExceptionGroup'],
  Exception: [
    ...['ArithmeticError', 'AssertionError', 'AttributeError', 'BufferError', 'EOFError', 'LookupError', 'MemoryError', 'OSError'],
    ...['InvalidStateError', 'QueueEmpty', 'QueueFull', 'RuntimeError', 'StopIteration', 'StopAsyncIteration', 'TypeError', 'ValueError', 'Warning'],
    ...['ExceptionGroup', 'JSError'],
  ],
  ArithmeticError: ['ZeroDivisionError', 'OverflowError'],
  LookupError: ['IndexError', 'KeyError'],
  OSError: ['InterruptedError', 'TimeoutError'],
  RuntimeError: ['NotImplementedError', 'RecursionError', 'BrokenBarrierError', 'DeadlockError'],
  ValueError: ['UnicodeError'],
  Warning: ['RuntimeWarning', 'ResourceWarning'],
};
for (const [parent, children] of Object.entries(PARENTS)) for (const name of children) errors[name] = define(name, errors[parent], null);
Object.defineProperty(errors.StopIteration.prototype, 'value', {
  get() {
    return this.args.length > 0 ? this.args[0] : null;
  },
  configurable: true,
});

for (const { prototype } of [errors.BaseExceptionGroup, errors.ExceptionGroup]) {
  Object.defineProperty(prototype, 'exceptions', {
    get() {
      return this.args[1] ?? [];
    },
    configurable: true,
  });
}
// An ExceptionGroup has two bases in Python: it is a BaseExceptionGroup, too.
const isInstance = Function.prototype[Symbol.hasInstance];
Object.defineProperty(errors.BaseExceptionGroup, Symbol.hasInstance, {
  /** @param {unknown} value */
  value(value) {
    return isInstance.call(this, value) || (this === errors.BaseExceptionGroup && value instanceof errors.ExceptionGroup);
  },
});

/** The class of a kind that `home` has told of, made at first sight. @param {Values} home @param {string} name @param {string[]} bases from parent to BaseException @returns {any} */
export function classFor(home, name, bases) {
  const known = home.errors[name];
  if (known) return known;
  const Parent = bases.length > 0 ? classFor(home, bases[0], bases.slice(1)) : errors.Exception;
  return (home.errors[name] = define(name, Parent, home));
}

/** The kind that `home` knows an instance as: that of its class, or of the nearest base that it knows. @param {Values} home @param {object} instance */
export function kindName(home, instance) {
  for (let prototype = Object.getPrototypeOf(instance); prototype; prototype = Object.getPrototypeOf(prototype)) {
    const name = ownKindName(home, prototype);
    if (name !== undefined) return name;
  }
  return 'Exception';
}

/** @param {Values} home @param {object} prototype */
export function ownKindName(home, prototype) {
  const kind = kinds.get(prototype);
  return kind && (kind.home === null || kind.home === home) ? kind.name : undefined;
}

/** The C object that an exception is, if it is one of `home`; else 0. @param {Values} home @param {BaseException} exception */
export function addressOf(home, exception) {
  return exception[HOME] === home ? exception[ADDRESS] : 0;
}

/** The module that it is of, if it is a C object. @param {BaseException} exception */
export function homeOf(exception) {
  return exception[HOME];
}

/** @param {Values} home @param {BaseException} exception @param {number} address */
export function bind(home, exception, address) {
  exception[HOME] = home;
  exception[ADDRESS] = address;
}

/** @param {BaseException} exception */
export function unbind(exception) {
  exception[HOME] = null;
  exception[ADDRESS] = 0;
}

/** A new instance of a class that came from C, whatever its constructor is. @param {Function} Class @param {Detail} detail */
export function instantiate(Class, detail) {
  const exception = Reflect.construct(BaseException, [detail[3]], Class);
  exception[JS_FRAMES] = currentFrames(); // with a foreign new.target V8 leaves all frames out
  return describeAs(exception, detail);
}

/** What C knows of an exception now. The stack shows the coroutines innermost first, above the JS functions. @param {BaseException} exception @param {Detail} detail */
export function describeAs(exception, detail) {
  exception[JS_FRAMES] ??= framesOf(exception.stack ?? '');
  exception[DETAIL] = detail;
  hide(exception, { message: detail[3] });
  const coroutines = detail[7].map(([name, file, line]) => `    at ${name} (${file}:${line})`).reverse();
  const head = `${exception.name}${detail[3] === '' ? '' : `: ${detail[3]}`}`;
  hide(exception, { stack: [head, ...coroutines, ...(exception[JS_FRAMES] ?? [])].join('\n') });
  return exception;
}

/** The JS functions that run now, without libawait's own. */
function currentFrames() {
  const { stackTraceLimit = 10 } = Error;
  Error.stackTraceLimit = stackTraceLimit + 12;
  const frames = framesOf(new Error().stack ?? '');
  Error.stackTraceLimit = stackTraceLimit;
  return frames.filter((line) => !OWN_FILES || !line.includes(OWN_FILES)).slice(0, stackTraceLimit);
}

/** The lines of a stack text that name functions. @param {string} stack */
function framesOf(stack) {
  return stack.split('\n').filter((line) => /^\s+at |@.*:\d+/.test(line));
}

/** str() of an exception with these arguments. @param {readonly unknown[]} args */
function textOf(args) {
  if (args.length === 0) return '';
  return args.length === 1 ? safeText(args[0]) : `(${args.map(safeText).join(', ')})`;
}

/** @param {unknown} value */
export function safeText(value) {
  try {
    return String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/** Own properties that do not show up in listings. @param {object} object @param {Record<PropertyKey, unknown>} properties */
function hide(object, properties) {
  for (const key of Reflect.ownKeys(properties)) {
    Object.defineProperty(object, key, { value: properties[/** @type {string} */ (key)], writable: true, configurable: true, enumerable: false });
  }
}
