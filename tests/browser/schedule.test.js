// Tests that exploring found to fail, stepped in the order of their schedules and in any other; and the reader's own files.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { describePage } from './browser.js';

const root = new URL('../../', import.meta.url);
/** @type {{explored: {id: string, test: string, title: string, why: string[]}[]}} */
const { explored } = JSON.parse(readFileSync(new URL('examples/index.json', root), 'utf8'));
const file = (/** @type {string} */ name) => fileURLToPath(new URL(`build/explored/${name}`, root));
const source = (/** @type {string} */ id) => fileURLToPath(new URL(`examples/explore/${id}.c`, root));
const scheduleOf = (/** @type {string} */ id) => JSON.parse(readFileSync(file(`${id}.json`), 'utf8'));

const phone = { width: 390, height: 844 };

/** What each comes to. @type {Record<string, {failure: string, sentence: RegExp, line?: string}>} */
const ends = {
  'lost-update': { failure: 'A check failed.', sentence: /The test both_bookings_count fails: AssertionError: balance == 120 is false: got 20, expected 120\.?/, line: 'AW_CHECK_EQUAL(balance, 120);' },
  'check-then-act': { failure: 'An error came out of the test.', sentence: /The test every_job_is_done_once fails: QueueEmpty\.$/ },
  'lock-order': { failure: 'Deadlock.', sentence: /The test transfers_in_both_directions fails: nothing can ever go on: / },
};

test('each explored example has a schedule of its module, a reason for each switch, and an end', () => {
  assert.deepEqual(explored.map(({ id }) => id).sort(), Object.keys(ends).sort());
  for (const { id, test: name, why } of explored) {
    assert.ok(existsSync(file(`${id}.wasm`)));
    assert.equal(scheduleOf(id).test, name);
    assert.equal(scheduleOf(id).switches.length, why.length, id);
  }
});

describePage('a schedule', ({ onPage, opened }) => {
  const begun = async (/** @type {any} */ page, /** @type {string} */ id) => {
    await page.page.goto(`${page.url}#explore=${id}`);
    await page.page.locator('.ready-list').waitFor();
  };

  for (const { id, title, why } of explored) {
    for (const [place, window] of /** @type {const} */ ([['desktop', {}], ['phone', phone]])) {
      test(`${id} on a ${place}`, async () => {
        const page = await opened().open(window);
        await begun(page, id);
        assert.equal(await page.text('h1'), title);
        assert.deepEqual(await page.entries(), [{ kind: 'call', text: `AW_TEST(${scheduleOf(id).test})` }]);
        assert.deepEqual((await page.tasks()).map(({ name, state }) => [name, state]), [['Task-1', 'READY']]);
        await page.isAccessible('before it runs');
        const switches = new Map(scheduleOf(id).switches);
        let number = 0;
        for (; !(await page.page.locator('#next').isDisabled()); number++) {
          const position = switches.get(number) ?? 0;
          assert.equal(await page.page.locator('.ready-list button').nth(position).locator('.next-mark').textContent(), position > 0 ? 'switch: next' : 'next');
          await page.click('#next');
          await page.isAtStep(number + 1);
        }
        const { failure, sentence, line } = ends[id];
        assert.match(await page.sentence(), sentence);
        assert.equal(await page.text('.notices strong'), failure);
        const said = await page.entries();
        assert.deepEqual(said.filter(({ kind }) => kind === 'switch').map(({ text }) => text.replace(/ .*/, '')), [...switches.keys()].map((step) => `${step + 1}.`));
        for (const reason of why) assert.ok(said.some(({ text }) => text === reason), reason);
        if (line) assert.match(await page.text('.line.is-failed'), new RegExp(line.replace(/[()]/g, '\\$&')));
        await page.isAccessible('at the failure');

        await page.click('#plain');
        await page.page.locator('.entry-value').waitFor();
        assert.equal((await page.entries()).at(-1)?.text, `The test ${scheduleOf(id).test} passes in this order.`);
        assert.equal(await page.page.locator('.notices').count(), 0);
        assert.equal(await page.page.locator('#branch option').count(), 2);
        await page.isAccessible('at the end of the plain order');
        await page.click('#run');
        await page.page.locator('.notices').waitFor();
        assert.deepEqual(await page.steps(), { number, last: number });
        await page.close();
      });
    }
  }

  onPage('another one that is ready may run: that begins a branch', 'explore=lost-update', async (page) => {
    for (const number of [1, 2, 3]) {
      await page.click('#next');
      await page.isAtStep(number);
    }
    assert.deepEqual((await page.page.locator('.ready-list button').allTextContents()).map((text) => text.replace(/ line.*/, '')), ['Task-2', 'Task-3']);
    await page.page.locator('.ready-list button').first().click();
    await page.isAtStep(4);
    assert.match(await page.sentence(), /^Task-2 ran and is done: book returned\. Next: Task-3/);
    await page.click('#run');
    await page.page.locator('.notices').waitFor();
    assert.equal(await page.page.locator('#branch option').count(), 2);
    assert.match((await page.page.locator('#branch option').nth(1).textContent()) ?? '', /^2: after 3, /);
    await page.page.locator('h1').click();
    await page.page.keyboard.press('p');
    await page.page.locator('.entry-value').waitFor();
    await page.settled();
    await page.page.keyboard.press('b');
    await page.page.locator('.entry-value.is-ahead').waitFor();
    await page.settled();
    await page.page.keyboard.press('g');
    await page.page.locator('.notices').waitFor();
    await page.page.keyboard.press('?');
    await page.page.locator('dialog[open]').first().waitFor();
    await page.isAccessible('with the help');
  });

  onPage("the reader's own files are opened, and what is wrong with them is said", 'first-step', async (page) => {
    await page.page.locator('h1').click();
    await page.page.keyboard.press('o');
    const submit = page.page.locator('dialog.open button.primary');
    await submit.waitFor();
    assert.equal(await submit.isDisabled(), true);
    await page.isAccessible('with the dialog for files');
    const alert = page.page.locator('dialog.open [role=alert]');
    const choose = (/** @type {any} */ files) => page.page.locator('#files').setInputFiles(files);
    const text = (/** @type {string} */ name, /** @type {unknown} */ value) => ({ name, mimeType: 'application/json', buffer: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)) });
    const isRefused = async (/** @type {any} */ files, /** @type {RegExp} */ message) => {
      await choose(files);
      await submit.click();
      await alert.filter({ hasText: message }).waitFor();
    };

    await choose([{ name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50, 0xff]) }]);
    assert.equal(await alert.textContent(), 'photo.png is neither a WebAssembly module nor a schedule.');
    await page.isAccessible('with a foreign file');
    await choose([text('notes.json', '{ "half": ')]);
    assert.equal(await alert.textContent(), 'notes.json is neither a WebAssembly module nor a schedule.');
    await choose([file('lock-order.wasm')]);
    assert.equal(await alert.count(), 0);
    await isRefused([text('other.json', { some: 'thing' })], /^This is no schedule; `libawait explore --save-schedule` writes one\.$/);
    await isRefused([text('newer.json', { ...scheduleOf('lock-order'), version: 2 })], /^This schedule is of version 2; this libawait knows version 1\.$/);
    await isRefused([text('damaged.json', { ...scheduleOf('lock-order'), switches: [[1]] })], /^This schedule is damaged\.$/);
    await isRefused([file('lost-update.json')], /^This schedule is of another module: /);
    await isRefused([text('gone.json', { ...scheduleOf('lock-order'), test: 'gone' })], /^The module has no test 'gone'\.$/);
    const cut = readFileSync(file('lock-order.wasm')).subarray(0, 5000);
    await choose([file('lock-order.json')]);
    await isRefused([{ name: 'cut.wasm', mimeType: 'application/wasm', buffer: cut }], /^cut\.wasm is no valid WebAssembly module: it is cut short or damaged\.$/);
    await page.isAccessible('with a damaged module');
    assert.equal(await page.page.locator('h1').textContent(), 'First step', 'what was open is open still');

    await choose([file('lock-order.wasm'), source('lock-order')]);
    await submit.click();
    await page.page.locator('.ready-list').waitFor();
    assert.equal(await page.text('h1'), 'transfers in both directions');
    assert.equal(await page.text('.source h2'), 'lock-order.c');
    await page.click('#run');
    await page.page.locator('.notices').waitFor();
    assert.equal(await page.text('.notices strong'), 'Deadlock.');
    assert.equal(await page.page.locator('#example option:checked').textContent(), 'Yours: transfers in both directions');
  });

  onPage('files can be dropped on the page; without the source, lines are numbers', 'first-step', async (page) => {
    const dropped = await page.page.evaluateHandle(({ module, schedule }) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(module)], 'lost-update.wasm'));
      data.items.add(new File([schedule], 'failure.json'));
      return data;
    }, { module: [...readFileSync(file('lost-update.wasm'))], schedule: readFileSync(file('lost-update.json'), 'utf8') });
    await page.page.locator('dialog.open').waitFor({ state: 'attached' }); // it comes after the first step
    await page.page.dispatchEvent('body', 'drop', { dataTransfer: dropped });
    await page.page.locator('dialog.open dd code').nth(1).waitFor();
    await page.page.locator('dialog.open button.primary').click();
    await page.page.locator('.ready-list').waitFor();
    await page.click('#run');
    await page.page.locator('.notices').waitFor();
    assert.match(await page.sentence(), ends['lost-update'].sentence);
    await page.isAccessible('without a source');
  });
});
