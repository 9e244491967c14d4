// libawait run --trace: events to a file while the program runs, as JSON lines or for Chrome's trace viewer and Perfetto.

import { closeSync, openSync, writeSync } from 'node:fs';
import { Failure } from './usage.js';

/** How often events are fetched, in milliseconds. */
const INTERVAL = 20;

/** @typedef {ReturnType<import('../api/seeing.js').Trace['read']>[number] & Record<string, any>} TraceEvent */
/** @typedef {{ begin: string, event: (event: TraceEvent) => string, end: string }} Format */

/** @type {Record<string, () => Format>} */
export const FORMATS = { json: jsonLines, chrome };

/**
 * Begins a trace; the result ends it.
 * @param {import('../api/index.js').Module} module
 * @param {string} path
 * @param {keyof typeof FORMATS} format
 */
export function traceTo(module, path, format) {
  const { begin, event, end } = FORMATS[format]();
  const file = open(path);
  writeSync(file, begin);
  module.trace.start();
  const fetch = () => {
    const text = module.trace.read().map(event).join('');
    if (text !== '') writeSync(file, text);
  };
  const timer = setInterval(fetch, INTERVAL);
  timer.unref();
  return () => {
    clearInterval(timer);
    fetch();
    writeSync(file, end);
    closeSync(file);
    if (module.trace.dropped > 0) process.stderr.write(`libawait: ${module.trace.dropped} events of the trace were lost\n`);
    module.trace.stop();
  };
}

/** @param {string} path */
function open(path) {
  try {
    return openSync(path, 'w');
  } catch (error) {
    throw new Failure(`libawait: cannot write ${path}: ${/** @type {Error} */ (error).message}`);
  }
}

/** @returns {Format} */
function jsonLines() {
  return { begin: '', event: (event) => `${JSON.stringify(event)}\n`, end: '' };
}

// What happens outside every task is drawn as a thread of its own.
const PROCESS = 1;
const LOOP = 0;

/** Chrome's JSON array format: a thread for each task, a duration for each step and each coroutine that runs in it, and arrows from what makes a task ready to its step. @returns {Format} */
function chrome() {
  let first = true;
  let start = NaN;
  let arrows = 0;
  /** The arrow that leads to a task's next step. @type {Map<number, number>} */
  const arrowTo = new Map();
  /** @param {Record<string, unknown>} record */
  const write = (record) => {
    const text = `${first ? '' : ',\n'}${JSON.stringify({ pid: PROCESS, ...record })}`;
    first = false;
    return text;
  };

  /** @param {TraceEvent} event */
  const event = (event) => {
    const { kind, name, task = LOOP, coroutine, file, line, clock, realClock } = event;
    if (Number.isNaN(start)) start = realClock;
    const ts = (realClock - start) * 1e6;
    const at = file === undefined ? {} : { at: `${file}:${line}` };
    const args = { clock, ...at };
    const here = { ts, tid: task };
    switch (kind) {
      case 'task created':
        return write({ ph: 'M', name: 'thread_name', tid: task, args: { name } }) + arrow(task, event.by ?? LOOP, ts);
      case 'task scheduled':
        return arrow(task, event.by ?? LOOP, ts);
      case 'task step':
        return write({ ph: 'B', cat: 'task', name, ...here, args }) + arrival(task, ts);
      case 'task paused':
      case 'task done':
        return write({ ph: 'E', ...here });
      case 'resumed':
        return write({ ph: 'B', cat: 'coroutine', name, ...here, args: { coroutine, ...args } });
      case 'yielded':
      case 'returned':
      case 'raised':
        return write({ ph: 'E', ...here, args: { how: kind } });
      case 'timer fired':
        return write({ ph: 'X', cat: 'timer', name: kind, ...here, dur: 1, args: { ...args, due: event.due } });
      case 'host operation started':
        return write({ ph: 'b', cat: 'host', id: event.operation, name, ...here, args });
      case 'host operation settled':
      case 'host operation cancelled':
        return write({ ph: 'e', cat: 'host', id: event.operation, name, ...here }) + write({ ph: 'X', cat: 'host', name: kind, ...here, dur: 1, args: { name } });
      default:
        return write({ ph: 'i', s: 't', cat: kind.split(' ')[0], name: `${kind} ${name}`.trim(), ...here, args });
    }
  };

  /** @param {number} task @param {number} by @param {number} ts */
  function arrow(task, by, ts) {
    arrowTo.set(task, ++arrows);
    return write({ ph: 's', cat: 'wake-up', name: 'ready', id: arrows, ts, tid: by });
  }

  /** @param {number} task @param {number} ts */
  function arrival(task, ts) {
    const id = arrowTo.get(task);
    if (id === undefined) return '';
    arrowTo.delete(task);
    return write({ ph: 'f', bp: 'e', cat: 'wake-up', name: 'ready', id, ts, tid: task });
  }

  const name = `[\n${write({ ph: 'M', name: 'thread_name', tid: LOOP, args: { name: 'loop' } })}`;
  return { begin: name, event, end: '\n]\n' };
}
