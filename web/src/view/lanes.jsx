// Inside the loop: the phase that it is in, and what it has yet to call, in three lanes.
import { isRealClock } from '../pace.js';
import { isSchedule, loop, selectedTask, selectTask } from '../store.js';
import { calleeText, KINDS, operationText, phaseOf, PHASES } from '../loop/phase.js';
import { seconds } from '../loop/words.js';

export function Phase() {
  const seen = /** @type {import('../store.js').Loop} */ (loop.value);
  const { is, text } = phaseOf(seen, { isReal: isRealClock.value, isAnyOrder: isSchedule.value });
  return (
    <div class="phase">
      <ol class="phases" aria-label="Phases of the loop">
        {PHASES.map(([phase, word]) => (
          <li key={phase} class={phase === is ? 'is-phase' : ''} aria-current={phase === is ? 'step' : undefined}>{phase === 'end' && seen.isStuck ? 'deadlock' : word}</li>
        ))}
      </ol>
      <p class="next-up">{text}</p>
    </div>
  );
}

export function Lanes() {
  const { lanes, clock, promise, tasks } = /** @type {import('../store.js').Loop} */ (loop.value);
  const { ready, readyCount, inIteration, timers, timerCount, operations } = lanes;
  /** @param {import('../loop/watched.js').Callee} callee @param {number} index @param {string} look @param {import('preact').ComponentChildren} more */
  const chip = (callee, index, look, more) => {
    const isSelected = callee.number > 0 && callee.number === selectedTask.value?.number;
    const text = <>{calleeText(callee)} <span class="quiet">{more}</span></>;
    if (!tasks.some(({ number }) => number === callee.number)) return <li key={index} class={`chip ${look}`}>{text}</li>;
    return (
      <li key={index}>
        <button type="button" class={`chip ${look} ${isSelected ? 'is-selected' : ''}`} aria-pressed={isSelected} onClick={() => selectTask(callee.number)}>{text}</button>
      </li>
    );
  };
  return (
    <dl class="lanes">
      {!isSchedule.value && (
        <Lane name="Ready" count={readyCount} hint="first in, first out" none="nothing">
          {ready.map((callee, index) => chip(callee, index, index < inIteration ? 'chip-ready' : 'chip-ready is-later', readyText(callee, index, inIteration)))}
        </Lane>
      )}
      <Lane name="Timers" count={timerCount} hint="soonest first" none="none is set">
        {timers.map((timer, index) => chip(timer, index, 'chip-timer', `in ${seconds(timer.when - clock.time)}, at ${seconds(timer.when)}`))}
      </Lane>
      <Lane name="JavaScript" count={operations.length} hint="what it has yet to answer, and what waits for the loop">
        <li class="chip">{isSchedule.value ? 'the test' : 'asyncio.run()'} <span class="quiet">promise {promise}</span></li>
        {operations.map((name, index) => <li key={index} class="chip chip-timer">{operationText(name)} <span class="quiet">not answered yet</span></li>)}
        <li class="chip" title="Elsewhere a microtask runs the loop as soon as something is ready. Here it runs when you say so.">pump <span class="quiet">by hand: you are it</span></li>
      </Lane>
    </dl>
  );
}

/** @param {import('../loop/watched.js').Callee} callee @param {number} index @param {number} inIteration */
function readyText({ kind, line }, index, inIteration) {
  const later = 'in the next iteration';
  const place = index === 0 ? 'next' : index === inIteration ? later : '';
  return (
    <>
      {index > inIteration && <span class="hidden">{later}, </span>}
      {[place, KINDS[kind] || (line !== null && `line ${line}`)].filter(Boolean).join(', ')}
    </>
  );
}

/** One line is shown; a chip further down is while it has the focus. @param {{name: string, count: number, hint: string, none?: string, children: any}} props */
const Lane = ({ name, count, hint, none, children }) => (
  <div class="lane-row">
    <dt title={hint}>{name} {count > 0 && <span class="lane-count">{count}</span>}<span class="hidden">, {hint}</span></dt>
    <dd onFocusOut={({ currentTarget }) => { currentTarget.scrollTop = 0; }}>{children.length === 0 ? <span class="quiet">{none}</span> : <ol>{children}</ol>}</dd>
  </div>
);
