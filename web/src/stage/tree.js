// Who awaits whom, as a tree to be drawn: under each task those that it waits for. One that several wait for stands under the first of them; the others name it.

/**
 * @typedef {import('../loop/watched.js').Task} Task
 * @typedef {{task: Task, children: Node[], elsewhere: Task[], awaitedBy: Task[]}} Node `elsewhere`: whom it waits for that stand somewhere else; `awaitedBy`: those that it does not stand under
 */

/** Deeper than this nothing is drawn under another: it begins anew beside the others, and names who waits for it. */
const DEEPEST = 20;

/** The tasks that nobody waits for first; of a circle one is put first, too. @param {Task[]} tasks oldest first @returns {Node[]} */
export function treeOf(tasks) {
  const byNumber = new Map(tasks.map((task) => [task.number, task]));
  /** @type {Map<number, Task[]>} */
  const waiters = new Map();
  for (const task of tasks) for (const other of task.waitsFor) waiters.set(other, [...(waiters.get(other) ?? []), task]);
  /** @type {Set<Task>} */
  const placed = new Set();

  /** @param {Task} task @param {Task | null} under @param {number} depth @returns {Node} */
  const place = (task, under, depth) => {
    /** @type {Task[]} */
    const children = [];
    /** @type {Task[]} */
    const elsewhere = [];
    for (const number of task.waitsFor) {
      const other = byNumber.get(number);
      if (!other) continue;
      if (placed.has(other) || depth === DEEPEST) elsewhere.push(other);
      else {
        placed.add(other);
        children.push(other);
      }
    }
    const awaitedBy = (waiters.get(task.number) ?? []).filter((other) => other !== under);
    return { task, children: children.map((other) => place(other, task, depth + 1)), elsewhere, awaitedBy };
  };

  /** @type {Node[]} */
  const roots = [];
  const addRoot = (/** @type {Task} */ task) => {
    placed.add(task);
    roots.push(place(task, null, 0));
  };
  for (const task of tasks) if (!waiters.has(task.number)) addRoot(task);
  for (const task of tasks) if (!placed.has(task)) addRoot(task);
  return roots;
}
