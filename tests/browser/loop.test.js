// Programs with a loop on the page: stepped, run, stuck, and looked at afterwards.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { describePage, placesOf } from './browser.js';
import { loops } from './expected.js';

const folder = new URL('../../examples/', import.meta.url);
/** @type {{examples: import('../../web/src/session.js').Example[]}} */
const { examples } = JSON.parse(readFileSync(new URL('index.json', folder), 'utf8'));

const phone = { width: 390, height: 844 };

describePage('programs with a loop', ({ onPage, opened }) => {
  for (const [index, { id, kind, title }] of examples.entries()) {
    if (kind !== 'loop') continue;
    for (const [place, window] of placesOf(index)) {
      test(`${id} on a ${place}`, async () => {
        const page = await opened().open(window);
        await page.show(id);
        assert.equal(await page.text('h1'), title);
        assert.deepEqual((await page.entries()).map((entry) => entry.text), ['>>> asyncio.run(main_coroutine())']);
        assert.deepEqual(await page.tasks(), [{ name: 'Task-1', function: 'main_coroutine', state: 'READY', awaits: undefined }]);
        await page.click('#next');
        await page.click('#turn');
        await page.isAccessible('after two steps');
        if (await page.page.locator('#run').textContent() !== 'Run again g') await page.click('#run');
        if (id === 'deadlock') {
          await page.runsAs('Give up');
          await page.click('#run');
        }
        await page.runsAs('Run again');
        const { printed, result, tasks, clock, notice } = loops[id];
        const texts = async (/** @type {string} */ wanted) => (await page.entries()).filter((entry) => entry.kind === wanted).map((entry) => entry.text);
        assert.deepEqual(await texts('out'), printed);
        assert.deepEqual(await texts('value'), result ? [result] : []);
        assert.equal(await page.text('.clock output'), clock);
        assert.deepEqual(await page.page.locator('.notices strong').allTextContents(), notice ? [notice] : []);
        assert.deepEqual(await page.tasks(), []);
        assert.equal(await page.page.locator('.done li').count(), tasks);
        assert.equal(await page.page.locator('.timeline-names li').filter({ hasNotText: 'loop' }).count(), tasks);
        await page.isAccessible('at the end');
        await page.close();
      });
    }
  }

  onPage('callback by callback, the tasks change, and so do the marks in the source', 'two-workers', async (page) => {
    const lines = readFileSync(new URL('two-workers.c', folder), 'utf8').split('\n');
    const sleep = 1 + lines.findIndex((line) => line.includes('aw_sleep'));
    const gather = 1 + lines.findIndex((line) => line.includes('aw_gather'));
    const worker = 1 + lines.findIndex((line) => line.startsWith('AW_ASYNC(say_after'));
    const main = { name: 'Task-1', function: 'main_coroutine', state: 'WAITING', awaits: 'gather of 2: Task-2, Task-3' };
    const ready = (/** @type {string} */ name) => ({ name, function: 'say_after', state: 'READY', awaits: undefined });
    const asleep = (/** @type {string} */ name, /** @type {number} */ left) => ({ name, function: 'say_after', state: 'WAITING', awaits: `sleep, ${left} s left` });
    const steps = [
      { tasks: [main, ready('Task-2'), ready('Task-3')], marks: [[worker, 'Task-2, Task-3'], [gather, 'Task-1']] },
      { tasks: [main, asleep('Task-2', 1), ready('Task-3')], marks: [[worker, 'Task-3'], [sleep, 'Task-2'], [gather, 'Task-1']] },
      { tasks: [main, asleep('Task-2', 1), asleep('Task-3', 2)], marks: [[sleep, 'Task-2, Task-3'], [gather, 'Task-1']] },
      { tasks: [main, ready('Task-2'), asleep('Task-3', 1)], marks: [[sleep, 'Task-2, Task-3'], [gather, 'Task-1']] },
      { tasks: [{ ...main, awaits: 'gather of Task-3' }, asleep('Task-3', 1)], marks: [[sleep, 'Task-3'], [gather, 'Task-1']] },
    ];
    const clocks = ['0 s', '0 s', '0 s', '1 s', '1 s'];
    for (const [index, { tasks, marks }] of steps.entries()) {
      await page.click('#next');
      await page.page.waitForFunction((wanted) => document.querySelectorAll('.timeline svg[width] .bar-running').length > wanted || wanted > 2, index);
      assert.deepEqual(await page.tasks(), tasks, `step ${index + 1}`);
      assert.deepEqual((await page.marks()).map((mark) => [mark.line, mark.names]), marks, `step ${index + 1}`);
      assert.equal(await page.text('.clock output'), clocks[index]);
      const [ran] = (await page.sentence()).match(/Task-\d(?= ran)/) ?? [];
      if (tasks.some((task) => task.name === ran)) assert.equal(await page.text('.task.is-selected .card-function'), ran);
    }
    assert.equal(await page.sentence(), 'It printed: hello. Task-2 ran and is done: say_after returned.');
    assert.deepEqual(await page.page.locator('.done li').allTextContents(), [' Task-2 returned']);
    await page.isAccessible('in the middle');
  });

  onPage('an event of the timeline tells what it is, and shows its line', 'two-workers', async (page) => {
    await page.click('#run');
    await page.runsAs('Run again');
    assert.deepEqual(await page.page.locator('.timeline-names li').allTextContents(), ['loop', 'Task-1', 'Task-2', 'Task-3']);
    assert.deepEqual(await page.page.locator('.timeline-box .time').allTextContents(), ['0 s', '1 s', '2 s']);
    await page.page.locator('.timeline-box .mark-timer').first().click();
    assert.equal(await page.text('.event-text'), '0 s, Task-2: a timer is set for 1 s.');
    await page.page.getByRole('button', { name: 'The event before' }).click();
    const lines = readFileSync(new URL('two-workers.c', folder), 'utf8').split('\n');
    const sleep = 1 + lines.findIndex((line) => line.includes('aw_sleep'));
    assert.equal(await page.text('.event-text'), `0 s, Task-2: say_after comes to an await at line ${sleep}.`);
    assert.equal(await page.page.locator('.line.is-chosen .number').textContent(), String(sleep));
    await page.page.locator('#event').focus();
    await page.page.keyboard.press('Home');
    await page.settled();
    assert.equal(await page.page.locator('#event').getAttribute('aria-valuetext'), '0 s, Task-1 is made: it is ready to run.');
    await page.isAccessible('with an event');
  });

  for (const [place, window] of /** @type {const} */ ([['desktop', {}], ['phone', phone]])) {
    onPage(`a deadlock is told where the reader looks, on a ${place}`, 'deadlock', async (page) => {
      await page.click('#run');
      await page.runsAs('Give up');
      assert.match(await page.sentence(), /Now nothing can ever go on: a deadlock\.$/);
      assert.equal(await page.text('.notices p'), 'Deadlock. Task-2 and Task-3 wait for each other. Nothing is ready, no timer is set, and main_coroutine is not done: it would wait for ever.');
      await page.click('.notices summary');
      assert.match(await page.text('.notices pre'), /^Task-1 .*gather of 2: Task-2, Task-3, in main_coroutine \(deadlock\.c:\d+\)\n├─ Task-2 .*Lock, held by Task-3/);
      assert.equal(await page.text('.task.is-selected .card-function'), 'Task-3');
      assert.deepEqual((await page.tasks()).map((task) => task.awaits), ['gather of 2: Task-2, Task-3', 'Lock, held by Task-3', 'Lock, held by Task-2']);
      await page.isAccessible('in a deadlock');
      await page.click('#next');
      await page.page.locator('.task', { hasText: 'CANCELLING' }).first().waitFor({ state: 'detached' });
      await page.click('#run');
      await page.runsAs('Run again');
      assert.match((await page.entries()).at(-1)?.text ?? '', /^DeadlockError: nothing can ever go on: .*\n(.*\n)*Task-2 and Task-3 wait for each other\.$/);
      await page.click('#run');
      await page.runsAs('Give up');
    }, window);
  }

  onPage('the keys step the loop', 'gather', async (page) => {
    await page.page.locator('h1').click();
    const { keyboard } = page.page;
    await keyboard.press('n');
    await page.page.locator('.task').nth(3).waitFor();
    await keyboard.press('i');
    await page.page.waitForFunction(() => document.querySelector('.loop .sentence')?.textContent?.includes('1 more tasks ran') || document.querySelectorAll('.bar-running').length > 4);
    await keyboard.press('g');
    await page.runsAs('Run again');
    await keyboard.press('r');
    await page.runsAs('Run');
    assert.equal(await page.sentence(), 'Everything is as at the start.');
    await keyboard.press('?');
    await page.page.locator('dialog[open]').waitFor();
    await page.isAccessible('with the help');
    await keyboard.press('Escape');
  });

  onPage('in the dark', 'unseen-error', async (page) => {
    await page.click('#next');
    await page.isAccessible('after a step');
    await page.click('#run');
    await page.runsAs('Run again');
    assert.match(await page.text('.notices'), /^Task exception was never retrieved\. A task failed with ValueError: nobody is no address, and nobody awaited it/);
  }, { colorScheme: 'dark' });

  onPage('the page reflows at 400 % zoom; idle time is folded, and unfolds', 'traffic', async (page) => {
    await page.click('#run');
    await page.runsAs('Run again');
    assert.equal(await page.page.locator('.fold').count(), 0);
    const idle = await page.page.locator('.idle').allTextContents();
    assert.deepEqual(idle.length, (await page.page.locator('.tear').count()));
    await page.page.locator('#axis').selectOption('time');
    const fold = page.page.locator('.fold').last();
    assert.equal(await fold.textContent(), '1.083 s idle, folded');
    const width = async () => (await fold.boundingBox())?.width ?? 0;
    const folded = await width();
    await fold.press('Enter');
    assert.equal(await fold.getAttribute('aria-expanded'), 'true');
    assert.ok((await width()) > 2 * folded);
    await page.isAccessible('unfolded');
    await fold.press('Enter');
    assert.equal(await width(), folded);
  }, { width: 320, height: 256 });

  onPage('asyncio.run() can be typed, in programs that are stepped by hand, too', 'hello', async (page) => {
    await page.fill('#prompt', 'asyncio.run(main_coroutine())');
    await page.page.keyboard.press('Enter');
    await page.page.waitForFunction(() => document.querySelector('.entry-value pre')?.textContent === '[2, 1]');
    assert.deepEqual((await page.answer()).map((entry) => entry.text), ['>>> asyncio.run(main_coroutine())', 'hello, cats', 'hello, cats', 'hello, dogs', '[2, 1]']);
  });
});
