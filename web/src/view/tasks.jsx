// The tasks that are not done: how each is, where it stands, and what it waits for; those that are done in one line.
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { loop, selectedTask, selectTask } from '../store.js';
import { Icon } from './icons.jsx';

/** @typedef {import('../loop/program.js').Task} Task */

export function Tasks() {
  const { tasks, layout, nowEvent } = /** @type {import('../store.js').Loop} */ (loop.value);
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  useEffect(() => {
    // Only where the cards scroll on their own: the page itself never moves under the reader.
    if (box.current && box.current.scrollHeight > box.current.clientHeight) box.current.querySelector('.is-selected')?.scrollIntoView({ block: 'nearest' });
  }, [selectedTask.value, tasks]);
  const done = layout.rows.filter(({ doneAt }) => doneAt <= nowEvent);
  return (
    <section class="stage tasks" id="stage" aria-labelledby="stage-title" tabIndex={-1}>
      <div class="section-head">
        <h2 id="stage-title">Tasks</h2>
        <p class="quiet">{tasks.length} at work, {done.length} done</p>
      </div>
      <div class="cards" ref={box} role="group" aria-labelledby="stage-title" tabIndex={0}>
        {tasks.map((task) => <TaskView key={task.number} task={task} isSelected={task === selectedTask.value} />)}
        {done.length > 0 && (
          <ul class="done" aria-label="Tasks that are done">
            {done.map((row) => (
              <li key={row.number} class={`look-${row.how === 'cancelled' ? 'closed' : row.how}`}>
                <Icon of={row.how === 'cancelled' ? 'closed' : row.how} /> {row.name} <span>{row.how}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

/** The looks of the states, which are those of coroutines. @type {Record<string, 'ready' | 'running' | 'suspended' | 'closed'>} */
const LOOKS = { ready: 'ready', running: 'running', waiting: 'suspended', cancelling: 'closed' };

/** @param {{task: Task, isSelected: boolean}} props */
const TaskView = ({ task, isSelected }) => useMemo(() => card(task, isSelected), [task, isSelected]);

/** @param {Task} task @param {boolean} isSelected */
function card(task, isSelected) {
  const id = `task-${task.number}`;
  const look = LOOKS[task.state];
  return (
    <article class={`card task look-${look} ${isSelected ? 'is-selected' : ''}`} aria-labelledby={id} onClick={() => selectTask(task.number)}>
      <div class="card-head">
        <h3 id={id}>
          <button type="button" class="card-name" aria-pressed={isSelected}>
            <span class="card-function">{task.name}</span> <code class="card-path">{task.function}</code>
          </button>
        </h3>
        <span class="badge"><Icon of={look} />{task.state.toUpperCase()}</span>
      </div>
      <dl class="facts">
        <Fact name="stands in">
          {task.frames.map((frame, index) => (
            <span key={index}>
              {index > 0 && <span class="quiet"> › </span>}
              <code>{frame.function}</code>{frame.line !== null && <span class="quiet"> line {frame.line}</span>}
            </span>
          ))}
        </Fact>
        {task.awaits !== null && <Fact name="waits for">{task.awaits}</Fact>}
        {task.awaitedBy.length > 0 && <Fact name="awaited by">{task.awaitedBy.slice(0, 4).join(', ')}{task.awaitedBy.length > 4 && ` and ${task.awaitedBy.length - 4} more`}</Fact>}
      </dl>
    </article>
  );
}

/** @param {{name: string, children: any}} props */
const Fact = ({ name, children }) => (
  <div class="fact">
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
