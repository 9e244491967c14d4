// The page's one program: its worker, and what the page knows of it meanwhile.
import { signal } from '@preact/signals';
import { more } from '../parts.js';
import { sentence, show } from '../shown.js';
import { Ended, Remote } from './remote.js';

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
  lost: (all, open) => bringBack(all, open),
});

/** By a part of the page; where that cannot be loaded, who waited hears that it was ended. @type {import('./remote.js').Ear['lost']} */
async function bringBack(all, open) {
  const found = await more.want();
  if (found) return found.bringBack(all, open);
  for (const { reject } of all) reject(new Ended('It did not come back, and was stopped.'));
  sentence.value = 'The program did not come back, and was stopped. What brings it back could not be fetched: Reset starts it over.';
}
