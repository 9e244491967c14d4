// What the page shows of a loop, as plain data: where it is, and what was told up to the end of the branch.
import { pagesTo } from '../stepped.js';
import { recordOf } from './watched.js';

/**
 * @typedef {import('../session.js').Session} Session
 * @typedef {import('../schedule/session.js').ScheduleSession} ScheduleSession
 */

/** What was told up to the end of this branch. @param {Session | ScheduleSession} session */
export function lastOf({ program, past }) {
  if (!program) return null;
  const { history } = program;
  if (!past || past.end === past.current) return history;
  const { own } = past.pageOf(past.end);
  return toldIn(own, program) > history.total ? recordOf(own.told ?? own.run.told) : history;
}

/** How many events a program had told in that state; 0 in one of another program. @param {any} own what a session keeps of a step @param {unknown} program */
const toldIn = (own, program) => (own.told ?? (own.run?.program === program ? own.run.told : null))?.total ?? 0;

/** The step in which an event of this branch happened. @param {Session | ScheduleSession} session @param {number} total how many there were before it */
export function stepOfEvent({ past, program }, total) {
  return past && pagesTo(past.pageOf(past.end)).find(({ own }) => own && toldIn(own, program) > total)?.step;
}

/** @param {NonNullable<(Session | ScheduleSession)['program']>} program @param {import('./history.js').History} last @returns {import('../program/shown.js').Loop} */
export function loopOf(program, last) {
  const tasks = program.tasks();
  return {
    tasks,
    clock: program.loop,
    isDone: program.isDone,
    isStuck: program.isStuck,
    isWaiting: program.isWaiting,
    waited: program.waited,
    lanes: program.lanes(),
    promise: !program.isDone ? 'pending' : program.hasFailed ? 'rejected' : 'fulfilled',
    ran: program.history.events.findLast(({ kind }) => kind === 'task step')?.task ?? 1,
    resumed: program.resumed,
    shared: program.shared(tasks),
    changed: program.changed,
    done: program.history.names.size - tasks.length,
    now: program.history.total,
    total: last.total,
    forgotten: last.forgotten,
    names: [...last.names],
  };
}

/** @param {ScheduleSession} session @returns {import('../program/shown.js').Order} */
export function orderOf(session) {
  const { program, next, order } = session;
  const failedLine = program.lineOf(program.outcome?.failure?.at ?? {}) ?? 0;
  return { ready: program.ready(), next, isFound: session.isOn('found'), isPlain: session.isOn('plain'), order, failedLine };
}
