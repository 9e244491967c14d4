// A call that has not come back for a second.
import { stopProgram } from '../looping.js';
import { isSlow } from '../store.js';

export const Slow = () => isSlow.value && (
  <div class="slow">
    <p>The program still runs, and has not come back. It will be stopped after 5 seconds; the steps before stay.</p>
    <button type="button" id="stop-program" onClick={stopProgram}>Stop it</button>
  </div>
);
