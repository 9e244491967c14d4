// Seeing what is suspended, what went wrong without anybody to tell, the trace, and the tests of a module.

const CAPACITY = 100_000;
// aw_trace_event, as it is in memory.
const EVENT_SIZE = 96;
const NAME = 56;
const NAME_SIZE = 40;

/** @typedef {import('./values.js').Values} Values */

/** @param {Values} home @param {(exports: any) => (...args: number[]) => number} entry */
function ask(home, entry) {
  return home.result(home.link.call(entry(home.link.exports)));
}

/** @param {Values} home @returns {string} */
export function ps(home) {
  return ask(home, (exports) => exports.aw_js_ps);
}

/** @param {Values} home @returns {string} */
export function pstree(home) {
  return ask(home, (exports) => exports.aw_js_pstree);
}

/** @param {Values} home */
export function psData(home) {
  /** @type {[string, 'running' | 'ready' | 'waiting' | 'cancelling', string | null, number[], number[], [string, string | null, number][]][]} */
  const tasks = ask(home, (exports) => exports.aw_js_ps_data);
  return tasks.map(([name, state, awaits, awaited, awaitedBy, frames]) => ({
    name,
    state,
    awaits,
    awaited,
    awaitedBy,
    frames: frames.map(([frame, file, line]) => ({ function: frame, file, line: file === null ? null : line })),
  }));
}

/** @param {Values} home @param {number} most */
export function scheduled(home, most) {
  /** @typedef {['task' | 'timer' | 'callback' | 'done' | 'host', string | null, number, string | null, number | null]} Told */
  const { link } = home;
  /** @type {[Told[], number, number, Told[], number]} */
  const [ready, readyCount, inIteration, timers, timerCount] = home.result(link.call(link.exports.aw_js_scheduled, Math.min(most, 0xffffffff)));
  const calleeOf = (/** @type {Told} */ [kind, task, number, place]) => ({ kind, task, number, place });
  return {
    ready: ready.map(calleeOf),
    readyCount,
    inIteration,
    timers: timers.map((one) => ({ ...calleeOf(one), when: /** @type {number} */ (one[4]) })),
    timerCount,
    operations: [...home.operations.pending.values()].map(({ name }) => name),
  };
}

/** The variables that a suspended coroutine lets be watched. @param {Values} home @param {number} address */
export function watched(home, address) {
  /** @type {[string, string, number, unknown][]} */
  const found = home.result(home.link.call(home.link.exports.aw_js_watched, address));
  return found.map(([name, type, line, value]) => ({ name, type, value, line }));
}

/** What a suspended coroutine takes. @param {Values} home @param {number} address */
export function memory(home, address) {
  /** @type {[number, number, number, boolean] | null} */
  const found = home.result(home.link.call(home.link.exports.aw_js_memory, address));
  if (!found) return null;
  const [frames, stack, used, computed] = found;
  return { frames, stack, used, computed };
}

/** @param {Values} home */
export function mistakes(home) {
  /** @type {[string[], string[], string[]]} */
  const [neverAwaited, neverRetrieved, destroyedPending] = ask(home, (exports) => exports.aw_js_mistakes);
  return { neverAwaited, neverRetrieved, destroyedPending };
}

/** The tests that AW_TEST defines. @param {Values} home */
export function tests(home) {
  /** @type {[string, string, number][]} */
  const found = ask(home, (exports) => exports.aw_js_tests);
  return found.map(([name, file, line]) => ({ name, file, line }));
}

/** What a field of an event is called, by the first words of its kind. */
const OTHER = /** @type {const} */ ({ created: 'by', awaited: 'awaited', task: 'by', host: 'operation' });

export class Trace {
  #home;
  /** @type {string[]} */
  #kinds = [];
  /** Texts by their address. @type {Map<number, string>} */
  #files = new Map();

  /** @param {Values} home */
  constructor(home) {
    this.#home = home;
  }

  /** From now on at most so many events are kept; the oldest go first. @param {{ capacity?: number }} [options] */
  start({ capacity = CAPACITY } = {}) {
    const home = this.#home;
    if (!Number.isInteger(capacity) || capacity < 1 || capacity > 0xffffffff) throw new RangeError('capacity must be a positive integer');
    home.result(home.link.call(home.link.exports.aw_js_trace_start, capacity));
  }

  /** Ends it; events that were not read are lost. */
  stop() {
    const { link } = this.#home;
    link.call(link.exports.aw_js_trace_stop);
  }

  /** How many events went because nobody had read them. @returns {number} */
  get dropped() {
    const { link } = this.#home;
    return link.call(link.exports.aw_js_trace_dropped);
  }

  /** The events since the last call, oldest first. */
  read() {
    const { link } = this.#home;
    if (this.#kinds.length === 0) this.#kinds = ask(this.#home, (exports) => exports.aw_js_trace_kinds);
    const page = link.call(link.exports.aw_js_trace_page) >>> 0;
    const events = [];
    for (;;) {
      const count = link.call(link.exports.aw_js_trace_read);
      if (count === 0) return events;
      for (let i = 0; i < count; i++) events.push(this.#event(page + i * EVENT_SIZE));
    }
  }

  /** @param {number} at */
  #event(at) {
    const { data } = this.#home.link.memory.current();
    const kind = this.#kinds[data.getUint32(at + 32, true)];
    const task = data.getUint32(at + 36, true);
    const coroutine = data.getUint32(at + 40, true);
    const other = data.getUint32(at + 44, true);
    const file = data.getUint32(at + 52, true);
    const words = /** @type {keyof typeof OTHER} */ (kind.split(' ')[0]);
    return {
      sequence: Number(data.getBigUint64(at, true)),
      kind,
      clock: data.getFloat64(at + 8, true),
      realClock: data.getFloat64(at + 16, true),
      name: this.#home.link.memory.textUntilZero(at + NAME, NAME_SIZE),
      ...(task !== 0 && { task }),
      ...(coroutine !== 0 && { coroutine }),
      ...(other !== 0 && { [OTHER[words]]: other }),
      ...(kind.startsWith('timer') && { due: data.getFloat64(at + 24, true) }),
      ...(file !== 0 && { file: this.#file(file), line: data.getInt32(at + 48, true) }),
    };
  }

  /** @param {number} address */
  #file(address) {
    let text = this.#files.get(address);
    if (text === undefined) this.#files.set(address, (text = this.#home.link.memory.textUntilZero(address)));
    return text;
  }
}
