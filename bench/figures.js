// The series that are run and the lines of the table: which figure of which series, under which heading, and its goal.

import { firstLine } from './machine.js';

/** What is needed to run them: a module, and where it comes from. */
export function seriesOf({ files, python, newer }) {
  const round = new URL('round.js', import.meta.url).pathname;
  const program = new URL('programs/send.py', import.meta.url).pathname;
  const node = (name, file) => ({ command: process.execPath, args: [round, name, ...(file ? [file] : [])] });
  const loop = new URL('programs/loop.py', import.meta.url).pathname;
  const hasUvloop = python && firstLine(python, ['-c', 'import uvloop; print(uvloop.__version__)']) !== null;
  const ofCompilers = (series, which) => ({
    [`${series}-emcc`]: files.emcc && node(series, files.emcc[which]),
    [`${series}-clang`]: node(series, files.clang[which]),
  });
  return {
    ...ofCompilers('inside', 'sends'),
    ...ofCompilers('api', 'sends'),
    ...ofCompilers('memory', 'sends'),
    ...ofCompilers('loop', 'loop'),
    ...ofCompilers('taskMemory', 'loop'),
    ...ofCompilers('bridge', 'loop'),
    ...ofCompilers('states', 'states'),
    ...ofCompilers('explore', 'orders'),
    generators: node('generators'),
    promises: node('promises'),
    newer: newer && { command: newer, args: [round, 'bridge', files.clang.loop] },
    jspi: newer && { command: newer, args: [round, 'jspi', files.jspi] },
    fibers: files.fibers && node('fibers', files.fibers),
    python: python && { command: python, args: [program] },
    asyncio: python && { command: python, args: [loop] },
    uvloop: hasUvloop && { command: python, args: [loop, 'uvloop'] },
  };
}

const both = (series, figure, label, goal) =>
  ['emcc', 'clang'].map((compiler) => ({ series: `${series}-${compiler}`, figure, label: `${label} (${compiler})`, goal }));

const chain = (depth) => ({
  title: `One round trip through an await chain of ${depth}: ns`,
  rows: [
    ...both('inside', `chain-${depth}`, 'aw_iter_send', 40),
    { series: 'generators', figure: `generator-${depth}`, label: 'JS generators, yield*' },
    { series: 'python', figure: `python-${depth}`, label: 'CPython coroutines' },
  ],
});

const inLoop = (title, figure, goal, js) => ({
  title,
  rows: [
    ...both('loop', figure, 'libawait', goal),
    ...(js ? [{ series: 'promises', figure: `js-${figure}`, label: js }] : []),
    { series: 'asyncio', figure, label: 'asyncio' },
    { series: 'uvloop', figure, label: 'uvloop' },
  ],
});

const exploring = (title, test) => ({
  title: `An order that is explored, ${title}: µs`,
  rows: [
    ...both('explore', `explored-${test}`, 'bringing states back'),
    ...both('explore', `searched-again-${test}`, 'the same search, from the start'),
    ...both('explore', `followed-${test}`, 'known orders, new instances'),
  ],
});

/** The table. A ratio is to the first row of its section that was measured. */
export const sections = [
  {
    title: 'One round trip inside wasm: ns',
    rows: [
      ...both('inside', 'send', 'aw_send', 40),
      ...both('inside', 'chain-1', 'aw_iter_send', 40),
      ...both('inside', 'switch', 'bare switch', 20),
      { series: 'generators', figure: 'generator-1', label: "JS generator's next(), in JS" },
      { series: 'fibers', figure: 'fiber', label: 'emscripten_fiber_swap, there and back' },
      { series: 'python', figure: 'python-1', label: "CPython's send" },
    ],
  },
  {
    title: 'One round trip from JavaScript: ns',
    rows: [
      ...both('api', 'api-send', 'c.send(null)'),
      ...both('api', 'api-next', 'c.next(null)'),
      { series: 'generators', figure: 'generator-1', label: "JS generator's next()" },
    ],
  },
  ...[16, 64, 1000].map(chain),
  {
    title: 'Each of 100,000 suspended coroutines: bytes',
    rows: [
      ...both('memory', 'memory-live', 'live, as aw_live() counts'),
      ...both('memory', 'memory-grown', 'growth of the memory', 300),
    ],
  },
  inLoop('A hop of each of 1,000 tasks, await sleep(0): ns', 'hop', 40, 'JS await null'),
  inLoop('A task made, run and gone: ns', 'task', 100),
  inLoop('A task made and awaited: ns', 'awaited-task', undefined, 'JS await of an async function'),
  inLoop('An item through a queue and back through another: ns', 'ping-pong'),
  inLoop('gather() of 100,000, each: ns', 'gather', undefined, 'Promise.all'),
  inLoop('100,000 timers, each: ns', 'timer', undefined, 'setTimeout'),
  {
    title: 'An awaited promise that is resolved: ns',
    rows: [...both('bridge', 'bridge', 'C awaits it'), { series: 'promises', figure: 'js-resolved', label: 'JS awaits it' }],
  },
  {
    title: 'The same in a newer Node (--newer-node): ns',
    rows: [
      { series: 'newer', figure: 'bridge', label: 'C awaits it' },
      { series: 'jspi', figure: 'jspi', label: 'wasm awaits it, by JSPI: one stack, nothing else' },
      { series: 'jspi', figure: 'js-resolved', label: 'JS awaits it' },
    ],
  },
  {
    title: 'Each of 1,000,000 suspended tasks: bytes',
    rows: [...both('taskMemory', 'task-live', 'live, as aw_live() counts'), ...both('taskMemory', 'task-grown', 'growth of the memory', 400)],
  },
  {
    title: 'The state of a program that holds 8 MiB, each MiB: µs',
    rows: [
      ...both('states', 'snapshot-mib', 'snapshot()', 1000),
      ...both('states', 'restore-mib', 'load() of it, a new instance', 2000),
      { series: 'states-clang', figure: 'copy-mib', label: 'memory.buffer.slice()' },
    ],
  },
  {
    title: 'The state of a small program: µs',
    rows: [
      ...both('states', 'snapshot-small', 'snapshot()'),
      ...both('states', 'restore-small', 'load() of it, a new instance'),
      ...both('states', 'fork-small', 'fork()', 1000),
      { series: 'states-clang', figure: 'begin-small', label: 'load() from the beginning' },
      { series: 'states-clang', figure: 'copy-small', label: 'memory.buffer.slice()' },
    ],
  },
  {
    title: 'Its size: bytes',
    rows: [...both('states', 'snapshot-bytes', 'snapshot'), ...both('states', 'memory-bytes', 'memory')],
  },
  {
    title: 'A step of a history, and back: µs',
    rows: [
      ...both('states', 'step-small', 'a step of the small program', 1000),
      ...both('states', 'back-small', 'one step back'),
      ...both('states', 'step-large', 'a step of the one that holds 8 MiB'),
      ...both('states', 'back-large', 'one step back'),
    ],
  },
  {
    title: 'What a history keeps of a step: bytes',
    rows: [...both('states', 'step-bytes-small', 'the small program', 16384), ...both('states', 'step-bytes-large', 'the one that holds 8 MiB', 16384)],
  },
  exploring('of three tasks of three steps', 'small'),
  exploring('of three that share a lock', 'with_a_lock'),
  exploring('with 200 steps between any two choices', 'with_long_ways'),
  exploring('after a set-up of 3,000 steps', 'with_a_set_up'),
];
