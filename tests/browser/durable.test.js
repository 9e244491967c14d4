// examples/durable in a browser's tabs, which are reloaded and closed while it runs: what the ledger says must be what each step promises. One tab at a time; a browser that keeps nothing says so.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { buildModule } from '../../wasm/toolchain/index.js';
import { checkLedger } from '../api/ledger.js';
import { random } from '../api/random.js';
import { launch, missing } from './browser.js';
import { serve } from './serve.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const wasm = join(root, 'build', 'tests', 'browser', 'order.wasm');
const ENDS = 16;
const ORDERS = 8;
/** A tab is left so many milliseconds after it has begun, at most. */
const WITHIN = 120;

/** In the tab: runs the program. What really happens, happens in the test. @param {{ life: number, orders: number, url: string, name: string }} given @returns {Promise<{ outcomes?: string[], failed?: string }>} */
async function live({ life, orders, url, name }) {
  const { runDurably, indexedDBStore } = await import(/** @type {any} */ (`${url}wasm/api/index.js`));
  const { happen, happened, begun, told } = /** @type {any} */ (window);
  const pause = () => new Promise((resolve) => setTimeout(resolve, 2));
  const enter = async (/** @type {string} */ step, /** @type {number} */ number) => {
    await pause();
    await happen(life, `${step} ${number}`);
    await pause();
    return `shipped ${number}`;
  };
  const host = Object.fromEntries(['reserve', 'charge', 'ship'].map((step) => [step, (/** @type {number} */ number) => enter(step, number)]));
  const ship = async (/** @type {number} */ number) => ((await happened(`ship ${number}`)) ? `shipped ${number}` : host.ship(number));
  try {
    const run = await runDurably(`${url}build/tests/browser/order.wasm`, {
      ...{ store: indexedDBStore(name), host, onRestore: { reserve: 'retry', charge: 'fail', ship }, stdout: () => {} },
      ...{ start: (/** @type {any} */ m) => m.coroutines.main_coroutine(orders), done: (/** @type {string[]} */ outcomes) => told(outcomes) },
    });
    await begun(life, run.restored);
    return { outcomes: await run.result };
  } catch (error) {
    const { name: kind, message } = /** @type {Error} */ (error);
    return { failed: `${kind}: ${message}` };
  }
}

/** @returns {{ outcomes?: string[], failed?: string }} */
const left = () => ({ failed: 'left' });

/** What is outside of the tabs, and stays. */
class World {
  life = 0;
  restored = 0;
  /** @type {string[]} */
  ledger = [];
  /** What the program came to. @type {string[]} */
  outcomes = [];
  /** @type {() => void} */
  begun = () => {};
  /** Nothing that a tab asks for has its answer before. @type {Promise<void>} */
  answers = Promise.resolve();

  /** @param {import('playwright-core').BrowserContext} context */
  async open(context) {
    // What a tab asked for that is gone by now comes too late.
    await context.exposeFunction('happen', async (/** @type {number} */ life, /** @type {string} */ line) => {
      if (life === this.life) this.ledger.push(line);
      await this.answers;
    });
    await context.exposeFunction('happened', (/** @type {string} */ line) => this.ledger.includes(line));
    await context.exposeFunction('told', (/** @type {string[]} */ outcomes) => { this.outcomes = outcomes; });
    await context.exposeFunction('begun', (/** @type {number} */ life, /** @type {boolean} */ restored) => {
      if (life !== this.life) return;
      this.restored += Number(restored);
      this.begun();
    });
  }
}

describe('durable programs in a browser', { skip: missing }, () => {
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let server;
  /** @type {Awaited<ReturnType<typeof launch>>} */
  let browser;
  before(async () => {
    mkdirSync(join(wasm, '..'), { recursive: true });
    await buildModule({ sources: [join(root, 'examples/durable/order.c')], output: wasm, compiler: 'clang' });
    server = await serve(root, '/');
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });
  const given = (/** @type {number} */ life, name = 'orders', orders = ORDERS) => ({ life, orders, url: server.url, name });

  test(`a tab is left ${ENDS} times, by reloading and by closing it`, async () => {
    const context = await browser.newContext();
    const draw = random(7);
    const world = new World();
    await world.open(context);
    let [ends, programs, shipped] = [0, 0, 0];
    let page = await context.newPage();
    await page.goto(`${server.url}README.md`);
    while (ends < ENDS) {
      world.ledger = [];
      for (let ended = false; !ended; ) {
        world.life++;
        const begun = new Promise((resolve) => (world.begun = () => resolve(undefined)));
        const over = page.evaluate(live, given(world.life)).catch(left);
        await Promise.race([begun, over]);
        if (ends < ENDS) await Promise.race([over, new Promise((resolve) => setTimeout(resolve, draw(WITHIN)))]);
        if (ends < ENDS && ends % 2 === 0) await page.reload();
        if (ends < ENDS && ends % 2 === 1) {
          await page.close();
          page = await context.newPage();
          await page.goto(`${server.url}README.md`);
        }
        const { outcomes, failed } = await over;
        assert.ok(outcomes || failed === 'left', failed);
        ends += Number(!outcomes);
        ended = outcomes !== undefined;
      }
      assert.equal(world.outcomes.length, ORDERS);
      shipped += checkLedger(world.ledger, world.outcomes);
      programs++;
    }
    assert.ok(world.restored > ENDS / 2, `went on ${world.restored} times`);
    assert.ok(shipped < programs * ORDERS, 'no tab was left while it charged');
    await context.close();
  });

  test('two tabs at once: the second is refused, until the first is closed', async () => {
    const context = await browser.newContext();
    const world = new World();
    await world.open(context);
    const pages = [await context.newPage(), await context.newPage()];
    for (const page of pages) await page.goto(`${server.url}README.md`);
    const begun = new Promise((resolve) => (world.begun = () => resolve(undefined)));
    const first = pages[0].evaluate(live, given(0, 'two', 1000)).catch(() => {});
    await begun;
    const second = () => pages[1].evaluate(live, given(0, 'two', 1));
    assert.deepEqual(await second(), { failed: 'StoreError: the saved program two/state is in use by another page or worker' });
    assert.ok((await pages[1].evaluate(live, given(0, 'other', 1))).outcomes, 'another program is not concerned');
    await pages[0].close();
    await first;
    world.begun = () => void pages[1].close();
    assert.equal(await second().catch(() => 'it goes on'), 'it goes on');
    await context.close();
  });

  test('a browser that gives no room, or no database, says so, and nothing is lost', { timeout: 120_000 }, async () => {
    const context = await browser.newContext();
    const world = new World();
    await world.open(context);
    let page = await context.newPage();
    await page.goto(`${server.url}README.md`);
    const devtools = await context.newCDPSession(page);
    const { origin } = new URL(server.url);
    /** Gives the program no room, once it has begun. @param {string} name */
    const runsOut = async (name) => {
      world.ledger.length = 0;
      const begun = new Promise((resolve) => (world.begun = () => resolve(undefined)));
      let answer = () => {};
      world.answers = new Promise((resolve) => (answer = resolve));
      const over = page.evaluate(live, given(0, name, 100));
      await begun;
      await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
      answer();
      return over;
    };
    let full = 'full';
    let over = await runsOut(full);
    while (over.outcomes) { // for half a minute Chromium may go on with the room that it knew of
      await devtools.send('Storage.overrideQuotaForOrigin', { origin });
      over = await runsOut((full += '-again'));
    }
    assert.deepEqual(over, { failed: `StoreError: cannot write the saved program ${full}/state: the browser gives no more room` });
    const { length } = world.ledger;
    assert.match(String((await page.evaluate(live, given(0, full, 100))).failed), /^StoreError: cannot write .*: the browser gives no more room$/);
    assert.equal(world.ledger.length, length, 'what cannot be saved is not done');
    await devtools.send('Storage.overrideQuotaForOrigin', { origin });
    const { outcomes } = await page.evaluate(live, given(0, full, 100));
    assert.equal(outcomes?.length, 100);
    checkLedger(world.ledger, outcomes);
    await page.close();

    page = await context.newPage();
    await page.route('**/*', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), 'access-control-allow-origin': '*' } });
    });
    await page.goto('data:text/html,no origin, no database');
    assert.match(String((await page.evaluate(live, given(0))).failed), /^StoreError: cannot read the saved program orders\/state: .*denied/);
    await context.close();
  });
});
