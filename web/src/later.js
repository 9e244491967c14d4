// What is loaded once the first step is possible: first all that is seen, then what is likely to be wanted next.
import { arrival, dialogs, looped, more, tour } from './parts.js';
import { isBusy } from './store.js';

/** Between two looks whether the page has something else to do, in milliseconds. */
const LOOK = 50;

/** While there is nothing else to do; what follows, whenever the first has come. */
export function loadOthers() {
  const look = () => (isBusy.value ? setTimeout(look, LOOK) : more.want());
  if ('requestIdleCallback' in globalThis) requestIdleCallback(look);
  else setTimeout(look);
  more.here.subscribe((found) => { if (found) arrival(loadNext(found)); });
}

/** @param {NonNullable<typeof more.here.value>} found */
async function loadNext(found) {
  await found.follow(); // the list, where the first example was shown without it
  found.keepPage();
  for (const part of [dialogs, looped, tour]) part.load().catch(() => {});
}
