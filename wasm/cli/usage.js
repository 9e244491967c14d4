// What the commands share: their kinds of failure, and reading the command line.

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

/** The command line is wrong. */
export class UsageError extends Error {}

/** It failed; the message is the whole story. */
export class Failure extends Error {
  /** @param {string} message @param {number} [status] */
  constructor(message, status = 1) {
    super(message);
    this.status = status;
  }
}

/**
 * @template {import('node:util').ParseArgsConfig['options']} T
 * @param {string} command
 * @param {string[]} args
 * @param {T} options
 */
export function parse(command, args, options) {
  try {
    return parseArgs({ args: withNumbers(args, options), options, allowPositionals: true, strict: true });
  } catch (error) {
    const [first, question] = /** @type {Error} */ (error).message.split(/\.(?: To specify|\n)/);
    const [, option] = /^Option '([^']*)' argument is ambiguous$/.exec(first) ?? [];
    throw new UsageError(`${command}: ${option && question ? `${option} wants a value; one that begins with a dash is written ${option.split(' ').at(-1)}=-…` : first}`);
  }
}

/** A number below zero behind an option is its value. @param {string[]} args @param {import('node:util').ParseArgsConfig['options']} options */
function withNumbers(args, options) {
  /** @type {string[]} */
  const joined = [];
  const end = args.indexOf('--');
  args.forEach((arg, index) => {
    const before = joined.at(-1) ?? '';
    const isValue = /^-[\d.]/.test(arg) && before.startsWith('--') && options?.[before.slice(2)]?.type === 'string' && (end < 0 || index < end);
    if (isValue) joined[joined.length - 1] = `${before}=${arg}`;
    else joined.push(arg);
  });
  return joined;
}

/** @param {string} command @param {string} option @param {string | undefined} text @param {number} otherwise @param {(number: number) => boolean} accepts */
export function numberOption(command, option, text, otherwise, accepts) {
  if (text === undefined) return otherwise;
  const number = text.trim() === '' ? NaN : Number(text);
  if (!accepts(number)) throw new UsageError(`${command}: --${option} cannot be '${text}'`);
  return number;
}

export function packageVersion() {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;
}
