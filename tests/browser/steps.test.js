// Back and forward over the steps of a program: what is shown, branches, the ways to a step, and long histories.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { load } from '../../wasm/api/index.js';
import { Session } from '../../web/src/session.js';
import { moduleFile } from '../api/modules.js';
import { describePage } from './browser.js';
import { addBusyExamples } from './busy.js';

const phone = { width: 390, height: 844 };

describePage('steps', ({ onPage, opened }) => {
  for (const [place, window] of /** @type {const} */ ([['desktop', {}], ['phone', phone]])) {
    onPage(`back and forward by the buttons, on a ${place}`, 'await-chain', async (page) => {
      const seen = [await page.shown()];
      for (const [index, wanted] of ["'first number?'", "'second number?'", "StopIteration: the sum is 42"].entries()) {
        await page.page.locator('.suggestion').nth(index).click();
        await page.isAtStep(index + 1);
        assert.equal(await page.lastLine(), wanted);
        seen.push(await page.shown());
      }
      assert.equal(await page.page.locator('#forward').isDisabled(), true);
      for (const number of [2, 1, 0]) {
        await page.click('#back');
        await page.isAtStep(number);
        assert.deepEqual(await page.shown(), seen[number], `back at ${number}`);
        assert.deepEqual(await page.steps(), { number, last: 3 });
        assert.equal((await page.entries()).length > seen[number].said.length, true, 'what comes afterwards is still there');
      }
      assert.equal(await page.sentence(), 'At the start.');
      assert.equal(await page.page.locator('#back').isDisabled(), true);
      await page.isAccessible('at the start of three steps');
      for (const number of [1, 2, 3]) {
        await page.click('#forward');
        await page.isAtStep(number);
        assert.deepEqual(await page.shown(), seen[number], `forward to ${number}`);
      }
      assert.match(await page.sentence(), /^At step 3 of 3\. outer returned /);
      assert.equal(await page.page.locator('.branch').count(), 0);
    }, window);
  }

  onPage('who goes back and does something else begins a branch; the other one stays', 'send-values', async (page) => {
    const say = async (/** @type {string} */ line, /** @type {number} */ number) => {
      await page.fill('#prompt', line);
      await page.page.keyboard.press('Enter');
      await page.isAtStep(number);
    };
    await say('c1.send(None)', 1);
    await say('c1.send(10)', 2);
    await say('c1.send(20)', 3);
    const first = await page.shown();
    await page.click('#back');
    await page.click('#back');
    await say('c1.send(5)', 2);
    assert.equal(await page.lastLine(), '5');
    assert.deepEqual(await page.steps(), { number: 2, last: 2 });
    const second = await page.shown();
    const options = page.page.locator('#branch option');
    assert.deepEqual(await options.allTextContents(), ['1: the first, to step 3', '2: after 1, c1.send(5), to step 2']);
    await page.isAccessible('with branches');
    await page.page.locator('#branch').selectOption('0');
    await page.isAtStep(3);
    assert.deepEqual(await page.shown(), first);
    await page.page.locator('#branch').selectOption('1');
    await page.isAtStep(2);
    assert.deepEqual(await page.shown(), second);
    await page.click('#back');
    await page.isAtStep(1);
    await say('c1.send(10)', 2);
    assert.deepEqual(await page.steps(), { number: 2, last: 3 }, 'what was done here before leads where it led then');
    assert.equal(await options.count(), 2);
  });

  onPage('what cannot be read, and what Python refuses, are steps, too', 'first-step', async (page) => {
    for (const [line, number] of /** @type {const} */ ([['c1.send(', 1], ['nobody.send(1)', 2]])) {
      await page.fill('#prompt', line);
      await page.page.keyboard.press('Enter');
      await page.isAtStep(number);
    }
    await page.click('#back');
    await page.isAtStep(1);
    assert.match(await page.sentence(), /^Back at step 1 of 2\. This line cannot be read: /);
  });

  onPage('a press on the transcript or on a mark of the timeline goes to its step', 'gather', async (page) => {
    await page.click('#run');
    await page.runsAs('Run again');
    const { last } = await page.steps();
    const end = await page.shown();
    await page.page.locator('.entry-out').nth(2).click();
    await page.page.locator('.entry.is-now').waitFor();
    assert.equal((await page.entries()).findIndex(({ kind }) => kind === 'out') + 3 <= (await page.shown()).said.length, true);
    assert.match(await page.sentence(), new RegExp(`^Back at step \\d+ of ${last}\\. `));
    const { number } = await page.steps();
    assert.ok(number > 0 && number < last);
    const inTheMiddle = await page.shown();
    assert.equal((await page.tasks()).length > 0, true);
    await page.isAccessible('in the middle of a program');
    await page.page.locator('.timeline-box .mark').last().click();
    await page.page.locator('.mark.is-chosen').waitFor();
    assert.ok((await page.steps()).number > number);
    await page.page.locator('.entry').last().click();
    await page.isAtStep(last);
    assert.deepEqual(await page.shown(), end);
    await page.page.locator('#event').focus();
    await page.page.keyboard.press('Home');
    await page.isAtStep(0);
    assert.deepEqual((await page.tasks()).map(({ name, state }) => [name, state]), [['Task-1', 'READY']]);
    await page.page.locator('.entry-out').nth(2).click();
    await page.isAtStep(number);
    assert.deepEqual(await page.shown(), inTheMiddle);
  });

  onPage('a program that was left in the middle goes on from there', 'deadlock', async (page) => {
    await page.click('#run');
    await page.runsAs('Give up');
    const { number: stuckAt } = await page.steps();
    await page.click('#run');
    await page.runsAs('Run again');
    const end = await page.shown();
    const { last } = await page.steps();
    await page.page.locator('h1').click();
    for (let number = last - 1; number >= stuckAt; number--) await page.press('b', number);
    assert.equal(await page.text('.notices strong'), 'Deadlock.');
    await page.runsAs('Give up');
    await page.click('#run');
    await page.runsAs('Run again');
    assert.deepEqual(await page.shown(), end);
  });

  for (const [id, key, start, most] of /** @type {const} */ ([['long', 'n', 0, 500], ['generator', 'send', 1, 101]])) {
    test(`${most - start} steps are walked both ways: ${id}`, async () => {
      await addBusyExamples(opened().server);
      const page = await opened().open();
      try {
        if (id === 'generator') {
          opened().server.given.clear();
          await page.show(id);
          await page.fill('#prompt', 'c1 = pages(1000)');
          await page.page.keyboard.press('Enter');
          await page.isAtStep(start);
          await page.page.locator('.card-name').first().click();
        } else {
          await page.page.goto(`${page.url}#${id}`);
          await page.page.locator('.card').first().waitFor();
        }
        const { differences, steps } = await page.page.evaluate(walk, { key, start, most });
        assert.deepEqual(differences, []);
        assert.equal(steps, most);
        await page.isSound('after many steps both ways');
      } finally {
        opened().server.given.clear();
        await page.close();
      }
    });
  }
});

/** In the page: many steps there, back, and there again. At each step the same must be shown. @param {{key: string, start: number, most: number}} how */
async function walk({ key, start, most }) {
  const act = {
    n: () => press('n'),
    send: () => document.getElementById('send')?.click(),
  };
  const press = (/** @type {string} */ one) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: one, bubbles: true }));
  const at = (/** @type {number} */ number) => new Promise((/** @type {(value?: any) => void} */ resolve) => {
    const label = /** @type {HTMLElement} */ (document.getElementById('step'));
    const isThere = () => label.textContent?.match(/\d+/)?.[0] === String(number);
    if (isThere()) return resolve();
    const observer = new MutationObserver(() => {
      if (!isThere()) return;
      observer.disconnect();
      setTimeout(resolve);
    });
    observer.observe(label, { childList: true, characterData: true, subtree: true });
  });
  const shown = () => JSON.stringify([...document.querySelectorAll('.card, .done, .clock, .line.is-standing, .entry:not(.is-ahead) pre')].slice(-80).map((one) => one.textContent));
  const seen = [];
  const differences = [];
  for (let number = start; number <= most; number++) {
    if (number > start) /** @type {Record<string, () => void>} */ (act)[key]();
    await at(number);
    seen[number] = shown();
  }
  for (const [going, from, to] of /** @type {const} */ ([['b', most - 1, start], ['f', start + 1, most]])) {
    const by = Math.sign(to - from);
    for (let number = from; number !== to + by; number += by) {
      press(going);
      await at(number);
      if (shown() !== seen[number]) differences.push(`${going} ${number}: ${shown().slice(0, 300)} is not ${seen[number].slice(0, 300)}`);
      if (differences.length > 2) return { differences, steps: number };
    }
  }
  return { differences, steps: most };
}

test('the steps stay within bounds, and the earliest kept one can still be reached', async () => {
  const bytes = readFileSync(await moduleFile('../browser/busy', 'clang'));
  const session = await Session.open((options) => load(bytes, options), /** @type {any} */ ({ id: 'busy', start: ['asyncio.run(crowd(50, 20))'], commands: [] }));
  const limits = { maxBytes: 6_000_000, maxSteps: 100 };
  session.keepSteps(limits);
  for (let i = 0; i < 600; i++) {
    await session.step();
    assert.ok(/** @type {any} */ (session.past).bytes <= limits.maxBytes, `step ${i}`);
  }
  const tasks = JSON.stringify(session.program?.tasks());
  const { past } = session;
  let kept = 1;
  for (let step = past?.before(); step; step = past?.before()) {
    session.goTo(step);
    kept++;
  }
  assert.ok(kept <= 100 && kept > 20, `${kept} steps are kept`);
  assert.equal(session.program?.callbacks, 0);
  while (past?.after()) session.goTo(/** @type {any} */ (past.after()));
  assert.equal(session.program?.callbacks, 600);
  assert.equal(JSON.stringify(session.program?.tasks()), tasks);
});
