// What the figures were measured with: processor, system, and the versions of everything that takes part.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';

const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));

/** The first line that a command prints, or null if there is no such command. */
export function firstLine(command, args) {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim().split('\n')[0];
  } catch {
    return null;
  }
}

function system() {
  try {
    return /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))[1];
  } catch {
    return `${os.type()} ${os.release()}`;
  }
}

function packageVersion(name) {
  return lock.packages[`node_modules/${name}`].version;
}

/** A python3 to measure: the system's own, where there is one; others are often built without optimisation. */
export function findPython() {
  return ['/usr/bin/python3', 'python3'].find((python) => firstLine(python, ['--version']) !== null) ?? null;
}

export function describeMachine({ python, emcc, newer }) {
  const cpus = os.cpus();
  return [
    `${cpus[0].model.trim()}, ${cpus.length} cores, ${system()}`,
    `Node ${process.versions.node} (V8 ${process.versions.v8}), binaryen ${packageVersion('binaryen')}`,
    emcc ? `emcc: ${emcc}` : 'emcc: not found, so neither its build nor its fibers are measured',
    `npm clang: @yowasp/clang ${packageVersion('@yowasp/clang')}`,
    ...(newer ? [`newer Node: ${firstLine(newer, ['--version'])}`] : []),
    python ? `CPython: ${firstLine(python, ['--version'])} (${python})` : 'CPython: no python3 found, so it is not measured',
  ];
}
