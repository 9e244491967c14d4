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
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(`${command}: ${/** @type {Error} */ (error).message.split(/\.(?: To specify|\n)/)[0]}`);
  }
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
