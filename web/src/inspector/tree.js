// Who awaits whom, as Python 3.14's `python -m asyncio pstree` writes it: tasks, and under each the coroutines in which it stands, down to the tasks that it waits for.

/**
 * @typedef {{label: string, task: number | null, line: number | null, children: Node[]}} Node `task`: its number, where it is one
 * @typedef {{label: string, line: number | null}} Frame
 * @typedef {object} Tree
 * @property {Node[]} roots none where it has cycles
 * @property {string[]} cycles in Python's words
 * @property {string} circles the same in a sentence
 */

/** Deeper than so many lines no task is begun, and of so many tasks the tree is made: browsers give up on trees without end, and so do readers. */
const DEEPEST = 40;
const TASKS_AT_MOST = 500;

/** What is said of a tree that cannot be made. */
export const CYCLIC = 'ERROR: await-graph contains cycles - cannot print a tree!';

/**
 * @param {import('./look.js').AnySession} session
 * @param {import('./look.js').Chain[]} chains
 * @param {import('../loop/watched.js').Task[]} tasks of its program
 * @returns {Tree}
 */
export function treeOf({ program, module }, chains, tasks) {
  if (!program) {
    const roots = chains.map(({ members }) => nested(members.map(({ function: name, file, line }) => ({ label: labelOf(name, file, line), line })), []));
    return { roots, cycles: [], circles: '' };
  }
  const byNumber = new Map(tasks.map((task) => [task.number, task]));
  const nameOf = (/** @type {number} */ number) => byNumber.get(number)?.name ?? '';
  const cycles = cyclesOf(byNumber).map((cycle) => `cycle: ${[...cycle, cycle[0]].map(nameOf).join(' → ')}`);
  if (cycles.length > 0) {
    const [, circles = ''] = module.pstree().trimEnd().split('\n\n');
    return { roots: [], cycles, circles: circles.replaceAll('\n', ' ') };
  }
  let left = TASKS_AT_MOST;
  /** @param {number[]} numbers @param {number} depth @returns {Node[]} */
  const nodesOf = (numbers, depth) => {
    /** @type {Node[]} */
    const nodes = [];
    for (const [index, number] of numbers.entries()) {
      if (left === 0 || depth >= DEEPEST) return [...nodes, restOf(numbers.slice(index), byNumber)];
      left--;
      const { name, frames, waitsFor } = /** @type {import('../loop/watched.js').Task} */ (byNumber.get(number));
      const lines = Math.min(frames.length, FRAMES_AT_MOST);
      const inner = nodesOf(waitsFor, depth + 1 + lines);
      const labels = frames.map((frame) => ({ label: labelOf(frame.function, program.file, frame.line), line: frame.line }));
      nodes.push({ label: name, task: number, line: null, children: labels.length > 0 ? [nested(labels, inner)] : inner });
    }
    return nodes;
  };
  const awaited = new Set(tasks.flatMap(({ waitsFor }) => waitsFor));
  return { roots: nodesOf(tasks.flatMap(({ number }) => (awaited.has(number) ? [] : [number])), 0), cycles, circles: '' };
}

/** These, and all that they wait for, as one line. @param {number[]} numbers @param {Map<number, import('../loop/watched.js').Task>} tasks @returns {Node} */
function restOf(numbers, tasks) {
  const found = new Set(numbers);
  for (const number of found) for (const other of tasks.get(number)?.waitsFor ?? []) found.add(other);
  return { label: `… and ${found.size.toLocaleString('en')} more ${found.size === 1 ? 'task' : 'tasks'} below`, task: null, line: null, children: [] };
}

/** @param {string} name @param {string | null} file @param {number | null} line */
const labelOf = (name, file, line) => (line === null || !file ? name : `${name} ${file.replace(/^.*[\\/]/, '')}:${line}`);

/** So many coroutines of a chain are shown. */
const FRAMES_AT_MOST = 40;

/** Each inside the one before; the innermost has these children. @param {Frame[]} frames @param {Node[]} children @returns {Node} */
function nested(frames, children) {
  const half = FRAMES_AT_MOST / 2;
  const more = { label: `… ${frames.length - FRAMES_AT_MOST} more …`, line: null };
  const shown = frames.length > FRAMES_AT_MOST ? [...frames.slice(0, half), more, ...frames.slice(-half)] : frames;
  const [root] = shown.reduceRight((inner, { label, line }) => [{ label, task: null, line, children: inner }], children);
  return root;
}

/** Each once, from its first task. @param {Map<number, import('../loop/watched.js').Task>} tasks @returns {number[][]} */
function cyclesOf(tasks) {
  /** @type {number[][]} */
  const cycles = [];
  const done = new Set();
  for (const first of tasks.keys()) {
    /** From the first one down to the one that is looked at. @type {Set<number>} */
    const path = new Set();
    /** The same, each with those that it waits for and that are yet to be looked at. @type {{number: number, left: number[]}[]} */
    const stack = [];
    const enter = (/** @type {number} */ number) => {
      path.add(number);
      stack.push({ number, left: [...(tasks.get(number)?.waitsFor ?? [])] });
    };
    if (!done.has(first)) enter(first);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const next = top.left.shift();
      if (next === undefined) {
        path.delete(top.number);
        done.add(top.number);
        stack.pop();
      } else if (path.has(next)) cycles.push([...path].slice([...path].indexOf(next)));
      else if (!done.has(next)) enter(next);
    }
  }
  return cycles;
}

/** As it is copied. @param {Tree} tree */
export function textOf({ roots, cycles }) {
  if (cycles.length > 0) return `${CYCLIC}\n\n${cycles.join('\n')}`;
  /** @type {string[]} */
  const lines = [];
  const write = (/** @type {Node} */ { label, task, children }, /** @type {string} */ before, /** @type {boolean} */ isLast) => {
    lines.push(`${before}${isLast ? '└── ' : '├── '}${task === null ? '' : '(T)'} ${label}`);
    children.forEach((child, index) => write(child, before + (isLast ? '    ' : '│   '), index === children.length - 1));
  };
  for (const root of roots) write(root, '', true);
  return lines.join('\n');
}
