// The tasks that are not done, each under the one that waits for it: how each is, where it stands, and what it waits for. Those that are done follow in short.
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { isRunning, loop, selectedTask, selectTask, steps } from '../store.js';
import { layoutOf } from '../loop/layout.js';
import { treeOf } from '../stage/tree.js';
import { Fact, Flash } from './card.jsx';
import { DoneTasks, Over } from './done.jsx';
import { Folded, isMany } from './folded.jsx';
import { Icon } from './icons.jsx';
import { Stale } from './stale.jsx';

/**
 * @typedef {import('../loop/watched.js').Task} Task
 * @typedef {import('../stage/tree.js').Node} Node
 * @typedef {import('./done.jsx').Done} Done
 */

/** At most so many of those that have changed are shown where there are many. */
const MOST_CHANGED = 8;

/** The looks of the states, which are those of coroutines. @type {Record<string, 'ready' | 'running' | 'suspended' | 'closed'>} */
const LOOKS = { ready: 'ready', running: 'running', waiting: 'suspended', cancelling: 'closed' };

export function Tasks() {
  const { tasks, events, nowEvent, names, resumed, changed, shared, done: doneCount } = /** @type {import('../store.js').Loop} */ (loop.value);
  const layout = layoutOf(events);
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  useEffect(() => {
    // Only where the cards scroll on their own: the page itself never moves under the reader.
    if (box.current && box.current.scrollHeight > box.current.clientHeight) box.current.querySelector('.is-selected')?.scrollIntoView({ block: 'nearest' });
  }, [selectedTask.value, tasks]);
  const ahead = useAhead();
  const roots = useMemo(() => treeOf(tasks), [tasks]);
  /** @type {Map<number, Done>} */
  const done = useMemo(() => new Map(layout.rows.filter(({ doneAt }) => doneAt <= nowEvent).map(({ number, name, how }) => [number, { number, name, how }])), [layout, nowEvent]);
  const isFolded = isMany(tasks.length);
  const context = { isFolded, changed: new Set(changed.slice(0, MOST_CHANGED)), done, names, resumed, ahead, shared: new Map(shared), byNumber: new Map(tasks.map((task) => [task.number, task])) };
  return (
    <section class="stage tasks" id="stage" aria-labelledby="stage-title" tabIndex={-1}>
      <div class="section-head">
        <h2 id="stage-title">Tasks</h2>
        <p class="quiet">{tasks.length} at work, {doneCount} done</p>
      </div>
      <Stale />
      <div class="cards" ref={box} role="group" aria-labelledby="stage-title" tabIndex={0}>
        {roots.length > 0 && <ul class="nodes"><Nodes nodes={roots} context={context} /></ul>}
        {done.size > 0 && <DoneTasks done={[...done.values()]} />}
      </div>
    </section>
  );
}

/**
 * @typedef {object} Context what all cards are drawn with
 * @property {boolean} isFolded
 * @property {Set<number>} changed
 * @property {Map<number, Done>} done
 * @property {Map<number, string>} names
 * @property {number[]} resumed the tasks that the step has run
 * @property {Map<number, import('../loop/shared.js').Shared>} shared what the tasks wait for that others may wait for, too
 * @property {Map<number, Task>} byNumber
 * @property {number} ahead the step, where the reader has just gone ahead, or 0
 */

/** The reader's step, where it was one ahead, or 0. */
function useAhead() {
  const now = steps.value;
  const seen = useRef({ at: now?.at ?? 0, number: now?.number ?? 0, ahead: 0 });
  if (now && seen.current.at !== now.at) seen.current = { at: now.at, number: now.number, ahead: now.number > seen.current.number && !isRunning.value ? now.at : 0 };
  return seen.current.ahead;
}

/** @param {Node} node @param {Context} context @returns {boolean} */
const isKept = ({ task, children }, context) => task === selectedTask.value || context.changed.has(task.number) || children.some((child) => isKept(child, context));

/** @param {Node} node */
const alike = ({ task, children }) => `${task.state}\n${kindOf(task)}\n${task.function}\n${children.length > 0 ? 'and those that it waits for' : ''}`;

/** What kind of thing it waits for: "sleep", "gather", "a task". @param {Task} task */
function kindOf({ awaits, waitsFor }) {
  if (awaits === null) return '';
  const kind = awaits.split(/, | of /, 1)[0].replace(/\.__aexit__$/, '');
  return waitsFor.length === 1 && kind === awaits ? 'a task' : kind;
}

/** @param {string} key */
function foldWords(key) {
  const [state, kind, name, below] = key.split('\n');
  const look = LOOKS[state];
  return (
    <>
      <Icon of={look} /> {state}{kind && ` for ${kind}`} <code class="quiet">{name}</code> {below && <span class="quiet">{below}</span>}
    </>
  );
}

/** @param {{nodes: Node[], context: Context}} props */
const Nodes = ({ nodes, context }) => (
  <Folded cards={nodes} isFolded={context.isFolded} alike={alike} isKept={(/** @type {Node} */ node) => isKept(node, context)} words={foldWords} view={(/** @type {Node} */ node) => <NodeView key={node.task.number} node={node} context={context} />} />
);

/** @param {{node: Node, context: Context}} props */
function NodeView({ node, context }) {
  const { task, children } = node;
  const over = task.over.map((number) => context.done.get(number) ?? { number, name: context.names.get(number) ?? '', how: /** @type {const} */ ('returned') });
  const count = task.waitsFor.length + over.length;
  return (
    <li class="node">
      <TaskView node={node} isSelected={task === selectedTask.value} isResumed={context.resumed.includes(task.number)} context={context} />
      {(children.length > 0 || over.length > 0) && (
        <div class="fan">
          {count > 1 && <Join kind={kindOf(task)} over={over.length} count={count} />}
          <ul class="nodes" aria-label={`What ${task.name} waits for`}>
            <Nodes nodes={children} context={context} />
            {over.length > 0 && <Over done={over} />}
          </ul>
        </div>
      )}
    </li>
  );
}

/** At most so many small marks. */
const MOST_MARKS = 24;

/** How many of a gather or a group are done. @param {{kind: string, over: number, count: number}} props */
const Join = ({ kind, over, count }) => (
  <p class="join">
    {kind} <span class="join-count">{over} of {count} done</span>
    {count <= MOST_MARKS && (
      <span class="join-marks" aria-hidden="true">{Array.from({ length: count }, (_, index) => <span key={index} class={index < over ? 'is-done' : ''}>{index < over ? '✓' : ''}</span>)}</span>
    )}
  </p>
);

/** @param {{node: Node, isSelected: boolean, isResumed: boolean, context: Context}} props */
const TaskView = ({ node, isSelected, isResumed, context: { ahead, shared, byNumber } }) => {
  const { task, elsewhere, awaitedBy } = node;
  const others = `${elsewhere.map(({ number }) => number)} ${awaitedBy.map(({ number }) => number)}`;
  const thing = shared.get(task.number);
  const beside = [...shared].flatMap(([number, { address }]) => (thing && address === thing.address && number !== task.number ? (byNumber.get(number) ?? []) : []));
  return useMemo(() => card(node, isSelected, isResumed, ahead, thing, beside), [task, others, isSelected, isResumed, isResumed && ahead, thing?.name, `${beside.map(({ name }) => name)}`]);
};

/** @param {Node} node @param {boolean} isSelected @param {boolean} isResumed @param {number} ahead @param {import('../loop/shared.js').Shared | undefined} thing @param {Task[]} beside who waits for it, too */
function card({ task, elsewhere, awaitedBy }, isSelected, isResumed, ahead, thing, beside) {
  const id = `task-${task.number}`;
  const look = LOOKS[task.state];
  const isLong = beside.length > 0 || awaitedBy.length > 0;
  return (
    <article class={`card task look-${look} ${isSelected ? 'is-selected' : ''} ${isLong ? 'is-long' : ''}`} aria-labelledby={id} onClick={() => selectTask(task.number)}>
      {isResumed && <Flash step={ahead} />}
      <div class="card-head">
        <h3 id={id}>
          <button type="button" class="card-name" aria-pressed={isSelected}>
            <span class="card-function">{task.name}</span> <code class="card-path">{task.function}</code>
          </button>
        </h3>
        {isResumed && <span class="ran"><Icon of="running" /><span class="ran-word">ran</span></span>}
        <span class="badge"><Icon of={look} />{task.state.toUpperCase()}</span>
      </div>
      <dl class="facts">
        <Fact name="stands in">
          {task.frames.map((frame, index) => (
            <span key={index} class="frame">
              {index > 0 && <span class="quiet">› </span>}
              {/* The first one is in the head. */}
              {index > 0 && <code>{frame.function} </code>}{frame.line !== null && <span class="quiet">line {frame.line}</span>}
            </span>
          ))}
        </Fact>
        {task.awaits !== null && <Fact name="waits for"><Names text={task.awaits} tasks={elsewhere} /></Fact>}
        {thing && /\d$/.test(thing.name) && <Fact name="that is">{thing.name}</Fact>}
        {beside.length > 0 && <Fact name="together with"><Names text={namesOf(beside)} tasks={beside} /></Fact>}
        {awaitedBy.length > 0 && <Fact name="awaited by"><Names text={namesOf(awaitedBy)} tasks={awaitedBy} /></Fact>}
      </dl>
    </article>
  );
}

/** @param {Task[]} tasks */
const namesOf = (tasks) => `${tasks.slice(0, 4).map(({ name }) => name).join(', ')}${tasks.length > 4 ? ` and ${tasks.length - 4} more` : ''}`;

/** A text in which the names of tasks lead to their cards. @param {{text: string, tasks: Task[]}} props */
function Names({ text, tasks }) {
  return (
    <>
      {text.split(/(, | of | by |: | and )/).map((part, index) => {
        const task = tasks.find(({ name }) => name === part);
        return task ? <button key={index} type="button" class="to-card" onClick={(event) => { event.stopPropagation(); selectTask(task.number); }}>{part}</button> : part;
      })}
    </>
  );
}
