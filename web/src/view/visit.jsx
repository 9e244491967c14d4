// What a link brought: somebody's program, which has not run, and the steps that they took in it. Nothing of it happens before the reader wants it.
import { visited } from '../address.js';
import { borrow, draft } from '../editing.js';
import { replay } from '../journey.js';
import { isRunning, source, steps } from '../store.js';

export function Visit() {
  const told = visited.value;
  if (!told) return null;
  const { acts, step } = told;
  const isForeign = told.source !== undefined && told.source !== source.value;
  if (isForeign) {
    return (
      <section class="visit" aria-label="What the link brought">
        <p>This link brings a program of its own. {draft.value === told.source ? 'It is in the editor: compile it to step it.' : 'Nothing of it has run, nor will before you compile it.'}</p>
        {draft.value !== told.source && <button type="button" class="primary" id="borrow" onClick={() => borrow(told.source ?? '')}>Look at it</button>}
      </section>
    );
  }
  if (acts.length === 0 || !steps.value || steps.value.last > 0) return null;
  return (
    <section class="visit" aria-label="What the link brought">
      <p>This link leads to step {step}{step < acts.length && ` of ${acts.length}`}.</p>
      <button type="button" class="primary" id="go-there" disabled={isRunning.value} onClick={() => replay(told)}>Go there</button>
    </section>
  );
}
