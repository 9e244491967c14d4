// What went wrong without stopping the program, and what is about to: each with the step at which it happened, and what can be done.
import { pagesTo } from '../stepped.js';

/**
 * @typedef {object} Warning
 * @property {string} title
 * @property {string} text what can be done
 * @property {number | null} step at which it happened, in the order in which steps were made; null: it is so now
 * @property {number | null} number of that step
 */

/** What is said of it, and what can be done. @type {[pattern: RegExp, title: (found: RegExpMatchArray) => string, text: string][]} */
const KNOWN = [
  [/coroutine '(.*)' was never awaited/, ([, name]) => `${name}() was never awaited`, 'Calling it made a coroutine, and nobody awaited it, so its body never ran: await it, or make a task of it.'],
  [/exception was never retrieved/, () => 'An exception was never retrieved', 'A task failed, and nobody asked for its result: await the task, or catch the error inside it.'],
  [/Task was destroyed but it is pending/, () => 'A task was destroyed while it was pending', 'Nobody held it any more: keep the task until it is done, or cancel it and await it.'],
  [/(coroutine|generator) ignored GeneratorExit/, ([, noun]) => `A ${noun} ignored GeneratorExit`, 'It was asked to end, and waited again instead: after catching GeneratorExit, clean up and return, without an await.'],
  [/^Exception ignored in/, () => 'An exception was ignored', 'It was raised where nobody can receive it, such as while a coroutine was let go of: catch it there.'],
];

/** Of its C stack so much at least should be free. */
const LITTLE = 0.2;

/**
 * Those up to the current step, oldest first, and then what is so now.
 * @param {import('./look.js').AnySession} session
 * @param {import('./look.js').Chain[]} chains
 * @param {import('./tree.js').Tree} tree
 * @returns {Warning[]}
 */
export function warningsOf(session, chains, tree) {
  const { past } = session;
  const pages = past ? pagesTo(past.pageOf(past.current)) : [];
  /** @type {Warning[]} */
  const found = [];
  let known = /** @type {import('../stepped.js').Notice[]} */ ([]);
  for (const { id, number, entries, notices } of pages) {
    for (const { kind, text } of entries) {
      if (!['warning', 'unraisable', 'lost', 'error'].includes(kind)) continue;
      const [title, what] = said(kind, text);
      if (title) found.push({ title, text: what, step: id, number });
    }
    const deadlock = notices.find((notice) => notice.kind === 'deadlock' && !known.includes(notice));
    if (deadlock) found.push({ title: 'Deadlock', text: `${deadlock.text} Let one of them stop waiting: take locks in one order, or give the wait a timeout.`, step: id, number });
    known = notices;
  }
  const isTold = known.some(({ kind }) => kind === 'deadlock');
  if (tree.circles && !isTold) found.push({ title: 'A cycle of waiting', text: `${tree.circles} None of them can go on unless one is cancelled.`, step: null, number: null });
  return [...found, ...fullStacks(chains)];
}

/** @param {string} kind @param {string} text @returns {[title: string, text: string]} */
function said(kind, text) {
  const lines = kind === 'error' ? text.slice(text.lastIndexOf('\n') + 1) : text;
  for (const [pattern, title, what] of KNOWN) {
    const match = lines.match(pattern);
    if (match && (kind !== 'error' || match[0].includes('GeneratorExit'))) return [title(match), what];
  }
  return kind === 'warning' ? [text.replace('RuntimeWarning: ', ''), 'The program warned of it.'] : ['', ''];
}

/** @param {import('./look.js').Chain[]} chains @returns {Warning[]} */
export function fullStacks(chains) {
  return chains.flatMap(({ members }) =>
    members.flatMap(({ function: name, memory }) => {
      if (!memory || memory.computed || memory.stack - memory.used >= memory.stack * LITTLE) return [];
      return [{
        title: `The C stack of ${name} is nearly full`,
        text: `Of its ${memory.stack} bytes ${memory.stack - memory.used} are free: give it more with AW_STACK(${name}, ${2 * Math.ceil(memory.stack / 1024) * 1024});`,
        step: null,
        number: null,
      }];
    }));
}
