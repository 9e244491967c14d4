// The first example's module in two: its first steps never ask for the rest, and with the rest it is the whole.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { takeSteps } from '../../web/first.js';
import { loadLoop } from '../../web/src/loop/load.js';
import { split } from '../../web/split.js';
import { loadFirst } from '../../web/src/program/rest.js';
import { describePage } from './browser.js';

const folder = fileURLToPath(new URL('../../build/web/examples', import.meta.url));
const [first, rest, whole] = ['first.wasm', 'rest.wasm', 'wasm'].map((end) => readFileSync(`${folder}/first-step.${end}`));
const [example] = JSON.parse(readFileSync(`${folder}/index.json`, 'utf8')).examples;

/** @param {() => BufferSource} bytes of the rest */
const inTwo = (bytes) => takeSteps(example, first, {}, (module, options) => loadFirst(module, options ?? {}, { module: () => new WebAssembly.Module(bytes()) }));

test('the first steps do without the rest', async () => {
  const session = await inTwo(() => assert.fail('the rest was asked for'));
  assert.equal(session.text(), (await takeSteps(example, whole)).text());
  assert.match(session.text(), /StopIteration: 42/);
  assert.match(session.text(), /ValueError: message/);
});

test('with the rest it is the whole', async () => {
  await loadLoop();
  let reads = 0;
  const readRest = () => {
    reads++;
    return rest;
  };
  const [two, one] = await Promise.all([inTwo(readRest), takeSteps(example, whole)]);
  const both = async (/** @type {(session: typeof one) => Promise<unknown>} */ act) => {
    await Promise.all([two, one].map(act));
    assert.equal(two.text(), one.text());
    assert.deepEqual(two.module.live(), one.module.live());
    assert.equal(two.module.memory.buffer.byteLength, one.module.memory.buffer.byteLength);
  };
  assert.equal(reads, 0);
  const small = two.module.memory.buffer.byteLength;
  await both(async (session) => {
    for (const line of ['last = greet()', 'last.cr_await', 'last.send(1e300)', 'asyncio.run(greet())']) await session.run(line);
    await session.finish();
  });
  assert.equal(reads, 1);
  assert.match(two.text(), /RuntimeError: Task got bad yield: 'hello'$/);
  // where the memory has grown meanwhile, an earlier state goes on in a new instance
  await both(async (session) => {
    for (let number = 0; number < 60; number++) for (const line of [`many${number} = greet()`, `many${number}.send(None)`]) await session.run(line);
  });
  assert.ok(two.module.memory.buffer.byteLength > small);
  await both(async (session) => {
    session.goTo(session.stepOf(1));
    assert.equal(session.module.memory.buffer.byteLength, small);
    await session.run('asyncio.run(greet())');
    await session.finish();
  });
  assert.match(two.text(), /RuntimeError: Task got bad yield: 'hello'$/);
  assert.ok(reads > 1, 'another instance has its own');
});

describePage('the module of the first example in two', ({ onPage, opened }) => {
  onPage('the rest is fetched when it is asked for; where it does not come, that is said, and the next time it is asked for again', 'first-step', async (page) => {
    const run = async (/** @type {string} */ line) => {
      await page.fill('#prompt', line);
      await page.page.locator('#prompt').press('Enter');
      await page.settled();
    };
    let comes = false;
    /** @type {string[]} */
    const asked = [];
    await page.page.route('**/*.rest.wasm', (route) => {
      asked.push(route.request().url());
      return comes ? route.continue() : route.abort();
    });
    await run('c1.send(None)');
    assert.deepEqual(asked, []);
    for (const line of ['asyncio.run(c1)', 'ps']) {
      await run(line);
      assert.match(await page.sentence(), /^Nothing was run\. The rest of the program could not be fetched: is the server still running\?$/);
      assert.match(await page.lastLine(), /^Nothing was run/);
    }
    await page.click('#inspect');
    assert.match(await page.sentence(), /^The inspector could not be loaded\. The rest of the program could not be fetched/);
    assert.equal(asked.length, 3, 'once for each');
    await page.click('#back');
    assert.doesNotMatch((await page.shown()).said.join(), /Nothing was run/, 'it belongs to the step where it was said');
    await page.click('#forward');
    comes = true;
    await page.click('#inspect');
    await page.page.locator('.inspector').waitFor();
    await run('c2 = greet()');
    await run('asyncio.run(c2)');
    assert.match(await page.sentence(), /greet raised RuntimeError: Task got bad yield/);
    assert.equal(asked.length, 4);
    page.complaints.length = 0; // the browser itself complains of what it could not fetch
  });

  onPage('a rest of another build is refused', 'first-step', async (page) => {
    const { server } = opened();
    const other = await split(whole, async () => {}); // as if none of the functions were first
    server.given.set('examples/first-step.rest.wasm', other.rest);
    await page.fill('#prompt', 'asyncio.run(c1)');
    await page.page.locator('#prompt').press('Enter');
    assert.equal(await page.sentence(), 'Nothing was run. The page has been changed since it was opened. Reload it to go on.');
    server.given.clear();
  });
});
