// What a line of the command line does: a short word is an act of the page, anything else a line of Python.
import { breakpoints, toggleBreakpoint, waitingLines } from './breakpoints.js';
import { commandOf } from './commands.js';
import { goToNumber, look } from './journey.js';
import { nextCallback, nextIteration, runLoop } from './looping.js';
import { ERRORS } from './python/errors.js';
import { ReadError } from './python/parse.js';
import { back, cards, forward, hasLoop, isTaken, makers, opened, reset, run, selected, sentence, source, steps } from './store.js';

const LOOPS = new Set(['next', 'turn', 'run', 'break']);

/** What can be named at the prompt. */
export const known = () => ({
  names: [...new Set(cards.value.map(({ path }) => path.split('.')[0]))],
  functions: makers.value.map(({ name }) => name),
  errors: ERRORS,
});

/** Does what the line says. False where it cannot be understood; the sentence says why. @param {string} text */
export async function perform(text) {
  let command;
  try {
    const { names, functions, errors } = known();
    command = commandOf(text, { names, others: [...functions, ...errors, 'asyncio'], selected: selected.value?.path });
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    sentence.value = `This line cannot be read: ${error.message}${/[?.]$/.test(error.message) ? '' : '.'}`;
    return false;
  }
  if (!command) return run(text);
  if (LOOPS.has(command.act) && !hasLoop.value) {
    sentence.value = `${command.act} is for programs with a loop.`;
    return false;
  }
  switch (command.act) {
    case 'line': return run(command.line);
    case 'back': return goBy(-command.count);
    case 'forward': return goBy(command.count);
    case 'goto': return goTo(command.count);
    case 'next': return repeat(command.count, nextCallback);
    case 'step': return step(command.count);
    case 'turn': await nextIteration(); break;
    case 'run': await runLoop(); break;
    case 'break': return breakAt(command.line);
    case 'ps': case 'pstree': await look(command.act); break;
    case 'reset': await reset(); break;
    case 'help': document.getElementById('help')?.click(); break;
  }
  return true;
}

/** Until one is not taken, or another program is open. False: not all were. @param {number} count @param {() => Promise<unknown>} act */
async function repeat(count, act) {
  const inProgram = opened.value;
  for (let i = 0; i < count; i++) {
    if (!isTaken(await act()) || opened.value !== inProgram) return false;
  }
  return true;
}

/** @param {number} count */
async function step(count) {
  if (hasLoop.value) return repeat(count, nextCallback);
  const path = selected.value?.path;
  let taken = 0;
  if (path !== undefined) return repeat(count, async () => (taken++ > 0 && selected.value?.word === 'CLOSED' ? false : run(`${path}.send(None)`)));
  sentence.value = 'There is no coroutine yet: press New to make one.';
  return false;
}

/** @param {number} by */
async function goBy(by) {
  if (by < 0 ? !steps.value?.canBack : !steps.value?.canForward) {
    sentence.value = by < 0 ? 'This is the start: there is no step before it.' : 'This is the last step of the branch.';
    return false;
  }
  if (Math.abs(by) === 1) await (by < 0 ? back() : forward());
  else await goToNumber(Math.min(Math.max((steps.value?.number ?? 0) + by, 0), steps.value?.last ?? 0));
  return true;
}

/** @param {number} number */
async function goTo(number) {
  const last = steps.value?.last ?? 0;
  if (number > last) {
    sentence.value = `There is no step ${number}: the last is ${last}.`;
    return false;
  }
  await goToNumber(number);
  return true;
}

/** @param {number | null} line */
function breakAt(line) {
  const before = breakpoints.value;
  if (line !== null) {
    const wanted = waitingLines(source.value).find((other) => other >= line);
    if (wanted === undefined) {
      sentence.value = source.value === '' ? 'There is no source in which a line could be found: open the module together with its C source.' : `There is no line from ${line} on where something can wait.`;
      return false;
    }
    toggleBreakpoint(wanted);
    if (before.includes(wanted)) sentence.value = `There is no breakpoint in line ${wanted} any more.`;
    else sentence.value = `A breakpoint is in line ${wanted}${wanted === line ? '' : ', the next one where something can wait'}: run stops when a task comes to wait there.`;
    return true;
  }
  sentence.value = before.length > 0 ? `Breakpoints are in ${before.length > 1 ? 'lines' : 'line'} ${before.join(', ')}.` : 'There is no breakpoint: break 12 sets one in line 12.';
  return true;
}
