// What is loaded once the first step is possible: first all that is seen, then what is likely to be wanted next.
import { arrival, dialogs, looped, more, tour } from './parts.js';
import { isBusy } from './store.js';

/** Between two looks whether the page has something else to do, in milliseconds. */
const LOOK = 50;

/** While there is nothing else to do. */
export function loadOthers() {
  const look = () => (isBusy.value ? setTimeout(look, LOOK) : arrival(load()));
  if ('requestIdleCallback' in globalThis) requestIdleCallback(look);
  else setTimeout(look);
}

async function load() {
  const found = await more.want();
  if (!found) return;
  await found.follow(); // the list, where the first example was shown without it
  found.keepPage();
  for (const part of [dialogs, looped, tour]) part.load().catch(() => {});
}
