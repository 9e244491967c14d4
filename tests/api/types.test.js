// index.d.ts: complete in itself, and as sample.ts uses it; and it names what index.js exports.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import * as api from '../../wasm/api/index.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

for (const typescript of ['typescript', 'typescript-5']) test(`${typescript} accepts the types and the sample`, () => {
  const folder = join(root, 'build', 'tests', typescript);
  mkdirSync(folder, { recursive: true });
  const config = {
    compilerOptions: {
      ...{ strict: true, noEmit: true, skipLibCheck: false, module: 'nodenext', moduleResolution: 'nodenext', target: 'es2022', types: [] },
      paths: { libawait: [join(root, 'wasm/api/index.d.ts')] },
    },
    files: [join(root, 'tests/api/sample.ts')],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const compiler = join(dirname(createRequire(import.meta.url).resolve(`${typescript}/package.json`)), 'bin', 'tsc');
  const { stdout, status } = spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' });
  assert.equal(stdout, '');
  assert.equal(status, 0);
});

test('the types name what is exported', () => {
  const types = readFileSync(join(root, 'wasm/api/index.d.ts'), 'utf8');
  const declared = [...types.matchAll(/^export (?:declare )?(?:class|function|const) (\w+)/gm)].map(([, name]) => name);
  assert.deepEqual(declared.sort(), Object.keys(api).sort());
});
