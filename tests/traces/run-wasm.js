// Runs a trace program that was built as wasm: `node run-wasm.js FILE`. Its lines go to stdout, its status is the exit status.
import { readFile } from 'node:fs/promises';
import { load } from '../../wasm/api/index.js';

const { exports } = await load(await readFile(process.argv[2]));
process.exitCode = exports.program();
