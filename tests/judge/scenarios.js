// Scenario and trace files: reading them, joining them by id, and the flat form of a scenario that the C side reads (input.c).

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** What a person should read; no stack trace is needed. */
export class JudgeError extends Error {}

/**
 * @param {string} path a file of JSON lines, or the same compressed, named .gz
 * @returns {Record<string, any>[]}
 */
function readLines(path) {
  let text;
  try {
    const bytes = readFileSync(path);
    text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (error) {
    const reason = /** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT' ? 'there is no such file' : String(error);
    throw new JudgeError(`Cannot read ${path}: ${reason}.`);
  }
  const found = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (!line.trim()) continue;
    try {
      found.push(JSON.parse(line));
    } catch (error) {
      throw new JudgeError(`${path}, line ${index + 1} is no JSON: ${/** @type {Error} */ (error).message}.`);
    }
    if (typeof found.at(-1)?.id !== 'string') throw new JudgeError(`${path}, line ${index + 1} has no "id".`);
  }
  if (found.length === 0) throw new JudgeError(`${path} is empty.`);
  return found;
}

/**
 * The scenarios that have a trace, each with it. The oracle leaves out those that have no answer.
 * @param {string} scenariosPath
 * @param {string} tracesPath
 */
export function readCases(scenariosPath, tracesPath) {
  const scenarios = readLines(scenariosPath);
  const traces = new Map(readLines(tracesPath).map(({ id, trace }) => [id, trace]));
  const cases = scenarios.filter(({ id }) => traces.has(id)).map((scenario) => ({ scenario, expected: /** @type {string[]} */ (traces.get(scenario.id)) }));
  const broken = cases.find(({ expected }) => !Array.isArray(expected));
  if (broken) throw new JudgeError(`${tracesPath}: ${broken.scenario.id} has no "trace" that is a list.`);
  if (cases.length === 0) throw new JudgeError(`No scenario of ${scenariosPath} has a trace in ${tracesPath}.`);
  return { cases, withoutTrace: scenarios.length - cases.length };
}

/**
 * @param {unknown} value
 * @returns {string}
 */
function flatten(value) {
  if (value === null || value === undefined) return 'n';
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (typeof value === 'number') return Number.isSafeInteger(value) ? `i${value};` : `d${value};`;
  if (typeof value === 'string') return `s${Buffer.byteLength(value)}:${value}`;
  if (Array.isArray(value)) return `[${value.length}:${value.map(flatten).join('')}`;
  const entries = Object.entries(/** @type {object} */ (value));
  return `{${entries.length}:${entries.map(([key, item]) => flatten(key) + flatten(item)).join('')}`;
}

/**
 * @param {Record<string, any>} scenario
 * @param {'value' | 'generator'} suspend how the scenario suspends: aw_suspend(), or a generator as in the oracle
 */
export function encode(scenario, suspend) {
  return Buffer.from(flatten({ ...scenario, suspend }));
}

/**
 * @param {any[]} items
 * @returns {any[][]}
 */
function permutations(items) {
  if (items.length < 2) return [items];
  return items.flatMap((first, at) => permutations(items.filter((_, index) => index !== at)).map((rest) => [first, ...rest]));
}

/**
 * as_completed() makes a set of what it is given, and CPython walks that in the order of addresses, which is no part of a program. The same scenario
 * with each other order of these names.
 * @param {Record<string, any>} scenario
 */
export function otherOrders(scenario) {
  const text = JSON.stringify(scenario);
  const lists = /\["as_completed",(\[[^\]]*\])/g;
  const longest = Math.max(0, ...Array.from(text.matchAll(lists), ([, names]) => JSON.parse(names).length));
  const orders = permutations([...Array(longest).keys()]).slice(1);
  return orders.map((order) => JSON.parse(text.replace(lists, (_, names) => {
    const given = JSON.parse(names);
    return `["as_completed",${JSON.stringify(order.filter((at) => at < given.length).map((at) => given[at]))}`;
  })));
}

/**
 * @typedef {{ lines: string[], leak?: string } | { error: string }} Answer what a scenario did, or why it could not run
 */

/**
 * Reads one answer that run.c wrote.
 * @param {Buffer} bytes
 * @param {number} start
 * @returns {{ answer: Answer, next: number } | null} null where the answer is not complete
 */
export function decode(bytes, start) {
  let at = start;
  /** @param {string} end */
  const until = (end) => {
    const stop = bytes.indexOf(end, at);
    if (stop < 0) return null;
    const word = bytes.toString('utf8', at, stop);
    at = stop + 1;
    return word;
  };
  const text = () => {
    const length = Number(until(' '));
    const found = bytes.toString('utf8', at, at + length);
    at += length + 1;
    return at > bytes.length ? null : found;
  };
  const what = until(' ');
  if (what === 'error') {
    const error = text();
    return error === null ? null : { answer: { error }, next: at };
  }
  const counts = until('\n')?.split(' ').map(Number);
  if (what !== 'trace' || !counts) return null;
  const [count, objects, coroutines, stacks] = counts;
  const lines = [];
  for (let i = 0; i < count; i++) {
    const line = text();
    if (line === null) return null;
    lines.push(line);
  }
  const left = objects + stacks > 0 ? `still alive afterwards: ${objects} objects (${coroutines} of them coroutines), ${stacks} stacks` : undefined;
  return { answer: { lines, leak: left }, next: at };
}
