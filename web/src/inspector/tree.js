// Who awaits whom, as Python 3.14's `python -m asyncio pstree` writes it: tasks, and under each the coroutines in which it stands, down to the tasks that it waits for.

/**
 * @typedef {{label: string, task: number | null, line: number | null, children: Node[]}} Node `task`: its number, where it is one
 * @typedef {{label: string, line: number | null}} Frame
 * @typedef {object} Tree
 * @property {Node[]} roots none where it has cycles
 * @property {string[]} cycles in Python's words
 * @property {string} circles the same in a sentence
 * @property {string} text
 */

/**
 * @param {import('./look.js').AnySession} session
 * @param {import('./look.js').Chain[]} chains
 * @returns {Tree}
 */
export function treeOf(session, chains) {
  const { program } = session;
  if (!program) {
    const roots = chains.map(({ members }) => nested(members.map(({ function: name, file, line }) => ({ label: labelOf(name, file, line), line })), []));
    return { roots, cycles: [], circles: '', text: textOf(roots) };
  }
  const tasks = program.isDone ? [] : session.module.psData();
  const numbers = program.tasks().map(({ number }) => number);
  const cycles = cyclesOf(tasks.map((/** @type {any} */ { awaited }) => awaited)).map((cycle) => `cycle: ${[...cycle, cycle[0]].map((index) => tasks[index].name).join(' → ')}`);
  if (cycles.length > 0) {
    const [, circles = ''] = session.module.pstree().trimEnd().split('\n\n');
    return { roots: [], cycles, circles: circles.replaceAll('\n', ' '), text: `ERROR: await-graph contains cycles - cannot print a tree!\n\n${cycles.join('\n')}` };
  }
  const nodeOf = (/** @type {number} */ index) => {
    const { name, frames, awaited } = tasks[index];
    const inner = awaited.map(nodeOf);
    const labels = frames.map((/** @type {any} */ frame) => ({ label: labelOf(frame.function, frame.file, frame.line), line: program.lineOf(frame) }));
    return { label: name, task: numbers[index], line: null, children: labels.length > 0 ? [nested(labels, inner)] : inner };
  };
  const roots = tasks.flatMap((/** @type {any} */ { awaitedBy }, /** @type {number} */ index) => (awaitedBy.length === 0 ? [nodeOf(index)] : []));
  return { roots, cycles, circles: '', text: textOf(roots) };
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

/** Each once, from its first task. @param {number[][]} edges @returns {number[][]} */
function cyclesOf(edges) {
  /** @type {number[][]} */
  const cycles = [];
  const done = new Set();
  const visit = (/** @type {number} */ node, /** @type {number[]} */ path) => {
    const at = path.indexOf(node);
    if (at >= 0) cycles.push(path.slice(at));
    if (at >= 0 || done.has(node)) return;
    for (const next of edges[node]) visit(next, [...path, node]);
    done.add(node);
  };
  edges.forEach((_, node) => visit(node, []));
  return cycles;
}

/** @param {Node[]} roots */
function textOf(roots) {
  /** @type {string[]} */
  const lines = [];
  const write = (/** @type {Node} */ { label, task, children }, /** @type {string} */ before, /** @type {boolean} */ isLast) => {
    lines.push(`${before}${isLast ? '└── ' : '├── '}${task === null ? '' : '(T)'} ${label}`);
    children.forEach((child, index) => write(child, before + (isLast ? '    ' : '│   '), index === children.length - 1));
  };
  for (const root of roots) write(root, '', true);
  return lines.join('\n');
}
