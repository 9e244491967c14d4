// A snapshot as bytes: in another process and in a worker, alone and in chains, and what is refused.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { RuntimeError, SnapshotError, load } from '../../wasm/api/index.js';
import { decode } from '../../wasm/bridge/snapshot/format.js';
import { identityOf } from '../../wasm/bridge/snapshot/identity.js';
import { fresh, thrownBy, withEachModule } from './modules.js';
import { movers } from './movers.js';

await withEachModule('snapshots as bytes', (file) => {
  const { begin } = movers(file);

  test('goes on in another process', async () => {
    const { m, c } = await begin({ manual: true });
    m.roots.averager = c.averager();
    m.roots.averager.send(null);
    m.roots.averager.send(10);
    void m.run(c.everything());
    for (let i = 0; i < 8; i++) m.turn();
    const api = new URL('../../wasm/api/index.js', import.meta.url).href;
    const program = `
      import { load } from ${JSON.stringify(api)};
      import { readFileSync, writeSync } from 'node:fs';
      const m = await load(process.argv[1], { snapshot: readFileSync(0) });
      const result = await m.runs[0];
      console.log(JSON.stringify([m.roots.averager.send(20), result]));
      writeSync(3, m.snapshot());`;
    const path = new URL(`../../build/tests/api/${process.pid}.snapshot`, import.meta.url).pathname;
    const { openSync, closeSync, unlinkSync } = await import('node:fs');
    const out = openSync(path, 'w');
    try {
      const output = execFileSync(process.execPath, ['--input-type=module', '-e', program, file], { input: m.snapshot(), encoding: 'utf8', stdio: ['pipe', 'pipe', 'inherit', out] });
      m.resume();
      assert.deepEqual(JSON.parse(output), [15, await m.runs[0]]);
      const back = await fresh(file, { snapshot: await readFile(path) });
      assert.equal(back.roots.averager.send(60), 30);
    } finally {
      closeSync(out);
      unlinkSync(path);
    }
  });

  test('goes on in a worker', async () => {
    const { m, c } = await begin({ manual: true });
    void m.run(c.everything());
    for (let i = 0; i < 8; i++) m.turn();
    const api = new URL('../../wasm/api/index.js', import.meta.url).href;
    const program = `
      import { parentPort, workerData } from 'node:worker_threads';
      import { load } from ${JSON.stringify(api)};
      const m = await load(workerData.module, { snapshot: workerData.snapshot });
      parentPort.postMessage(await m.runs[0]);`;
    const workerData = { module: await WebAssembly.compile(await readFile(file)), snapshot: m.snapshot() };
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(program)}`), { workerData });
    const result = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
    await worker.terminate();
    m.resume();
    assert.deepEqual(result, await m.runs[0]);
  });

  // -- the bytes --

  test('taking a snapshot changes nothing, and loading one hardly more than the slots', async () => {
    const module = await WebAssembly.compile(await readFile(file));
    const m = await load(module, { manual: true, virtualClock: true });
    const c = m.coroutines;
    Object.assign(m.roots, { averager: c.averager(), nested: c.nested(20), list: [1, 'two', new Map([[3, { four: 4n }]])] });
    m.roots.nested.send(null);
    void m.run(c.everything());
    for (let i = 0; i < 10; i++) m.turn();
    const parts = (/** @type {Uint8Array} */ bytes) => ({ ...decode(bytes, identityOf(module)), now: 0, date: 0, identity: 0 });
    const [snapshot, again] = [m.snapshot(), m.snapshot()];
    const first = parts(snapshot);
    assert.deepEqual(parts(again), first);
    const other = await load(module, { snapshot, manual: true });
    const second = parts(other.snapshot());
    const { memory: before, ...rest } = first;
    const { memory: after, ...restAfter } = second;
    assert.deepEqual(restAfter, rest);
    assert.deepEqual(after.map(({ address, bytes }) => [address, bytes.length]), before.map(({ address, bytes }) => [address, bytes.length]));
    const words = (/** @type {typeof before} */ runs) => runs.flatMap(({ bytes }) => [...new Uint32Array(bytes.slice().buffer)]);
    const changed = words(after);
    assert.ok(words(before).filter((word, index) => word !== changed[index]).length < 40);
    assert.equal(other.ps(), m.ps());
  });

  test('chains: only what changed', async () => {
    const { m, c } = await begin();
    const [averager, keeps] = [c.averager(), c.grows(1)];
    Object.assign(m.roots, { averager, keeps });
    averager.send(null);
    keeps.send(null);
    /** @type {Uint8Array[]} */
    const chain = [m.snapshot()];
    for (let i = 1; i <= 5; i++) {
      averager.send(10 * i);
      if (i === 3) {
        keeps.send(null);
        c.grows(3).send(null);
      }
      chain.push(m.snapshot({ since: chain }));
    }
    assert.ok(chain[1].length < 3000 && chain[1].length < chain[0].length / 3, `${chain[0].length}, ${chain[1].length}`);
    for (let length = 1; length <= 6; length++) {
      const { roots } = await fresh(file, { snapshot: chain.slice(0, length) });
      const sum = 5 * (length - 1) * length;
      assert.equal(roots.averager.send(0), sum / length);
      assert.equal(roots.keeps.send(null), length < 4 ? 2 : 3);
    }
    const sinceOne = m.snapshot({ since: chain[0] });
    assert.equal((await fresh(file, { snapshot: [chain[0], sinceOne] })).roots.averager.send(0), 25);
    const problem = async (/** @type {Uint8Array[] | Uint8Array} */ snapshot) => {
      const error = await load(file, { snapshot }).catch((reason) => reason);
      assert.ok(error instanceof SnapshotError, String(error));
      return error.problem;
    };
    assert.equal(await problem([chain[0], chain[2]]), 'wrong chain');
    assert.equal(await problem(chain[1]), 'wrong chain');
    assert.equal(await problem([chain[0], chain[0]]), 'wrong chain');
    assert.equal(await problem([]), 'not a snapshot');
    assert.ok(thrownBy(() => m.snapshot({ since: chain[2] })) instanceof SnapshotError);
  });

  test('a snapshot is refused while a call into the module is under way', async () => {
    const seen = [];
    const { m, c } = await begin({
      host: {
        show: () => {
          for (const action of [() => m.snapshot(), () => m.fork(), () => m.history()]) seen.push(thrownBy(action));
        },
      },
    });
    const keeps = c.keeps(1);
    keeps.send(null);
    thrownBy(() => keeps.send(null));
    assert.equal(seen.length, 3);
    for (const error of seen) {
      assert.ok(error instanceof RuntimeError);
      assert.match(error.message, /under way/);
    }
    m.snapshot();
  });

  test('one of another module', async () => {
    const { m } = await begin();
    const elsewhere = new URL('../../build/tests/api/', import.meta.url);
    const { readdirSync } = await import('node:fs');
    const others = readdirSync(elsewhere).filter((name) => name.startsWith('steps-') && name.endsWith('.wasm'));
    if (others.length === 0) return;
    const error = await load(new URL(others[0], elsewhere), { snapshot: m.snapshot() }).catch((reason) => reason);
    assert.ok(error instanceof SnapshotError || /no libawait module/.test(error.message), String(error));
  });
}, 'states');
