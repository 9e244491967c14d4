// Where the reader is among the steps, and the ways back and forward. What was done before going back is kept as a branch.
import { back, forward, isRunning, isSchedule, steps } from '../store.js';
import { More } from './part.jsx';
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
      {branches.length > 1 && <More name="Branches" />}
    </div>
  );
}
