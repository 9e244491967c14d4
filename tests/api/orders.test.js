// Exploring C programs: the outcomes of all orders, found by running few; what explore() tells; schedules.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { mock, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Accesses } from '../../wasm/api/explore/accesses.js';
import { begin } from '../../wasm/api/explore/replay.js';
import { Search } from '../../wasm/api/explore/search.js';
import { States } from '../../wasm/api/explore/states.js';
import { explore, replaySchedule } from '../../wasm/api/index.js';
import { Link } from '../../wasm/bridge/link.js';
import { instrument } from '../../wasm/toolchain/instrument.js';
import { moduleFile, withEachModule } from './modules.js';

const MAX_STEPS = 300;

/** What orders of the drawn program come to, without addresses. @param {WebAssembly.Module} module @param {number} seed @param {import('../../wasm/api/explore/search.js').Limits} limits */
async function outcomes(module, seed, limits) {
  const program = await begin(module, 'drawn', { host: { seed: () => seed } });
  const states = new States(program, new Accesses(program.module), MAX_STEPS);
  const seen = new Set();
  const { outcome, save } = states;
  states.outcome = () => {
    const ended = outcome();
    if (!ended) return null;
    seen.add(ended.failure ? `${ended.failure.kind}: ${ended.failure.message}`.replace(/0x[0-9a-f]+/g, '0x…') : program.result);
    return { failure: null };
  };
  if (seed % 2 === 0) states.save = () => (search.at.depth === 0 ? save() : null); // all else is reached by running again
  const search = new Search(states, { ...limits, maxSteps: MAX_STEPS });
  search.advance();
  return { seen: [...seen].sort(), search };
}

await withEachModule('drawn programs', (file) => {
  test('few orders have the outcomes of all', async () => {
    const module = await WebAssembly.compile(/** @type {BufferSource} */ (instrument(await readFile(file))));
    let [few, all, judged] = [0, 0, 0];
    for (let seed = 1; seed <= 25; seed++) {
      const full = await outcomes(module, seed, { reduce: false, maxSchedules: 150 });
      if (full.search.cut.size > 0) continue;
      const reduced = await outcomes(module, seed, {});
      assert.deepEqual(reduced.seen, full.seen, `seed ${seed}`);
      few += reduced.search.counts.schedules;
      all += full.search.counts.schedules;
      judged++;
    }
    assert.ok(judged > 10 && all > 6 * few, `${judged} programs: ${few} of ${all} orders`);
  });
}, 'orders');

/** @type {Map<string, Uint8Array>} */
const instrumented = new Map();

/** What tests of orders-kinds.c come to. @param {string} file @param {string[]} names @param {import('../../wasm/api/index.js').ExploreOptions} [options] */
async function exploredAll(file, names, options) {
  const once = (/** @type {Uint8Array} */ bytes) => instrumented.get(file) ?? instrumented.set(file, instrument(bytes)).get(file) ?? bytes;
  const { tests } = await explore(file, { test: names, instrument: once, ...options });
  assert.deepEqual(tests.map(({ name }) => name), names);
  return tests;
}

/** @param {string} file @param {string} name @param {import('../../wasm/api/index.js').ExploreOptions} [options] */
const explored = async (file, name, options) => (await exploredAll(file, [name], options))[0];

const FAILING = /** @type {const} */ ({
  lost_notify: ['lost wake-up', /^Task-2 began to wait for Condition\.wait at tests\/api\/orders-kinds\.c:\d+ in step 5\. In the loop's own order Task-3, .* wakes it there; here that was in step 4, and woke nobody\nnothing can ever go on/],
  lost_pulse: ['lost wake-up', /^Task-3 began to wait for Event\.wait .* Task-2, /],
  locks: ['deadlock', /Task-2 and Task-3 wait for each other\.$/],
  asserts: ['assertion', /^AssertionError: flag is false \(tests\/api\/orders-kinds\.c:\d+\)$/],
  raises: ['exception', /^ValueError: not yet$/],
  forgets: ['never awaited', /^coroutine 'hops' was never awaited\n/],
  unseen: ['unhandled error', /^Task exception was never retrieved: /],
  in_callback: ['unhandled error', /^Exception in callback [^]*ValueError: in a callback$/],
  leaks: ['leak', /^something is still alive after the test: 1 other object$/],
  traps: ['trap', /^Trap: the module trapped/],
  spins: ['livelock', /^it still goes on after 400 steps$/],
  host: ['host operation', /^it waits for an answer of JavaScript/],
});

await withEachModule('explore()', (file) => {
  for (const [name, [kind, message]] of Object.entries(FAILING)) {
    test(`${kind}: ${name}`, async () => {
      const { verdict, complete, failure } = await explored(file, name, { maxSteps: 400, host: { later: () => new Promise(() => {}) } });
      assert.deepEqual([verdict, complete, failure?.kind, failure?.schedule.failure], ['failed', false, kind, kind]);
      assert.match(failure?.message ?? '', message);
      const { schedule, transcript } = /** @type {NonNullable<typeof failure>} */ (failure);
      const switches = transcript.filter(({ insteadOf }) => insteadOf !== null);
      assert.deepEqual(switches.map(({ step }) => step), schedule.switches.map(([step]) => step));
      if (name !== 'host') assert.ok(switches.length > 0, 'it fails in the loop\'s own order');
    });
  }

  test('what passes in every order', async () => {
    for (const { name, verdict, complete, cut, failure } of await exploredAll(file, ['independent', 'polite', 'left_running'])) {
      assert.deepEqual([verdict, complete, cut, failure], ['passed', true, [], null], name);
    }
  });

  test('what it loads is closed in the end', async () => {
    const [begun, closed] = [new Set(), new Set()];
    const { attach, close } = Link.prototype;
    mock.method(Link.prototype, 'attach', /** @this {Link} @param {Parameters<typeof attach>} args */ function (...args) { begun.add(this), attach.apply(this, args); });
    mock.method(Link.prototype, 'close', /** @this {Link} */ function () { closed.add(this), close.call(this); });
    try {
      await exploredAll(file, ['independent', 'raises']);
    } finally {
      mock.restoreAll();
    }
    assert.deepEqual([begun.size, closed.size], [4, 4]); // to list the tests, one for each, and to tell how one fails
  });

  test('independent tasks are run in one order', async () => {
    const { schedules, restored, steps } = await explored(file, 'independent');
    assert.deepEqual([schedules, restored, steps > 60], [1, 0, true]);
  });

  test('limits, and what they leave out', async () => {
    const few = await explored(file, 'asserts', { maxSwitches: 1 });
    assert.deepEqual([few.verdict, few.complete, few.cut], ['bounded', false, ['switches']]);
    const some = await explored(file, 'many', { maxSchedules: 20 });
    assert.deepEqual([some.verdict, some.schedules, some.cut], ['bounded', 20, ['schedules']]);
    /** @type {import('../../wasm/api/index.js').ExploreProgress[]} */
    const told = [];
    const short = await explored(file, 'many', { timeLimit: 0.2, onProgress: (progress) => told.push(progress) });
    assert.deepEqual([short.verdict, short.complete, short.cut], ['bounded', false, ['time']]);
    assert.ok(told.length > 0 && told.every(({ test }) => test === 'many') && (told.at(-1)?.open ?? 0) > 0);
  });

  test('it tells how far it is before each long step, also of those that make a failure simpler', async () => {
    let [worked, told] = [0, 0];
    const work = () => {
      for (const end = performance.now() + 60; performance.now() < end; );
      worked++;
    };
    const onProgress = () => {
      assert.ok(worked <= told + 1, `${worked} long steps after ${told}`);
      told = worked;
    };
    const { failure } = await explored(file, 'asserts_after_work', { host: { work }, onProgress });
    assert.deepEqual([failure?.kind, failure?.schedule.switches.length], ['assertion', 3]);
    assert.ok(worked >= 3 * 4 && told === worked, `${told} of ${worked}`);
  });

  test('a limit of time that ends the first order', async () => {
    const { verdict, complete, cut, schedules } = await explored(file, 'independent', { timeLimit: 1e-9 });
    assert.deepEqual([verdict, complete, cut, schedules], ['bounded', false, ['time'], 0]);
  });

  test('a schedule fails again, where the loop\'s own order passes', async () => {
    const { failure } = await explored(file, 'asserts');
    const { schedule } = /** @type {NonNullable<typeof failure>} */ (failure);
    const again = await replaySchedule(file, JSON.parse(JSON.stringify(schedule)));
    assert.equal(again.failure?.message, failure?.message);
    assert.deepEqual(again.transcript, failure?.transcript);
    const plain = await replaySchedule(file, { ...schedule, switches: [] });
    assert.equal(plain.failure, null);
  });

  test('what is no schedule of this module', async () => {
    const { failure } = await explored(file, 'asserts');
    const { schedule } = /** @type {NonNullable<typeof failure>} */ (failure);
    /** @param {any} given @param {RegExp} message */
    const refused = (given, message) => assert.rejects(replaySchedule(file, given), { name: 'LoadError', message });
    await refused({ ...schedule, module: '0'.repeat(32) }, /^this schedule is of another module: of 0{32}, and this is [0-9a-f]{32}/);
    await refused({ ...schedule, version: 2 }, /version 2; this libawait knows version 1/);
    await refused({ ...schedule, switches: [[1, -1]] }, /damaged/);
    await refused({ ...schedule, switches: [[1, 50]] }, /does not fit/);
    await refused({ ...schedule, test: 'absent' }, /no test 'absent'/);
    await refused({}, /no schedule/);
    await refused(null, /no schedule/);
    await assert.rejects(explore(file, { test: 'absent' }), { name: 'LoadError', message: /has no test 'absent'/ });
    await assert.rejects(explore(await WebAssembly.compile(await readFile(file))), { name: 'LoadError', message: /bytes/ });
  });

  test('what is no module with tests, and options that make no sense', async () => {
    const [source, plain] = [fileURLToPath(new URL('orders-kinds.c', import.meta.url)), await moduleFile('steps', 'clang')];
    await assert.rejects(explore(source), { name: 'LoadError', message: /orders-kinds\.c is no WebAssembly module: .*magic/ });
    await assert.rejects(explore(plain), { name: 'LoadError', message: `${plain} has no tests; AW_TEST(name) { … } defines one` });
    /** @param {any} options @param {string} name @param {string | RegExp} message */
    const refused = (options, name, message) => assert.rejects(explore(file, options), { name, message });
    for (const name of ['maxSwitches', 'maxSchedules', 'maxSteps', 'timeLimit']) await refused({ [name]: 'x' }, 'TypeError', `${name} is a number, not 'x'`);
    for (const value of [-1, 1.5, NaN]) await refused({ maxSwitches: value }, 'ValueError', `maxSwitches is a whole number, at least 0, not ${value}`);
    for (const name of ['maxSchedules', 'maxSteps']) await refused({ [name]: 0 }, 'ValueError', `${name} is a whole number, at least 1, not 0`);
    for (const value of [0, -1, NaN]) await refused({ timeLimit: value }, 'ValueError', `timeLimit is more than 0 seconds, not ${value}`);
    for (const name of ['onProgress', 'instrument']) await refused({ [name]: 5 }, 'TypeError', `${name} is a function, not 5`);
    for (const value of [5, null, ['many', 5]]) await refused({ test: value }, 'TypeError', /^test is a name or a list of names, not /);
    for (const value of [5, null, 'many']) await refused(value, 'TypeError', /^explore\(\) takes its options as an object, not /);
    await refused({ instrument: () => 5 }, 'TypeError', "instrument() gives the module's bytes, not 5");
    await refused({ instrument: () => new Uint8Array(8) }, 'LoadError', /^what instrument\(\) gave is no WebAssembly module: /);
    assert.equal((await explored(file, 'polite', { maxSwitches: Infinity, timeLimit: Infinity })).verdict, 'passed');
  });

  test('without a toolchain the module is left as it is, and all steps count as dependent', () => {
    const blocked = "export const resolve = (name, context, next) => { if (name === 'binaryen') throw new Error(name); return next(name, context); }";
    const code = `
      import { readFileSync } from 'node:fs';
      import { register } from 'node:module';
      register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(blocked)}`)});
      const { explore } = await import(${JSON.stringify(new URL('../../wasm/api/index.js', import.meta.url))});
      const { tests } = await explore(${JSON.stringify(file)}, { test: 'independent', maxSchedules: 3 });
      console.log(tests[0].verdict, tests[0].schedules, tests[0].cut);`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
    assert.deepEqual([stdout, stderr], ["bounded 3 [ 'schedules' ]\n", '']);
  });
}, 'orders-kinds');
