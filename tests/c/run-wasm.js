// Runs the C tests that were built as wasm: `node run-wasm.js FILE`. TAP goes to stdout; the exit status is 1 if one failed.
import { readFile } from 'node:fs/promises';
import { load } from '../../wasm/api/index.js';

const module = await load(await readFile(process.argv[2]));
module.setCoroutineOriginTrackingDepth(0); // the module lets go of what it told load()
const failed = module.exports.run_tests();
const left = Object.entries(module.live()).filter(([, count]) => count !== 0);
for (const [what, count] of left) console.error(`left alive at the end: ${count} ${what}`);
process.exitCode = failed > 0 || left.length > 0 ? 1 : 0;
