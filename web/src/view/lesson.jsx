// What the example teaches, and the commands to try, each one press away.
import { example, hasLoop, isSchedule, run, suggested } from '../store.js';
import { More } from './part.jsx';

export function Lesson() {
  const { title, lesson, plain } = /** @type {import('../catalogue.js').Example} */ (example.value);
  return (
    <section class="lesson" aria-labelledby="lesson-title">
      <h1 id="lesson-title">{title}</h1>
      <More name="Changed" />
      <p>{lesson}{plain && <> <b>In the plain order:</b> {plain}</>}</p>
      {isSchedule.value || hasLoop.value ? <More name="How" /> : <Suggestions />}
    </section>
  );
}

function Suggestions() {
  const { commands } = /** @type {import('../catalogue.js').Example} */ (example.value);
  const done = suggested.value;
  if (commands.length === 0) return null;
  return (
    <>
      <h2 class="small-title" id="try-title">Try, in this order</h2>
      <ol class="suggestions" aria-labelledby="try-title">
        {commands.map((command, index) => (
          <li key={`${index}${command}`}>
            <button
              type="button"
              class={`suggestion ${index < done ? 'is-done' : index === done ? 'is-next' : ''}`}
              onClick={() => run(command, index)}
            >
              <code>{command}</code>
              {index < done && <span class="hidden"> (done)</span>}
              {index === done && <span class="hidden"> (next)</span>}
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}
