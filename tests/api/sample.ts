// How the public types are used; checked by tsc, never run.

import {
  AsyncGenerator, BaseException, CancelledError, Coroutine, CoroutineWrapper, Future, Generator, LoadError, Module, StackOverflow, StopIteration, Task,
  ValueError, errors, fileStore, load, runDurably,
} from 'libawait';
import type { CoroutineState, Definition, HostContext, LiveCounts, LoadOptions, LoopState, Site } from 'libawait';

const options: LoadOptions = {
  host: {
    log: (text: string) => text.length,
    ask: async (question: string, { signal }: HostContext) => (signal.aborted ? null : question),
  },
  onError: ({ message, exception, object }) => console.log(message.length, exception, object?.toString()),
  virtualClock: true,
  manual: false,
  onWarning: (text) => console.log(text.toUpperCase()),
  onUnraisable: (exception, object) => console.log(exception, object?.toString()),
  stdout: (line: string) => console.log(line),
  args: ['program'],
};

export async function sample(bytes: Uint8Array): Promise<number> {
  const m: Module = await load('module.wasm', options);
  await load(bytes);
  await load(fetch('module.wasm'));
  await load(new URL('https://example.org/module.wasm'), {});

  const c: Coroutine = m.coroutines.work('a', 1);
  const yielded: unknown = c.send();
  const step: IteratorResult<unknown> = c.next(yielded);
  const state: CoroutineState = c.state;
  const frame: Site | null = c.crFrame;
  const line: number | undefined = frame?.line;
  const wrapper: CoroutineWrapper = c.awaitIter();
  wrapper.close();
  for (const value of c) console.log(value, step.done, state, line);
  const inferred = m.coroutines.greet('cats', 2);
  inferred.send(null);
  for (const value of inferred) console.log(value, inferred.crFrame, inferred.state);
  const generator: Generator = m.coroutines.numbers(3);
  console.log(generator.giRunning, [...generator]);

  try {
    c.throw(new ValueError('no', 1));
    c.throw(ValueError, 'no');
    c.throw(new Error('any'));
  } catch (error) {
    if (error instanceof StopIteration) return error.value;
    if (error instanceof StackOverflow) return error.needed ?? 0;
    if (error instanceof BaseException) console.log(error.args.length, error.trace[0].function, error.traceback);
    if (error instanceof LoadError) throw error;
  }
  const mine = new errors.KeyError('k');
  const live: LiveCounts = m.live();
  const definition: Definition | undefined = m.definitions[0];
  m.setCoroutineOriginTrackingDepth(1);
  console.log(mine.name, definition?.parameters[0].code, m.exports.add(1, 2), m.runSync(c));
  c[Symbol.dispose]();

  const controller = new AbortController();
  const result: unknown = await m.run(m.coroutines.work('a', 1), { signal: controller.signal });
  const task: Task = m.createTask(m.coroutines.work('b', 1), { name: 'second' });
  task.name += '!';
  const future: Future = task;
  const done: boolean = future.done || task.cancel('enough');
  const text: string = await task.then((value: unknown) => String(value), (error: unknown) => (error instanceof CancelledError ? 'cancelled' : 'failed'));
  await task.catch(() => null).finally(() => console.log(m.tasks().length, m.currentTask?.name, result, done, text));
  await m.coroutines.work('c', 1);
  const ticks = m.coroutines.ticker<AsyncGenerator>(3);
  for await (const tick of ticks) console.log(tick, ticks.agFrame?.line);
  await ticks.asend(1);
  await ticks.return();
  const loop: LoopState = m.loopState;
  console.log(m.turn() + loop.time, m.step(), loop.state === 'idle', m.scheduled(10).timers[0].when, m.scheduled().ready[0].task === null);
  await m.dispose();

  // @ts-expect-error: a state is one of four
  const wrong: CoroutineState = 'CORO_LOST';
  // @ts-expect-error: crFrame cannot be set
  c.crFrame = null;
  // @ts-expect-error: modules come from load()
  new Module();
  return live.objects + (wrong ? 1 : 0);
}

async function whereTheBytesGo(): Promise<void> {
  const m = await load('pages.wasm');
  await m.run(m.coroutines.main_coroutine());
  m.createTask(m.coroutines.download('news', 0.1), { name: 'news' });
  await runDurably('pages.wasm', { store: fileStore('state.bin'), start: (module) => module.coroutines.main_coroutine() });
  new Blob([m.snapshot()]);
  await fetch('https://example.org/states', { method: 'PUT', body: m.snapshot() });
}
void whereTheBytesGo;
