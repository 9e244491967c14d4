// A lesson of the tour: what it is about, one task after the other, and the way to the next.
import './more.js';
import { perform } from '../acts.js';
import { addressOf } from '../catalogue.js';
import { example, loading, opened, reset } from '../store.js';
import { addressOfLesson } from '../tour/addresses.js';
import { lessons } from '../tour/lessons.js';
import { again, isThrough, lesson } from '../tour/tour.js';

export { nextLesson } from '../tour/tour.js';

/** @param {number} index */
const go = (index) => { location.hash = addressOfLesson(index); };

export function TourLesson() {
  const current = lesson.value;
  if (!current) return null;
  const { index, title, text, tasks, done } = current;
  return (
    <section class="lesson tour" aria-labelledby="lesson-title">
      <h1 id="lesson-title" class="hidden">{title}</h1>
      <div class="tour-head">
        <button type="button" id="lesson-before" disabled={index === 0} onClick={() => go(index - 1)} aria-label="The lesson before">‹</button>
        <select id="lesson" aria-label="Lesson" value={String(index)} onChange={(event) => go(Number(event.currentTarget.value))}>
          {lessons.map((one, number) => <option key={one.example} value={String(number)}>{number + 1} of {lessons.length}: {one.title}{isThrough(number) ? ' ✓' : ''}</option>)}
        </select>
        <button type="button" id="lesson-after" disabled={index === lessons.length - 1} onClick={() => go(index + 1)} aria-label="The lesson after">›</button>
        <button type="button" id="leave" onClick={() => { location.hash = example.value ? addressOf(example.value) : ''; }}>Leave<span class="tour-word"> the tour</span></button>
      </div>
      <p>{text}</p>
      {done < tasks.length ? <Task task={tasks[done]} number={done + 1} count={tasks.length} /> : <Over index={index} />}
    </section>
  );
}

/** @param {{task: import('../tour/lessons.js').Task, number: number, count: number}} props */
function Task({ task, number, count }) {
  const show = async () => {
    const inProgram = opened.value;
    for (const words of task.try) if (!(await perform(words)) || opened.value !== inProgram) return;
  };
  return (
    <div class="to-do">
      <p aria-live="polite"><span class="to-do-number">{number} of {count}</span> {task.say}</p>
      {task.try.length > 0 && <button type="button" class="show-me" disabled={loading.value} onClick={show}>Show me</button>}
    </div>
  );
}

/** @param {{index: number}} props */
function Over({ index }) {
  const next = lessons[index + 1];
  return (
    <div class="to-do is-over">
      <p aria-live="polite"><span class="to-do-number">✓ done</span>{!next && ' That was the tour. Every example is yours to try: choose one at the top.'}</p>
      <button type="button" id="again" onClick={async () => { await reset(); again(); }}>Once more</button>
      {next && <button type="button" id="next-lesson" class="primary" onClick={() => go(index + 1)}>Next: {next.title}</button>}
    </div>
  );
}
