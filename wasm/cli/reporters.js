// What `libawait test` and `libawait explore` print: TAP 14, or a text for people.

import { UsageError } from './usage.js';

/** Whoever reads may have seen enough: `libawait test … | head`. */
process.stdout.on('error', (error) => process.exit(/** @type {NodeJS.ErrnoException} */ (error).code === 'EPIPE' ? 0 : 1));

/** @typedef {import('./test.js').Result} Result */
/**
 * @typedef {object} Reporter
 * @property {(count: number) => void} begin
 * @property {(result: Result) => void} result
 * @property {(summary: { passed: number, failed: number, duration: number, seed: number }) => void} end
 */

/** @param {(text: string) => void} print @returns {Reporter} */
function tap(print) {
  let number = 0;
  return {
    begin(count) {
      print(`TAP version 14\n1..${count}\n`);
    },
    result({ name, failures, notes, output, duration, at }) {
      const passed = failures.length === 0;
      if (!passed) for (const line of output) print(`# ${line}\n`);
      print(`${passed ? 'ok' : 'not ok'} ${++number} - ${name}\n  ---\n`);
      print(`  duration_ms: ${duration.toFixed(3)}\n`);
      for (const note of notes) print(`  note: ${JSON.stringify(note)}\n`);
      if (!passed) {
        print(`  at: ${JSON.stringify(`${at.file}:${at.line}`)}\n  message: ${JSON.stringify(summaryOf(failures[0]))}\n  failures:\n`);
        for (const failure of failures) print(`    - |-\n${indented(failure, 6)}`);
      }
      print('  ...\n');
    },
    end({ passed, failed, duration, seed }) {
      print(`# tests ${passed + failed}\n# pass ${passed}\n# fail ${failed}\n# duration_ms ${duration.toFixed(3)}\n`);
      if (seed !== 0) print(`# seed ${seed}\n`);
    },
  };
}

/** @param {(text: string) => void} print @returns {Reporter} */
function spec(print) {
  return {
    begin() {},
    result({ name, failures, notes, output, duration, at }) {
      print(`${failures.length === 0 ? '✔' : '✖'} ${name} (${duration.toFixed(1)} ms)\n`);
      for (const note of notes) print(indented(note, 4));
      if (failures.length === 0) return;
      print(`    ${at.file}:${at.line}\n`);
      for (const failure of failures) print(indented(failure, 4));
      if (output.length > 0) print(`    It printed:\n${indented(output.join('\n'), 6)}`);
    },
    end({ passed, failed, duration, seed }) {
      const order = seed === 0 ? '' : `, seed ${seed}`;
      print(`\n${passed + failed} ${passed + failed === 1 ? 'test' : 'tests'}: ${passed} passed, ${failed} failed (${duration.toFixed(0)} ms${order})\n`);
    },
  };
}

const REPORTERS = { tap, spec };

/** @param {string} command @param {string} name */
export function reporterNamed(command, name) {
  if (!Object.hasOwn(REPORTERS, name)) throw new UsageError(`${command}: --reporter is ${Object.keys(REPORTERS).join(' or ')}, not '${name}'`);
  return REPORTERS[/** @type {keyof typeof REPORTERS} */ (name)]((text) => process.stdout.write(text));
}

/** The line that says most: of a traceback the last, of anything else the first. @param {string} failure */
function summaryOf(failure) {
  const lines = failure.split('\n');
  if (!lines[0].startsWith('Traceback ')) return lines[0];
  return lines.find((line, index) => index > 0 && !line.startsWith(' ')) ?? lines[0];
}

/** @param {string} text @param {number} spaces */
function indented(text, spaces) {
  const before = ' '.repeat(spaces);
  return text
    .split('\n')
    .map((line) => `${line === '' ? '' : before + line}\n`)
    .join('');
}
