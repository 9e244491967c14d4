// libawait for JavaScript: load a module that `libawait build` made, and drive its coroutines as Python's are driven.

import { errors } from './exceptions.js';

export { LoadError, ProgramExit, StackOverflow, Trap } from '../bridge/errors.js';
export { CObject, Coroutine, CoroutineWrapper, Generator } from './objects.js';
export { Module, load } from './module.js';
export { errors };

export const {
  ArithmeticError,
  AssertionError,
  AttributeError,
  BaseException,
  BufferError,
  CancelledError,
  EOFError,
  Exception,
  GeneratorExit,
  IndexError,
  JSError,
  KeyError,
  KeyboardInterrupt,
  LookupError,
  MemoryError,
  NotImplementedError,
  OSError,
  OverflowError,
  RecursionError,
  RuntimeError,
  RuntimeWarning,
  StopAsyncIteration,
  StopIteration,
  SystemExit,
  TimeoutError,
  TypeError,
  UnicodeError,
  ValueError,
  Warning,
  ZeroDivisionError,
} = errors;
