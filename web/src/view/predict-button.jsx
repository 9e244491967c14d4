// Switches predict mode on and off, and tells how many guesses were right.
import { more } from '../parts.js';
import { isPredicting, panel, score } from '../predicting.js';

export function PredictButton() {
  const { right, asked } = score.value;
  const Panel = panel.value;
  return (
    <>
      <button type="button" id="predict" class="small" aria-pressed={isPredicting.value} onClick={() => more.do('setPredicting', !isPredicting.value)} title="Before each step you are asked what will come of it">
        Predict{isPredicting.value && <span class="score"> {asked > 0 ? `${right} of ${asked}` : 'on'}</span>} <kbd>q</kbd>
      </button>
      {Panel && <Panel />}
    </>
  );
}
