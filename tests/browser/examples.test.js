// Clicks through every example: each suggested command in its order, and everything that the page shows after each.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { describePage, placesOf } from './browser.js';
import { expected, loops } from './expected.js';

const folder = new URL('../../examples/', import.meta.url);
/** @type {{examples: import('../../web/src/session.js').Example[]}} */
const { examples } = JSON.parse(readFileSync(new URL('index.json', folder), 'utf8'));

test('every example has its expected steps', () => {
  const ids = (/** @type {string | undefined} */ wanted) => examples.filter(({ kind }) => kind === wanted).map(({ id }) => id).sort();
  assert.deepEqual(Object.keys(expected).sort(), ids(undefined));
  assert.deepEqual(Object.keys(loops).sort(), ids('loop'));
  for (const { id, kind, commands, lesson } of examples) {
    assert.equal(commands.length, kind === 'loop' ? 0 : expected[id].length, id);
    assert.ok((lesson.match(/[.:] |\.$/g) ?? []).length >= 2, `${id}: the lesson has two sentences`);
  }
});

test('every example is short, and says what to try', () => {
  for (const { id } of examples) {
    const lines = readFileSync(new URL(`${id}.c`, folder), 'utf8').trimEnd().split('\n');
    assert.ok(lines.length <= (id === 'stepping' ? 52 : 40), `${id}.c has ${lines.length} lines`);
    const end = lines.findIndex((line) => line.endsWith('*/'));
    assert.ok(end >= 0 && end <= 2, `${id}.c opens with a comment of up to three lines`);
  }
});

describePage('the examples', ({ opened }) => {
  for (const [index, { id, kind, title, commands, start }] of examples.entries()) {
    if (kind === 'loop') continue;
    for (const [place, window] of placesOf(index)) {
      test(`${id} on a ${place}`, async () => {
        const lines = readFileSync(new URL(`${id}.c`, folder), 'utf8').split('\n');
        const page = await opened().open(window);
        await page.show(id);
        assert.equal(await page.page.locator('h1').textContent(), title);
        const calls = (await page.entries()).filter((entry) => entry.kind === 'call').map((entry) => entry.text);
        assert.deepEqual(calls, start.map((/** @type {string} */ line) => `>>> ${line}`));
        for (const card of await page.cards()) assert.equal(card.state, 'CREATED', `${card.path} at the start`);
        await page.isAccessible('at the start');

        for (const [index, step] of expected[id].entries()) {
          const where = `step ${index + 1}, ${commands[index]}`;
          await page.page.locator('.suggestion').nth(index).click();
          checkAnswer(await page.answer(), commands[index], step, where);
          checkCards(await page.cards(), lines, step, where);
          checkMarks(await page.marks(), await page.cards(), where);
          assert.notEqual(await page.sentence(), '', where);
          await page.isSound(where);
        }
        await page.isAccessible('at the end');
        await page.close();
      });
    }
  }
});

/**
 * @param {{kind: string, text: string}[]} answer
 * @param {string} command
 * @param {import('./expected.js').ExpectedStep} step
 * @param {string} where
 */
function checkAnswer([call, ...rest], command, step, where) {
  const texts = (/** @type {string[]} */ ...kinds) => rest.filter((entry) => kinds.includes(entry.kind)).map((entry) => entry.text);
  assert.equal(call.text, `>>> ${command}`, where);
  const [answer] = texts('value', 'stop', 'error');
  assert.equal(answer?.split('\n').at(-1), step.answer, `${where}: the answer`);
  assert.deepEqual(texts('out'), step.printed ?? [], `${where}: printed`);
  assert.deepEqual(texts('warning'), step.warned ?? [], `${where}: warnings`);
  assert.deepEqual(texts('unraisable', 'note'), [], where);
  for (const piece of step.has ?? []) assert.ok(answer.includes(piece), `${where}: “${piece}” in\n${answer}`);
}

/**
 * @param {Awaited<ReturnType<import('./browser.js').Page['cards']>>} cards
 * @param {string[]} lines
 * @param {import('./expected.js').ExpectedStep} step
 * @param {string} where
 */
function checkCards(cards, lines, step, where) {
  assert.deepEqual(cards.map((card) => card.path), Object.keys(step.cards), `${where}: the cards`);
  for (const card of cards) {
    const at = `${where}: ${card.path}`;
    const wanted = step.cards[card.path];
    assert.equal(card.state, wanted.state, at);
    assert.equal(card.isLinked, wanted.linked ?? false, `${at}: drawn as awaited`);
    if (wanted.at) assert.ok(lines[parseInt(card.facts.line ?? '0', 10) - 1]?.includes(wanted.at), `${at}: line ${card.facts.line} has “${wanted.at}”`);
    if (card.state.startsWith('CLOSED')) assert.equal(card.facts.line, undefined, at);
    if (wanted.yielded) assert.equal(card.facts.yielded, wanted.yielded, at);
    if (wanted.returned) assert.equal(card.facts.returned?.replace(' (the value of StopIteration)', ''), wanted.returned, at);
    if (wanted.raised) assert.equal(card.facts.raised, wanted.raised, at);
    if (wanted.awaits) assert.match(card.facts.awaits ?? '', wanted.awaits instanceof RegExp ? wanted.awaits : new RegExp(`^${wanted.awaits}$`), at);
  }
}

/**
 * @param {{line: number, names?: string}[]} marks
 * @param {Awaited<ReturnType<import('./browser.js').Page['cards']>>} cards
 * @param {string} where
 */
function checkMarks(marks, cards, where) {
  const standing = cards.filter((card) => card.state === 'SUSPENDED').map((card) => parseInt(card.facts.line ?? '0', 10));
  assert.deepEqual(marks.map((mark) => mark.line), [...new Set(standing)].sort((a, b) => a - b), `${where}: the marked lines`);
}
