// The C compiler in the page: downloaded once, kept, and the same as the command's.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { identityOf } from '../../wasm/bridge/snapshot/identity.js';
import { buildModule } from '../../wasm/toolchain/index.js';
import { launch, missing } from './browser.js';
import { serve } from './serve.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const hello = readFileSync(`${root}/examples/hello.c`, 'utf8');

describe('the compiler of the page', { skip: missing }, () => {
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let server;
  /** @type {Awaited<ReturnType<typeof launch>>} */
  let browser;
  /** @type {import('playwright-core').Page} */
  let page;
  /** @type {string} */
  let script;

  /** Another user, or the page after a reload: with a compiler of which nothing is in memory. */
  async function open(context = /** @type {import('playwright-core').BrowserContext | undefined} */ (undefined)) {
    const opened = await (context ?? (await browser.newContext())).newPage();
    await opened.goto(server.url);
    await opened.evaluate(`${script}; globalThis.Compiler = made.Compiler; globalThis.compiler = new Compiler(location.href);`);
    return opened;
  }

  /** @param {string} source @param {string} [name] @returns {Promise<any>} */
  const compile = (source, name = 'main.c') =>
    page.evaluate(async ([text, file]) => {
      const result = await /** @type {any} */ (globalThis).compiler.compile(text, { name: file });
      return result && { diagnostics: result.diagnostics, bytes: result.bytes && Array.from(result.bytes) };
    }, [source, name]);

  /** @param {string} expression of `compiler` @returns {Promise<any>} */
  const ask = (expression) => page.evaluate(`(async () => ${expression})()`);

  before(async () => {
    const bundle = { entryPoints: [`${root}/web/src/compiler/index.js`], bundle: true, write: false, format: /** @type {const} */ ('iife'), globalName: 'made' };
    script = /** @type {any} */ (await build(bundle)).outputFiles[0].text;
    server = await serve(`${root}/build/web`, '/some/where/');
    browser = await launch();
    page = await open();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  test('a download that cannot be made says why', async () => {
    server.broken.add('sysroot');
    const stranger = await open();
    const told = await stranger.evaluate(`compiler.download().catch((error) => [error.name, error.message, compiler.state])`);
    server.broken.delete('sysroot');
    const message = /^vendor\/clang-.*\/sysroot\.\w+\.bin is missing \(HTTP 500\): the page was put there without its compiler\.$/;
    assert.equal(told[0], 'DownloadError');
    assert.match(told[1], message);
    assert.deepEqual(told[2], { is: 'failed', message: told[1] });
    await stranger.context().setOffline(true);
    const offline = await stranger.evaluate(`new Compiler(location.href).download().catch((error) => error.message)`);
    assert.match(offline, /^You are offline, and the compiler was not downloaded before/);
    await stranger.context().close();
  });

  test('a cancelled download leaves what has arrived', async () => {
    assert.equal(await ask('compiler.isKept()'), false);
    const { missing: before, total } = await ask('compiler.size()');
    assert.equal(before, total);
    // All at the same time: the others have arrived while the first one never goes on.
    const cancelled = await ask(`(async () => {
      const controller = new AbortController();
      const [{ bytes, path }] = (await compiler.store.list()).files;
      const real = fetch;
      globalThis.fetch = (url, options) => (url.endsWith(path) ? Promise.resolve(new Response(new ReadableStream({ start: (stream) => options.signal.addEventListener('abort', () => stream.error(options.signal.reason)) }))) : real(url, options));
      const told = [];
      const download = compiler.download({ signal: controller.signal, onProgress: (done) => told.push(done) }).catch((error) => error.name);
      while ((await compiler.size()).missing > bytes) await new Promise((resolve) => { setTimeout(resolve, 20); });
      controller.abort();
      globalThis.fetch = real;
      return [await download, compiler.state, told.at(-1) + bytes, (await compiler.size()).missing === bytes];
    })()`);
    assert.deepEqual(cancelled, ['AbortError', { is: 'absent' }, total, true]);
  });

  test('it is downloaded with progress, and is ready', async (t) => {
    const { states, ms } = await ask(`(async () => {
      const states = [];
      compiler.onChange = (state) => states.push(state);
      const start = performance.now();
      await compiler.download();
      return { states, ms: performance.now() - start };
    })()`);
    const progress = states.filter((/** @type {any} */ { is }) => is === 'downloading').map((/** @type {any} */ { bytes }) => bytes);
    const { total } = await ask('compiler.size()');
    const stranger = await open();
    const fromNothing = await stranger.evaluate(`(async () => {
      const told = [];
      await compiler.store.get({ onProgress: (bytes) => told.push(bytes) });
      return told;
    })()`);
    await stranger.context().close();
    assert.ok(fromNothing.length > 10, 'within files, too');
    assert.ok(progress.length >= 7, 'of each file, also of those that are there already');
    for (const told of [progress, fromNothing]) {
      assert.deepEqual(told, [...told].sort((a, b) => a - b));
      assert.equal(told.at(-1), total);
    }
    assert.deepEqual(states.slice(-2).map((/** @type {any} */ { is }) => is), ['starting', 'ready']);
    assert.equal(await ask('compiler.isKept()'), true);
    t.diagnostic(`${(total / 1e6).toFixed(1)} MB, ready after ${Math.round(ms)} ms`);
  });

  test('it makes what the command makes', async (t) => {
    const start = performance.now();
    const { bytes, diagnostics } = await compile(hello, 'hello.c');
    const first = performance.now() - start;
    assert.deepEqual(diagnostics, []);
    const { wasm } = await buildModule({ sources: ['hello.c'], directory: `${root}/examples`, compiler: 'clang', optimize: 1, exports: ['fflush'], strip: true, stoppable: true, inspectable: true });
    const id = (/** @type {Uint8Array} */ module) => identityOf(new WebAssembly.Module(/** @type {Uint8Array<ArrayBuffer>} */ (module))).id;
    assert.equal(id(new Uint8Array(bytes)), id(wasm));
    assert.deepEqual(Buffer.from(bytes), Buffer.from(wasm));
    const again = performance.now();
    assert.ok((await compile(hello.replace('"hello', '"bye'), 'hello.c')).bytes);
    t.diagnostic(`with what remains of warming up ${Math.round(first)} ms, then ${Math.round(performance.now() - again)} ms`);
  });

  test('mistakes have places, notes and fixes', async (t) => {
    const source = '#include <aw/aw.h>\nstatic int ä(int a) { return a }\nAW_ASYNC(main_coroutine) { return aw_int(ä("é") + strlne()); }\n';
    const start = performance.now();
    const found = await ask(`compiler.check(${JSON.stringify(source)}, { name: 'main.c' })`);
    t.diagnostic(`checked in ${Math.round(performance.now() - start)} ms`);
    assert.deepEqual(found[0], {
      severity: 'error',
      message: "expected ';' after return statement",
      ...{ from: { line: 2, column: 31 }, to: { line: 2, column: 32 }, notes: [] },
      fixes: [{ from: { line: 2, column: 31 }, to: { line: 2, column: 31 }, text: ';' }],
    });
    const passing = found.find((/** @type {any} */ { message }) => message.includes('incompatible pointer to integer'));
    assert.deepEqual([passing.from, passing.to], [{ line: 3, column: 44 }, { line: 3, column: 47 }]);
    assert.deepEqual(passing.notes, [{ message: "passing argument to parameter 'a' here", from: { line: 2, column: 18 } }]);
    const { bytes, diagnostics } = await compile(source);
    assert.equal(bytes, undefined);
    assert.deepEqual(diagnostics, found);
  });

  test('a warning does not stop it; what the linker misses has a place', async () => {
    const warned = await compile('#include <aw/aw.h>\nAW_ASYNC(main_coroutine) { int unused; return aw_none(); }\n');
    assert.ok(warned.bytes.length > 1000);
    assert.deepEqual(warned.diagnostics.map((/** @type {any} */ { severity, message, from }) => [severity, message, from]), [['warning', "unused variable 'unused' [-Wunused-variable]", { line: 2, column: 32 }]]);
    const { bytes, diagnostics } = await compile('#include <aw/aw.h>\nint nowhere(void);\nAW_ASYNC(main_coroutine) { return aw_int(nowhere()); }\n');
    assert.equal(bytes, undefined);
    assert.equal(diagnostics.length, 1);
    assert.equal(diagnostics[0].message, 'nowhere is declared and used, but defined nowhere');
    assert.deepEqual([diagnostics[0].from, diagnostics[0].to], [{ line: 3, column: 42 }, { line: 3, column: 49 }]);
    assert.match(diagnostics[0].notes[0].message, /^wasm-ld: main\.c: undefined symbol: nowhere$/);
  });

  test('requests that something newer replaces are dropped, and one that runs can be ended', async () => {
    const source = JSON.stringify(hello);
    const answers = await ask(`Promise.all([1, 2, 3].map(() => compiler.check(${source}, { name: 'hello.c' })))`);
    assert.deepEqual(answers, [[], undefined, []]);
    const cancelled = await ask(`[compiler.compile(${source}, { name: 'hello.c' }), compiler.cancel()][0]`);
    assert.equal(cancelled, undefined);
    assert.ok(await ask('compiler.llvm instanceof WebAssembly.Module'), 'the next worker gets clang as it was compiled for this one');
    assert.deepEqual(await ask(`compiler.check(${source}, { name: 'hello.c' })`), []);
  });

  test('it is there after a reload, when the host has it no more', async () => {
    const context = page.context();
    await page.close();
    server.broken.add('vendor/');
    page = await open(context);
    assert.equal(await ask('compiler.isKept()'), true);
    await ask('compiler.download()');
    assert.deepEqual((await compile('#include <nothing.h>\n')).diagnostics[0].message, "'nothing.h' file not found");
    assert.equal(await ask('compiler.notKept'), undefined);
    server.broken.delete('vendor/');
  });

  test('where the browser keeps nothing it works, and says so', async () => {
    const stranger = await open();
    const told = await stranger.evaluate(`(async () => {
      Cache.prototype.put = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
      const files = await compiler.store.get();
      return [files.size, compiler.notKept, await compiler.isKept()];
    })()`);
    assert.deepEqual(told, [7, 'The browser has no room to keep the compiler (QuotaExceededError): it will be downloaded again next time.', false]);
    await stranger.context().close();
  });
});
