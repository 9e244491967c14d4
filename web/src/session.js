// One example being stepped: its module, the names that the reader gave to coroutines, what asyncio.run() runs, and the transcript.
// Everything happens by run(), one line of Python at a time, whether it was typed or a button was pressed.
import { parseStatement, ReadError, unparse } from './python/parse.js';
import { repr } from './python/repr.js';
import { messageOf } from './errors.js';
import { Evaluator } from './python/evaluate.js';
import { chainOf, errorText, isCoroutine, isStop, PythonError, release, releaseError, stateOf, typeName } from './coroutines.js';
import { sentenceOf } from './words.js';
import { loadLoop, loopParts } from './loop/load.js';
import { Stepped } from './stepped.js';

/**
 * @typedef {import('./coroutines.js').Card} Card
 * @typedef {import('./catalogue.js').Example} Example
 * @typedef {import('./loop/program.js').Program} Program
 * @typedef {Pick<Card, 'last' | 'lastType' | 'outcome' | 'result' | 'resultType' | 'error'>} Outcome what came of a call
 */

/** Before the label of a line that was none. */
const UNREADABLE = '>>> ';

/** Seconds, after which a program that the reader compiled is stopped where it does not come back. */
const PATIENCE = 2;

export class Session extends Stepped {
  /** @type {Map<string, any>} the names and their coroutines, in order of creation */
  names = new Map();
  /** @type {Evaluator} */
  evaluator = new Evaluator(null, this.names);
  /** Before there is a loop. @type {() => Promise<void>} */
  prepareLoop = loadLoop;
  /** How many of the suggested commands have been run, in their order. */
  suggested = 0;
  /** the last call, as it stands in the transcript */
  call = '';
  /** What asyncio.run() runs, or has run. @type {Program | null} */
  program = null;
  /** What came of the calls on each coroutine, by its repr. @type {Map<string, object>} */
  #outcomes = new Map();
  #file = '';
  /** @type {string[]} */
  #commands = [];

  /**
   * @param {(options: object) => Promise<any>} open makes the module, given load()'s options
   * @param {Pick<Example, 'id' | 'file' | 'start' | 'commands'>} example
   */
  static async open(open, example) {
    const session = new Session();
    session.#file = example.file ?? `${example.id}.c`;
    session.#commands = example.commands ?? [];
    session.module = await open({
      manual: true,
      virtualClock: true,
      patience: PATIENCE,
      stdout: (/** @type {string} */ line) => session.add('out', line),
      stderr: (/** @type {string} */ line) => session.add('out', line),
      onWarning: (/** @type {string} */ text) => session.#warn(text),
      onUnraisable: (/** @type {unknown} */ error, /** @type {unknown} */ object) => {
        session.#lose('unraisable', `Exception ignored in: ${repr(object)}`, error);
        releaseError(error);
        release(object);
      },
      onError: (/** @type {any} */ { message, exception, object }) => {
        session.#lose('lost', object ? `${message}\n${object}` : message, exception);
        releaseError(exception);
        release(object);
      },
    });
    session.evaluator = new Evaluator(session.module, session.names);
    for (const line of example.start) await session.run(line);
    session.sentence = session.program?.sentence ?? '';
    session.keepSteps();
    return session;
  }

  /** The next free name of the kind c1, c2, … */
  freshName() {
    let number = 1;
    while (this.names.has(`c${number}`)) number++;
    return `c${number}`;
  }

  /**
   * Runs one line, or goes where it led before. Returns false, and adds nothing but a note, where it cannot be read.
   * @param {string} line
   * @param {number} [suggestion] which of the suggested commands it is
   */
  async run(line, suggestion) {
    let statement;
    try {
      statement = parseStatement(line);
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      this.sentence = `This line cannot be read: ${error.message}.`;
      this.add('note', `>>> ${line.trim()}\n${this.sentence}`);
      this.record(`${UNREADABLE}${line.trim()}`);
      return false;
    }
    const call = callOf(statement);
    if (this.again(call)) return true;
    if (runArgument(statement) && !(await this.#hasLoop(call))) return false;
    this.call = call;
    const start = this.entries.length;
    const step = this.#step(statement);
    this.evaluator.settle();
    this.sentence = step ? sentenceOf(step, this.entries.slice(start + 1)) : /** @type {Program} */ (this.program).sentence;
    if (suggestion !== undefined || call === this.#commands[this.suggested]) this.suggested = (suggestion ?? this.suggested) + 1;
    this.record(call);
    return true;
  }

  // -- what asyncio.run() runs --

  /** From now on the module has its loop. False, with a note, where that cannot be. @param {string} call what it is needed for */
  async #hasLoop(call) {
    try {
      await this.prepareLoop();
    } catch (error) {
      const sentence = `Nothing was run. ${messageOf(error)}`;
      this.remark(() => this.add('note', `>>> ${call}\n${sentence}`));
      this.sentence = sentence;
      return false;
    }
    this.module = this.evaluator.module = loopParts().moduleOf(this.module);
    return true;
  }

  /** @param {Parameters<Stepped['look']>} what */
  async look(...what) {
    if (await this.#hasLoop(what[0])) super.look(...what);
  }

  /** One callback. */
  async step() {
    await this.program?.step();
    this.#say();
  }

  /** One iteration of the loop. */
  async turn() {
    await this.program?.turn();
    this.#say();
  }

  /** To the end, or until it is stopped. @param {Parameters<Program['finish']>} how */
  async finish(...how) {
    await this.program?.finish(...how);
    this.#say();
  }

  #say() {
    this.sentence = this.program?.sentence ?? this.sentence;
  }

  /** Does what a step of this name did. @param {string} label */
  async act(label) {
    if (label === this.program?.stepLabel) await this.step();
    else if (label.startsWith(UNREADABLE)) await this.run(label.slice(UNREADABLE.length));
    else return this.run(label);
    return true;
  }

  capture() {
    const { names, program, call, suggested } = this;
    return { names: [...names], outcomes: [...this.#outcomes], run: program && program.capture(), call, suggested };
  }

  /** @param {ReturnType<Session['capture']>} own */
  bring({ names, outcomes, run, call, suggested }) {
    this.names.clear();
    for (const [name, target] of names) this.names.set(name, target);
    this.#outcomes = new Map(outcomes);
    this.program = run && run.program;
    run?.program.bring(run);
    this.call = call;
    this.suggested = suggested;
  }

  /**
   * asyncio.run(): from now on the program is there to be stepped.
   * @param {unknown} coroutine
   */
  #begin(coroutine) {
    if (this.program && !this.program.isDone) throw new PythonError('RuntimeError', 'asyncio.run() cannot be called from a running event loop');
    if (!isCoroutine(coroutine)) throw new PythonError('ValueError', `a coroutine was expected, got ${repr(coroutine)}`);
    this.notices = [];
    const { Program } = loopParts();
    this.program = new Program(this.module, coroutine, this.#file, {
      notice: (notice) => { this.notices = [...this.notices, notice]; },
      add: (kind, text, type) => this.add(kind, text, type),
      mark: () => this.entries.length,
      printedSince: (mark) => this.entries.slice(mark).filter((entry) => entry.kind === 'out').map((entry) => entry.text),
      again: (label) => this.again(label),
      record: (label) => {
        this.sentence = /** @type {Program} */ (this.program).sentence;
        this.record(label);
      },
      trying: (act) => this.trying(act),
    });
  }

  /** @param {string} text */
  #warn(text) {
    this.add('warning', `RuntimeWarning: ${text}`);
    const name = text.match(/^coroutine '(.*)' was never awaited$/)?.[1];
    this.#tell({
      kind: 'warning',
      title: text,
      text: name ? `${name}() was called, which only makes a coroutine. Nobody awaited it, so its body never ran: is an await missing?` : 'A warning of the runtime.',
    });
  }

  /**
   * An error that nobody receives.
   * @param {'lost' | 'unraisable'} kind
   * @param {string} title
   * @param {any} error
   */
  #lose(kind, title, error) {
    this.add(kind, error ? `${title}\n${errorText(error)}` : title);
    const raised = error ? `${error.name}${error.message ? `: ${error.message}` : ''}` : '';
    this.#tell({
      kind: 'lost',
      title: title.split('\n')[0],
      text: title.startsWith('Task exception') ? `A task failed with ${raised}, and nobody awaited it: without this report the error would be lost.` : raised && `It raised ${raised}.`,
    });
  }

  /** @param {import('./loop/program.js').Notice} notice */
  #tell(notice) {
    if (this.program) this.notices = [...this.notices, notice];
  }

  /** @param {import('./python/parse.js').Statement} statement */
  #step(statement) {
    const { evaluator } = this;
    this.add('call', `>>> ${this.call}`);
    const action = statement.type === 'expression' ? evaluator.action(statement.value) : null;
    const before = action && stateOf(action.target).word;
    /** @type {Outcome} */
    let outcome;
    try {
      if (statement.type === 'del') {
        const dropped = nameOf(evaluator.delete(statement.target));
        evaluator.settle();
        return { what: 'dropped', name: dropped };
      }
      const toRun = runArgument(statement);
      if (toRun) {
        this.#begin(evaluator.evaluate(toRun));
        return null;
      }
      const value = evaluator.evaluate(statement.value);
      if (statement.type === 'assign') {
        evaluator.assign(statement.name, value);
        return { what: isCoroutine(value) && statement.value.type === 'call' ? 'made' : 'named', variable: statement.name, name: nameOf(value) };
      }
      const text = repr(value);
      if (action?.method !== 'close') this.add('value', text, typeName(value));
      if (!action) return { what: 'value', text };
      outcome = action.method === 'close' ? { outcome: 'closed' } : { last: text, lastType: typeName(value) };
    } catch (error) {
      const text = errorText(error);
      this.add(isStop(error) ? 'stop' : 'error', text);
      if (!action) return { what: 'error', text: lastLine(text) };
      outcome = isStop(error)
        ? { outcome: 'returned', result: repr(/** @type {any} */ (error).value), resultType: typeName(/** @type {any} */ (error).value) }
        : { outcome: 'raised', error: lastLine(text) };
      releaseError(error);
    }
    return this.#note(/** @type {{method: string, target: any}} */ (action), /** @type {string} */ (before), outcome);
  }

  /**
   * Remembers what came of a call, for the card of its coroutine. A refusal changes nothing.
   * @param {{method: string, target: any}} action
   * @param {string} before
   * @param {Outcome} outcome
   */
  #note({ method, target }, before, outcome) {
    const { word } = stateOf(target);
    const refused = outcome.outcome === 'raised' && (before === 'CLOSED' || word !== 'CLOSED');
    const key = String(target);
    if (!refused && before !== 'CLOSED') this.#outcomes.set(key, { ...this.#outcomes.get(key), ...outcome });
    return { what: method, name: target.name, before, word, refused, chain: chainOf(target, this.#owners()), ...outcome };
  }

  #owners() {
    return new Map([...this.names].reverse().map(([name, target]) => [target, name]));
  }

  /** The functions of the module that make coroutines. */
  makers() {
    return this.module.definitions.map((/** @type {any} */ { name, parameters }) => ({
      name,
      signature: `${name}(${parameters.map((/** @type {any} */ one) => `${one.type} ${one.name}`.replace('* ', '*')).join(', ')})`,
    }));
  }

  /** The coroutines that can be reached, each root followed by what it awaits. @returns {Card[]} */
  cards() {
    /** @type {Card[]} */
    const cards = [];
    const owners = this.#owners();
    for (const [name, target] of this.names) {
      let path = name;
      for (const [depth, link] of chainOf(target, owners).entries()) {
        if (depth > 0 && link.owner) break;
        if (depth > 0) path += cards[cards.length - 1].isGenerator ? '.gi_yieldfrom' : '.cr_await';
        cards.push({ ...link, path, depth, ...this.#outcomes.get(link.key) });
      }
    }
    const keys = new Set(cards.map((card) => card.key));
    for (const key of this.#outcomes.keys()) if (!keys.has(key)) this.#outcomes.delete(key);
    return cards;
  }
}

/** The line as it stands in the transcript. @param {import('./python/parse.js').Statement} statement */
function callOf(statement) {
  const source = unparse(statement.type === 'del' ? statement.target : statement.value, repr);
  if (statement.type === 'del') return `del ${source}`;
  return statement.type === 'assign' ? `${statement.name} = ${source}` : source;
}

/**
 * What is to be run, where the line is `asyncio.run(…)`.
 * @param {import('./python/parse.js').Statement} statement
 */
function runArgument(statement) {
  if (statement.type !== 'expression') return null;
  const node = statement.value;
  if (node.type !== 'call' || node.of.type !== 'attribute' || node.of.name !== 'run' || node.args.length !== 1) return null;
  return node.of.of.type === 'name' && node.of.of.name === 'asyncio' ? node.args[0] : null;
}

/** @param {string} text */
const lastLine = (text) => text.slice(text.lastIndexOf('\n') + 1);

/** @param {any} value */
const nameOf = (value) => (isCoroutine(value) ? value.name : repr(value));
