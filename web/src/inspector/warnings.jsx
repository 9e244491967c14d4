// What went wrong so far, and what is about to; each leads to the step where it happened.
import { goTo } from '../journey.js';
import { steps } from '../store.js';

/** @param {{look: import('./look.js').Look}} props */
export function WarningsPanel({ look: { warnings } }) {
  if (warnings.length === 0) return <p class="quiet">Nothing is wrong up to this step.</p>;
  return (
    <ul class="warnings">
      {warnings.map(({ title, text, step, number }, index) => (
        <li key={index}>
          <p><strong>{title}.</strong> {text}</p>
          {step === null ? <span class="quiet">now</span> : (
            <button type="button" disabled={step === steps.value?.at} onClick={() => goTo(step)}>{step === steps.value?.at ? 'This step' : `Go to step ${number}`}</button>
          )}
        </li>
      ))}
    </ul>
  );
}
