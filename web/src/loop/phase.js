// In which phase the loop is, in its own terms: what it does next, and why.
import { seconds } from './words.js';

/**
 * @typedef {'begin' | 'run' | 'bridge' | 'clock' | 'end'} Phase
 * @typedef {import('./watched.js').Callee} Callee
 * @typedef {Pick<import('../shown.js').Loop, 'clock' | 'lanes' | 'isDone' | 'isStuck' | 'isWaiting' | 'waited'>} Seen
 */

/** In the order in which the loop goes through them, again and again. @type {[Phase, string][]} */
export const PHASES = [['begin', 'begin iteration'], ['run', 'run what is ready'], ['bridge', 'JavaScript'], ['clock', 'advance clock'], ['end', 'end']];

/**
 * @param {Seen} seen
 * @param {object} how
 * @param {boolean} how.isReal it waits as a real clock would have it
 * @param {boolean} how.isAnyOrder the reader says what runs next
 * @returns {{is: Phase, text: string}}
 */
export function phaseOf({ clock, lanes, isDone, isStuck, isWaiting, waited }, { isReal, isAnyOrder }) {
  const { ready: [first], readyCount, inIteration, timers: [timer], operations } = lanes;
  if (isDone) return { is: 'end', text: 'The program has ended: the loop has nothing more to call.' };
  if (isStuck) return { is: 'end', text: 'Nothing is ready, no timer is set, and JavaScript owes no answer: nothing can ever go on. Giving up cancels the tasks.' };
  if (first && isAnyOrder) return { is: 'run', text: `Any of what is ready may run next; the loop itself would take ${who(first)}.` };
  if (first?.kind === 'host') return { is: 'bridge', text: `JavaScript is told what came of ${first.task ?? 'what it waits for'}: its promise settles, in a microtask.` };
  if (first && inIteration > 0) return { is: 'run', text: `First in, first out: ${who(first)} is next.${inIteration > 1 ? ` ${inIteration} callbacks are left of this iteration.` : ' It is the last of this iteration.'}` };
  if (first) return { is: 'begin', text: `The next iteration runs ${readyCount === 1 ? 'the callback that is ready now, not what it adds' : `the ${readyCount} callbacks that are ready now, not what they add`}.` };
  if (timer && isWaiting) return { is: 'clock', text: `Nothing is ready, so the loop waits ${seconds(timer.when - clock.time)} for ${who(timer)}.` };
  if (timer && isReal) return { is: 'clock', text: `Nothing is ready: Run waits ${waited > 0 ? `${(timer.when - clock.time - waited).toFixed(1)} s more` : seconds(timer.when - clock.time)} for ${who(timer)}, Next callback jumps there.` };
  if (timer) return { is: 'clock', text: `Nothing is ready, so the clock jumps to ${seconds(timer.when)}, when ${who(timer)} is due.` };
  return { is: 'bridge', text: `Nothing can run before JavaScript answers${operations.length > 0 ? `: ${operations.map(operationText).join(', ')}` : ''}.` };
}

/** @param {Callee} callee */
function who({ kind, task, name }) {
  switch (kind) {
    case 'task': return /** @type {string} */ (task);
    case 'timer': return task ? `the timer of ${task}` : name ? `the timer ${name}()` : 'a timer';
    case 'callback': return `${name}()`;
    default: return task ? `who waits for ${task}` : 'who waits for a future';
  }
}

/** What stands on it in its lane. @param {Callee} callee */
export function calleeText({ kind, task, name }) {
  switch (kind) {
    case 'task': return /** @type {string} */ (task);
    case 'timer': return task ?? (name ? `${name}()` : 'timeout');
    case 'callback': return `${name}()`;
    default: return `${task ?? 'a future'} is done`;
  }
}

/** What kind of callback it is, where that is no step of a task. @type {Record<Callee['kind'], string>} */
export const KINDS = { task: '', timer: 'timer', callback: 'callback', done: 'tells who waits', host: 'tells JavaScript' };

/** @param {string | null} name */
export const operationText = (name) => name ?? 'a promise';
