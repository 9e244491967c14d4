// Switches predict mode on and off, and tells how many guesses were right.
import { isPredicting, panel, score, setPredicting } from '../predicting.js';

export function PredictButton() {
  const { right, asked } = score.value;
  const Panel = panel.value;
  return (
    <>
      <button type="button" id="predict" class="small" aria-pressed={isPredicting.value} onClick={() => setPredicting(!isPredicting.value)} title="Before each step you are asked what will come of it">
        Predict{isPredicting.value && <span class="score"> {asked > 0 ? `${right} of ${asked}` : 'on'}</span>} <kbd>q</kbd>
      </button>
      {Panel && <Panel />}
    </>
  );
}
