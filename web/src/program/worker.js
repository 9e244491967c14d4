// The worker in which the program runs, so that nothing it does can stop the page. It answers acts in their order; what is about a program that goes on by itself, and the inspector, is heard meanwhile.
import { loadLoop } from '../loop/load.js';
import { Host } from './host.js';

/**
 * @typedef {{ticket: number, act: 'open' | 'restore' | 'run' | 'step' | 'turn' | 'finish' | 'take' | 'look' | 'back' | 'forward' | 'goTo' | 'goToEvent' | 'replay' | 'inspect', args: any[]}} Request
 * @typedef {{ticket: number, result: any, change: import('./shown.js').Change} | {ticket: number, error: string} | {made: import('./host.js').Made}
 *   | {shown: import('./shown.js').Change} | {alive: true}} Answer
 */

/** @type {{postMessage: (answer: Answer) => void, onmessage: ((event: MessageEvent) => void) | null}} */
const page = /** @type {any} */ (globalThis);

/** @type {() => void} */
let painted = () => {};
let queue = Promise.resolve();
/** What was asked for up to here is not to run by itself any more. */
let stopped = 0;

const host = new Host({
  made: (made) => page.postMessage({ made }),
  shown: (change) => page.postMessage({ shown: change }),
  painted: () => new Promise((resolve) => { painted = () => resolve(); }),
  alive: () => page.postMessage({ alive: true }),
});

page.onmessage = ({ data }) => {
  if (data.stop) {
    stopped = data.stop;
    host.stop();
  } else if (data.pace) host.pace(data.pace);
  else if (data.breakpoints) host.breakpoints(data.breakpoints);
  else if (data.loop) loadLoop().catch(() => {}); // who needs it asks again
  else if (data === 'painted') painted();
  else if (data.inspects) queue = queue.then(() => host.inspect(true)).catch(() => {}); // then it is not told of, and the program goes on
  else if (data.act === 'inspect') answer(data);
  else queue = queue.then(() => answer(data));
};

/** @param {Request} request */
async function answer({ ticket, act, args }) {
  try {
    const result = act === 'finish' && ticket <= stopped ? undefined : await /** @type {any} */ (host)[act](...args);
    page.postMessage({ ticket, result, change: host.change() });
  } catch (error) {
    page.postMessage({ ticket, error: error instanceof Error ? error.message : String(error) });
  }
}

page.postMessage({ alive: true });
