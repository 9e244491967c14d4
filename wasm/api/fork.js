// A second instance that goes on from the state of a program, in this process: what the machine's state is, and what stands there for what stands here.

import { connectSync } from '../bridge/link.js';
import { PAGE, contentsOf, rangesIn } from '../bridge/snapshot/image.js';
import { errors, safeText } from './exceptions.js';
import { endOthers, putWaiters, waitersIn } from './loop-state.js';
import { provide } from './parts.js';
import { capture, goOn, heldAddress, mapValues, putOutput, replaceRoots, requireTopLevel } from './state.js';
import { Values } from './values.js';
import { Waiter } from './waiting.js';

/** @typedef {import('../bridge/link.js').Link} Link */
/** @typedef {import('./state.js').HostState} HostState */

/** Without copying: good until the module runs again. @param {Link} link @returns {import('../bridge/link.js').MachineState} */
export function machineState(link) {
  const ranges = rangesIn(link);
  const { u8 } = link.memory.current();
  return { pages: u8.length / PAGE, memory: contentsOf(u8, ranges), globals: link.globals() };
}

/** The clock is virtual or not, as the options say; where they do not, as it was. It goes on from the same time. @param {Link} link @param {boolean | undefined} virtualClock */
export function chooseClock(link, virtualClock) {
  if (virtualClock === undefined) return;
  const time = link.exports.aw_js_time();
  link.call(link.exports.aw_js_virtual_clock, Number(virtualClock), 1);
  if (!virtualClock) link.clock.set(time * 1000);
}

/** A second instance in the same state. @param {Values} from @param {import('./values.js').Host & Parameters<typeof connectSync>[3]} options */
export function fork(from, options) {
  const { link } = from;
  requireTopLevel(link);
  const all = { ...from.options, manual: from.loop.pump.manual, ...options };
  const home = new Values(all);
  connectSync(link.module, link.name, home, all, machineState(link));
  goOnAsFork(home, from, capture(from));
  chooseClock(home.link, options.virtualClock);
  return home;
}

/** The state of `from` goes on in a second instance, too. @param {Values} home @param {Values} from @param {HostState} state */
function goOnAsFork(home, from, state) {
  const { handles, objects, clock } = home.link;
  objects.hold(state.objects.map(({ address }) => address));
  handles.goOn(state.handles);
  const waiters = new Map(waitersIn(state.handles).map((waiter) => [waiter, Waiter.inPlace(home.loop, waiter.handle, waiter.address)]));
  const now = (/** @type {Waiter} */ waiter) => waiters.get(waiter) ?? Waiter.ended(home.loop, outcomeIn(home, from, waiter));
  const runs = putWaiters(home, state.runs, now);
  home.operations.share(state.operations);
  clock.set(state.clock);
  putOutput(home, state.output);
  replaceRoots(home, mapValues(state.roots, (value) => counterpartIn(home, from, value)));
  endOthers(home, waiters.values(), runs);
  home.origin = { from, theirs: new Set(state.objects), ours: new Set(objects.entries) };
  goOn(home);
}

/** What stands here where an object of the instance stands that this one is a fork of, or that is a fork of this one: as long as both hold what they held then. @param {Values} home @param {Values} other @param {object} object */
export function counterpart(home, other, object) {
  const address = heldAddress(other, object);
  if (address === 0) return object;
  const { origin } = home.origin?.from === other ? home : other;
  const [here, there] = origin === home.origin ? [origin?.ours, origin?.theirs] : [origin?.theirs, origin?.ours];
  const isIn = (/** @type {Values} */ { link }, /** @type {Set<import('../bridge/objects.js').Entry> | undefined} */ known) => known?.has(/** @type {any} */ (link.objects.byAddress.get(address)));
  if (!isIn(home, here) || !isIn(other, there)) throw new errors.LookupError(`there is no counterpart of ${safeText(object)} here`);
  return home.objectAt(address);
}

/** What stands here where a value of the other module stands: of C objects, their counterparts. @param {Values} home @param {Values} from @param {unknown} value */
function counterpartIn(home, from, value) {
  const address = heldAddress(from, value);
  if (address === 0) return value;
  if (!home.link.objects.holds(address)) throw new errors.LookupError(`there is no counterpart of ${safeText(value)} here`);
  return home.objectAt(address);
}

/** @param {Values} home @param {Values} from @param {Waiter} waiter */
function outcomeIn(home, from, { outcome }) {
  const known = /** @type {NonNullable<Waiter['outcome']>} */ (outcome);
  return 'error' in known ? { error: counterpartIn(home, from, known.error) } : { value: counterpartIn(home, from, known.value) };
}

provide({ counterpart, fork });
