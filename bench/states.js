// What it costs to keep the state of a program and to bring it back, beside what plain JavaScript can do: copy the memory, and begin again. In microseconds.
import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { load } from '../wasm/api/index.js';
import { Recorder } from '../wasm/api/recorder.js';
import { median } from './measure.js';

const mebibytes = 8;
const options = { manual: true };

/** Microseconds of one: the median of several, with time between them for the engine to free what is not needed any more. */
async function each(run, count = 60) {
  const times = [];
  for (let i = 0; i < count + 10; i++) {
    const begun = performance.now();
    await run();
    if (i >= 10) times.push((performance.now() - begun) * 1000);
    if (i % 10 === 0) await setImmediate();
  }
  return median(times);
}

async function begun(module, name, ...args) {
  const instance = await load(module, options);
  const coroutine = instance.coroutines[name](...args);
  coroutine.send(null);
  return { instance, coroutine };
}

/** @param {Awaited<ReturnType<typeof begun>>} program */
function stepper({ instance, coroutine }) {
  const recorder = new Recorder(instance);
  const step = () => {
    coroutine.send(1);
    recorder.record();
  };
  return { recorder, step };
}

/** @param {string} file */
export async function states(file) {
  const module = await WebAssembly.compile(await readFile(file));
  const large = await begun(module, 'holds', mebibytes);
  const small = await begun(module, 'averager');
  const [largeBytes, smallBytes] = [large.instance.snapshot(), small.instance.snapshot()];
  const perMebibyte = async (run) => (await each(run)) / mebibytes;
  const figures = {
    'snapshot-mib': await perMebibyte(() => large.instance.snapshot()),
    'restore-mib': await perMebibyte(() => load(module, { ...options, snapshot: largeBytes })),
    'copy-mib': await perMebibyte(() => large.instance.memory.buffer.slice(0)),
    'snapshot-small': await each(() => small.instance.snapshot(), 300),
    'restore-small': await each(() => load(module, { ...options, snapshot: smallBytes }), 300),
    'fork-small': await each(() => small.instance.fork(), 300),
    'begin-small': await each(() => load(module, options), 300),
    'copy-small': await each(() => small.instance.memory.buffer.slice(0), 300),
    'snapshot-bytes': smallBytes.length,
    'memory-bytes': small.instance.memory.buffer.byteLength,
  };
  for (const [name, program] of Object.entries({ small, large })) {
    const { recorder, step } = stepper(program);
    figures[`step-${name}`] = await each(step, 300);
    figures[`step-bytes-${name}`] = recorder.current.bytes;
    figures[`back-${name}`] = await each(() => recorder.goto(recorder.current.parent), 200);
  }
  return figures;
}
