// What the inspector shows of a session at its current step: the tree of who awaits whom, the variables and the memory of each coroutine, and warnings. Only asked while it is open.
import { home } from '../../../wasm/api/module.js';
import { addressOf, CObject } from '../../../wasm/api/objects.js';
import { Awaitable } from '../../../wasm/api/tasks.js';
import { isCoroutine, stateOf } from '../coroutines.js';
import { repr } from '../python/repr.js';
import { treeOf } from './tree.js';
import { warningsOf } from './warnings.js';

/**
 * @typedef {import('../session.js').Session | import('../schedule/session.js').ScheduleSession} AnySession
 * @typedef {{name: string, type: string, line: number, text: string, was: string | null}} Variable `was`: its value at the step before, where that was another one
 * @typedef {{frames: number, stack: number, used: number, computed: boolean}} Memory
 * @typedef {{key: string, function: string, word: string, file: string | null, line: number | null, variables: Variable[], memory: Memory | null}} Member a coroutine of an await chain
 * @typedef {{key: string, name: string, members: Member[]}} Chain outermost first; `key`: a name, or the number of a task
 * @typedef {{chains: Chain[], tree: import('./tree.js').Tree, warnings: import('./warnings.js').Warning[]}} Look
 */

export class Inspector {
  /** The values at each step, by the order in which the steps were made. @type {WeakMap<AnySession, Map<number, Map<string, string>>>} */
  #values = new WeakMap();

  /** Keeps the values of a step that was made. @param {AnySession} session */
  note(session) {
    this.#keep(session, chainsOf(session));
  }

  /** @param {AnySession} session @returns {Look} */
  look(session) {
    const chains = chainsOf(session);
    this.#keep(session, chains);
    const before = this.#known(session).get(pageOf(session)?.before?.id ?? -1);
    for (const { members } of chains) {
      for (const { key, variables } of members) {
        for (const variable of variables) {
          const was = before?.get(nameIn(key, variable));
          if (was !== undefined && was !== variable.text) variable.was = was;
        }
      }
    }
    const tree = treeOf(session, chains);
    return { chains, tree, warnings: warningsOf(session, chains, tree) };
  }

  /** @param {AnySession} session @param {Chain[]} chains */
  #keep(session, chains) {
    const values = chains.flatMap(({ members }) => members.flatMap(({ key, variables }) => variables.map((one) => /** @type {const} */ ([nameIn(key, one), one.text]))));
    this.#known(session).set(pageOf(session)?.id ?? -1, new Map(values));
  }

  /** @param {AnySession} session */
  #known(session) {
    let known = this.#values.get(session);
    if (!known) this.#values.set(session, (known = new Map()));
    return known;
  }
}

/** @param {string} key of a coroutine @param {Variable} variable */
const nameIn = (key, { name, line }) => `${key} ${name}:${line}`;

/** @param {AnySession} session */
const pageOf = ({ past }) => past?.pageOf(past.current) ?? null;

/** @param {AnySession} session @returns {Chain[]} */
function chainsOf(session) {
  const { module, program, names } = session;
  return glance(module, () => {
    if (program) {
      if (program.isDone) return [];
      const numbers = program.tasks().map(({ number }) => number);
      return module.tasks().map((/** @type {any} */ task, /** @type {number} */ index) => ({ key: String(numbers[index]), name: task.name, members: membersOf(module, task.coroutine) }));
    }
    return [...names].filter(([, target]) => isCoroutine(target)).map(([name, target]) => ({ key: name, name, members: membersOf(module, target) }));
  });
}

/** What JS comes to hold by looking is let go of again. @template T @param {any} module @param {() => T} look @returns {T} */
function glance(module, look) {
  const { objects } = home(module).link;
  const before = new Set(objects.entries);
  try {
    return look();
  } finally {
    for (const entry of [...objects.entries]) if (!before.has(entry)) /** @type {any} */ (entry.ref.deref())?.dispose();
  }
}

/** @param {any} module @param {any} outermost @returns {Member[]} */
function membersOf(module, outermost) {
  const members = [];
  for (let each = outermost; /** @type {unknown} */ (each) instanceof CObject; each = awaitedBy(module, each)) {
    if (!isCoroutine(each)) continue;
    const frame = 'giFrame' in each ? each.giFrame : each.crFrame;
    const variables = each.watched.map((/** @type {any} */ { name, type, line, value }) => ({ name, type, line, text: textOf(type, value), was: null }));
    members.push({ key: String(each), function: each.name, word: stateOf(each).word, file: frame?.file ?? null, line: frame?.line ?? null, variables, memory: each.memory });
  }
  return members;
}

/** Also what a step of an asynchronous generator runs. @param {any} module @param {any} object @returns {any} */
function awaitedBy(module, object) {
  if (!isCoroutine(object) && !(object instanceof Awaitable)) return null;
  const values = home(module);
  return values.result(values.link.call(values.link.exports.aw_js_awaited, addressOf(object)));
}

/** A char is shown as the character, too. @param {string} type @param {unknown} value */
function textOf(type, value) {
  if (type !== 'char' || typeof value !== 'number' || value < 32 || value > 126) return repr(value);
  return `${value} ${repr(String.fromCharCode(value))}`;
}
