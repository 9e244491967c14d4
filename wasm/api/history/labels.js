// What a step of a history is called: what was called, on what, with which value. Arguments are read where they stand, before the call takes them.

import * as Slot from '../../bridge/slots.js';

/** What follows is the object's name. */
const VERBS = new Map(Object.entries({
  aw_js_send: 'send',
  aw_js_throw: 'throw',
  aw_js_close: 'close',
  aw_js_wrapper: 'awaitIter',
  aw_js_create_task: 'createTask',
  aw_js_cancel: 'cancel',
  aw_js_task_set_name: 'rename',
  aw_js_task_uncancel: 'uncancel',
  aw_js_run: 'run',
  aw_js_wait: 'await',
  aw_js_wait_run: 'run',
  dispose: 'dispose',
}));
/** What is called so whatever the arguments are. */
const WORDS = new Map(Object.entries({
  aw_js_turn: 'turn',
  aw_js_step: 'step',
  aw_js_run_ready: 'step',
  aw_js_next_timers: 'timers',
  aw_js_wait_clean_up: 'clean up',
  aw_js_loop_close: 'close loop',
  aw_js_deadlock: 'deadlock',
}));
const GENERATOR_METHODS = ['anext', 'asend', 'athrow', 'aclose'];
/** Calls that take the value in slot 0, if there is one. */
const WITH_VALUE = ['aw_js_send', 'aw_js_throw', 'aw_js_task_set_name'];
const LONGEST = 40;

/** @typedef {import('../values.js').Values} Values */

export class Labels {
  #home;
  #definitions;

  /** @param {Values} home @param {readonly { name: string }[]} definitions */
  constructor(home, definitions) {
    this.#home = home;
    this.#definitions = definitions;
  }

  /**
   * What a call that is about to be made is called.
   * @param {string} name of the export
   * @param {number[]} args
   * @param {readonly { number: number, name: string | null }[]} pending operations of the host
   */
  of(name, args, pending) {
    const [first, second] = args;
    if (name === 'aw_js_new') return this.#made(this.#definitions[first]?.name ?? 'coroutine', second);
    if (name === 'aw_js_answer') return `answer ${pending.find(({ number }) => number === first)?.name ?? 'a promise'}`;
    const verb = verbOf(name, second);
    if (verb === undefined) return WORDS.get(name) ?? name;
    const value = WITH_VALUE.includes(name) || (name === 'aw_js_future_set' && second > 0) ? ` ${this.#shown(0)}` : '';
    return `${verb} ${this.#nameOf(first)}${value}`;
  }

  /** Whether the call that has just been made gave 0, or False. */
  gaveNothing() {
    return ['0', 'False'].includes(this.#shown(0));
  }

  /** @param {string} name @param {number} count */
  #made(name, count) {
    return `${name}(${Array.from({ length: count }, (_, index) => this.#shown(index)).join(', ')})`;
  }

  /** @param {number} address of an object */
  #nameOf(address) {
    const { plainExports, memory } = this.#home.link;
    return memory.textUntilZero(plainExports.aw_js_name(address) >>> 0);
  }

  /** The value in a slot that is an argument. @param {number} index */
  #shown(index) {
    const { mailbox, memory } = this.#home.link;
    const { u32, f64 } = memory.current();
    const at = mailbox.address + index * Slot.SLOT_BYTES;
    const [type, extra, payload] = u32.subarray(at >>> 2);
    switch (type) {
      case Slot.NONE:
        return 'None';
      case Slot.FALSE:
        return 'False';
      case Slot.TRUE:
        return 'True';
      case Slot.NUMBER:
      case Slot.FLOAT:
        return String(f64[(at >>> 3) + 1]);
      case Slot.INT:
        return String(mailbox.read(at));
      case Slot.TEXT:
        return quoted(memory.text(payload, extra));
      case Slot.CLASS:
        return memory.text(payload, extra);
      case Slot.NEW_EXCEPTION:
        return memory.text(u32[(payload >>> 2) + 2], u32[(payload >>> 2) + 1]);
      default:
        return NOUNS[type] ?? this.#nameOf(payload);
    }
  }
}

/** @type {Record<number, string>} */
const NOUNS = { [Slot.BYTES]: 'bytes', [Slot.LIST]: 'list', [Slot.TUPLE]: 'tuple', [Slot.HANDLE]: 'JS value' };

/** @param {string} name @param {number} second */
function verbOf(name, second) {
  if (name === 'aw_js_future_set') return second < 0 ? 'setException' : 'setResult';
  if (name === 'aw_js_generator_step' || name === 'aw_js_wait_step') return GENERATOR_METHODS[second];
  return VERBS.get(name);
}

/** @param {string} text */
function quoted(text) {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return `'${short.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
}
