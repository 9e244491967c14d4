// One example being stepped: its module, the names that the reader gave to coroutines, and the transcript.
// Everything happens by run(), one line of Python at a time, whether it was typed or a button was pressed.
import { parseStatement, ReadError, unparse } from './python/parse.js';
import { repr } from './python/repr.js';
import { Evaluator } from './python/evaluate.js';
import { chainOf, errorText, fileName, isStop, nameOf, stateOf } from './coroutines.js';
import { sentenceOf } from './words.js';

/**
 * @typedef {'call' | 'value' | 'stop' | 'error' | 'out' | 'warning' | 'unraisable' | 'note'} EntryKind
 * @typedef {{id: number, kind: EntryKind, text: string}} Entry
 * @typedef {import('./coroutines.js').Card} Card
 * @typedef {{id: string, title: string, lesson: string, start: string[], commands: string[]}} Example
 */

export class Session {
  /** @type {Entry[]} */
  entries = [];
  /** @type {Map<string, any>} the names and their coroutines, in order of creation */
  names = new Map();
  sentence = '';
  /** the last call, as it stands in the transcript */
  call = '';
  #outcomes = new WeakMap();
  #count = 0;

  /**
   * @param {(options: object) => Promise<any>} open makes the module, given load()'s options
   * @param {Example} example
   */
  static async open(open, example) {
    const session = new Session();
    session.module = await open({
      stdout: (/** @type {string} */ text) => session.#print(text),
      stderr: (/** @type {string} */ text) => session.#print(text),
      onWarning: (/** @type {unknown} */ warning) => session.#add('warning', `RuntimeWarning: ${textOf(warning)}`),
      onUnraisable: (/** @type {unknown} */ error, /** @type {unknown} */ object) =>
        session.#add('unraisable', `Exception ignored in: ${repr(object)}\n${errorText(error)}`),
    });
    session.evaluator = new Evaluator(session.module, session.names);
    for (const line of example.start) session.run(line);
    session.sentence = '';
    return session;
  }

  /** The next free name of the kind c1, c2, … */
  freshName() {
    let number = 1;
    while (this.names.has(`c${number}`)) number++;
    return `c${number}`;
  }

  /**
   * Runs one line. Returns false, and adds nothing but a note, where it cannot be read.
   * @param {string} line
   */
  run(line) {
    let statement;
    try {
      statement = parseStatement(line);
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      this.sentence = `This line cannot be read: ${error.message}.`;
      this.#add('note', `>>> ${line.trim()}\n${this.sentence}`);
      return false;
    }
    const start = this.entries.length;
    const step = this.#step(statement);
    this.sentence = sentenceOf(step, this.entries.slice(start + 1));
    return true;
  }

  /** @param {import('./python/parse.js').Statement} statement */
  #step(statement) {
    const { evaluator } = this;
    if (statement.type === 'del') {
      this.#call(`del ${statement.name}`);
      const target = this.names.get(statement.name);
      if (!target) return this.#fail(`NameError: name '${statement.name}' is not defined`);
      const name = nameOf(target);
      this.names.delete(statement.name);
      if (![...this.names.values()].includes(target)) evaluator.release(target);
      return { what: 'dropped', name };
    }
    const source = unparse(statement.value, repr);
    this.#call(statement.type === 'assign' ? `${statement.name} = ${source}` : source);
    const action = evaluator.action(statement.value);
    const before = action ? stateOf(action.target).word : '';
    try {
      const value = evaluator.evaluate(statement.value);
        if (statement.type === 'assign') {
        this.names.set(statement.name, value);
        return { what: 'made', name: nameOf(value), variable: statement.name };
      }
      if (!action) {
        this.#add('value', repr(value));
        return { what: 'value', text: repr(value) };
      }
      if (action.method !== 'close') this.#add('value', repr(value));
      const outcome = action.method === 'close' ? { outcome: 'closed' } : { last: repr(value) };
      return this.#note(action, before, outcome);
    } catch (error) {
        const text = errorText(error);
      if (text === null) throw error;
      const stopped = isStop(error);
      this.#add(stopped ? 'stop' : 'error', text);
      if (!action) return { what: 'error', text: lastLine(text) };
      const outcome = stopped
        ? { outcome: 'returned', result: repr(/** @type {any} */ (error).value) }
        : { outcome: 'raised', error: lastLine(text) };
      return this.#note(action, before, outcome);
    }
  }

  /**
   * Remembers what came of a call, for the card of its coroutine.
   * @param {{method: string, target: any}} action
   * @param {string} before
   * @param {{outcome?: string, last?: string, result?: string, error?: string}} outcome
   */
  #note({ method, target }, before, outcome) {
    const known = this.#outcomes.get(target) ?? {};
    const state = stateOf(target);
    const refused = outcome.outcome === 'raised' && (before === 'CLOSED' || state.word !== 'CLOSED');
    if (state.word !== 'CLOSED' || before !== 'CLOSED') {
      const { last } = outcome;
      this.#outcomes.set(target, refused ? known : { ...known, ...outcome, ...(last === undefined ? {} : { last }) });
    }
    return { what: method, name: nameOf(target), before, refused, chain: chainOf(target), ...outcome };
  }

  /** @param {string} text */
  #call(text) {
    this.call = text;
    this.#add('call', `>>> ${text}`);
  }

  /** The functions of the module that make coroutines. */
  makers() {
    return Object.keys(this.module.coroutines).map((name) => ({ name, signature: name }));
  }

  /** @param {string} text */
  #fail(text) {
    this.#add('error', text);
    return { what: 'error', text };
  }

  /** The coroutines that can be reached, each root followed by what it awaits. @returns {Card[]} */
  cards() {
    /** @type {Card[]} */
    const cards = [];
    const owners = new Map([...this.names].map(([name, target]) => [target, name]));
    for (const [name, target] of this.names) {
      let path = name;
      for (const [depth, link] of chainOf(target).entries()) {
        if (depth > 0) path += '.cr_await';
        if (depth > 0 && owners.has(link.target)) {
          cards[cards.length - 1].awaits.owner = owners.get(link.target);
          break;
        }
        cards.push({ ...link, path, depth, ...this.#outcomes.get(link.target) });
      }
    }
    return cards;
  }

  /** The transcript as text, as it would stand in a Python session. */
  text() {
    return this.entries.map((entry) => entry.text).join('\n');
  }

  dispose() {
    this.names.clear();
  }

  /** @param {string} text */
  #print(text) {
    this.#add('out', text);
  }

  /**
   * @param {EntryKind} kind
   * @param {string} text
   */
  #add(kind, text) {
    this.entries.push({ id: ++this.#count, kind, text });
  }
}

/** @param {unknown} warning */
const textOf = (warning) => (typeof warning === 'string' ? warning : /** @type {Error} */ (warning).message);

/** @param {string} text */
const lastLine = (text) => text.slice(text.lastIndexOf('\n') + 1);
