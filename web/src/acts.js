// What a line of the command line does: a short word is an act of the page, anything else a line of Python.
import { commandOf } from './commands.js';
import { ReadError } from './python/parse.js';
import { back, cards, forward, hasLoop, nextCallback, nextIteration, reset, run, runLoop, selected, sentence, steps } from './store.js';

/** Does what the line says. False where it cannot be understood; the sentence says why. @param {string} text */
export async function perform(text) {
  let command;
  try {
    command = commandOf(text, { names: cards.value.map(({ path }) => path.split('.')[0]), selected: selected.value?.path });
    if (command && (command.act === 'next' || command.act === 'turn' || command.act === 'run') && !hasLoop.value) throw new ReadError(`${command.act} is for programs with a loop`);
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    sentence.value = `This line cannot be read: ${error.message}.`;
    return false;
  }
  if (!command) return run(text);
  switch (command.act) {
    case 'line': return run(command.line);
    case 'back': await repeat(command.count, back); break;
    case 'forward': await repeat(command.count, forward); break;
    case 'goto': return goToNumber(command.count);
    case 'next': await repeat(command.count, nextCallback); break;
    case 'turn': await nextIteration(); break;
    case 'run': await runLoop(); break;
    case 'reset': await reset(); break;
  }
  return true;
}

/** @param {number} count @param {() => unknown} act */
async function repeat(count, act) {
  for (let i = 0; i < count; i++) await act();
}

/** @param {number} number */
async function goToNumber(number) {
  const last = steps.value?.last ?? 0;
  if (number > last) {
    sentence.value = `There is no step ${number}: the last is ${last}.`;
    return false;
  }
  while (steps.value && steps.value.number > number && steps.value.canBack) await back();
  while (steps.value && steps.value.number < number && steps.value.canForward) await forward();
  return true;
}
