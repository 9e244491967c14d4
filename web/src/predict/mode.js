// Switches predict mode on and off.
import { fetchedPart, messageOf } from '../errors.js';
import { isPredicting, panel } from '../predicting.js';
import { readSetting, writeSetting } from '../settings.js';
import { askBefore, sentence } from '../store.js';

/** Nobody waits for an answer any more. */
let withdraw = () => {};
let isWanted = false;
/** That it could not be loaded, where that was said last. */
let refusal = '';

/** @param {boolean} on */
export async function setPredicting(on) {
  isWanted = on;
  writeSetting('predict', on ? 'on' : 'off');
  if (!on) {
    withdraw();
    show(null, null);
    return;
  }
  if (sentence.value === refusal) sentence.value = '';
  const loading = fetchedPart(Promise.all([import('./ask.js'), import('../view/predict.jsx')]));
  askBefore(async (line) => { // a step waits for the question
    const loaded = await loading.catch(() => null);
    return loaded && isWanted ? loaded[0].ask(line) : () => {};
  });
  try {
    const [{ answer, ask }, { Predict }] = await loading;
    if (!isWanted) return;
    withdraw = () => answer(false);
    show(ask, Predict);
  } catch (error) {
    askBefore(null);
    sentence.value = refusal = `Predict mode could not be loaded. ${messageOf(error)}`;
  }
}

/** @param {import('../store.js').Ask | null} ask @param {typeof panel.value} view */
function show(ask, view) {
  askBefore(ask);
  panel.value = view;
  isPredicting.value = ask !== null;
}

if (readSetting('predict', 'off') === 'on') setPredicting(true);
