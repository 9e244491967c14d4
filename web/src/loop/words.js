// What the loop did, in words: the sentence after each step, and the text of an event of the trace.

/**
 * @typedef {import('./history.js').Event} Event
 * @typedef {import('./program.js').Task} Task
 */

/** Seconds as they are said: at most three decimals. @param {number} time */
export const seconds = (time) => `${Number(time.toFixed(3))} s`;

/**
 * @param {object} step
 * @param {number} step.count how many callbacks ran
 * @param {Event[]} step.events what the trace told of them
 * @param {number} step.before the clock
 * @param {number} step.time the clock afterwards
 * @param {Task[]} step.tasks those that are left
 * @param {string[]} step.printed
 */
export function stepSentence({ count, events, before, time, tasks, printed }) {
  const ran = events.filter((event) => event.kind === 'task step');
  const said = [];
  if (time > before) said.push(`Nothing was ready, so the clock went from ${seconds(before)} to ${seconds(time)}.`);
  const woken = [...new Set(events.filter((event) => event.kind === 'task scheduled' && event.by !== event.task).map((event) => event.name))];
  if (events.some((event) => event.kind === 'timer fired')) said.push(`A timer is due${woken.length > 0 ? `: ${all(woken)} ${woken.length > 1 ? 'are' : 'is'} ready` : ''}.`);
  for (const { task, name } of ran.slice(0, 2)) said.push(ranSentence(/** @type {number} */ (task), name, events, tasks));
  if (ran.length > 2) said.push(`${ran.length - 2} more tasks ran.`);
  if (ran.length === 0 && said.length === 0 && count > 0) {
    said.push(woken.length > 0 ? `What ${all(woken)} waited for is done: ${woken.length > 1 ? 'they are' : 'it is'} ready.` : 'A callback of the loop ran: it notes that a task is done.');
  }
  if (count === 0) said.push('Nothing was ready to run.');
  if (printed.length > 0) said.unshift(`It printed: ${printed.join(', ').replace(/\.?$/, '.')}`);
  return said.join(' ');
}

/**
 * @param {number} number
 * @param {string} name
 * @param {Event[]} events
 * @param {Task[]} tasks
 */
function ranSentence(number, name, events, tasks) {
  const task = tasks.find((one) => one.number === number);
  if (!task) {
    const last = events.findLast((event) => event.task === number && (event.kind === 'returned' || event.kind === 'raised'));
    return `${name} ran and is done: ${last ? `${last.name} ${last.kind === 'raised' ? 'raised an error' : 'returned'}` : 'it ended'}.`;
  }
  const where = task.line === null ? '' : ` to line ${task.line}`;
  if (task.state === 'ready') return `${name} ran${where} and is ready again.`;
  return `${name} ran${where} and waits${task.awaits === null ? '' : ` for ${task.awaits}`}.`;
}

/** @param {string[]} names */
function all(names) {
  if (names.length <= 3) return names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}

/**
 * One event, told to somebody who has not read the runtime.
 * @param {Event} event
 * @param {Map<number, string>} names of the tasks
 */
export function eventText({ kind, name, by, due, line }, names) {
  const at = line === null ? '' : ` at line ${line}`;
  const maker = by !== undefined && names.has(by) ? ` by ${names.get(by)}` : '';
  switch (kind) {
    case 'created': return `${name} is made; its body has not run`;
    case 'task created': return `${name} is made${maker}: it is ready to run`;
    case 'resumed': return `${name} goes on${at}`;
    case 'awaited': return `${name} comes to an await${at}`;
    case 'yielded': return `${name} is suspended${at}`;
    case 'returned': return `${name} returns`;
    case 'raised': return `${name} raises an error${at}`;
    case 'closed': return `${name} is closed`;
    case 'task scheduled': return `${name} is woken${maker}: it is ready to run`;
    case 'task cancelled': return `${name} is asked to end${maker}: a CancelledError will be raised where it waits`;
    case 'timer set': return `a timer is set${due === undefined ? '' : ` for ${seconds(due)}`}`;
    case 'timer fired': return `the timer${due === undefined ? '' : ` for ${seconds(due)}`} is due`;
    case 'timer cancelled': return `the timer${due === undefined ? '' : ` for ${seconds(due)}`} is no longer needed`;
    default: return `${kind}: ${name}`;
  }
}

/** @param {number} line */
export const breakpointText = (line) => `Stopped at the breakpoint in line ${line}.`;
