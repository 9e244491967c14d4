// All that a program with a loop needs.
import '../../../wasm/api/asyncio.js';

export { Going } from './going.js';
export { Program } from './program.js';
export { lastOf, loopOf, orderOf, stepOfEvent } from './seen.js';
