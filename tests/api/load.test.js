// load(): what it takes, what it refuses and how it says so; options; where output goes.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { LoadError, explore, load, runDurably } from '../../wasm/api/index.js';
import { fresh, moduleFile, thrownBy, withEachModule } from './modules.js';

const EMPTY_MODULE = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

/** @param {Promise<unknown>} loading @param {RegExp} message */
async function refused(loading, message) {
  await assert.rejects(loading, (error) => {
    assert.ok(error instanceof LoadError, String(error));
    assert.match(error.message, message);
    return true;
  });
}

test('what is no module is refused with a clear message', async () => {
  await refused(load('no/such/file.wasm'), /^cannot read no\/such\/file\.wasm: there is no such file$/);
  await refused(load('.'), /^cannot read \.: it is a directory$/);
  await refused(load(fileURLToPath(import.meta.url)), /load\.test\.js is no WebAssembly module: /);
  await refused(load(new Uint8Array([1, 2, 3])), /^the given bytes is no WebAssembly module/);
  await refused(load(EMPTY_MODULE), /is a WebAssembly module, but no libawait module \(it does not contain the runtime\); `libawait build` makes one/);
  await refused(load(/** @type {any} */ (5)), /takes a path, a URL, bytes, a Response or a WebAssembly\.Module, not a number/);
  await refused(load(/** @type {any} */ (null)), /not null/);
  await refused(load(/** @type {any} */ ({})), /not a Object/);
  await refused(load('http://localhost:1/none.wasm'), /^cannot fetch http:\/\/localhost:1\/none\.wasm: /);
});

await withEachModule('load', (file) => {
  test('from a path, a URL, bytes, a module, a response, a promise', async () => {
    const bytes = readFileSync(file);
    const served = createServer((request, response) => {
      if (request.url === '/gone.wasm') return response.writeHead(404).end();
      response.writeHead(200, { 'content-type': request.url === '/typed.wasm' ? 'application/wasm' : 'application/octet-stream' });
      response.end(bytes);
    });
    await new Promise((resolve) => served.listen(0, () => resolve(undefined)));
    const origin = `http://localhost:${/** @type {import('node:net').AddressInfo} */ (served.address()).port}`;
    try {
      const sources = [
        file,
        pathToFileURL(file),
        String(pathToFileURL(file)),
        bytes,
        new Uint8Array(bytes).buffer,
        await WebAssembly.compile(bytes),
        `${origin}/typed.wasm`,
        new URL(`${origin}/untyped.wasm`),
        fetch(`${origin}/typed.wasm`),
        await fetch(`${origin}/untyped.wasm`),
        Promise.resolve(file),
        `data:application/wasm;base64,${bytes.toString('base64')}`,
      ];
      for (const source of sources) {
        const m = await load(source);
        assert.equal(m.runSync(m.coroutines.give(1)), 1);
      }
      await refused(load(`${origin}/gone.wasm`), /^cannot fetch .*gone\.wasm: 404 Not Found$/);
    } finally {
      served.close();
    }
  });

  test('definitions, exports and memory', async () => {
    const m = await fresh(file);
    const all = m.definitions.find((definition) => definition.name === 'all_kinds');
    assert.ok(all);
    assert.match(all.file, /steps\.c$/);
    assert.equal(all.kind, 'coroutine');
    assert.deepEqual(all.parameters.map(({ name, type, code }) => `${type} ${name} ${code}`), [
      ...['int i i', 'unsigned u u', 'double f f', 'bool b b', 'const char * s s', 'aw_value v v'],
    ]);
    assert.equal(m.definitions.find((definition) => definition.name === 'numbers')?.kind, 'generator');
    assert.deepEqual(Object.keys(m.coroutines).sort(), m.definitions.map((definition) => definition.name).sort());
    assert.equal(m.exports.add(2, 3), 5);
    assert.ok(m.memory instanceof WebAssembly.Memory);
  });

  test('output goes to the given functions, line by line', async () => {
    const out = [];
    const err = [];
    const m = await fresh(file, { stdout: (line) => out.push(line), stderr: (line) => err.push(line) });
    m.runSync(m.coroutines.prints());
    assert.deepEqual([out, err], [['one', 'two halves'], ['to stderr']]);
  });

  test('in Node output goes to the streams of the process', () => {
    const program = `
      import { load } from ${JSON.stringify(new URL('../../wasm/api/index.js', import.meta.url).href)};
      const m = await load(${JSON.stringify(file)});
      m.runSync(m.coroutines.prints());
      m.coroutines.nothing().dispose();
      const c = m.coroutines.bad_cleanup();
      c.send();
      c.dispose();`;
    const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    assert.equal(stdout, 'one\ntwo halves\n');
    assert.match(stderr, /^to stderr\nRuntimeWarning: coroutine 'nothing' was never awaited\nException ignored in: <coroutine object bad_cleanup at 0x[0-9a-f]+>\n[^]*ValueError: in cleanup\n$/);
  });

  test('environment', async () => {
    const m = await fresh(file, { env: { GREETING: 'hällo' } });
    assert.equal(m.runSync(m.coroutines.environment('GREETING')), 'hällo');
    assert.equal(m.runSync(m.coroutines.environment('HOME')), null);
  });

  test('warnings and what nobody can receive', async () => {
    const warnings = [];
    const lost = [];
    let strict = false;
    const m = await fresh(file, {
      onWarning: (text) => {
        warnings.push(text);
        if (strict) throw new Error(text);
      },
      onUnraisable: (...both) => lost.push(both),
    });
    m.coroutines.nothing().dispose();
    assert.deepEqual([warnings, lost], [["coroutine 'nothing' was never awaited"], []]);
    const c = m.coroutines.bad_cleanup();
    c.send();
    c.dispose();
    assert.equal(lost.length, 1);
    assert.equal(lost[0][0].message, 'in cleanup');
    assert.equal(lost[0][1].name, 'bad_cleanup');
    strict = true;
    m.coroutines.nothing().dispose();
    assert.equal(lost.length, 2);
    assert.equal(lost[1][0].message, "coroutine 'nothing' was never awaited");
  });

  test('options that nobody knows, and what is no object, are refused by name', async () => {
    const m = await fresh(file);
    const told = (/** @type {() => any} */ act, /** @type {RegExp} */ message) => assert.rejects(async () => act(), (/** @type {any} */ error) => error.name === 'TypeError' && message.test(error.message));
    const { echo } = m.coroutines;
    for (const [callee, act] of /** @type {[string, (options: any) => unknown][]} */ ([
      ['load', (options) => load(file, options)], ['fork', (options) => m.fork(options)], ['snapshot', (options) => m.snapshot(options)],
      ['history', (options) => m.history(options)], ['run', (options) => m.run(echo(), options)], ['createTask', (options) => m.createTask(echo(), options)],
      ['explore', (options) => explore(file, options)], ['runDurably', (options) => runDurably(file, options)],
    ])) {
      await told(() => act({ virtualclock: true }), new RegExp(`^${callee}\\(\\) got an unexpected option 'virtualclock': it knows \\w`));
      await told(() => act(5), new RegExp(`^${callee}\\(\\) takes its options as an object, not 5$`));
    }
    await told(() => m.fork(/** @type {any} */ ({ snapshot: m.snapshot() })), /^fork\(\) got an unexpected option 'snapshot'/);
    m.releaseAll();
  });

  test('two instances have nothing in common', async () => {
    const [m, other] = [await fresh(file), await fresh(file)];
    const c = m.coroutines.echo();
    c.send();
    assert.equal(m.live().coroutines, 1);
    assert.equal(other.live().coroutines, 0);
    assert.ok(thrownBy(() => other.runSync(c)));
  });
});

test('an import of the program that is missing is named, and can be given', async () => {
  const file = await moduleFile('imports', 'clang'); // emcc 3.1.6 links no import that it does not know
  await refused(load(file), /imports-.*\.wasm imports what nobody provides: env\.not_there \(function\)\. /);
  const calls = [];
  const m = await load(file, { imports: { env: { not_there: (/** @type {number} */ number) => calls.push(number) } } });
  m.runSync(m.coroutines.calls_it());
  assert.deepEqual(calls, [42]);
});
