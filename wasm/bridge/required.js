// What a module has to export, for what is here to work.

import { LoadError } from './errors.js';

const REQUIRED = [
  ...['answer', 'buffer', 'cancel', 'close', 'codes', 'create_task', 'current_task', 'deadlock', 'exception', 'future_exception', 'future_result'],
  ...['future_set', 'future_state', 'generator', 'generator_step', 'inspect', 'interrupted', 'left_over', 'live', 'loop_close', 'loop_state', 'mailbox', 'name', 'new', 'object'],
  ...['operations', 'origin_depth', 'pump', 'recover', 'release', 'repr', 'retain', 'run', 'scratch', 'send', 'step', 'task', 'task_set_name', 'task_uncancel', 'tasks', 'time'],
  ...['throw', 'turn', 'virtual_clock', 'wait', 'wait_clean_up', 'wait_no_more', 'wait_run', 'wait_step', 'wrapper'],
  ...['awaited', 'memory', 'mistakes', 'mistakes_expected', 'ps', 'ps_data', 'pstree', 'ready_order', 'record_mistakes', 'tests', 'watched'],
  ...['accesses', 'accesses_reset', 'explore', 'next_timers', 'ready', 'run_ready', 'unshared'],
  ...['trace_dropped', 'trace_kinds', 'trace_page', 'trace_read', 'trace_start', 'trace_stop'],
].map((name) => `aw_js_${name}`);

/** @type {WeakSet<WebAssembly.Module>} */
const accepted = new WeakSet();

/** Throws where this is no module of libawait's, or of another version. @param {WebAssembly.Module} module @param {string} name */
export function refuseOthers(module, name) {
  if (accepted.has(module)) return;
  const exported = new Set(WebAssembly.Module.exports(module).map((entry) => entry.name));
  if (REQUIRED.every((required) => exported.has(required)) && exported.has('memory')) return void accepted.add(module);
  const some = REQUIRED.find((required) => exported.has(required));
  const why = some ? 'it lacks functions of this version' : 'it does not contain the runtime';
  throw new LoadError(`${name} is a WebAssembly module, but no libawait module (${why}); \`libawait build\` makes one`);
}
