// What the worker tells of the program that asyncio.run() runs, put together to what is shown.
import { chosenEvent, chosenTask, loop, onLoop } from '../shown.js';

/** What was told of the loop, and the events of this branch. @type {import('../program/shown.js').Loop | null} */
let told = null;
/** @type {import('./history.js').Event[]} */
let events = [];

/** What is as it was, is the same object, so that it need not be drawn again. @template T @param {T[]} before @param {T[]} now @returns {T[]} */
function kept(before, now) {
  const known = new Map(before.map((one) => [JSON.stringify(one), one]));
  return now.map((one) => known.get(JSON.stringify(one)) ?? one);
}

onLoop((change) => {
  if (change.events) {
    const { keep, add } = change.events;
    if (keep < events.length) events = events.slice(0, keep);
    events.push(...add);
  }
  if (change.loop !== undefined) told = change.loop;
  if (!told) {
    loop.value = null;
    return;
  }
  const { now, names, ran, ...rest } = told;
  rest.tasks = kept(loop.peek()?.tasks ?? [], rest.tasks);
  const nowEvent = now - told.forgotten - 1;
  loop.value = { ...rest, nowEvent, events, names: new Map(names) };
  chosenTask.value = ran;
  chosenEvent.value = -1;
});
