// libawait for JavaScript: load a module that `libawait build` made, and drive its coroutines as Python's are driven.

import { errors } from './exceptions.js';
import './fork.js';
import './snapshot.js';

export { LoadError, LostValue, ProgramExit, SnapshotError, StackOverflow, Trap } from '../bridge/errors.js';
export { CObject, Coroutine, CoroutineWrapper, Generator } from './objects.js';
export { AsyncGenerator, Awaitable, Future, Task } from './tasks.js';
export { runDurably } from './durable.js';
export { explore, replaySchedule } from './explore.js';
export { History } from './history.js';
export { Module, load } from './module.js';
export { openSnapshot, sealSnapshot } from './seal.js';
export { StoreError } from './stores/error.js';
export { fileStore } from './stores/file.js';
export { indexedDBStore } from './stores/indexed-db.js';
export { errors };

export const {
  ArithmeticError,
  AssertionError,
  AttributeError,
  BaseException,
  BaseExceptionGroup,
  BrokenBarrierError,
  BufferError,
  CancelledError,
  DeadlockError,
  EOFError,
  Exception,
  ExceptionGroup,
  GeneratorExit,
  IndexError,
  InterruptedError,
  InvalidStateError,
  JSError,
  KeyError,
  KeyboardInterrupt,
  LookupError,
  MemoryError,
  NotImplementedError,
  OSError,
  OverflowError,
  QueueEmpty,
  QueueFull,
  RecursionError,
  ResourceWarning,
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
