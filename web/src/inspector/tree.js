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
 * @param {import('../loop/watched.js').Task[]} tasks of its program
 * @returns {Tree}
 */
export function treeOf({ program, module }, chains, tasks) {
  if (!program) {
    const roots = chains.map(({ members }) => nested(members.map(({ function: name, file, line }) => ({ label: labelOf(name, file, line), line })), []));
    return { roots, cycles: [], circles: '', text: textOf(roots) };
  }
  const byNumber = new Map(tasks.map((task) => [task.number, task]));
  const nameOf = (/** @type {number} */ number) => byNumber.get(number)?.name ?? '';
  const cycles = cyclesOf(byNumber).map((cycle) => `cycle: ${[...cycle, cycle[0]].map(nameOf).join(' → ')}`);
  if (cycles.length > 0) {
    const [, circles = ''] = module.pstree().trimEnd().split('\n\n');
    return { roots: [], cycles, circles: circles.replaceAll('\n', ' '), text: `ERROR: await-graph contains cycles - cannot print a tree!\n\n${cycles.join('\n')}` };
  }
  /** @param {number} number @returns {Node} */
  const nodeOf = (number) => {
    const { name, frames, waitsFor } = /** @type {import('../loop/watched.js').Task} */ (byNumber.get(number));
    const inner = waitsFor.map(nodeOf);
    const labels = frames.map((frame) => ({ label: labelOf(frame.function, program.file, frame.line), line: frame.line }));
    return { label: name, task: number, line: null, children: labels.length > 0 ? [nested(labels, inner)] : inner };
  };
  const awaited = new Set(tasks.flatMap(({ waitsFor }) => waitsFor));
  const roots = tasks.flatMap(({ number }) => (awaited.has(number) ? [] : [nodeOf(number)]));
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

/** Each once, from its first task. @param {Map<number, import('../loop/watched.js').Task>} tasks @returns {number[][]} */
function cyclesOf(tasks) {
  /** @type {number[][]} */
  const cycles = [];
  const done = new Set();
  const visit = (/** @type {number} */ number, /** @type {number[]} */ path) => {
    const at = path.indexOf(number);
    if (at >= 0) cycles.push(path.slice(at));
    if (at >= 0 || done.has(number)) return;
    for (const next of tasks.get(number)?.waitsFor ?? []) visit(next, [...path, number]);
    done.add(number);
  };
  for (const number of tasks.keys()) visit(number, []);
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
