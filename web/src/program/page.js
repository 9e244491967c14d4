// The page's one program: its worker, and what the page knows of it meanwhile.
import { signal } from '@preact/signals';
import { sentence, show } from '../shown.js';
import { Remote } from './remote.js';

/** How many acts have not had their answer. */
export const acting = signal(0);
/** It has not come back for a while: nothing else can be done but to stop it. */
export const isSlow = signal(false);

/** A page that nobody sees is not painted: then it goes on after so many milliseconds. */
const HIDDEN = 200;

export const program = new Remote(() => new Worker(new URL('program.js', document.baseURI), { type: 'module' }), {
  shown: show,
  painted: () => new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, HIDDEN);
  }),
  busy: (count) => { acting.value = count; },
  slow: (is) => {
    isSlow.value = is;
    if (is) sentence.value = 'The program still runs.';
  },
  lost: (request, isRestored) => {
    sentence.value = isRestored
      ? `${whatDid(request)} did not come back, so the program was stopped. Everything is as it was before.`
      : `${whatDid(request)} did not come back, so the program was stopped, and it could not be brought back: Reset starts it over.`;
  },
});

/** @param {import('./worker.js').Request} request */
function whatDid({ act, args }) {
  if (act === 'run') return args[0];
  return act === 'open' ? 'What the program does at first' : 'A step of the program';
}
