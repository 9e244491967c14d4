// A schedule that fails, made as simple as can be found: with as few switches.

import { Search, follow } from './search.js';

/** So many schedules with fewer switches are tried, whatever their order. */
const TRIES = 2000;

/** @typedef {import('./search.js').Switch} Switch */
/**
 * @template State, Access
 * @template {{ kind: string }} Failure
 * @param {import('./search.js').System<State, Access, Failure> & { start: State }} system
 * @param {{ failure: Failure, switches: Switch[] }} found
 * @param {{ maxSteps: number, until: number }} limits
 */
export function shorten(system, found, { maxSteps, until }) {
  let shortest = withoutNeedless(system, found, maxSteps, until);
  while (shortest.switches.length > 1) {
    system.restore(system.start);
    const search = new Search(system, { maxSwitches: shortest.switches.length - 1, maxSchedules: TRIES, maxSteps, reduce: false });
    search.advance(until);
    search.end();
    if (!search.found) break;
    shortest = withoutNeedless(system, search.found, maxSteps, until);
  }
  return shortest;
}

/**
 * Leaves out one switch after the other, as long as it fails in the same way.
 * @template State, Access
 * @template {{ kind: string }} Failure
 * @param {import('./search.js').System<State, Access, Failure> & { start: State }} system
 * @param {{ failure: Failure, switches: Switch[] }} found
 * @param {number} maxSteps
 * @param {number} until
 */
function withoutNeedless(system, { failure, switches }, maxSteps, until) {
  let kept = switches;
  for (const each of switches) {
    const fewer = kept.filter((other) => other !== each);
    system.restore(system.start);
    const outcome = follow(system, fewer, maxSteps, undefined, until);
    if (outcome?.failure?.kind === failure.kind) kept = fewer;
  }
  return { failure, switches: kept };
}
