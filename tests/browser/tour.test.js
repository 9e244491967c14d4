// The tour: every lesson can be gone through with its own hints, on a desktop and a phone, and stands beside its Python text.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { PROGRAMS, lessonIn } from '../../web/src/tour/addresses.js';
import { lessons } from '../../web/src/tour/lessons.js';
import { describePage } from './browser.js';

const { examples, explored } = JSON.parse(readFileSync(new URL('../../examples/index.json', import.meta.url), 'utf8'));

test('fourteen lessons, each about another program of the page', () => {
  assert.equal(lessons.length, 14);
  assert.deepEqual(lessons.map(({ example }) => example), PROGRAMS);
  const ids = [...examples, ...explored].map(({ id }) => id);
  assert.equal(new Set(lessons.map(({ example }) => example)).size, 14);
  for (const { example, tasks } of lessons) {
    assert.ok(ids.includes(example), example);
    assert.ok(tasks.length >= 2 && tasks.every(({ when }) => Object.keys(when).length > 0), example);
  }
  assert.deepEqual(['tour=1', 'tour=14', 'tour=15', 'tour=0', 'tour', 'first-step'].map(lessonIn), [0, 13, -1, -1, -1, -1]);
});

/** Waits until so many tasks of the lesson are done. @param {import('./browser.js').Page} page @param {number} count @param {number} of */
async function isDone(page, count, of) {
  const wanted = count < of ? `${count + 1} of ${of}` : '✓ done';
  await page.page.waitForFunction((text) => document.querySelector('.to-do-number')?.textContent === text, wanted);
}

describePage('the tour', ({ opened, onPage }) => {
  for (const [place, window] of /** @type {const} */ ([['desktop', { width: 1280 }], ['phone', { width: 390, height: 844 }]])) {
    test(`from the first lesson to the last on a ${place}`, async () => {
      const page = await opened().open(window);
      await page.page.goto(`${page.url}#tour=1`);
      for (const [index, { title, tasks }] of lessons.entries()) {
        await page.page.waitForFunction((wanted) => document.querySelector('h1')?.textContent === wanted, title);
        await isDone(page, 0, tasks.length);
        while ((await page.page.locator('.show-me').count()) > 0) {
          const before = await page.text('.to-do');
          await page.click('.show-me');
          await page.page.waitForFunction((text) => /** @type {HTMLElement} */ (document.querySelector('.to-do')).innerText !== text, before);
        }
        await isDone(page, tasks.length, tasks.length);
        if (index === 0 || index === 8 || index === 13) await page.isAccessible(`lesson ${index + 1}`);
        if (index < lessons.length - 1) await page.click('#next-lesson.primary');
      }
      assert.match(await page.text('.to-do'), /That was the tour/);
      assert.equal(await page.page.locator('#lesson option:has-text("✓")').count(), 14);
      await page.close();
    });
  }

  onPage('what was done is remembered, and can be done once more', undefined, async (page) => {
    await page.click('#tour');
    await page.page.waitForFunction(() => location.hash === '#tour=1');
    await page.click('.show-me');
    await isDone(page, 1, 3);
    await page.page.keyboard.press('r');
    await isDone(page, 0, 3);
    for (const number of [1, 2, 3]) {
      await page.click('.show-me');
      await isDone(page, number, 3);
    }
    await page.page.reload();
    await isDone(page, 3, 3);
    await page.click('#again');
    await isDone(page, 0, 3);
    await page.fill('#prompt', 'send');
    await page.page.keyboard.press('Enter');
    await isDone(page, 1, 3);
    await page.click('#leave');
    await page.page.locator('.suggestions').waitFor();
    assert.equal(new URL(page.page.url()).hash, '#first-step');
  });

  onPage('each program is there in Python', 'first-step', async (page) => {
    await page.click('.beside summary');
    for (const id of ['first-step', 'deep-stack', 'gather', 'explore=lost-update']) {
      await page.show(id);
      const python = readFileSync(new URL(`../../examples/${id.replace('explore=', 'explore/')}.py`, import.meta.url), 'utf8');
      await page.page.waitForFunction((wanted) => document.querySelector('.beside-text')?.textContent === wanted, python);
    }
    await page.isAccessible('with Python beside it');
  });
});
