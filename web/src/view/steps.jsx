// Where the reader is among the steps, and the ways back and forward. What was done before going back is kept as a branch.
import { back, forward, goTo, isRunning, isSchedule, isSlow, steps, stopProgram } from '../store.js';
import { PredictButton } from './predict-button.jsx';

export function Back() {
  const where = steps.value;
  return (
    <>
      <button type="button" id="back" class="step" disabled={!where?.canBack || isRunning.value} title="Back" onClick={back}>
        <Arrow d="M10 3L4.5 8L10 13" /><span class="step-word">Back</span> <kbd>b</kbd>
      </button>
      <button type="button" id="forward" class="step" disabled={!where?.canForward || isRunning.value} title="Forward" onClick={forward}>
        <span class="step-word">Forward</span><Arrow d="M6 3L11.5 8L6 13" /> <kbd>f</kbd>
      </button>
    </>
  );
}

/** @param {{d: string}} props */
const Arrow = ({ d }) => (
  <svg class="icon" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true"><path d={d} fill="none" stroke="currentColor" stroke-width="2" /></svg>
);

export function Where() {
  const where = steps.value;
  if (!where) return null;
  const { number, last, branches } = where;
  return (
    <div class="where">
      {!isSchedule.value && <PredictButton />}
      <p class="quiet" id="step">step {number}{number < last && ` of ${last}`}</p>
      {branches.length > 1 && (
        <label class="field">
          <span class="field-name">Branch</span>
          <select
            id="branch"
            value={String(branches.findIndex((branch) => branch.isCurrent))}
            onChange={(event) => goTo(branches[Number(event.currentTarget.value)].end)}
          >
            {branches.map(({ label, from, length }, index) => (
              <option key={index} value={String(index)}>{index + 1}: {index === 0 ? 'the first' : `after ${from}, ${label}`}, to step {length}</option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}

/** A call that has not come back for a second. */
export const Slow = () => isSlow.value && (
  <div class="slow">
    <p>The program still runs, and has not come back. It will be stopped after 5 seconds; the steps before stay.</p>
    <button type="button" id="stop-program" onClick={stopProgram}>Stop it</button>
  </div>
);
