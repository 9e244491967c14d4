// What the tests of the command share: a folder with C files, and calling the command in it.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const main = join(root, 'wasm', 'cli', 'main.js');
mkdirSync(join(root, 'build', 'tests'), { recursive: true });
export const folder = mkdtempSync(join(root, 'build', 'tests', 'cli-'));
after(() => rmSync(folder, { recursive: true }));

/** @param {string} name @param {string} code the includes are line 1 and 2 */
export const write = (name, code) => writeFileSync(join(folder, name), `#include <aw/aw.h>\n#include <stdio.h>\n${code}`);

/** @param {...string} args */
export function libawait(...args) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [main, ...args], { cwd: folder, encoding: 'utf8' });
  assert.doesNotMatch(stderr, /^ +at .*(\.js|node:)/m, 'a stack trace');
  return { stdout, stderr, status };
}

/** @param {string[]} args @param {number} status @param {RegExp} message */
export function fails(args, status, message) {
  const result = libawait(...args);
  assert.match(result.stderr, message);
  assert.deepEqual([result.stdout, result.status], ['', status]);
}
