// All that a program with a loop needs.
import '../../../wasm/api/asyncio.js';
import '../../../wasm/bridge/surroundings.js';

export { Bounds } from '../../../wasm/api/history/bounds.js';
export { Going } from './going.js';
export { Program } from './program.js';
export { lastOf, loopOf, orderOf, stepOfEvent } from './seen.js';
