// Runs other programs: compilers, CMake, npm.

import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const EXTENSIONS = process.platform === 'win32' ? ['.bat', '.cmd', '.exe'] : [''];

/**
 * Runs a program to its end and keeps what it prints.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<{ status: number, output: string, missing: boolean }>} output: stdout and stderr, in the order of arrival
 */
export function run(program, args, { cwd, env } = {}) {
  return new Promise((resolve) => {
    const shell = /\.(bat|cmd)$/i.test(program);
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', (error) => resolve({ status: -1, output: error.message, missing: true }));
    child.on('close', (status, signal) => {
      if (signal) output += `${program} was ended by ${signal}\n`;
      resolve({ status: status ?? -1, output, missing: false });
    });
  });
}

/**
 * @param {string} program
 * @returns {string | undefined} its path, if it is on PATH
 */
export function findProgram(program) {
  for (const directory of (process.env.PATH ?? '').split(delimiter)) {
    for (const extension of EXTENSIONS) {
      const path = join(directory, program + extension);
      try {
        accessSync(path, constants.X_OK);
        if (statSync(path).isFile()) return path;
      } catch {
        // not here
      }
    }
  }
  return undefined;
}
