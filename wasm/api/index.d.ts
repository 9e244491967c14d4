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
 * A promise that was given to C counts as handled. To C go the same, `undefined` as None, and integral numbers as int. Any other JS value crosses as itself and comes back as the same object.
 */
export type Value = any;

export interface LoadOptions {
  /**
   * The functions that C calls by `AW_HOST("name", …)`, or by `AW_HOST_ASYNC("name", …)` with a `HostContext` as one more argument: then C awaits the promise
   * that they return. What they throw or reject with arrives in C as an error, and if it leaves C again, as the same object.
   * A `fetch` among them takes the place of the global one for `aw_fetch()`.
   */
  host?: Record<string, any>;
  /**
   * What becomes of the host operations that were pending in a snapshot, by name or for all of them: 'retry' issues one again, with the same arguments and `id`; 'fail', the default, is an
   * InterruptedError in C; a function is called in place of the host function. A wait for a promise fails, unless the value came back as a promise. `fetch` says it for `aw_fetch()`,
   * which by default retries GET, HEAD and OPTIONS. What a response or an iterator of JS was to give fails. A TypeError for anything else.
   */
  onRestore?: RestorePolicy | Record<string, RestorePolicy | ((...args: any[]) => unknown)>;
  /** More imports for the WebAssembly module, before libawait's own. */
  imports?: Record<string, Record<string, any>>;
  /** Called with the text of each warning, such as "coroutine 'work' was never awaited". What it throws makes the warning an unraisable error. Default: a line on stderr. */
  onWarning?: (text: string) => void;
  /** Called with each exception that nobody can receive, and the coroutine that it came from. Default: its traceback on stderr. */
  onUnraisable?: (exception: unknown, object: Coroutine | Generator | CObject | null) => void;
  /** The loop's exception handler: called with errors of callbacks and tasks that nobody asks for, such as "Task exception was never retrieved". Default: what Python prints, on stderr. */
  onError?: (context: LoopError) => void;
  /**
   * Time stands still while anything is ready, and jumps to the next timer when nothing is: ten seconds of sleep take no time. Starts at 0.
   * Of a state that goes on, by `snapshot` or `fork()`: true and false say what the clock is from now on, from the time that it shows; without it, it stays what it was.
   */
  virtualClock?: boolean;
  /** The loop runs only by `turn()` and `step()`. */
  manual?: boolean;
  /** Goes on where `m.snapshot()` was taken, in place of beginning: one snapshot, or a whole one and those that tell what changed after it. Anything wrong with it is a SnapshotError. */
  snapshot?: Uint8Array | Uint8Array[];
  /** After a snapshot: true, timers ran meanwhile, and those that were due fire at once; false, the default, the time that they still had is kept. */
  timePassed?: boolean;
  /** Called by `snapshot()` with each JS value that C holds and structuredClone cannot carry: what to save in its place, which `restoreValue` is given. `undefined`: nothing; whoever uses the value later gets a LostValue. */
  saveValue?: (value: unknown) => unknown;
  /** Called by `load(…, { snapshot })` with what `saveValue` gave: the value. A promise may come back this way: what waited for it waits on. */
  restoreValue?: (saved: any) => unknown;
  /** Called with each line that the program prints. Default: `process.stdout` in Node, the console elsewhere. */
  stdout?: (line: string) => void;
  /** The same for stderr. */
  stderr?: (line: string) => void;
  /** Of a module that was built `--stoppable`: how many seconds a call may take before it ends with a Trap, as a loop without an end does. Default: Infinity. */
  patience?: number;
  /** The program's argv. */
  args?: string[];
  /** The program's environment. */
  env?: Record<string, string>;
}

export type RestorePolicy = 'retry' | 'fail';

/** What a host function gets behind its arguments if C waits for its answer. */
export interface HostContext {
  /** Counts the operations of this module from 1, and is kept in snapshots: an operation that is issued again after a restore has the id that it had. */
  readonly id: number;
  /** Aborted, with the CancelledError as its reason, when the task that waits is cancelled, or nobody waits any more. */
  readonly signal: AbortSignal;
}

/** Python's context of loop.call_exception_handler(). */
export interface LoopError {
  message: string;
  /** Or null. */
  exception: unknown;
  /** The task, future, asynchronous generator or handle that it is about, or null. */
  object: CObject | null;
}

export interface RunOptions {
  /** Aborting it cancels the task; the message of its CancelledError is that of the reason. */
  signal?: AbortSignal;
}

/** What the loop would do next. */
export interface LoopState {
  /** Something can run now; nothing can before `nextTimer`; nothing before JS answers; nothing at all. */
  state: 'ready' | 'sleeping' | 'waiting' | 'idle';
  /** In seconds of `time`; Infinity if there is none. */
  nextTimer: number;
  /** The loop's clock, in seconds since some moment. */
  time: number;
}

/** Something that the loop will call. */
export interface Callee {
  /** A step of a task, a timer, a callback of the program's, a callback that hears of the end of a task or future, or one that tells JS of it. */
  kind: 'task' | 'timer' | 'callback' | 'done' | 'host';
  /** The name of the task that runs, that a timer wakes, or whose end it is; null where there is none. */
  task: string | null;
  /** Of that task, as the trace tells it; 0 where there is none. */
  number: number;
  /** `file:line`, where the task goes on, or the name of a callback of the program's. */
  place: string | null;
}

/** What `scheduled()` tells. */
export interface Scheduled {
  /** What can run now, in the order in which it will. */
  ready: Callee[];
  readyCount: number;
  /** How many of it belong to the iteration that is under way; the others run in the next one. */
  inIteration: number;
  /** In the order in which they will fire, without those that were cancelled. `when` is a time of the loop's clock, in seconds. */
  timers: (Callee & { when: number })[];
  timerCount: number;
  /** What JS has yet to answer, oldest first: names of host functions; null for a promise. */
  operations: (string | null)[];
}

/** What `psData()` tells of a task. */
export interface TaskSeen {
  name: string;
  state: 'running' | 'ready' | 'waiting' | 'cancelling';
  /** In words: "gather of 2: a, b", "Queue.get", "sleep, 1.5 s left"; null unless it waits. */
  awaits: string | null;
  /** The tasks that it waits for, by their index in the list. */
  awaited: number[];
  /** The tasks that wait for it. */
  awaitedBy: number[];
  /** Outermost first; `file` and `line` are null for what is the runtime's own. */
  frames: { function: string; file: string | null; line: number | null }[];
}

export interface Mistakes {
  /** "coroutine 'work' was never awaited", and where it was created or defined. */
  neverAwaited: string[];
  /** "Task exception was never retrieved", with the task and the traceback. */
  neverRetrieved: string[];
  /** "Task was destroyed but it is pending!", with the task. */
  destroyedPending: string[];
}

/** An event of the trace. Tasks and coroutines are told apart by numbers that are never used twice. */
export interface TraceEvent {
  /** Counts all events, also those that were dropped. */
  sequence: number;
  kind:
    | 'created' | 'resumed' | 'awaited' | 'yielded' | 'returned' | 'raised' | 'closed'
    | 'task created' | 'task scheduled' | 'task step' | 'task paused' | 'task cancelled' | 'task done'
    | 'timer set' | 'timer fired' | 'timer cancelled'
    | 'host operation started' | 'host operation settled' | 'host operation cancelled';
  /** Seconds of the loop's clock, which may be virtual, and of the host's. */
  clock: number;
  realClock: number;
  /** Of the coroutine, task, callback or host operation that it is about. */
  name: string;
  /** The one that ran, or that it is about. */
  task?: number;
  coroutine?: number;
  /** The coroutine that made this one; the task that made, woke or cancelled this one. */
  by?: number;
  /** The coroutine that is awaited, where it is one. */
  awaited?: number;
  /** The number of the host operation. */
  operation?: number;
  /** When the timer is due, in seconds of `clock`. */
  due?: number;
  /** Where the coroutine stands. */
  file?: string;
  line?: number;
}

export interface Trace {
  /** Begins with an empty list of at most `capacity` events (100,000); the oldest go when it is full. */
  start(options?: { capacity?: number }): void;
  /** The events since the last call, oldest first. */
  read(): TraceEvent[];
  /** Ends it. What was not read is lost. */
  stop(): void;
  /** How many events were dropped since the start because nobody read them in time. */
  readonly dropped: number;
}

/** Loads a module that `libawait build` made, in Node, a browser or a worker. Rejects with a `LoadError` whose message says what is wrong. */
export function load(source: Source | PromiseLike<Source>, options?: LoadOptions): Promise<Module>;

/** Where a durable program is kept; docs/durable.md tells what is expected of one. What fails rejects. */
export interface Store {
  /** What was saved last; null: nothing. Called once, before anything else. */
  load(): Promise<Uint8Array | null>;
  /** Takes the place of what was saved before, all or nothing, and is there to stay when the promise resolves. Not called again before. */
  save(bytes: Uint8Array): Promise<void>;
  /** Nothing is saved. */
  clear(): Promise<void>;
  /** Lets others use it. */
  close?(): Promise<void>;
}

/** A store in a file, for Node. While one process uses it, others are refused; one that was killed does not count. Rejects with a StoreError. */
export function fileStore(path: string | URL): Required<Store>;
/** A store in the browser. While a page or worker uses it, others are refused. Rejects with a StoreError. */
export function indexedDBStore(name?: string, key?: string): Required<Store>;
/** A store failed; the message says why. What it held is unharmed. */
export class StoreError extends Error {}

export interface DurableOptions extends Omit<LoadOptions, 'snapshot' | 'timePassed'> {
  store: Store;
  /** The coroutine to run, or a task that runs already; called where there is no program to go on with. */
  start: (module: Module) => Coroutine | Task;
  /** Called with the result before the store is cleared: again after a restart, if the process ends in between. */
  done?: (result: Value, module: Module) => unknown;
}

/** A program that outlives its process. */
export interface DurableRun {
  readonly module: Module;
  /** Does it go on from the store? */
  readonly restored: boolean;
  /** What the program came to. After an error the store keeps it that way: started again, it ends the same way until the store is cleared. */
  readonly result: Promise<Value>;
  /** Saves it now. Without being asked it does so whenever nothing is ready to run. */
  save(): Promise<void>;
  /** Saves it, and nothing runs here any more: `result` rejects with a CancelledError, and whoever has the store can go on. One that has ended already ends: resolves when `done` has returned and the store is cleared. Rejects where the store failed. */
  stop(): Promise<void>;
}

/**
 * Begins a program, or goes on with the one in the store; timers that ran out meanwhile fire at once. Host functions that C awaits are called when a state is saved in which they are pending,
 * so that nothing is done twice but what `onRestore` says: see docs/durable.md. Rejects as `load()` does, and with what the store rejects with.
 */
export function runDurably(source: Source | PromiseLike<Source>, options: DurableOptions): Promise<DurableRun>;

/** A coroutine, generator or asynchronous generator that a module defines. */
export interface Definition {
  name: string;
  file: string;
  line: number;
  kind: 'coroutine' | 'generator' | 'async_generator';
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

/** Makes a coroutine; where C says AW_GENERATOR a generator: `const g: Generator = m.coroutines.numbers(3)`; likewise an AsyncGenerator. Throws TypeError for wrong arguments. */
export type CoroutineConstructor = <Made extends CObject = Coroutine>(...args: Value[]) => Made;

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
  /**
   * Python's asyncio.run(): makes a task of the coroutine, and gives a promise of its result. Before it settles, tasks that are left over are cancelled and waited for, but
   * for those that JS awaits, and asynchronous generators are closed. Several may be under way: the last to end does that.
   * Rejects with what the coroutine raised, and with a DeadlockError, which tells who waits for what, when nothing can ever go on.
   */
  run(coroutine: Coroutine | Awaitable, options?: RunOptions): Promise<Value>;
  /** The same in one call, which blocks: returns the result, or throws. What would have to wait for JS is a RuntimeError. */
  runSync(coroutine: Coroutine | Generator | Awaitable): Value;
  /** Python's asyncio.create_task(). The task runs beside others, from the next microtask on. */
  createTask(coroutine: Coroutine | Generator | Awaitable, options?: { name?: string }): Task;
  /** The task that runs, asked for in a host function; null outside one. */
  readonly currentTask: Task | null;
  /** The tasks that are not done, oldest first. */
  tasks(): Task[];
  /** One iteration of the loop, with `manual` (or otherwise ahead of its time): how many callbacks ran. */
  turn(): number;
  /** One callback; false where nothing was ready. */
  step(): boolean;
  readonly loopState: LoopState;
  /** What the loop has yet to call: what is ready, timers, and what JS has yet to answer. Looking changes nothing. At most so many of each are described; the counts are of all. */
  scheduled(most?: number): Scheduled;
  /** The tasks that are not done, as a table: where each stands, what it waits for, and who waits for it. */
  ps(): string;
  /** The same as a tree: under each task those that it waits for. Circles are told in a sentence. */
  pstree(): string;
  /** The same as data. */
  psData(): TaskSeen[];
  /** From now on what `mistakes()` tells is kept; false: no longer, and what was kept is forgotten. It is reported as always, too. */
  recordMistakes(record: boolean): void;
  /** What went wrong without anybody to tell: texts with their origin, for a test to assert empty. */
  mistakes(): Mistakes;
  /** What coroutines, tasks, timers and host operations do, as one list of events. Costs nothing while it is off. */
  readonly trace: Trace;
  /** What is ready in one iteration runs in an order drawn from this seed, to find programs that depend on the order. 0, the default: first in, first out. */
  setReadyOrder(seed: number): void;
  /** How many of the runtime's things are alive. */
  live(): LiveCounts;
  /** As Python's: from now on coroutines remember at most `depth` places where they were created, see `crOrigin`. 0 is off. */
  setCoroutineOriginTrackingDepth(depth: number): void;
  /**
   * The whole state of the program, as bytes that `load(wasm, { snapshot })` goes on from: coroutines suspended at any depth, tasks, timers, queues and who waits at them, what `run()` waits
   * for, `roots`. Of JS values that C holds those travel that structuredClone can carry; see `saveValue`. `since`: only what changed after that snapshot, or after the last of that chain.
   * Throws RuntimeError while a call into the module is under way, TypeError for a root that cannot be saved, SnapshotError where `since` is none of this module's.
   */
  snapshot(options?: { since?: Uint8Array | Uint8Array[] }): Uint8Array<ArrayBuffer>;
  /**
   * A second instance in the same state, which goes on by itself: the time that it takes is that of a copy. Both share the JS values that C holds, and wait for the same pending operations of
   * the host. The options are those of `load()`, where they are to differ. Throws RuntimeError while a call into the module is under way.
   */
  fork(options?: LoadOptions): Module;
  /** Values that travel with the state by name, for you to put there: `m.roots.worker = coroutine`, and after `load(wasm, { snapshot })` or `fork()` `m.roots.worker` is that coroutine. */
  readonly roots: Record<string, Value>;
  /** Promises of the results that `run()` waits for, also of runs that began before the state was saved; oldest first. */
  readonly runs: Promise<Value>[];
  /** Every C object that JS holds. After `load(wasm, { snapshot })` these are the ones that JS held when the state was saved; whoever wants none of them calls `releaseAll()`. */
  held(): (CObject | BaseException)[];
  /** What stands in this instance where `object` stands in the one that it was forked from, or the other way round. LookupError where there is nothing of the kind. */
  counterpart<T extends CObject | BaseException>(object: T): T;
  /** The loop stops going on by itself, as with the option `manual`. */
  pause(): void;
  /** The loop goes on by itself. */
  resume(): void;
  readonly paused: boolean;
  /**
   * Records from now on what the program does, so that it can be taken back and forth. One at a time: RuntimeError where there is one already, or a call into the module is under way;
   * TypeError or ValueError for options that make no sense. `dispose()` ends it.
   */
  history(options?: HistoryOptions): History;
  /** Disposes every coroutine, exception and other object of this module that JS holds. */
  releaseAll(): void;
  /** Cancels all tasks and waits until they have ended; tasks that cannot end are reported to `onError`. Then the module cannot be used any more. */
  dispose(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface HistoryOptions {
  /** How much memory the steps may take, beside one copy of the module's: 64 MiB. Above it old steps are thinned, then the oldest branches dropped. */
  maxBytes?: number;
  /** How many steps are kept at most, in all branches: 10,000. At least 2. */
  maxSteps?: number;
  /** What is one step where the loop runs by itself: an iteration, 'turn', the default, or a callback, 'step'. */
  grain?: 'turn' | 'step';
}

/** A call that changed the state of the program, or a part of what the loop ran by itself. The same state is the same object. */
export interface HistoryStep {
  /** How many steps led to it: 0 is where the history began. Between two kept ones numbers may be missing: those steps were thinned. */
  readonly number: number;
  /** `averager()`, `send averager 7`, `throw averager ValueError`, `run main`, `turn`, `answer fetchText`, …: what was called, on what, with which value; 'start'; 'roots', where these were changed in an earlier step. */
  readonly label: string;
  /** The program's clock after it, in seconds: `loopState.time` as it was. */
  readonly time: number;
}

export interface HistoryBranch {
  /** The step from which it went on; null for the first branch. */
  readonly from: HistoryStep | null;
  /** Those after it that are not another branch's. */
  readonly steps: HistoryStep[];
  /** Is the current step one of them? */
  readonly current: boolean;
}

/**
 * What a program did, step by step: each call from JS that changes its state, and each iteration of its loop. It can be taken to any step, and goes on from there as it would have then: the same
 * inputs give the same memory, byte for byte. Going on from an earlier step begins a branch, also where the same is done again; the old future stays. The present and the beginning always stay, others within bounds.
 *
 * Going back takes along all that is the program's: C objects that JS came to hold later throw a ReferenceError when they are used, and work again after going forward. What happened outside
 * stays as it is: promises that are settled, so `m.runs` gives new ones; what was printed, fetched, or changed in JS objects that C holds.
 */
export class History {
  private constructor();
  /** The current branch, oldest first: from the beginning through the current step to where it ended. */
  readonly steps: HistoryStep[];
  /** Where the program stands. */
  readonly current: HistoryStep;
  /** The first one began with the history, each other one where the program went on from an earlier step; in the order in which they began. */
  readonly branches: HistoryBranch[];
  /** Roughly how much memory the steps take, beside one copy of the module's. */
  readonly bytes: number;
  /**
   * Takes the program so many steps back, 1 by default, and pauses it: `m.turn()` and `m.step()` go on from there, `m.resume()` lets the loop go on by itself. Meanwhile its time stands still,
   * and answers of the host wait. Where that step was thinned, the nearest one before it comes; the result tells. IndexError before the beginning, RuntimeError while a call into the module is under way.
   */
  back(count?: number): HistoryStep;
  /** The same ahead, along the branch that was gone last; in place of a thinned step the nearest one after it comes. IndexError after the end. */
  forward(count?: number): HistoryStep;
  /** The same to the step with this number in the current branch, or to any step; in place of a thinned one the nearest one before it comes. LookupError for one that there is not, or not any more. */
  goto(step: number | HistoryStep): HistoryStep;
  /** Calls the listener after steps were recorded, and after going somewhere, when JS has come to its end; several at once are told once. Gives what ends that. */
  onChange(listener: () => void): () => void;
  /** Records no more, and lets go of the states. The program stays where it is. */
  stop(): void;
}

/**
 * Runs tests, which `AW_TEST` defines, in every order in which what is ready could run, each test up to its first failure. Orders that differ in nothing but the order of
 * independent steps are run once; earlier states are restored, so that nothing runs again from the start. Rejects with a `LoadError` for what is no module with this test,
 * or with any; TypeError or ValueError for options that make no sense. It needs the module's bytes, not a `WebAssembly.Module`.
 */
export function explore(source: Source | PromiseLike<Source>, options?: ExploreOptions): Promise<{ tests: TestExplored[] }>;

export interface ExploreOptions extends Omit<LoadOptions, 'manual' | 'virtualClock' | 'onError' | 'snapshot'> {
  /** The tests; default: all. */
  test?: string | string[];
  /** Orders with more switches are left out. */
  maxSwitches?: number;
  /** So many orders are run at most: 1 or more. */
  maxSchedules?: number;
  /** An order with more steps goes on for ever: 10,000. At least 1. */
  maxSteps?: number;
  /** In seconds, for each test: 60. More than 0. */
  timeLimit?: number;
  /** Called some twenty times a second, between steps, also while a failure is made simpler. */
  onProgress?: (progress: ExploreProgress) => void;
  /**
   * Makes a module tell of its accesses to memory. Default, in Node: libawait's own; elsewhere, or where the toolchain is not installed, the module is left as it is. Then all
   * steps count as dependent: all orders are run.
   */
  instrument?: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array | Promise<Uint8Array>;
}

export interface ExploreProgress {
  test: string;
  /** Orders that came to their end; and that were given up, because what was left of them is explored elsewhere. */
  schedules: number;
  pruned: number;
  /** Steps that were run; states that were restored; steps that were run again after that. */
  steps: number;
  restored: number;
  repeated: number;
  /** Steps of the longest order. */
  depth: number;
  /** Orders with so many switches are being tried. */
  switches: number;
  /** Choices that are left to try, as far as they are known. */
  open: number;
  seconds: number;
}

export interface TestExplored extends ExploreProgress {
  name: string;
  file: string;
  line: number;
  /** 'bounded': no failure was found, but something was left out. */
  verdict: 'passed' | 'failed' | 'bounded';
  /** Every order was run, or one that differs in the order of independent steps only. */
  complete: boolean;
  /** Which limits left something out. */
  cut: ('switches' | 'schedules' | 'time')[];
  failure: (ExploreFailure & { schedule: Schedule; transcript: ScheduleStep[] }) | null;
}

export interface ExploreFailure {
  kind: 'deadlock' | 'lost wake-up' | 'assertion' | 'exception' | 'unhandled error' | 'never awaited' | 'leak' | 'livelock' | 'trap' | 'host operation';
  message: string;
  traceback: string | null;
  at: { file: string; line: number } | null;
}

/** One order of a test's steps, as JSON. It is the loop's own, but at the step with number `step`, from 0, what is at `position` of the ready list runs in place of the first. */
export interface Schedule {
  libawait: 'schedule';
  version: number;
  /** The module's id: a schedule is of no use for another one. */
  module: string;
  test: string;
  failure: ExploreFailure['kind'];
  switches: [step: number, position: number][];
}

export interface ScheduleStep {
  step: number;
  /** The task that ran, or what else. */
  who: string;
  /** Where it went on, as file:line, or the name of a callback. */
  at: string | null;
  /** Whom the loop would have run, where this is a switch. */
  insteadOf: string | null;
  /** Of the loop's clock, in seconds. */
  time: number;
  /** What came of it, in words. */
  did: string[];
  /** Tasks. */
  wakes: string[];
  /** What the task waits for now, in words, and where it stands. */
  waitsFor: string | null;
  stands: string | null;
}

/** Runs a test in the order of a schedule, and tells what happens. Rejects with a `LoadError` for what is no schedule of this module. */
export function replaySchedule(
  source: Source | PromiseLike<Source>,
  schedule: Schedule,
  options?: Omit<ExploreOptions, 'test' | 'maxSwitches' | 'maxSchedules' | 'timeLimit' | 'onProgress' | 'instrument'>,
): Promise<{ test: string; failure: ExploreFailure | null; transcript: ScheduleStep[] }>;

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

/** What can be awaited. Doing that again gives the same. A result that can itself be awaited is awaited, too, as JS promises do. */
interface Thenable extends PromiseLike<Value> {
  catch<Other = never>(rejected?: ((reason: any) => Other | PromiseLike<Other>) | null): Promise<Value | Other>;
  finally(action?: (() => void) | null): Promise<Value>;
}

export interface WatchedVariable {
  name: string;
  /** As C writes it: `int`, `const char *`, `aw_value`. */
  type: string;
  value: Value;
  /** Of the AW_WATCH. */
  line: number;
}

/** Bytes. */
export interface CoroutineMemory {
  /** Its saved WebAssembly frames. */
  frames: number;
  /** Its C stack, and what of that is in use. */
  stack: number;
  used: number;
  /** The build worked out how large its C stack can become: it never needs more. */
  computed: boolean;
}

/** A coroutine. Awaiting it makes a task of it; or it is driven by hand, as in Python. Names are Python's, in camel case. */
export interface Coroutine extends Thenable {}
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
  /** The variables that its C code lets be watched with AW_WATCH, innermost block last. Empty unless it is suspended, and in modules that were not built `--inspectable`. */
  readonly watched: WatchedVariable[];
  /** What it takes while it is suspended, else null. */
  readonly memory: CoroutineMemory | null;
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
  /** The variables that its C code lets be watched with AW_WATCH, innermost block last. Empty unless it is suspended, and in modules that were not built `--inspectable`. */
  readonly watched: WatchedVariable[];
  /** What it takes while it is suspended, else null. */
  readonly memory: CoroutineMemory | null;
}

/** Python's coroutine_wrapper: what a coroutine's `__await__()` returns. */
export class CoroutineWrapper extends Stepper {}

/** What such functions as `aw_sleep` and `aw_queue_get` give: can be awaited, made a task, or driven by hand. */
export interface Awaitable extends Thenable {}
export class Awaitable extends Stepper {}

/** A result that is not there yet. */
export interface Future extends Thenable {}
export class Future extends CObject {
  readonly done: boolean;
  readonly cancelled: boolean;
  /** The result; throws what it failed with, or InvalidStateError if it is not done. */
  result(): Value;
  /** What it failed with, or null. Throws CancelledError if it was cancelled, InvalidStateError if it is not done. */
  exception(): unknown;
  /** Cancels a future at once; a task is asked to end, by a CancelledError where it waits. False if it was done. */
  cancel(message?: Value): boolean;
  /** Throws InvalidStateError if it is done, RuntimeError for a task. */
  setResult(result: Value): void;
  setException(exception: unknown): void;
}

/** A coroutine that the loop runs beside others. */
export class Task extends Future {
  name: string;
  readonly coroutine: Coroutine | Generator | Awaitable;
  /** How many requests to cancel it are outstanding. */
  readonly cancelling: number;
  /** Takes one request back: how many remain. */
  uncancel(): number;
}

/** An asynchronous generator, as AW_ASYNC_GENERATOR defines. Calls of next(), throw() and return() are served in order. */
export class AsyncGenerator extends CObject implements AsyncIterableIterator<Value> {
  next(value?: Value): Promise<IteratorResult<Value, undefined>>;
  throw(exception: unknown): Promise<IteratorResult<Value, undefined>>;
  /** Closes it, as `break` in a for await…of loop does. */
  return<T>(value?: T | PromiseLike<T>): Promise<IteratorResult<Value, T | undefined>>;
  [Symbol.asyncIterator](): this;
  /** Python's `__anext__`, `asend`, `athrow` and `aclose`. */
  anext(): Awaitable;
  asend(value: Value): Awaitable;
  athrow(exception: unknown, value?: Value, traceback?: null): Awaitable;
  aclose(): Awaitable;
  readonly agRunning: boolean;
  /** What it is suspended on, or null. */
  readonly agAwait: CObject | null;
  readonly agFrame: Site | null;
  /** As a coroutine's. */
  readonly watched: WatchedVariable[];
  readonly memory: CoroutineMemory | null;
}

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
export class BaseExceptionGroup extends BaseException {
  readonly exceptions: readonly unknown[];
}
export class Exception extends BaseException {}
/** Also a BaseExceptionGroup, to instanceof. */
export class ExceptionGroup extends Exception {
  readonly exceptions: readonly unknown[];
}
export class ArithmeticError extends Exception {}
export class ZeroDivisionError extends ArithmeticError {}
export class OverflowError extends ArithmeticError {}
export class AssertionError extends Exception {}
export class AttributeError extends Exception {}
export class BufferError extends Exception {}
export class EOFError extends Exception {}
export class InvalidStateError extends Exception {}
export class QueueEmpty extends Exception {}
export class QueueFull extends Exception {}
export class LookupError extends Exception {}
export class IndexError extends LookupError {}
export class KeyError extends LookupError {}
export class MemoryError extends Exception {}
export class OSError extends Exception {}
/** A host operation was pending when the program was saved, and `onRestore` does not say that it is issued again. */
export class InterruptedError extends OSError {}
export class TimeoutError extends OSError {}
export class RuntimeError extends Exception {}
export class NotImplementedError extends RuntimeError {}
export class RecursionError extends RuntimeError {}
export class BrokenBarrierError extends RuntimeError {}
/** Nothing is ready, no timer is set, and no host operation pending. Its message tells who waits for what. */
export class DeadlockError extends RuntimeError {}
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
export class ResourceWarning extends Warning {}
/** What a JS error is in C. In JS it arrives as the JS error itself. */
export class JSError extends Exception {}

/** Every exception class by name. */
export const errors: Record<string, typeof BaseException> & {
  StopIteration: typeof StopIteration;
};

/** The file is no WebAssembly, no libawait module, or imports something that nobody provides. */
export class LoadError extends Error {}

/** These bytes are no snapshot that this module can go on from. */
export class SnapshotError extends LoadError {
  /**
   * Which it is; docs/snapshot-format.md tells more.
   * Of the bytes: not one at all; its end is missing; changed by accident; made by a later libawait; made by no libawait.
   * Of what it fits: another program or build, another compiler, another runtime; memory that the module cannot have; not the chain that it is given in.
   * Of its seal: there is none; it is not of this key, or what it seals was changed.
   */
  readonly problem:
    | 'not a snapshot' | 'cut short' | 'damaged' | 'newer format' | 'malformed'
    | 'other module' | 'other compiler' | 'other runtime' | 'memory size' | 'wrong chain'
    | 'not sealed' | 'broken seal';
}

/**
 * Puts a seal, an HMAC-SHA-256, around a snapshot that is kept where others could write: `load()` takes whatever state it is given, so a program should go on only from those of its own.
 * The key: a CryptoKey for HMAC with SHA-256, or at least 32 random bytes; TypeError for anything else, a passphrase too. The contents stay readable, and an old snapshot stays valid.
 */
export function sealSnapshot(snapshot: Uint8Array, key: CryptoKey | Uint8Array): Promise<Uint8Array<ArrayBuffer>>;
/** The snapshot in it. Rejects with a SnapshotError if the seal was not made with this key. */
export function openSnapshot(sealed: Uint8Array, key: CryptoKey | Uint8Array): Promise<Uint8Array<ArrayBuffer>>;

/** Stands where a JS value stood that could not be saved with the state of a program, and is thrown where that would be used. */
export class LostValue extends Error {
  /** What it was, in words. */
  readonly what: string;
}

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
