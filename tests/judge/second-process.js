// Goes on from each snapshot of a scenario, to its end: node second-process.js MODULE.wasm DIRECTORY COUNT. Prints what came of each.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from '../../wasm/api/index.js';
import { outputOf, runToEnd } from './moves.js';

const [path, directory, count] = process.argv.slice(2);
const wasm = await WebAssembly.compile(readFileSync(path));
const outputs = [];
for (let i = 0; i < Number(count); i++) {
  const module = await load(wasm, { manual: true, snapshot: readFileSync(join(directory, `${i}.bin`)) });
  runToEnd(module);
  outputs.push(outputOf(module).toString('latin1'));
}
process.stdout.write(Buffer.from(outputs.join('\0'), 'latin1'));
