// `node bench/run.js`: builds, runs every series several rounds, each in a fresh process, and prints one table. README.md explains it.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { parseArgs, promisify } from 'node:util';
import { buildAll } from './build.js';
import { sections, seriesOf } from './figures.js';
import { describeMachine, findPython, firstLine } from './machine.js';
import { median } from './measure.js';

const usage = `usage: node bench/run.js [--rounds N] [--json FILE] [--newer-node NODE]
  --rounds N    fresh processes for each series (default 7)
  --json FILE   writes all values, too
  --newer-node NODE  another Node, which has JSPI, to measure that beside (npm install node@26, anywhere else)`;

function readOptions() {
  try {
    const { values } = parseArgs({ options: { rounds: { type: 'string', default: '7' }, json: { type: 'string' }, 'newer-node': { type: 'string' } } });
    const rounds = Number(values.rounds);
    if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds wants a whole number, 1 or more');
    return { rounds, json: values.json, newer: values['newer-node'] };
  } catch (error) {
    console.error(`${error.message}\n${usage}`);
    process.exit(2);
  }
}

/** All values of each figure: { series: { figure: [value of each round] } }. Rounds are taken in turn, so that a slow minute hits all. */
async function runRounds(series, rounds) {
  const values = {};
  for (let round = 1; round <= rounds; round++) {
    for (const [name, one] of Object.entries(series)) {
      if (!one) continue;
      process.stderr.write(`\rround ${round} of ${rounds}: ${name.padEnd(20)}`);
      const { stdout } = await promisify(execFile)(one.command, one.args);
      for (const [figure, value] of Object.entries(JSON.parse(stdout))) ((values[name] ??= {})[figure] ??= []).push(value);
    }
  }
  process.stderr.write('\r'.padEnd(50) + '\r');
  return values;
}

const written = (value) => (value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en'));

function printRow(label, middle, range, ratio, goal) {
  console.log(`| ${label.padEnd(51)} | ${middle.padStart(7)} | ${range.padStart(15)} | ${ratio.padStart(6)} | ${goal.padStart(5)} |`);
}

function printTable(values) {
  printRow('', 'median', 'min – max', 'ratio', 'goal');
  console.log(`|${'-'.repeat(53)}|--------:|----------------:|-------:|------:|`);
  for (const { title, rows } of sections) {
    let first = null;
    printRow(`**${title}**`, '', '', '', '');
    for (const { series, figure, label, goal } of rows) {
      const all = values[series]?.[figure];
      if (!all) {
        printRow(label, '–', 'not measured', '', '');
        continue;
      }
      const middle = median(all);
      first ??= middle;
      const range = `${written(Math.min(...all))} – ${written(Math.max(...all))}`;
      printRow(label, written(middle), range, (middle / first).toFixed(2), goal ? `< ${goal}` : '');
    }
  }
}

const { rounds, json, newer } = readOptions();
process.on('uncaughtException', (error) => {
  console.error(`\n${error.stderr ?? ''}${error.message}`);
  process.exit(1);
});
const python = findPython();
const emcc = firstLine('emcc', ['--version']);
const files = await buildAll({ emcc: emcc !== null, log: (line) => console.error(line) });
const values = await runRounds(seriesOf({ files, python, newer }), rounds);
console.log(describeMachine({ python, emcc, newer }).join('\n'));
console.log(`median of ${rounds} rounds, each a fresh process; a ratio is to the first line of its section\n`);
printTable(values);
if (json) await writeFile(json, `${JSON.stringify(values, null, 1)}\n`);
