// All that a program with a loop needs.
export { Bounds } from '../../../wasm/api/history/bounds.js';
export { load, moduleOf } from '../../../wasm/api/module.js';
export { Going } from './going.js';
export { Program } from './program.js';
export { lastOf, loopOf, orderOf, stepOfEvent } from './seen.js';
