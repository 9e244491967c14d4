// Who awaits whom, as Python's pstree writes it.
import { useState } from 'preact/hooks';
import { selectedTask, selectTask } from '../store.js';
import { CYCLIC, textOf } from './tree.js';

/** @typedef {import('./tree.js').Node} Node */

/** @param {{look: import('./look.js').Look}} props */
export function TreePanel({ look: { tree } }) {
  const { roots, cycles, circles } = tree;
  if (cycles.length > 0) {
    return (
      <>
        <p class="trouble">{CYCLIC}</p>
        <ul class="cycles">{cycles.map((cycle) => <li key={cycle}><code>{cycle}</code></li>)}</ul>
        <p>{circles}</p>
        <Copy tree={tree} />
      </>
    );
  }
  if (roots.length === 0) return <p class="quiet">Nothing is awaited: there is no coroutine, or all tasks are done.</p>;
  return (
    <>
      <ul class="await-tree" aria-label="Who awaits whom">{roots.map((node, index) => <Branch key={index} node={node} />)}</ul>
      <p class="quiet tree-foot">(T) is a task; what has no mark is a coroutine in it, with its line. <Copy tree={tree} /></p>
    </>
  );
}

/** @param {{node: Node}} props */
function Branch({ node: { label, task, children } }) {
  return (
    <li>
      {task === null ? <code>{label}</code> : (
        <button type="button" class="tree-task" aria-pressed={task === selectedTask.value?.number} onClick={() => selectTask(task)}><code>(T) {label}</code></button>
      )}
      {children.length > 0 && <ul>{children.map((node, index) => <Branch key={index} node={node} />)}</ul>}
    </li>
  );
}

/** @param {{tree: import('./tree.js').Tree}} props */
function Copy({ tree }) {
  const [said, setSaid] = useState('');
  const copy = () => navigator.clipboard.writeText(textOf(tree)).then(() => setSaid('Copied.'), () => setSaid('The browser did not let it be copied.'));
  return (
    <>
      <button type="button" id="copy-tree" onClick={copy}>Copy as text</button>
      <span role="status"> {said}</span>
    </>
  );
}
