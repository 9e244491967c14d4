// What the inspector shows of a session at its current step: the tree of who awaits whom, the variables and the memory of each coroutine, and warnings. Only asked while it is open.
import { home } from '../../../wasm/api/stepping.js';
import { addressOf } from '../../../wasm/api/objects.js';
import { Awaitable } from '../../../wasm/api/tasks.js';
import { isCoroutine } from '../coroutines.js';
import { repr } from '../python/repr.js';
import { treeOf } from './tree.js';
import { StepValues } from './values.js';
import { warningsOf } from './warnings.js';

/**
 * @typedef {import('../session.js').Session | import('../schedule/session.js').ScheduleSession} AnySession
 * @typedef {{name: string, type: string, line: number, text: string, was: string | null}} Variable `was`: its value at the step before, where that was another one
 * @typedef {{frames: number, stack: number, used: number, computed: boolean}} Memory
 * @typedef {{key: number, function: string, word: string, file: string | null, line: number | null, variables: Variable[], memory: Memory | null}} Member a coroutine of an await chain; `key`: where it is in memory
 * @typedef {{key: string, name: string, members: Member[]}} Chain outermost first; `key`: a name, or the number of a task
 * @typedef {{chains: Chain[], tree: import('./tree.js').Tree, warnings: import('./warnings.js').Warning[]}} Look
 */

/** So many chains at most are looked at after every step of a program that runs by itself. */
const MANY = 100;

export class Inspector {
  /** @type {WeakMap<AnySession, StepValues>} */
  #values = new WeakMap();
  /** What was seen last, and at which step. @type {{page: import('../stepped.js').Page, chains: Chain[]} | null} */
  #last = null;

  /** Keeps the values of a step that was made. @param {AnySession} session */
  note(session) {
    if ((session.program?.history.alive().length ?? 0) <= MANY) this.#chains(session);
  }

  /** @param {AnySession} session @param {import('../loop/watched.js').Task[]} [tasks] of its program @returns {Look} */
  look(session, tasks) {
    const { past } = session;
    const step = past?.before();
    const before = step && past ? this.#known(session).at(past.pageOf(step).id) : undefined;
    const chains = this.#chains(session).map((chain) => ({ ...chain, members: chain.members.map((member) => ({ ...member, variables: compared(member, before) })) }));
    const tree = treeOf(session, chains, tasks ?? []);
    return { chains, tree, warnings: warningsOf(session, chains, tree) };
  }

  /** @param {AnySession} session */
  #chains(session) {
    const page = pageOf(session);
    if (page && this.#last?.page === page) return this.#last.chains;
    const chains = chainsOf(session);
    const values = chains.flatMap(({ members }) => members.flatMap(({ key, variables }) => variables.map((one, index) => /** @type {const} */ ([nameIn(key, one, index), one.text]))));
    if (page) this.#known(session).keep(page.id, new Map(values));
    this.#last = page && { page, chains };
    return chains;
  }

  /** @param {AnySession} session */
  #known(session) {
    let known = this.#values.get(session);
    if (!known) this.#values.set(session, (known = new StepValues()));
    return known;
  }
}

/** In a function that calls itself there are several of one name. @param {number} key of a coroutine @param {Variable} variable @param {number} index */
const nameIn = (key, { name, line }, index) => `${key} ${index} ${name}:${line}`;

/** @param {Member} member @param {Map<string, string> | undefined} before */
function compared({ key, variables }, before) {
  return variables.map((variable, index) => {
    const was = before?.get(nameIn(key, variable, index)) ?? variable.text;
    return was === variable.text ? variable : { ...variable, was };
  });
}

/** @param {AnySession} session */
const pageOf = ({ past }) => past?.pageOf(past.current) ?? null;

/** @param {AnySession} session @returns {Chain[]} */
function chainsOf(session) {
  const { module, program, names } = session;
  const values = home(module);
  return glance(values, () => {
    if (!program) return [...names].filter(([, target]) => isCoroutine(target)).map(([name, target]) => ({ key: name, name, members: membersOf(values, target) }));
    if (program.isDone) return [];
    const numbers = program.history.alive();
    return module.tasks().map((/** @type {any} */ task, /** @type {number} */ index) => {
      const [name, coroutine] = asked(values, 'aw_js_task', task);
      return { key: String(numbers[index] ?? -1 - index), name, members: membersOf(values, coroutine) };
    });
  });
}

/** @typedef {import('../../../wasm/api/values.js').Values} Values */

/** What JS comes to hold by looking is let go of again. @template T @param {Values} values @param {() => T} look @returns {T} */
function glance(values, look) {
  const { objects } = values.link;
  const before = new Set(objects.entries);
  try {
    return look();
  } finally {
    for (const entry of [...objects.entries]) if (!before.has(entry)) /** @type {any} */ (entry.ref.deref())?.dispose();
  }
}

/** @param {Values} values @param {string} what @param {any} object @returns {any} */
const asked = (values, what, object) => values.result(values.link.call(values.link.exports[what], addressOf(object)));

/** Also what runs in steps of asynchronous generators. @param {Values} values @param {any} outermost @returns {Member[]} */
function membersOf(values, outermost) {
  const members = [];
  for (let each = outermost; isCoroutine(each) || each instanceof Awaitable;) {
    if (!isCoroutine(each)) {
      each = asked(values, 'aw_js_awaited', each);
      continue;
    }
    const [state, , , inner, frame, name] = asked(values, 'aw_js_inspect', each);
    const [, file = null, line = null] = frame ?? [];
    const variables = each.watched.map((/** @type {any} */ { name: variable, type, line: at, value }) => ({ name: variable, type, line: at, text: textOf(type, value), was: null }));
    members.push({ key: addressOf(each), function: name, word: state.slice(state.indexOf('_') + 1), file, line, variables, memory: each.memory });
    each = inner;
  }
  return members;
}

/** A char is shown as the character, too. @param {string} type @param {unknown} value */
function textOf(type, value) {
  if (type !== 'char' || typeof value !== 'number' || value < 32 || value > 126) return repr(value);
  return `${value} ${repr(String.fromCharCode(value))}`;
}
