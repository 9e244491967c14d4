// A program that runs by itself: at a speed, by a real clock, paused, and until a task is suspended; the phase of the loop and its lanes on the way.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FAST, Going } from '../../web/src/loop/going.js';
import { describePage } from './browser.js';
import { addBusyExamples } from './busy.js';

const phone = { width: 390, height: 844 };

/** The phase, and what stands in each lane. @param {import('./browser.js').Page} page */
async function inside({ page }) {
  return page.evaluate(() => {
    const texts = (/** @type {ParentNode} */ from, /** @type {string} */ selector) => [...from.querySelectorAll(selector)].map((one) => one.textContent?.trim());
    const [ready, timers, javaScript] = [...document.querySelectorAll('.lane-row')].map((lane) => texts(lane, '.chip'));
    return { phase: document.querySelector('.is-phase')?.textContent, text: document.querySelector('.next-up')?.textContent, ready, timers, javaScript: javaScript[0] };
  });
}

describePage('running', ({ onPage, opened }) => {
  onPage('the phase of the loop, and what it has yet to call, at each step', 'two-workers', async (page) => {
    const pending = 'asyncio.run() promise pending';
    assert.deepEqual(await inside(page), {
      phase: 'begin iteration', text: 'The next iteration runs the callback that is ready now, not what it adds.',
      ready: ['Task-1 next, line 13'], timers: [], javaScript: pending,
    });
    await page.click('#next');
    assert.deepEqual((await inside(page)).ready, ['Task-2 next, line 7', 'Task-3 in the next iteration, line 7'], 'what is later is said');
    await page.click('#next');
    assert.deepEqual(await inside(page), { phase: 'run what is ready', text: 'First in, first out: Task-3 is next. It is the last of this iteration.', ready: ['Task-3 next, line 7'], timers: ['Task-2 in 1 s, at 1 s'], javaScript: pending });
    await page.click('#next');
    const asleep = { phase: 'advance clock', text: 'Nothing is ready, so the clock jumps to 1 s, when the timer of Task-2 is due.', ready: [], timers: ['Task-2 in 1 s, at 1 s', 'Task-3 in 2 s, at 2 s'], javaScript: pending };
    assert.deepEqual(await inside(page), asleep);
    await page.page.getByRole('button', { name: 'Task-2 in 1 s, at 1 s', pressed: false }).focus();
    await page.page.keyboard.press('Enter');
    await page.page.getByRole('button', { name: 'Task-2 in 1 s, at 1 s', pressed: true }).waitFor();
    assert.equal(await page.text('.task.is-selected .card-function'), 'Task-2');
    await page.isAccessible('with three lanes');
    await page.click('#turn');
    await page.click('#back');
    assert.deepEqual(await inside(page), asleep);
    await page.click('#run');
    await page.runsAs('Run again');
    const { last } = await page.steps();
    assert.equal((await inside(page)).javaScript, 'asyncio.run() promise fulfilled');
    await page.click('#back');
    assert.deepEqual((({ phase, ready }) => [phase, ready])(await inside(page)), ['JavaScript', ['Task-1 is done next, tells JavaScript']]);
    await page.page.locator('#axis').selectOption('time');
    assert.deepEqual(await page.page.locator('.timeline-box .time').allTextContents(), ['0 s', '1 s', '2 s']);
    assert.equal((await page.steps()).last, last);
  });

  onPage('at a speed each step is painted; Space pauses; the next suspension of a task takes single steps', 'producer-consumer', async (page) => {
    await page.page.locator('#speed').selectOption('half');
    await page.page.evaluate(() => {
      /** @type {any} */ (window).said = [];
      new MutationObserver(() => /** @type {any} */ (window).said.push(document.getElementById('step')?.textContent)).observe(/** @type {Node} */ (document.getElementById('step')), { subtree: true, characterData: true });
    });
    await page.blur();
    await page.page.keyboard.press(' ');
    await page.runsAs('Pause');
    await page.isAtStep(2);
    await page.page.keyboard.press(' ');
    await page.runsAs('Run');
    const { number } = await page.steps();
    assert.deepEqual(await page.page.evaluate(() => /** @type {any} */ (window).said), Array.from({ length: number }, (_, index) => `step ${index + 1}`));
    assert.equal(await page.page.locator('[role=status]').filter({ hasText: await page.sentence() }).count(), 1);
    const before = await page.shown();
    const name = await page.text('.task.is-selected .card-function');
    await page.page.keyboard.press('N');
    await page.page.waitForFunction((step) => Number(document.getElementById('step')?.textContent?.match(/\d+/)?.[0]) > step, number);
    await page.runsAs('Run');
    assert.match(await page.sentence(), new RegExp(`${name} ran`));
    const { number: suspendedAt } = await page.steps();
    const suspended = await page.shown();
    for (let at = suspendedAt - 1; at >= number; at--) await page.press('b', at);
    assert.deepEqual(await page.shown(), before);
    for (let at = number + 1; at <= suspendedAt; at++) await page.press('f', at);
    assert.deepEqual(await page.shown(), suspended);
    await page.page.reload();
    await page.page.locator('.card').first().waitFor();
    assert.equal(await page.page.locator('#speed').inputValue(), 'half');
  });

  test('the real clock waits; a pause and the virtual clock end that', async () => {
    const { open, server } = opened();
    await addBusyExamples(server);
    const page = await open(phone);
    await page.show('hour');
    await page.page.locator('#clock').selectOption('real');
    await page.click('#next');
    await page.page.locator('#run').click();
    await page.page.waitForFunction(() => document.querySelector('.next-up')?.textContent?.includes('so the loop waits'));
    const { number } = await page.steps();
    const clock = await page.page.locator('.clock output').textContent();
    await page.page.waitForFunction((before) => document.querySelector('.clock output')?.textContent !== before, clock);
    await page.page.locator('#run').click();
    await page.runsAs('Run');
    assert.equal((await page.steps()).number, number);
    assert.match((await inside(page)).text ?? '', /^Nothing is ready: Run waits 359\d\.\d s more for .*, Next callback jumps there\.$/);
    const clockOf = async () => parseFloat((await page.page.locator('.clock output').textContent()) ?? '');
    const paused = await clockOf();
    assert.ok(paused > 0, 'the clock stays where it was');
    await page.isAccessible('by the real clock');
    await page.page.locator('#run').click();
    await page.runsAs('Pause');
    assert.ok((await clockOf()) >= paused, 'and goes on from there');
    await page.page.locator('#clock').selectOption('virtual');
    await page.runsAs('Run again');
    await page.isAccessible('at the end');
    server.given.clear();
    await page.close();
  });
});

test('who goes on waits as long as the pace says, and no longer than it is stopped', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  let alive = 0;
  let painted = 0;
  const outlet = { painted: async () => void painted++, alive: () => void alive++ };
  const pass = async (/** @type {number} */ milliseconds) => {
    for (const end = now + milliseconds; now < end;) {
      now += Math.min(100, end - now);
      t.mock.timers.tick(100);
      for (let i = 0; i < 5; i++) await null;
    }
  };
  /** @param {Promise<number>} waits */
  const over = (waits) => {
    const state = { is: false, waited: 0 };
    waits.then((waited) => Object.assign(state, { is: true, waited }));
    return state;
  };
  const going = new Going(outlet, { interval: 1000, isReal: false });
  await going.due(() => 5);
  await going.stepped();
  assert.equal(painted, 1, 'the first step is taken at once, and painted');
  const second = over(going.due(() => 0));
  await pass(900);
  assert.deepEqual([second.is, alive], [false, 3]);
  await pass(200);
  assert.equal(second.is, true);
  const told = /** @type {boolean[]} */ ([]);
  going.change({ interval: 0, isReal: true });
  const idle = over(going.due(() => 3600, (isWaiting) => told.push(isWaiting)));
  await pass(60_000);
  assert.deepEqual([idle.is, told], [false, [true]]);
  going.change(FAST);
  await pass(100);
  assert.deepEqual([idle.is, told], [true, [true, false]]);
  going.change({ interval: 2000, isReal: false });
  const slow = over(going.due(() => 0));
  await pass(500);
  assert.equal(slow.is, false);
  going.change({ interval: 1000, isReal: false });
  await pass(600);
  assert.equal(slow.is, true, 'another speed holds at once');
  told.length = 0;
  const between = over(going.due(() => 3600, (isWaiting) => told.push(isWaiting)));
  await pass(500);
  const paintedBefore = painted;
  going.change({ interval: 1000, isReal: true });
  await pass(5000);
  assert.deepEqual([between.is, told, painted - paintedBefore], [false, [true], 1], 'the real clock, switched on between two steps, is told and painted');
  going.change({ interval: 1000, isReal: false });
  await pass(100);
  assert.deepEqual([between.is, told], [true, [true, false]]);
  const stopped = over(going.due(() => 0));
  going.stop();
  await pass(100);
  assert.deepEqual([stopped, going.isStopped], [{ is: true, waited: 0 }, true]);
  const real = { interval: 0, isReal: true };
  const [before, after] = [new Going(outlet, real), new Going(outlet, real)];
  const paused = over(before.due(() => 10));
  await pass(4000);
  before.stop();
  await pass(100);
  assert.deepEqual({ ...paused, waited: Math.floor(paused.waited) }, { is: true, waited: 4 });
  const rest = over(after.due(() => 10, () => {}, paused.waited));
  await pass(5500);
  assert.equal(rest.is, false);
  await pass(1000);
  assert.deepEqual(rest, { is: true, waited: 0 }, 'what had passed before the pause counts');
});
