// The stage: suspended coroutines are unlinked from who called, tasks stand under who waits for them, many are folded, values have their types.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinsAfter } from '../../web/src/loop/joins.js';
import { sharedIn } from '../../web/src/loop/shared.js';
import { fold } from '../../web/src/stage/fold.js';
import { treeOf } from '../../web/src/stage/tree.js';
import { describePage } from './browser.js';
import { addBusyExamples } from './busy.js';

/** @param {number} number @param {number[]} waitsFor */
const task = (number, waitsFor = []) => /** @type {any} */ ({ number, name: `Task-${number}`, waitsFor });

/** @param {import('../../web/src/stage/tree.js').Node[]} nodes @returns {string} */
const drawn = (nodes) => nodes.map(({ task: { number }, children, elsewhere, awaitedBy }) =>
  `${number}${elsewhere.length > 0 ? `>${elsewhere.map((one) => one.number)}` : ''}${awaitedBy.length > 0 ? `<${awaitedBy.map((one) => one.number)}` : ''}${children.length > 0 ? `(${drawn(children)})` : ''}`).join(' ');

test('tasks stand under the first that waits for them; joins and circles are named', () => {
  assert.equal(drawn(treeOf([task(1, [2, 3, 4]), task(2), task(3), task(4), task(5)])), '1(2 3 4) 5');
  assert.equal(drawn(treeOf([task(1, [2, 3]), task(2, [3]), task(3)])), '1(2>3 3<2)', 'those of one gather stay together');
  assert.equal(drawn(treeOf([task(1, [2]), task(2, [1])])), '1<2(2>1)', 'a circle');
  assert.equal(drawn(treeOf([])), '');
  const chain = Array.from({ length: 50 }, (_, index) => task(index + 1, index < 49 ? [index + 2] : []));
  assert.equal(treeOf(chain).length, 3, 'a long chain begins anew beside the others');
});

test('those that are alike are one row; what is kept has its own', () => {
  const rows = (/** @type {string} */ cards, kept = '') => fold([...cards].map((name) => ({ name })), ({ name }) => name.toLowerCase(), ({ name }) => name === kept).map((row) => (row.fold ? `${row.fold.key}${row.fold.cards.length}` : row.card.name)).join(' ');
  assert.equal(rows('abababc'), 'a3 b3 c');
  assert.equal(rows('aabb'), 'a a b b', 'two are not worth a row');
  assert.equal(rows('aaAaa', 'A'), 'a4 A');
});

test('a join remembers those that are done, until its task has run', () => {
  const task = (/** @type {number} */ number, /** @type {number[]} */ waitsFor, awaits = 'gather') => ({ number, waitsFor, awaits });
  let joins = joinsAfter(new Map(), [{ kind: 'task step', task: 1 }], [task(1, [2, 3]), task(2, []), task(5, [2], 'Lock, held by Task-2')]);
  assert.deepEqual([...joins.keys()], [1], 'who waits for a lock waits for nobody');
  joins = joinsAfter(joins, [{ kind: 'task step', task: 2 }], [task(1, [3])]);
  assert.deepEqual(joins.get(1), [2, 3]);
  assert.equal(joinsAfter(joins, [], [task(1, [2])]), joins, 'nothing new');
  joins = joinsAfter(joins, [], [task(1, [3, 4])]);
  assert.deepEqual(joins.get(1), [2, 3, 4], 'a group grows');
  joins = joinsAfter(joins, [{ kind: 'task step', task: 1 }], [task(1, [4])]);
  assert.deepEqual(joins.get(1), [4]);
});

test('what tasks wait for together is known by its address, and named', () => {
  const table = [
    'TASK    STATE    WAITS FOR             AWAITED BY  WHERE',
    'Task-2  waiting  Lock, held by Task-3  -           dine (a.c:10)',
    '                                                     Lock <asyncio.locks.Lock object at 0x1283f0 [locked, waiters:1]>',
    'Task-3  waiting  Lock, held by Task-2  -           Lock <asyncio.locks.Lock object at 0x1283b0 [locked, waiters:1]>',
    'Task-4  waiting  Queue.put             -           produce (a.c:11)',
    "                                                     Queue.put <Queue at 0x128eb0 maxsize=3 _queue=['a at 0x1']>",
    'Task-5  waiting  sleep, 1 s left       -           sleep',
  ];
  assert.deepEqual(sharedIn(`${table.join('\n')}\n`).map((one) => one && `${one.name} ${one.address}`), ['Lock 2 0x1283f0', 'Lock 1 0x1283b0', 'Queue 0x128eb0', null]);
  assert.deepEqual(sharedIn('no tasks\n'), []);
});

describePage('the stage', ({ onPage, opened }) => {
  onPage('a suspended coroutine is unlinked from who called, and linked again by what resumes it', 'await-chain', async (page) => {
    const cables = () => page.page.locator('.cable').evaluateAll((all) => all.map((one) => `${one.querySelector('.cable-open') ? 'open' : ''}${one.querySelector('.cable-closed') ? ' linked' : ''}`));
    assert.deepEqual(await cables(), ['', '']);
    assert.equal(await page.text('.caller'), '>>> your session');
    await page.click('#send');
    assert.deepEqual(await cables(), ['open linked', '']);
    assert.equal(await page.page.locator('.link.is-resumed').count(), 2, 'the whole chain goes on');
    assert.equal(await page.page.locator('.flash').count(), 3);
    assert.match(await page.text('.caller'), /not linked to c1: suspended until it is resumed$/);
    assert.deepEqual((await page.cards())[0].types, ['str']);
    assert.equal(await page.text('.entry-value .tag'), 'str');
    await page.page.emulateMedia({ reducedMotion: 'reduce' });
    await page.fill('#send-value', '30');
    assert.equal(await page.text('.typed'), 'int');
    await page.click('#send');
    assert.deepEqual(await page.page.evaluate(() => ['.cable-closed', '.cable-open', '.flash'].map((one) => getComputedStyle(/** @type {Element} */ (document.querySelector(one))).animationName)), ['none', 'none', 'none']);
    assert.equal(await page.page.locator('.cable-closed').evaluate((one) => getComputedStyle(one).opacity), '0');
    await page.click('#back');
    assert.deepEqual(await cables(), ['open', ''], 'going back resumes nobody');
    await page.page.locator('#throw-kind').selectOption('KeyError');
    await page.fill('#throw-message', 'gone');
    await page.click('#throw');
    assert.equal(await page.page.locator('.fact-raised b').textContent(), 'KeyError');
    assert.equal((await page.cards())[0].facts.raised, "KeyError: 'gone'");
    assert.deepEqual(await cables(), [' linked', ''], 'what is closed has no cable any more');
  });

  onPage('who gathers has a fan with a count of who is done; who waits for the same thing is named', 'gather', async (page) => {
    const join = async () => (await page.text('.join')).replace(/\s+/g, ' ').replace(/ ✓$/, '');
    await page.fill('#prompt', 'step 8');
    await page.page.keyboard.press('Enter');
    await page.isAtStep(8);
    assert.equal(await join(), 'gather 1 of 3 done');
    assert.deepEqual(await page.page.locator('.fan .task .card-function').allTextContents(), ['Task-3', 'Task-4']);
    assert.deepEqual(await page.page.locator('.over-one').allTextContents(), [' Task-2 returned']);
    assert.equal(await page.page.locator('.ran').count(), 0, 'the one that ran is done');
    await page.click('#back');
    await page.isAtStep(7);
    assert.equal(await join(), 'gather 0 of 3 done');
    await page.isAccessible('with a fan');

    await page.show('semaphore');
    await page.fill('#prompt', 'step 7');
    await page.page.keyboard.press('Enter');
    await page.isAtStep(7);
    const last = page.page.locator('.task', { hasText: 'Task-7' }).last();
    assert.equal((await last.locator('.fact-together-with dd').textContent()), 'Task-5, Task-6');
    await last.locator('.to-card').first().click();
    assert.equal(await page.text('.task.is-selected .card-function'), 'Task-5');
  }, { colorScheme: 'dark' });

  for (const [id, count, window] of /** @type {const} */ ([['fifty', 50, { width: 390, height: 844 }], ['thousand', 1000, {}]])) {
    test(`many tasks are folded: ${count}`, async (t) => {
      await addBusyExamples(opened().server);
      const page = await opened().open(window);
      try {
        await page.page.goto(`${page.url}#${id}`);
        await page.page.locator('.card').first().waitFor();
        await page.click('#next');
        await page.click('#turn');
        const words = async (/** @type {string} */ selector) => (await page.page.locator(selector).allInnerTexts()).join(', ').replace(/\s+/g, ' ');
        assert.match(await words('.alike-head'), /\b\d+ waiting for sleep worker/);
        assert.ok(await page.page.locator('.task').count() < 15, 'few cards');
        assert.equal(await page.page.locator('.task.is-selected').count(), 1);
        assert.match(await words('.join'), new RegExp(`^gather 0 of ${count} done`));
        await page.isAccessible('with many tasks');
        const begin = performance.now();
        await page.click('#next');
        t.diagnostic(`${count} tasks: ${(performance.now() - begin).toFixed(0)} ms for a press and a step`);
        await page.click('.alike-head');
        assert.ok(await page.page.locator('.alike .task').count() <= 50, 'a row opens by portions');
        if (count === 1000) return;
        await page.click('#run');
        await page.runsAs('Run again');
        assert.equal(await words('.alike-head'), '▸ 51 done 51 returned');
        await page.click('.alike-head');
        assert.equal(await page.page.locator('.done li').count(), 51);
        await page.isSound('at the end of many tasks');
      } finally {
        opened().server.given.clear();
        await page.close();
      }
    });
  }
});
