// The program that asyncio.run() runs: its buttons, its clock, what the last step did, and what went wrong.
import { isRunning, isSchedule, loop, nextCallback, nextIteration, notices, runLoop, sentence } from '../store.js';
import { seconds } from '../loop/words.js';
import { OrderButtons, Ready } from './order.jsx';
import { Back, Slow, Where } from './steps.jsx';

export function Loop() {
  const { clock, isDone, isStuck } = /** @type {import('../store.js').Loop} */ (loop.value);
  return (
    <section class="loop" aria-labelledby="loop-title">
      <div class="section-head">
        <h2 id="loop-title">The loop</h2>
        <p class="next-up">{isSchedule.value ? '' : nextUp(clock, isDone)}</p>
        <Where />
        <p class="clock"><span class="quiet">clock</span> <output>{seconds(clock.time)}</output></p>
      </div>
      <div class="loop-buttons">
        <Back />
        {isSchedule.value ? <OrderButtons isDone={isDone} /> : <LoopButtons isDone={isDone} isStuck={isStuck} />}
      </div>
      {isSchedule.value && <Ready />}
      <p class="sentence" role="status">{sentence.value}</p>
      <Slow />
      {notices.value.length > 0 && (
        <ul class="notices" aria-label="What went wrong">
          {notices.value.map(({ kind, title, text, details }, index) => (
            <li key={index} class={`trouble-${kind}`}>
              <p><strong>{title}.</strong> {text}</p>
              {details && (
                <details>
                  <summary>Who waits for whom</summary>
                  <pre tabIndex={0} role="group" aria-label="Who waits for whom">{details}</pre>
                </details>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** @param {{isDone: boolean, isStuck: boolean}} props */
function LoopButtons({ isDone, isStuck }) {
  const isOff = isDone || isRunning.value;
  return (
    <>
      <button type="button" id="next" class={isOff || isStuck ? '' : 'primary'} disabled={isOff} onClick={nextCallback}>Next callback <kbd>n</kbd></button>
      <button type="button" id="turn" disabled={isOff} onClick={nextIteration}>Next iteration <kbd>i</kbd></button>
      <button type="button" id="run" class={isDone || isStuck ? 'primary' : ''} onClick={runLoop}>{runLabel(isDone, isStuck)} <kbd>g</kbd></button>
    </>
  );
}

/**
 * @param {boolean} isDone
 * @param {boolean} isStuck
 */
function runLabel(isDone, isStuck) {
  if (isRunning.value) return 'Stop';
  if (isDone) return 'Run again';
  return isStuck ? 'Give up' : 'Run';
}

/**
 * What the loop would do now.
 * @param {{state: string, nextTimer: number}} clock
 * @param {boolean} isDone
 */
function nextUp({ state, nextTimer }, isDone) {
  if (isDone) return 'The program has ended.';
  if (state === 'ready') return 'Next: a callback that is ready.';
  if (state === 'sleeping') return `Next: nothing is ready, so the clock jumps to ${seconds(nextTimer)}.`;
  return 'Next: nothing, ever. Giving up cancels the tasks.';
}
