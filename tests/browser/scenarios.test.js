// The page equals the API: recorded scenarios, in which coroutines are driven by hand, done with the page's controls, give what CPython did.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { buildModule } from '../../wasm/toolchain/index.js';
import { repr } from '../../web/src/python/repr.js';
import { encode, readCases } from '../judge/scenarios.js';
import { describePage } from './browser.js';
import { drive } from './scenarios/drive.js';

const COUNT = 200;
/** So many operations of the driver are done in most: what they say is the beginning of CPython's trace. */
const OPERATIONS = 7;
/** One of so many is done whole; with env WHOLE=1 each. */
const WHOLE = Number(process.env.WHOLE ?? 8);

const judge = fileURLToPath(new URL('../judge/', import.meta.url));
const out = fileURLToPath(new URL('../../build/tests/scenarios/', import.meta.url));

/** @typedef {[string, ...any[]]} Operation */

/** All operations of a body, also the inner ones. @param {Operation[]} body @returns {Operation[]} */
const operationsOf = (body) => body.flatMap((operation) => [operation, ...operationsOf(blocksOf(operation))]);

/** @param {Operation} operation @returns {Operation[]} */
function blocksOf([name, ...args]) {
  if (name === 'repeat') return args[1];
  if (name !== 'try') return [];
  const { body = [], except = [], else: otherwise = [], finally: last = [] } = args[0];
  return [...body, ...except.flatMap((/** @type {[string[], Operation[]]} */ [, handler]) => handler), ...otherwise, ...last];
}

const BY_NAME = new Set(['send', 'throw', 'close', 'state', 'drop', 'await']);

/** @param {ReturnType<typeof readCases>['cases'][number]} one */
function prepared({ scenario, expected }) {
  const inner = Object.values(scenario.define).flatMap(({ body }) => operationsOf(body));
  const drive = /** @type {Operation[]} */ (scenario.drive);
  const made = new Set(drive.filter(([name]) => name === 'new').map(([, variable]) => variable));
  return { scenario, expected, inner, namesMatter: inner.some(([name, variable]) => BY_NAME.has(name) && made.has(variable)) };
}

const { cases } = readCases(join(judge, 'manual.scenarios.jsonl.gz'), join(judge, 'manual.traces.jsonl.gz'));
/** Who ignores GeneratorExit when it is dropped is left to CPython's cycle collector, which comes at no fixed time; here it comes at the end of each call. */
const LEFT_OVER = 'unraisable: RuntimeError: coroutine ignored GeneratorExit';
const chosen = cases.map(prepared)
  .filter(({ expected, inner }) => !inner.some(([name]) => name === 'new') && !expected.includes('cut') && !expected.includes(LEFT_OVER))
  .slice(0, COUNT);

/** @returns {Promise<Uint8Array>} */
async function build() {
  mkdirSync(out, { recursive: true });
  const texts = chosen.map(({ scenario }) => `    ${JSON.stringify(encode(scenario, 'value').toString('utf8'))},\n`);
  writeFileSync(join(out, 'texts.c'), `const char *const scenario_texts[] = {\n${texts.join('')}};\n`);
  const interpreter = readdirSync(judge).filter((name) => name.endsWith('.c') && !['native.c', 'module.c', 'run.c'].includes(name)).map((name) => join(judge, name));
  const sources = [fileURLToPath(new URL('scenarios/scenarios.c', import.meta.url)), join(out, 'texts.c'), ...interpreter];
  return (await buildModule({ sources, output: join(out, 'scenarios.wasm'), compiler: 'clang', optimize: 0 })).wasm;
}

/** What CPython's line of the driver says, in the page's words. @param {string} line */
function inPageWords(line) {
  const [, head, , how, result] = line.match(/^(driver: (send|throw|close) \w+)[^]*? (->|!!) ([^]*)$/) ?? [];
  if (head === undefined) return line;
  if (how === '->') return `${head} -> ${result === 'no such object' ? result : result.startsWith('"') ? repr(JSON.parse(result)) : result}`;
  const value = result.match(/^StopIteration\((.*)\)$/s)?.[1];
  if (value === undefined) return `${head} !! ${result}`;
  return `${head} !! StopIteration${value === 'None' ? '' : `: ${value.startsWith('"') ? JSON.parse(value) : value}`}`;
}

/** @param {{ kind: string, text: string }[]} entries what was said beside the result */
const besides = (entries) => entries.flatMap(({ kind, text }) => {
  if (kind === 'out') return [text];
  if (kind === 'warning') return [text.replace('RuntimeWarning', 'warning')];
  return kind === 'unraisable' ? [`unraisable: ${text.split('\n').at(-1)}`] : [];
});

const RESULTS = new Set(['value', 'stop', 'error']);

/** One scenario, from its beginning. */
class Reader {
  /** The trace so far. @type {string[]} */
  trace = [];
  /** @type {Map<string, string>} names in the scenario, and those of the page */
  paths = new Map();

  /** @param {import('./browser.js').Page} page @param {typeof chosen[number]} one @param {number} number */
  constructor(page, one, number) {
    this.page = page;
    this.one = one;
    this.number = number;
  }

  /** @param {Parameters<typeof drive>[0]} how */
  async act(how) {
    const { entries, path, card } = await this.page.page.evaluate(drive, how);
    this.trace.push(...besides(entries));
    return { path, card, result: entries.findLast(({ kind }) => RESULTS.has(kind)) };
  }

  /** The names in the scenario are told to it. @param {string} name @param {string} path of the page, or None */
  async tell(name, path) {
    if (this.one.namesMatter) await this.say(`['${name}', ${path}]`);
  }

  /** To the coroutine that knows the names. @param {string} value */
  say(value) {
    return this.act({ act: 'send', path: /** @type {string} */ (this.paths.get('')), value });
  }

  async run() {
    await this.act({ act: 'reset' });
    this.paths.set('', (await this.act({ act: 'make', error: 'names', value: String(this.number) })).path);
    await this.say('None');
    for (const operation of this.one.scenario.drive.slice(0, this.number % WHOLE === 0 ? Infinity : OPERATIONS)) await this.operation(operation);
    return this.trace;
  }

  /** @param {Operation} operation */
  async operation([name, variable, ...args]) {
    const path = this.paths.get(variable);
    if (name === 'new') return this.make(variable, args[0]);
    if (name === 'drop') {
      this.trace.push(`driver: drop ${variable}`);
      if (path === undefined) return;
      await this.tell(variable, 'None');
      await this.act({ act: 'drop', path });
      return void this.paths.delete(variable);
    }
    if (path === undefined) return void this.trace.push(`driver: ${name} ${variable} -> no such object`);
    if (name === 'state') {
      const { card } = await this.act({ act: 'look', path });
      const { state, awaited } = /** @type {NonNullable<typeof card>} */ (card);
      return void this.trace.push(`driver: state ${variable} -> CORO_${state} await=${awaited} running=False suspended=${state === 'SUSPENDED' ? 'True' : 'False'} frame=${state === 'CLOSED' ? 'False' : 'True'}`);
    }
    const how = name === 'send' ? { value: repr(args[0]) } : name === 'throw' ? { error: args[0], message: args[1] } : {};
    const { result } = await this.act({ act: /** @type {'send'} */ (name), path, ...how });
    const text = !result ? '-> None' : result.kind === 'value' ? `-> ${result.text}` : `!! ${result.text.split('\n').at(-1)}`;
    this.trace.push(`driver: ${name} ${variable} ${text}`);
  }

  /** @param {string} variable @param {string} definition */
  async make(variable, definition) {
    const before = this.paths.get(variable);
    const { result: label } = await this.say(`'${definition}'`);
    const { path } = await this.act({ act: 'make', error: definition, value: `${this.number}, ${label?.text}` });
    this.paths.set(variable, path);
    await this.tell(variable, path);
    if (before !== undefined) await this.act({ act: 'drop', path: before });
    this.trace.push(`driver: new ${variable}`);
  }
}

describePage('scenarios with the controls of the page', ({ opened }) => {
  /** @type {Uint8Array} */
  let wasm;
  before(async () => { wasm = await build(); });

  test(`${COUNT} scenarios give CPython's traces`, async () => {
    assert.equal(chosen.length, COUNT);
    const page = await opened().open();
    await page.show();
    await page.click('#open');
    await page.page.locator('#files').setInputFiles([{ name: 'scenarios.wasm', mimeType: 'application/wasm', buffer: Buffer.from(wasm) }]);
    await page.page.locator('dialog.open button.primary').click();
    await page.page.waitForFunction(() => document.querySelector('h1')?.textContent === 'scenarios');
    for (const [number, one] of chosen.entries()) {
      const trace = await new Reader(page, one, number).run();
      assert.deepEqual(trace, one.expected.slice(0, trace.length).map(inPageWords), one.scenario.id);
    }
    await page.isAccessible('at the end');
    await page.close();
  });
});
