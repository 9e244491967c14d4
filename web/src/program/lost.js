// A program that did not come back, and was ended: another worker takes all its steps again.
import { sentence } from '../shown.js';
import { program } from './page.js';
import { Ended } from './remote.js';

/** @typedef {import('./worker.js').Request} Request */

/** @param {import('./remote.js').Waiting[]} all who waited for it, the first one for what it was at @param {unknown[] | null} open what was open, and all its steps */
export async function bringBack(all, open) {
  const [stuck] = all;
  const isSecond = stuck.request.act === 'restore';
  const next = all.findLast(({ request }) => request.act === 'open' && request !== stuck.request);
  const isRestored = !isSecond && !next && open !== null && (await restored(open));
  for (const { request, reject } of all) if (request !== next?.request) reject(new Ended('It did not come back, and was stopped.'));
  if (next) program.ask('open', next.request.args).then(next.resolve, next.reject);
  else if (!isSecond) tell(stuck.request, isRestored);
}

/** @param {unknown[]} open */
async function restored(open) {
  try {
    const { change } = await program.ask('restore', open);
    program.show(change);
    return true;
  } catch {
    program.forget();
    return false;
  }
}

/** @param {Request} request @param {boolean} isRestored */
function tell(request, isRestored) {
  sentence.value = isRestored
    ? `${whatDid(request)} did not come back, so the program was stopped. Everything is as it was before.`
    : `${whatDid(request)} did not come back, so the program was stopped, and it could not be brought back: Reset starts it over.`;
}

/** @param {Request} request */
function whatDid({ act, args }) {
  if (act === 'run') return args[0];
  return act === 'open' ? 'What the program does at first' : 'A step of the program';
}
