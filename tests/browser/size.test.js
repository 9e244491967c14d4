// How much a reader downloads, compressed as web spaces do it. The page must not grow unseen: whoever adds to it changes a number here.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

const folder = fileURLToPath(new URL('../../build/web', import.meta.url));
const KB = 1000;

/** @param {string[]} files */
const compressed = (files) =>
  files.reduce((sum, file) => sum + brotliCompressSync(readFileSync(join(folder, file)), { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length, 0);

test('what is downloaded for the first step, and before anything is compiled', (t) => {
  assert.ok(existsSync(folder), 'build/web is missing: run `node scripts/build.js` first');
  const first = compressed(['index.html', 'app.js', 'program.js', 'style.css', 'examples/index.json', 'examples/first-step.c', 'examples/first-step.wasm']);
  const editor = compressed(['documentation.json', ...readdirSync(join(folder, 'chunks')).map((name) => join('chunks', name))]);
  t.diagnostic(`first step: ${Math.ceil(first / KB)} kB, with the editor: ${Math.ceil((first + editor) / KB)} kB, brotli`);
  assert.ok(first < 160 * KB, `${first} bytes`);
  assert.ok(first + editor < 310 * KB, `${first + editor} bytes`);
});

test('what is downloaded for the compiler, once', (t) => {
  const vendor = join(folder, 'vendor');
  const bytes = readdirSync(vendor, { recursive: true, encoding: 'utf8' }).reduce((sum, name) => sum + (statSync(join(vendor, name)).isFile() ? statSync(join(vendor, name)).size : 0), 0);
  t.diagnostic(`compiler: ${(bytes / 1e6).toFixed(1)} MB as it is built to be tried; \`node scripts/build.js\` says how to make it smaller for publishing`);
  assert.ok(bytes < 24e6, `${bytes} bytes`);
});
