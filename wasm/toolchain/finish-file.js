// Finishes a module that something else linked, in place: what CMake calls for Emscripten projects.
//   node finish-file.js FILE.wasm

import { readFileSync } from 'node:fs';
import { finish } from './finish/index.js';
import { sources as list, writeWhole } from './runtime.js';

const [file] = process.argv.slice(2);
try {
  if (!file) throw new Error('finish-file.js: which module?');
  writeWhole(file, finish(readFileSync(file), { list }));
} catch (error) {
  console.error(/** @type {Error} */ (error).message);
  process.exitCode = 1;
}
