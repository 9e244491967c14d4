// `node bench/page.js`: times of the built page in headless Chromium, printed as a table: the first step, a step and a step back among fifty coroutines, and the compiler. README.md explains it.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openBrowser } from '../tests/browser/browser.js';
import { describeMachine } from './machine.js';
import { median } from './measure.js';

const COROUTINES = 50;
const STEPS = 40;
const WARM = 5;
/** What the bar of the draft says of a program of the reader's that runs. */
const RUNS = 'This is your program';
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, 'no-compiler': { type: 'boolean', default: false } } });
const ROUNDS = Number(values.rounds);

const browser = await openBrowser();
const { examples: [first] } = JSON.parse(readFileSync(new URL('../examples/index.json', import.meta.url), 'utf8'));
const many = { ...first, start: Array.from({ length: COROUTINES }, (_, index) => `c${index + 1} = greet()`) };

/** In the page: notes when something is there for the first time. */
function noteFirst() {
  const see = () => {
    if (document.querySelector('.card') && document.getElementById('send')) globalThis.readyAt ??= performance.now();
  };
  new MutationObserver(see).observe(document, { childList: true, subtree: true });
}

/** In the page: from an act until the number of the step has changed, and until that was painted, in milliseconds. */
function timed(act) {
  const step = () => document.getElementById('step').textContent;
  const [before, start] = [step(), performance.now()];
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (step() === before) return;
      observer.disconnect();
      const changed = performance.now() - start;
      requestAnimationFrame(() => setTimeout(() => resolve([changed, performance.now() - start])));
    });
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
    act === 'back' ? document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'b', bubbles: true })) : document.getElementById('prompt').form.requestSubmit();
  });
}

async function firstStep() {
  browser.server.given.delete(`examples/${first.id}.json`);
  const { page, url } = await browser.open();
  await page.addInitScript(noteFirst);
  await page.goto(url);
  await page.waitForFunction(() => globalThis.readyAt);
  const at = await page.evaluate(() => globalThis.readyAt);
  await page.context().close();
  return at;
}

async function stepsAmongMany() {
  browser.server.given.set(`examples/${first.id}.json`, JSON.stringify(many));
  const opened = await browser.open();
  const { page } = opened;
  await opened.show();
  const found = { step: [], back: [] };
  for (let number = 1; number <= STEPS; number++) {
    await page.fill('#prompt', `c${number}.send(None)`);
    found.step.push(await page.evaluate(timed, 'step'));
    await opened.settled();
  }
  await page.evaluate(() => document.activeElement.blur());
  for (let number = 1; number <= STEPS; number++) {
    found.back.push(await page.evaluate(timed, 'back'));
    await opened.settled();
  }
  await page.context().close();
  return found;
}

/** The compiler: ready from what the browser has kept, the first program, and those after it, until they run. */
async function compiling() {
  browser.server.given.delete(`examples/${first.id}.json`);
  const opened = await browser.open();
  const { page } = opened;
  await opened.show();
  await page.click('#edit');
  await page.locator('.cm-content').waitFor();
  /** Types something at the end, and compiles it: how long until the page shows that program. */
  const change = async (text) => {
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText(text);
    await page.locator('#compile:enabled, #get-compiler:enabled').first().waitFor();
    const start = Date.now();
    await page.locator('#compile, #get-compiler').first().click();
    await page.waitForFunction((wanted) => document.querySelector('.draft-bar')?.textContent?.includes(wanted), RUNS, { timeout: 120_000 });
    return Date.now() - start;
  };
  const found = { download: await change('\n/* 0 */\n'), warm: [] };
  for (let number = 1; number <= WARM; number++) found.warm.push(await change(`/* ${number} */\n`));
  await page.reload();
  await page.locator('.card').first().waitFor();
  const start = Date.now();
  await page.click('#edit');
  await page.waitForFunction(() => document.querySelector('.draft-bar p')?.textContent?.trim() === 'Edited.');
  await page.locator('.cm-content').waitFor();
  found.kept = Date.now() - start;
  found.first = await change('/* again */\n');
  await page.context().close();
  return found;
}

const p95 = (all) => all.toSorted((a, b) => a - b)[Math.ceil(all.length * 0.95) - 1];
const ms = (value) => `${value.toFixed(value < 100 ? 1 : 0)} ms`;
/** @type {[string, string, string][]} */
const rows = [];

const firsts = [];
for (let round = 0; round < ROUNDS; round++) firsts.push(await firstStep());
rows.push(['first step possible', ms(median(firsts)), '≤ 1 s']);
const all = { step: [], back: [] };
for (let round = 0; round < Math.min(ROUNDS, 3); round++) for (const [name, times] of Object.entries(await stepsAmongMany())) all[name].push(...times);
for (const [name, label] of [['step', 'a step'], ['back', 'a step back']]) {
  const changed = all[name].map(([at]) => at);
  rows.push([`${label}, until it is in the document, median`, ms(median(changed)), ''], [`${label}, until it is in the document, p95`, ms(p95(changed)), '≤ 16 ms'], [`${label}, until it is painted, p95`, ms(p95(all[name].map(([, at]) => at))), '']);
}
if (!values['no-compiler']) {
  const compiled = [];
  for (let round = 0; round < ROUNDS; round++) compiled.push(await compiling());
  const row = (label, of, goal) => rows.push([label, ms(median(compiled.flatMap(of))), goal]);
  row('the compiler got from this machine, and a first program', ({ download }) => download, '');
  row('the compiler ready, from what the browser kept', ({ kept }) => kept, '≤ 3 s');
  row('from edit to running, first', ({ first }) => first, '≤ 2.5 s');
  row('from edit to running, after that', ({ warm }) => warm, '≤ 0.8 s');
}
console.log(describeMachine({}).slice(0, 2).join('\n'));
console.log(`${ROUNDS} rounds; ${COROUTINES} coroutines, ${STEPS} steps in each round\n`);
for (const [label, value, goal] of rows) console.log(`| ${label.padEnd(52)} | ${value.padStart(9)} | ${goal.padStart(8)} |`);
await browser.close();
