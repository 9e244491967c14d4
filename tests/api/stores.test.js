// Stores: what they hold is the old or the new at any moment, belongs to one process at a time, and what fails says why.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { StoreError } from '../../wasm/api/stores/error.js';
import { fileStore } from '../../wasm/api/stores/file.js';
import { indexedDBStore } from '../../wasm/api/stores/indexed-db.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const stores = JSON.stringify(new URL('../../wasm/api/stores/file.js', import.meta.url).href);
mkdirSync(join(root, 'build', 'tests'), { recursive: true });
const folder = realpathSync(mkdtempSync(join(root, 'build', 'tests', 'stores-')));
after(() => rmSync(folder, { recursive: true }));
const ID = '01234567-89ab-cdef-0123-456789abcdef';

/** A path for one test. @param {string} name */
function place(name) {
  mkdirSync(join(folder, name));
  return join(folder, name, 'state.bin');
}

/** Another process that runs this code with `store`, until it is killed; resolves when it has printed a line. @param {string} path @param {string} code */
function other(path, code) {
  const program = `import { fileStore } from ${stores}; const store = fileStore(${JSON.stringify(path)}); ${code}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = new Promise((resolve) => child.once('close', resolve));
  return new Promise((resolve) => child.stdout.once('data', (data) => resolve({ said: String(data).trim(), pid: child.pid, kill: () => (child.kill('SIGKILL'), gone) })));
}

test('what is saved is loaded, by path and by URL', async () => {
  const path = place('round');
  const store = fileStore(path);
  assert.equal(await store.load(), null);
  await store.save(new Uint8Array([1, 2, 3]));
  await store.save(new Uint8Array([4]));
  assert.deepEqual(await store.load(), new Uint8Array([4]));
  await store.close();
  assert.deepEqual(readdirSync(join(path, '..')), ['state.bin']);
  const again = fileStore(pathToFileURL(path));
  assert.deepEqual(await again.load(), new Uint8Array([4]));
  await again.clear();
  assert.equal(await again.load(), null);
  await again.clear();
  await again.close();
  await again.close();
  assert.deepEqual(readdirSync(join(path, '..')), []);
});

test('what is made only its owner reads; what is there keeps its mode', async () => {
  const path = place('mode');
  const modes = [];
  const store = fileStore(path);
  for (const mode of [null, 0o640, 0o400]) {
    if (mode !== null) chmodSync(path, mode);
    await store.save(new Uint8Array([modes.length]));
    modes.push(statSync(path).mode & 0o777);
  }
  assert.deepEqual(modes, [0o600, 0o640, 0o400]);
  assert.deepEqual(new Uint8Array(readFileSync(path)), new Uint8Array([2]));
  await store.clear();
  await store.save(new Uint8Array([3]));
  assert.equal(statSync(path).mode & 0o777, 0o600);
  await store.close();
});

test('over a link it is what the link leads to, with one lock, there already or not', async () => {
  const path = place('real');
  const there = join(path, '..');
  const elsewhere = join(place('links'), '..');
  symlinkSync(join('..', 'real', 'state.bin'), join(elsewhere, 'link'));
  symlinkSync('link', join(elsewhere, 'second'));
  symlinkSync(there, join(elsewhere, 'folder'));
  const ways = [path, join(elsewhere, 'link'), join(elsewhere, 'second'), join(elsewhere, 'folder', 'state.bin')];
  for (const there of [false, true]) {
    for (const way of ways) {
      const store = fileStore(way);
      assert.deepEqual(await store.load(), there ? new Uint8Array([7]) : null);
      for (const other of ways) await assert.rejects(fileStore(other).load(), { message: new RegExp(`^${path} is in use by process ${process.pid} `) });
      await store.save(new Uint8Array([7]));
      assert.ok(lstatSync(path).isFile());
      if (!there) await store.clear();
      await store.close();
    }
    writeFileSync(path, new Uint8Array([7]));
  }
  assert.deepEqual(readdirSync(there), ['state.bin']);
  assert.deepEqual(readdirSync(elsewhere), ['folder', 'link', 'second']);
  for (const link of ['link', 'second', 'folder']) assert.ok(lstatSync(join(elsewhere, link)).isSymbolicLink());
});

test('what a killed process left beside it is removed, and nothing else', async () => {
  const path = place('left');
  const there = join(path, '..');
  const old = `state.bin.lock.${ID}.tmp`;
  const keep = ['state.bin.tmp', `state.bin.${ID}.tmp.txt`, `other.${ID}.tmp`, `state.bin.lock.${ID}`];
  for (const name of [`state.bin.${ID}.tmp`, old, ...keep]) writeFileSync(join(there, name), 'x');
  utimesSync(join(there, old), 0, 0);
  const store = fileStore(path);
  await store.load();
  assert.deepEqual(readdirSync(there).sort(), ['state.bin.lock', ...keep].sort());
  await store.close();
});

test('a save that is killed leaves the old or the new', async () => {
  const path = place('killed');
  for (let round = 0; round < 8; round++) {
    const { kill } = await other(path, `await store.load(); console.log('on');
      for (let i = 0; ; i = (i + 1) % 250) await store.save(new Uint8Array(100_000 + i).fill(i));`);
    await new Promise((resolve) => setTimeout(resolve, 10 + 7 * round));
    await kill();
    const store = fileStore(path);
    const bytes = await store.load();
    assert.ok(bytes === null || (bytes.length === 100_000 + bytes[0] && bytes.every((byte) => byte === bytes[0])));
    await store.close();
    assert.deepEqual(readdirSync(join(path, '..')), bytes ? ['state.bin'] : []);
  }
});

test('one process at a time', async () => {
  const path = place('lock');
  const first = fileStore(path);
  await first.save(new Uint8Array([1]));
  const refused = { name: 'StoreError', message: `${path} is in use by process ${process.pid} on ${hostname()}; if that is gone for good, delete ${path}.lock` };
  await assert.rejects(fileStore(path).load(), refused);
  await assert.rejects(fileStore(path).clear(), refused);
  const said = await other(path, `try { await store.load(); } catch (error) { console.log(error.message); }`);
  assert.equal(said.said, refused.message);
  await first.close();
  const second = await other(path, `await store.load(); console.log('mine'); setInterval(() => {}, 1000);`);
  const message = new RegExp(`in use by process ${second.pid} `);
  await assert.rejects(first.save(new Uint8Array([2])), message);
  await second.kill();
  assert.deepEqual(await first.load(), new Uint8Array([1]), 'a dead process holds nothing');
  await first.close();
});

/** What a lock of this process says. @param {string} path */
async function holderOf(path) {
  const store = fileStore(path);
  await store.load();
  const holder = JSON.parse(readFileSync(`${path}.lock`, 'utf8'));
  await store.close();
  return holder;
}

test('many that find a dead one: one gets it', async () => {
  const path = place('race');
  const dead = { ...(await holderOf(path)), started: 'before', token: 'gone' };
  for (let round = 0; round < 30; round++) {
    writeFileSync(`${path}.lock`, JSON.stringify(dead));
    const stores = Array.from({ length: 8 }, () => fileStore(path));
    const outcomes = await Promise.allSettled(stores.map((store) => store.load()));
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
    for (const outcome of outcomes) if (outcome.status === 'rejected') assert.match(outcome.reason.message, /is in use by process/);
    for (const store of stores) await store.close();
    assert.deepEqual(readdirSync(join(path, '..')), []);
  }
});

test('a number of a process says nothing of another machine or container; no process outlives a boot', async () => {
  const path = place('places');
  const gone = { ...(await holderOf(path)), pid: 2 ** 31 - 1, started: '1', token: 'gone' };
  /** @type {[string, object, boolean][]} */
  const cases = [
    ['here', {}, false],
    ['in another container', { space: 'pid:[1]' }, true],
    ['before this machine was started', { boot: 'before' }, false],
    ['in a container before this machine was started', { boot: 'before', space: 'pid:[1]' }, false],
    ['on another machine', { host: 'elsewhere', boot: 'another' }, true],
  ];
  for (const [where, change, lives] of cases) {
    writeFileSync(`${path}.lock`, JSON.stringify({ ...gone, ...change }));
    const store = fileStore(path);
    const outcome = await store.load().catch((error) => error);
    if (lives) assert.match(outcome.message, /is in use by process 2147483647 on .*; if that is gone for good, delete /, where);
    else assert.equal(outcome, null, where);
    await store.close();
  }
});

test('a lock of another machine is respected, and one that was taken away noticed', async () => {
  const path = place('taken');
  writeFileSync(`${path}.lock`, JSON.stringify({ host: 'elsewhere', pid: 1, started: null, token: 'other' }));
  await assert.rejects(fileStore(path).load(), { message: `${path} is in use by process 1 on elsewhere; if that is gone for good, delete ${path}.lock` });
  rmSync(`${path}.lock`);
  const store = fileStore(path);
  await store.save(new Uint8Array([1]));
  rmSync(`${path}.lock`);
  const thief = fileStore(path);
  await thief.save(new Uint8Array([2]));
  const taken = `process ${process.pid} on ${hostname()} has taken ${path} over: nothing is written to it here any more`;
  await assert.rejects(store.save(new Uint8Array([3])), { name: 'StoreError', message: taken });
  await assert.rejects(store.clear(), { message: taken });
  await store.close();
  assert.deepEqual(new Uint8Array(readFileSync(path)), new Uint8Array([2]));
  rmSync(`${path}.lock`);
  await assert.rejects(thief.save(new Uint8Array([3])), { message: `${path}.lock was deleted, so that another process may have ${path} by now: nothing is written to it any more` });
  await thief.close();
  writeFileSync(`${path}.lock`, '{');
  await assert.rejects(fileStore(path).load(), { name: 'StoreError', message: `${path}.lock is not what it should be: if no process uses it, delete it` });
});

test('what fails says why', async () => {
  const path = place('fails');
  const there = join(path, '..');
  await assert.rejects(fileStore(join(there, 'no', 'state')).load(), (error) => {
    assert.ok(error instanceof StoreError);
    assert.equal(error.message, `cannot lock the saved program ${join(there, 'no', 'state')}: there is no such folder`);
    assert.equal(error.cause.code, 'ENOENT');
    return true;
  });
  mkdirSync(path);
  const store = fileStore(path);
  await assert.rejects(store.load(), /cannot read the saved program .*: it is a folder$/);
  await assert.rejects(store.save(new Uint8Array(1)), /cannot write the saved program .*: it is a folder$/);
  await store.close();
  assert.deepEqual(readdirSync(there), ['state.bin']);
  const full = fileStore('/dev/full/state');
  await assert.rejects(full.save(new Uint8Array(1)), /cannot lock the saved program \/dev\/full\/state: its folder is a file$/);
  if (process.getuid?.() !== 0) {
    chmodSync(there, 0o500);
    await assert.rejects(fileStore(join(there, 'x')).load(), /permission denied$/);
    chmodSync(there, 0o700);
  }
  await assert.rejects(indexedDBStore().load(), { name: 'StoreError', message: 'there is no IndexedDB here; fileStore() is for Node' });
});
