// The zip of a program: what is in it builds with the command line, and does what was done on the page.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { strFromU8, unzipSync } from 'fflate';
import { describePage } from './browser.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const command = join(root, 'wasm/cli/main.js');

/** Downloads it, and unpacks it where its project finds the library. @param {import('./browser.js').Page} page @param {(folder: string, names: string[]) => void} check */
async function unpacked(page, check) {
  await page.click('#share');
  const [file] = await Promise.all([page.page.waitForEvent('download'), page.page.locator('#download').click()]);
  const parent = join(root, 'build/tests');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'zip-'));
  try {
    const files = unzipSync(readFileSync(await file.path()));
    for (const [name, bytes] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), bytes);
    }
    const id = file.suggestedFilename().replace(/\.zip$/, '');
    mkdirSync(join(folder, id, 'node_modules'));
    symlinkSync(root, join(folder, id, 'node_modules/libawait'), 'dir');
    assert.match(strFromU8(files[`${id}/README.md`]), /npm install\nnpm start[^]*npm run build\n/);
    check(join(folder, id), Object.keys(files).map((name) => name.slice(id.length + 1)).sort());
  } finally {
    rmSync(folder, { recursive: true });
  }
  await page.isAccessible('the dialog');
  await page.page.keyboard.press('Escape');
}

/** Runs one of its project's scripts, as npm would. @param {string} folder @param {'build' | 'start'} name */
function script(folder, name) {
  const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const [program, ...words] = scripts[name].split(' ');
  const { stdout, stderr, status } = spawnSync(process.execPath, program === 'node' ? words : [command, ...words], { cwd: folder, encoding: 'utf8' });
  return { stdout, stderr, status, all: stdout + stderr };
}

/** @param {string} folder @param {string} start what it prints */
function buildsAndPrints(folder, start) {
  assert.deepEqual(script(folder, 'build').status, 0);
  const { stdout, stderr } = script(folder, 'start');
  assert.equal(stderr, '');
  assert.equal(stdout, start);
}

describePage('the zip of a program', ({ onPage }) => {
  onPage('coroutines by hand: the same steps from JavaScript', 'send-values', async (page) => {
    for (const line of ['c1.send(None)', 'm = c1', 'del c1', 'm.send(7)', "m.throw(ValueError('no'))", 'new = nosuch()', 'm.send(None)']) {
      await page.fill('#prompt', line);
      await page.page.keyboard.press('Enter');
      await page.settled();
    }
    await page.blur();
    await page.press('b', 6);
    await unpacked(page, (folder, names) => {
      assert.deepEqual(names, ['README.md', 'package.json', 'send-values.c', 'send-values.py', 'send-values.wasm', 'step.mjs', 'transcript.txt']);
      assert.match(readFileSync(join(folder, 'transcript.txt'), 'utf8'), />>> m\.throw\(ValueError\('no'\)\)\n[^]*\n>>> new = nosuch\(\)\n[^>]*$/);
      buildsAndPrints(folder, [
        '>>> c1 = total()', '>>> c1.send(None)', 'send me numbers', '>>> m = c1', '>>> del c1', '>>> m.send(7)', '7', ">>> m.throw(ValueError('no'))", 'ValueError: no',
        '>>> new = nosuch()', 'TypeError: m.coroutines.nosuch is not a function', '',
      ].join('\n'));
    });
  });

  onPage('a program with a loop runs', 'gather', async (page) => {
    await unpacked(page, (folder, names) => {
      assert.deepEqual(names, ['README.md', 'gather.c', 'gather.py', 'gather.wasm', 'package.json', 'transcript.txt']);
      assert.equal(script(folder, 'start').stdout.trim().split('\n').at(-1), '[2, 6, 24]');
    });
  });

  onPage('an order that was found is run again', 'explore=lost-update', async (page) => {
    await unpacked(page, (folder, names) => {
      assert.deepEqual(names, ['README.md', 'lost-update.c', 'lost-update.json', 'lost-update.py', 'lost-update.wasm', 'package.json', 'transcript.txt']);
      assert.match(script(folder, 'start').all, /balance == 120/);
    });
  });
});
