// The loop's clock: the time that it shows, which goes on before the reader's eyes while the program waits for it, and how fast a program runs by itself.
import { useEffect, useState } from 'preact/hooks';
import { isRealClock, setRealClock, setSpeed, speed, SPEEDS } from '../pace.js';
import { isSchedule, loop } from '../store.js';
import { seconds } from '../loop/words.js';

/** Between two looks at a clock that goes on, in milliseconds. */
const TICK = 100;

export const Clock = () => {
  const { clock, isWaiting, waited } = /** @type {import('../store.js').Loop} */ (loop.value);
  return (
    <div class="clock">
      {isSchedule.value ? <span class="quiet">clock</span> : (
        <label class="field">
          <span class="field-name">clock</span>
          <select id="clock" value={isRealClock.value ? 'real' : 'virtual'} onChange={(event) => setRealClock(event.currentTarget.value === 'real')}>
            <option value="virtual">virtual</option>
            <option value="real">real</option>
          </select>
        </label>
      )}
      <output aria-live="off">{isWaiting ? <Ticking key={clock.time} from={clock.time + waited} to={clock.nextTimer} /> : waited > 0 ? tenths(clock.time + waited) : seconds(clock.time)}</output>
    </div>
  );
};

/** @param {{from: number, to: number}} props */
function Ticking({ from, to }) {
  const [time, setTime] = useState(from);
  useEffect(() => {
    const begun = performance.now();
    const timer = setInterval(() => setTime(Math.min(from + (performance.now() - begun) / 1000, to)), TICK);
    return () => clearInterval(timer);
  }, [from, to]);
  return <>{time === to ? seconds(to) : tenths(time)}</>;
}

/** @param {number} time */
const tenths = (time) => `${time.toFixed(1)} s`;

export const Speed = () => (
  <label class="field speed">
    <span class="hidden">Speed</span>
    <select id="speed" value={speed.value} onChange={(event) => setSpeed(event.currentTarget.value)}>
      {['fast', '4', '2', '1', 'half'].map((name) => <option key={name} value={name}>{SPEEDS[name][0]}</option>)}
    </select>
  </label>
);
