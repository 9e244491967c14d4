// The state of a program in this process: whether it can be kept, what the machine's is, and a second instance that goes on from it.

import { connectSync } from '../bridge/link.js';
import { PAGE, contentsOf, rangesIn } from '../bridge/snapshot/image.js';
import { errors } from './exceptions.js';
import { capture, goOnAsFork } from './state.js';
import { Values } from './values.js';

/** @typedef {import('../bridge/link.js').Link} Link */

/** Throws where the state is not in the memory alone. @param {Link} link */
export function requireTopLevel(link) {
  link.exports.aw_js_time(); // a ReferenceError where the module has been disposed
  if (link.depth > 0) throw new errors.RuntimeError('a call into the module is under way: its state can be kept only between calls');
  if (link.left > 0) throw new errors.RuntimeError("the module was left by an error and is not in order: its state cannot be kept");
}

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
  if (!virtualClock) link.pump.setClock(time * 1000);
}

/** A second instance in the same state. @param {Values} from @param {import('./values.js').Host & Parameters<typeof connectSync>[3]} options */
export function fork(from, options) {
  const { link } = from;
  requireTopLevel(link);
  const all = { ...from.options, manual: link.pump.manual, ...options };
  const home = new Values(all);
  connectSync(link.module, link.name, home, all, machineState(link));
  goOnAsFork(home, from, capture(from));
  chooseClock(home.link, options.virtualClock);
  return home;
}
