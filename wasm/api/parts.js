// What a module can do that not every page asks for. Each part puts itself here when it is loaded; index.js loads all.

/**
 * @typedef {object} Parts
 * @property {typeof import('./snapshot.js').snapshot} snapshot
 * @property {typeof import('./snapshot.js').restore} restore
 * @property {typeof import('./history.js').History} History
 * @property {typeof import('./fork.js').fork} fork
 * @property {typeof import('./fork.js').counterpart} counterpart
 * @property {typeof import('./loop.js').Loop} Loop
 * @property {typeof import('./loop-state.js').captureLoop} captureLoop
 * @property {typeof import('./loop-state.js').bringLoopBack} bringLoopBack
 * @property {typeof import('./restore-policy.js').checkPolicies} checkPolicies
 * @property {(typeof import('./objects.js').CObject)[]} classes of what can be awaited
 * @property {typeof import('./seeing.js')} seeing
 */

/** @type {Partial<Parts>} */
const parts = {};

/** @param {Partial<Parts>} provided */
export function provide(provided) {
  Object.assign(parts, provided);
}

/** @template {keyof Parts} Name @param {Name} name @returns {Parts[Name]} */
export function part(name) {
  const found = parts[name];
  if (!found) throw new Error(`'${name}' was not loaded: import wasm/api/index.js, which loads all`);
  return /** @type {Parts[Name]} */ (found);
}
