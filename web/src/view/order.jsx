// A schedule's buttons, and what is ready: the loop's own order, who runs next, and anybody else that the reader lets go first.
import { nextCallback, runLoop, runSchedule, take } from '../looping.js';
import { isRunning, order } from '../store.js';

/** @param {{isDone: boolean}} props */
export function OrderButtons({ isDone }) {
  const { isFound, isPlain } = /** @type {import('../store.js').Order} */ (order.value);
  const isOff = isDone || isRunning.value;
  return (
    <>
      <button type="button" id="next" class={isOff ? '' : 'primary'} disabled={isOff} onClick={nextCallback}>Next <kbd>n</kbd></button>
      <button type="button" id="run" class={isDone && !isFound ? 'primary' : ''} disabled={isDone && isFound} onClick={runLoop}>
        {isRunning.value ? 'Pause' : <>Run to<span class="step-word"> the</span> failure</>} <kbd>g</kbd>
      </button>
      <button type="button" id="plain" class={isDone && isFound ? 'primary' : ''} disabled={isRunning.value || (isDone && isPlain)} onClick={() => runSchedule('plain')}>Plain order <kbd>p</kbd></button>
    </>
  );
}

export function Ready() {
  const { ready, next } = /** @type {import('../store.js').Order} */ (order.value);
  if (ready.length === 0) return null;
  return (
    <div class="ready">
      <h3 class="small-title" id="ready-title">Ready, in the loop's order</h3>
      <ol class="ready-list" aria-labelledby="ready-title">
        {ready.map(({ name, line }, position) => (
          <li key={position}>
            <button type="button" class={position === next ? 'is-next' : ''} disabled={isRunning.value} onClick={() => take(position)}>
              {name}{line !== null && <span class="quiet"> line {line}</span>}
              {position === next && <span class="next-mark">{position > 0 ? 'switch: next' : 'next'}</span>}
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}
