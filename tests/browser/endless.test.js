// A program that does not come back: the page goes on, says so, ends it, and has every step before.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describePage } from './browser.js';
import { addBusyExamples } from './busy.js';

describePage('a program that does not come back', ({ opened }) => {
  /** @param {string} name @param {string} id @param {(page: import('./browser.js').Page) => Promise<void>} check */
  const onBusy = (name, id, check) => {
    test(name, async () => {
      const { open, server } = opened();
      await addBusyExamples(server);
      const page = await open();
      try {
        await page.page.goto(`${page.url}#${id}`);
        await check(page);
        await page.isAccessible('at the end');
      } finally {
        server.given.clear();
        await page.close();
      }
    });
  };
  const send = (/** @type {import('./browser.js').Page} */ page) => page.page.locator('#send').click();
  const slow = (/** @type {import('./browser.js').Page} */ page) => page.page.locator('#stop-program').waitFor();
  /** The page answers: what is typed and pressed is seen at once. @param {import('./browser.js').Page} page */
  const isAlive = async (page) => {
    await page.page.keyboard.press('Escape');
    await page.page.getByRole('button', { name: /^Colours/ }).click();
    await page.page.locator('html[data-theme=light]').waitFor();
    await page.page.getByRole('button', { name: /^Colours/ }).click();
    await page.page.getByRole('button', { name: /^Colours/ }).click();
  };

  onBusy('an endless loop is ended after five seconds, and the steps before it stay', 'endless', async (page) => {
    await page.page.locator('.card').first().waitFor();
    await page.click('#inspect');
    const tree = await page.text('.await-tree');
    const seen = [await page.shown()];
    for (const number of [1, 2]) {
      await send(page);
      await page.isAtStep(number);
      seen.push(await page.shown());
    }
    await page.click('#back');
    await page.fill('#prompt', 'c1.send(7)');
    await page.page.keyboard.press('Enter');
    await page.isAtStep(2);
    const branch = await page.shown();
    await send(page);
    await slow(page);
    await isAlive(page);
    assert.equal(await page.page.locator('.slow p').textContent(), 'The program still runs, and has not come back. It will be stopped after 5 seconds; the steps before stay.');
    await page.page.locator('#stop-program').waitFor({ state: 'detached' });
    assert.equal(await page.sentence(), 'c1.send(None) did not come back, so the program was stopped. Everything is as it was before.');
    assert.deepEqual(await page.shown(), branch);
    assert.notEqual(await page.text('.await-tree'), tree);
    assert.deepEqual(await page.steps(), { number: 2, last: 2 });
    await page.page.locator('#branch').selectOption('0');
    await page.page.waitForFunction(() => /** @type {HTMLSelectElement} */ (document.getElementById('branch')).value === '0');
    assert.deepEqual(await page.shown(), seen[2]);
    for (const number of [1, 0]) {
      await page.click('#back');
      assert.deepEqual(await page.shown(), seen[number]);
    }
    assert.equal(await page.text('.await-tree'), tree, 'the inspector is open still');
    await page.fill('#prompt', "c1.throw(ValueError('enough'))");
    await page.page.keyboard.press('Enter');
    await page.isAtStep(1);
    assert.equal(await page.lastLine(), 'ValueError: enough');
  });

  onBusy('it can be stopped sooner, and again', 'endless', async (page) => {
    await page.page.locator('.card').first().waitFor();
    for (const number of [1, 2]) {
      await send(page);
      await page.isAtStep(number);
    }
    const before = await page.shown();
    for (let i = 0; i < 2; i++) {
      await send(page);
      await slow(page);
      await page.page.locator('#stop-program').click();
      await page.page.locator('#stop-program').waitFor({ state: 'detached' });
      assert.match(await page.sentence(), /^c1\.send\(None\) did not come back/);
      assert.deepEqual(await page.shown(), before);
    }
  });

  onBusy('a task that spins is ended, and what ran before can be walked', 'spin', async (page) => {
    await page.page.locator('.card').first().waitFor();
    await page.page.locator('#run').click();
    await slow(page);
    await isAlive(page);
    await page.page.locator('#stop-program').click();
    await page.page.locator('#stop-program').waitFor({ state: 'detached' });
    assert.equal(await page.sentence(), 'A step of the program did not come back, so the program was stopped. Everything is as it was before.');
    const { number, last } = await page.steps();
    assert.ok(number > 5 && number === last, `${number}`);
    assert.equal(await page.text('.clock output'), '2 s');
    await page.runsAs('Run');
    for (let at = number - 1; at >= 0; at--) {
      await page.click('#back');
      await page.isAtStep(at);
    }
    assert.deepEqual((await page.tasks()).map(({ name, state }) => [name, state]), [['Task-1', 'READY']]);
  });

  onBusy('from a trap there is a way back, too', 'traps', async (page) => {
    await page.page.locator('.card').first().waitFor();
    await page.click('#send');
    const before = await page.shown();
    await page.click('#send');
    assert.match(await page.lastLine(), /^Trap: the module trapped: unreachable/);
    await page.isAccessible('after a trap');
    await page.click('#back');
    await page.isAtStep(1);
    assert.deepEqual(await page.shown(), before);
    await page.click('#close');
    assert.equal((await page.cards())[0].state, 'CLOSED');
  });

  onBusy('a program that spins as it is opened is said to', 'endless-at-once', async (page) => {
    await page.page.getByRole('alert').waitFor();
    assert.match(await page.text('.notice'), /“endless-at-once” could not be opened.*It did not come back, and was stopped\./s);
    await page.page.getByRole('button', { name: 'Open “First step”' }).click();
    await page.page.locator('.card').first().waitFor();
    assert.equal(await page.text('h1'), 'First step');
    await send(page);
    assert.equal(await page.lastLine(), "'hello'");
  });

  test('another program can be opened while one spins', async () => {
    const { open, server } = opened();
    await addBusyExamples(server);
    const page = await open();
    await page.page.goto(`${page.url}#spin`);
    await page.page.locator('.card').first().waitFor();
    await page.page.locator('#run').click();
    await page.page.evaluate(() => { location.hash = '#first-step'; });
    await page.page.waitForFunction(() => document.querySelector('.source h2')?.textContent === 'first-step.c');
    await send(page);
    assert.equal(await page.lastLine(), "'hello'");
    server.given.clear();
    await page.close();
  });
});
