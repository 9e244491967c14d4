// The inspector: the await tree in Python's words, watched variables, memory, warnings. What it shows belongs to the step, and looking changes nothing.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { load } from '../../wasm/api/index.js';
import { Inspector } from '../../web/src/inspector/look.js';
import { textOf, treeOf } from '../../web/src/inspector/tree.js';
import { StepValues } from '../../web/src/inspector/values.js';
import { fullStacks } from '../../web/src/inspector/warnings.js';
import { Session } from '../../web/src/session.js';
import { describePage } from './browser.js';

const root = new URL('../../', import.meta.url);
const { examples } = JSON.parse(readFileSync(new URL('examples/index.json', root), 'utf8'));

/** @param {string} id */
async function open(id) {
  const bytes = readFileSync(new URL(`build/examples/${id}.wasm`, root));
  return Session.open((options) => load(bytes, options), examples.find((/** @type {any} */ example) => example.id === id));
}

/** Runs an example to its end, and looks after each step. @param {string} id @param {Inspector} [inspector] */
async function looks(id, inspector = new Inspector()) {
  const session = await open(id);
  const look = () => inspector.look(session, session.program?.tasks());
  const seen = [look()];
  const step = async (/** @type {() => unknown} */ act) => {
    await act();
    seen.push(look());
  };
  for (const line of session.program ? [] : examples.find((/** @type {any} */ example) => example.id === id).commands) await step(() => session.run(line));
  while (session.program && !session.program.isDone) await step(() => session.step());
  return { session, seen };
}

const member = { key: 16, function: 'deep', word: 'SUSPENDED', file: 'deep.c', line: 3, variables: [] };

describe('what the inspector sees', () => {
  test('looking keeps nothing alive, and changes nothing', async () => {
    for (const id of ['await-chain', 'send-values', 'generator', 'producer-consumer', 'unseen-error', 'async-averager']) {
      const { session } = await looks(id);
      for (const name of [...session.names.keys()]) await session.run(`del ${name}`);
      const { objects, coroutines } = session.module.live();
      const plain = await open(id);
      for (const line of plain.program ? [] : examples.find((/** @type {any} */ example) => example.id === id).commands) await plain.run(line);
      while (plain.program && !plain.program.isDone) await plain.step();
      for (const name of [...plain.names.keys()]) await plain.run(`del ${name}`);
      assert.equal(session.text(), plain.text(), id);
      assert.deepEqual({ objects, coroutines }, { objects: plain.module.live().objects, coroutines: plain.module.live().coroutines }, id);
    }
  });

  test('the tree is as `python -m asyncio pstree` writes it', async () => {
    const { seen } = await looks('gather');
    assert.ok(seen.some(({ tree }) => /^└── \(T\) Task-1\n {4}└── {2}main_coroutine gather\.c:\d+\n( {8}├── \(T\) Task-\d\n {8}│ {3}└── {2}\w+ gather\.c:\d+\n( {8}│ {7}└── {2}\w+\n)?)+ {8}└── \(T\) Task-\d\n {12}└── {2}\w+ gather\.c:\d+/.test(textOf(tree))), seen.map(({ tree }) => textOf(tree)).join('\n\n'));
    const chain = textOf((await looks('await-chain')).seen[1].tree);
    assert.equal(chain, '└──  outer await-chain.c:20\n    └──  middle await-chain.c:12\n        └──  inner await-chain.c:6\n└──  outer await-chain.c:19');
    const stuck = (await looks('deadlock')).seen.find(({ tree }) => tree.cycles.length > 0);
    assert.equal(stuck && textOf(stuck.tree), 'ERROR: await-graph contains cycles - cannot print a tree!\n\ncycle: Task-2 → Task-3 → Task-2');
  });

  test('a tree of tasks without end is cut off, and says what is below', () => {
    const program = /** @type {any} */ ({ program: { file: 'deep.c' }, module: { pstree: () => 'tasks\n\nThey wait for each other.\n' } });
    const tasks = (/** @type {number} */ count, /** @type {(number: number) => number[]} */ waitsFor) =>
      Array.from({ length: count }, (_, index) => /** @type {any} */ ({ number: index + 1, name: `Task-${index + 1}`, frames: [{ function: 'deep', line: 3 }], waitsFor: waitsFor(index + 1).filter((other) => other <= count) }));
    const chain = textOf(treeOf(program, [], tasks(10_000, (number) => [number + 1]))).split('\n');
    assert.deepEqual([chain.length, chain[39].trim(), chain[40].trim()], [41, '└──  deep deep.c:3', '└──  … and 9,980 more tasks below']);
    const wide = textOf(treeOf(program, [], tasks(700, () => []))).split('\n');
    assert.deepEqual([wide.length, wide.at(-1)], [1001, '└──  … and 200 more tasks below']);
    const layers = textOf(treeOf(program, [], tasks(100, (number) => [number + number % 2 + 1, number + number % 2 + 2])));
    assert.ok(layers.split('\n').length < 2000, 'those that several wait for are told again and again, and no more than can be read');
    const { cycles } = treeOf(program, [], tasks(10_000, (number) => [number === 10_000 ? 1 : number + 1]));
    assert.deepEqual([cycles.length, cycles[0].slice(0, 22), cycles[0].slice(-19)], [1, 'cycle: Task-1 → Task-2', 'Task-10000 → Task-1']);
  });

  test('values of earlier steps are kept within bounds', () => {
    const values = new StepValues();
    const some = new Map(Array.from({ length: 1000 }, (_, index) => [`${index}`, '1']));
    for (let step = 0; step < 300; step++) values.keep(step, some);
    assert.ok(values.count <= 100_000 && !values.at(0) && values.at(299) && values.at(250));
  });

  test('variables of an asynchronous generator that is awaited', async () => {
    const { seen } = await looks('async-averager');
    const all = seen.flatMap(({ chains }) => chains.flatMap(({ members }) => members.map(({ function: name, variables }) => [name, ...variables.map((one) => `${one.name}=${one.text}`)].join(' '))));
    assert.ok(all.includes('averager sum=0 count=0') && all.includes('averager sum=30 count=2'), all.join('\n'));
  });

  test('warnings of each kind, with the step at which it happened', async () => {
    const titles = async (/** @type {string} */ id) => (await looks(id)).seen.map(({ warnings }) => warnings.map(({ title, number }) => `${number ?? 'now'}: ${title}`));
    assert.deepEqual((await titles('never-awaited')).map((one) => one.length), [0, 1, 1, 2], 'those up to the step');
    assert.match((await titles('never-awaited'))[3][1], /^3: save\(\) was never awaited$/);
    assert.match((await titles('ignored-exit'))[2].join(), /^2: A coroutine ignored GeneratorExit$/);
    assert.ok((await titles('unseen-error')).at(-1)?.some((title) => /^\d+: An exception was never retrieved$/.test(title)));
    assert.ok((await titles('deadlock')).at(-1)?.some((title) => /^\d+: Deadlock$/.test(title)));
    const memory = { frames: 40, stack: 1024, used: 900, computed: false };
    const full = (/** @type {object} */ change) => fullStacks([{ key: 'c1', name: 'c1', members: [{ ...member, memory: { ...memory, ...change } }] }]).map(({ title }) => title);
    assert.deepEqual(full({}), ['The C stack of deep is nearly full']);
    assert.deepEqual([full({ used: 800 }), full({ computed: true })], [[], []], 'a fifth is free; the build knows that it needs no more');
  });
});

describePage('the inspector', ({ onPage }) => {
  /** The watched variables that are shown. @param {import('./browser.js').Page} page */
  const variables = async (page) => {
    await page.settled();
    return page.page.locator('.variables tbody tr').allInnerTexts();
  };

  onPage('coroutines by hand: variables, what changed, memory, by keys alone', 'send-values', async (page) => {
    const { keyboard } = page.page;
    await page.page.locator('h1').click();
    assert.equal(await page.page.locator('#inspector').count(), 0, 'it is closed at first');
    await keyboard.press('v');
    await page.page.locator('#tab-tree').waitFor();
    assert.equal(await page.focused(), 'tab-tree');
    assert.match(await page.text('.await-tree'), /^total send-values\.c:5$/);
    for (const line of ['c1.send(None)', 'c1.send(10)']) {
      await page.fill('#prompt', line);
      await keyboard.press('Enter');
    }
    await page.isAtStep(2);
    await page.page.locator('#tab-tree').focus();
    await keyboard.press('ArrowRight');
    assert.deepEqual(await variables(page), ['sum\t10 changed, was 0\tlong long\t8', 'count\t1 changed, was 0\tint\t8']);
    assert.equal(await page.focused(), 'tab-variables');
    await page.isAccessible('with variables');
    await page.press('b', 1);
    assert.deepEqual(await variables(page), ['sum\t0\tlong long\t8', 'count\t0\tint\t8'], 'those of that step');
    await page.press('f', 2);
    await page.page.locator('#tab-variables').focus();
    await keyboard.press('ArrowRight');
    assert.match(await page.text('#inspector-panel'), /c1 is kept in \d+ bytes[^]*Saved frames\s+\d+ bytes\s+C stack\s+\d+ of \d+ bytes used, \d+ free \(\d+ %\)\. The build worked out that it needs no more\.$/);
    await keyboard.press('End');
    assert.equal(await page.text('#inspector-panel'), 'Nothing is wrong up to this step.');
    await keyboard.press('v');
    await page.page.locator('#inspector').waitFor({ state: 'detached' });
    assert.equal(await page.focused(), 'inspect', 'where it was opened');
    assert.equal((await page.steps()).last, 2, 'looking is no step');
  }, { colorScheme: 'dark' });

  onPage('a program with a loop: cycles in the words of Python, and the way to the step of a warning', 'deadlock', async (page) => {
    await page.click('#inspect');
    await page.page.locator('.await-tree').waitFor();
    await page.page.locator('.tree-task').first().click();
    await page.click('#run');
    await page.runsAs('Give up');
    assert.match(await page.text('#inspector-panel'), /^ERROR: await-graph contains cycles - cannot print a tree!\s+cycle: Task-2 → Task-3 → Task-2\s+Task-2 and Task-3 wait for each other\./);
    assert.equal(await page.text('#tab-warnings'), 'Warnings (1)');
    await page.click('#tab-warnings');
    const { number } = await page.steps();
    await page.click('#run');
    await page.runsAs('Run again');
    await page.click('.warnings button');
    await page.isAtStep(number);
    assert.equal(await page.text('.warnings button'), 'This step');
    await page.isAccessible('with a warning');
    await page.press('b', number - 1);
    assert.equal(await page.text('#tab-warnings'), 'Warnings', 'those up to the step');
  });

  onPage('an order that was found, on a phone', 'explore=lost-update', async (page) => {
    await page.click('#inspect');
    for (const number of [1, 2]) {
      await page.click('#next');
      await page.isAtStep(number);
    }
    await page.click('#tab-variables');
    await page.page.locator('.others button, .variables').first().waitFor();
    if (await page.page.locator('.others button').count()) await page.click('.others button');
    assert.deepEqual(await variables(page), ['before\t0\tlong long', 'balance\t0\tlong long']);
  }, { width: 390, height: 844 });
});
