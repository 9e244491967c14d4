// One order of a test's steps: as a file, as a text for people, and `libawait run --schedule`, which runs it again.

import { readFileSync, writeFileSync } from 'node:fs';
import { replaySchedule } from '../api/index.js';
import { withModule } from './program.js';
import { Failure } from './usage.js';

/** So many steps are shown at each end of what follows the last switch. */
const SHOWN = 12;

/** @typedef {import('../api/explore/transcript.js').Step} Step */

/** @param {string} file @param {import('../api/explore/replay.js').Schedule} schedule */
export function saveSchedule(file, schedule) {
  try {
    writeFileSync(file, `${JSON.stringify(schedule)}\n`);
  } catch (error) {
    throw new Failure(`libawait: cannot write ${file}: ${/** @type {Error} */ (error).message}`);
  }
}

/** Runs a test in the order of a schedule, and tells step by step what happens. @param {string} program @param {string} file @param {import('../api/index.js').LoadOptions} options */
export async function runSchedule(program, file, options) {
  const schedule = readSchedule(file);
  const { test, failure, transcript } = await withModule(program, (path) => replaySchedule(path, schedule, options));
  console.log(`${test}\n${transcriptText(transcript)}`);
  if (!failure) return console.log('\nIt passes in this order.');
  throw new Failure(`\n${failure.traceback ?? `${failure.kind}: ${failure.message}`}`);
}

/** @param {string} file */
function readSchedule(file) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Failure(`libawait: cannot read ${file}: ${/** @type {Error} */ (error).message}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure(`libawait: ${file} is no schedule; \`libawait explore --save-schedule\` writes one`);
  }
}

/** A line for each step; steps that only pass on a result are left out, and most of a long end that goes in the loop's own order. @param {Step[]} steps */
export function transcriptText(steps) {
  const shown = steps.filter((step) => step.insteadOf !== null || step.did.length > 0);
  const begin = shown.findLastIndex((step) => step.insteadOf !== null) + 1 + SHOWN;
  const left = Math.max(0, shown.length - SHOWN - begin);
  const rows = [...shown.slice(0, begin + (left > 0 ? 0 : SHOWN)).map(rowOf), ...(left > 0 ? [['  …', `${left} more`, '', ''], ...shown.slice(-SHOWN).map(rowOf)] : [])];
  const table = [['  step', 'who', 'goes on at', 'and'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column].length)));
  return table.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n');
}

/** @param {Step} step */
function rowOf({ step, who, at, insteadOf, did }) {
  const place = insteadOf === null ? [] : [`before ${insteadOf}:`];
  return [`${insteadOf === null ? ' ' : '>'} ${step + 1}`, who, shortPlaces(at ?? ''), [...place, did.map(shortPlaces).join('; ')].join(' ')];
}

/** Files without their folders. @param {string} text */
function shortPlaces(text) {
  return text.replace(/[^\s:"]*[\\/]([^\s:"\\/]+:\d+)/g, '$1');
}
