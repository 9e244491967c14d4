// The program that asyncio.run() runs: its buttons, its clock, what the last step did, and what went wrong.
import { isPredicting } from '../predicting.js';
import { nextCallback, nextIteration, nextSuspension, runLoop } from '../looping.js';
import { isRunning, isSchedule, loop, notices, selectedTask, sentence } from '../store.js';
import { Clock, Speed } from './clock.jsx';
import { Lanes, Phase } from './lanes.jsx';
import { OrderButtons, Ready } from './order.jsx';
import { Spoken } from './spoken.jsx';
import { Slow } from './slow.jsx';
import { Back, Where } from './steps.jsx';

export function Loop() {
  const { isDone, isStuck } = /** @type {import('../store.js').Loop} */ (loop.value);
  return (
    <section class="loop" aria-labelledby="loop-title">
      <div class="section-head">
        <h2 id="loop-title">The loop</h2>
        <Where />
        <Clock />
      </div>
      <div class="loop-acts">
        <div class="loop-buttons">
          <Back />
          {isSchedule.value ? <OrderButtons isDone={isDone} /> : <LoopButtons isDone={isDone} isStuck={isStuck} />}
        </div>
        <div class="loop-more">
          {!isSchedule.value && <NextSuspension isOff={isDone || isStuck || isRunning.value} />}
          <Speed />
        </div>
      </div>
      {isSchedule.value && <Ready />}
      <p class="sentence">{sentence.value}</p>
      <Spoken />
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
      {isPredicting.value && !isDone && !isSchedule.value
        ? <p class="quiet">The phase of the loop and its lanes tell what is next: in predict mode they are not shown.</p>
        : <><Phase /><Lanes /></>}
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

/** @param {{isOff: boolean}} props */
const NextSuspension = ({ isOff }) => (
  <button type="button" id="suspension" disabled={isOff || !selectedTask.value} onClick={nextSuspension}>
    Next suspension{selectedTask.value && <> of {selectedTask.value.name}</>} <kbd>N</kbd>
  </button>
);

/**
 * @param {boolean} isDone
 * @param {boolean} isStuck
 */
function runLabel(isDone, isStuck) {
  if (isRunning.value) return 'Pause';
  if (isDone) return 'Run again';
  return isStuck ? 'Give up' : 'Run';
}
