// Installs the dependencies with `npm ci`, if what is installed is not what the lock file says. Imports nothing that has to be installed.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** @param {string} path */
const packagesIn = (path) => Object.entries(JSON.parse(readFileSync(root + path, 'utf8')).packages);

function isInstalled() {
  try {
    const present = new Map(packagesIn('node_modules/.package-lock.json'));
    const wanted = packagesIn('package-lock.json').filter(([path]) => path !== '');
    return wanted.every(([path, { version, optional }]) => (present.has(path) ? present.get(path).version === version : optional));
  } catch {
    return false;
  }
}

/** Ends the process if it fails. */
export async function install() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) fail(`libawait needs Node 20 or later; this is ${process.version}.`);
  if (isInstalled()) return;
  console.log('Installing dependencies (about 270 MB on disk) …');
  // None of them needs its install script.
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const [command, rest] = npm?.endsWith('.js') ? [process.execPath, [npm, ...args]] : ['npm', args];
  const child = spawn(command, rest, { cwd: root, stdio: 'inherit', shell: command === 'npm' && process.platform === 'win32' });
  const status = await new Promise((resolve) => {
    child.on('error', () => resolve(-1));
    child.on('close', resolve);
  });
  if (status !== 0) fail('npm ci failed.');
}

/** @param {string} message @returns {never} */
export function fail(message) {
  console.error(message);
  process.exit(1);
}
