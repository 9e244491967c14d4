// Opens the built page in headless Chromium. Where there is none it says so loudly, and fails on a build machine.
import assert from 'node:assert/strict';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { chromium } from 'playwright-core';
import { serve } from './serve.js';

const folder = fileURLToPath(new URL('../../build/web', import.meta.url));
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const ARGUMENTS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

function findChromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const place of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of NAMES) {
      try {
        accessSync(join(place, name), constants.X_OK);
        return join(place, name);
      } catch {
        // Not here.
      }
    }
  }
  return null;
}

const executablePath = findChromium();

/** A reason to skip, said loudly, or false. */
export const missing = executablePath ? false : 'no Chromium on this machine (env CHROMIUM names one): THE PAGE WAS NOT TESTED';
if (missing) {
  console.error(`\n*** ${missing} ***\n`);
  if (process.env.CI) throw new Error(missing);
}

/** Where a program of a list is gone through: each on a desktop, and each fifth on a phone, too. @param {number} index @returns {[string, { width: number, height?: number }][]} */
export function placesOf(index) {
  return index % 5 === 0 ? [['desktop', { width: 1280 }], ['phone', { width: 390, height: 844 }]] : [['desktop', { width: 1280 }]];
}

/** A browser without any page. */
export const launch = () => chromium.launch({ executablePath: executablePath ?? undefined, args: ARGUMENTS });

/** The page's server and a browser; close() ends both. */
export async function openBrowser() {
  assert.ok(existsSync(join(folder, 'index.html')), 'build/web is missing: run `node scripts/build.js` first');
  const server = await serve(folder, '/some/where/');
  const browser = await launch();
  return {
    server,
    /**
     * @param {object} [options]
     * @param {number} [options.width]
     * @param {number} [options.height]
     * @param {'light' | 'dark'} [options.colorScheme]
     * @param {'allow' | 'block'} [options.serviceWorkers] without them a page fetches no more than it shows
     */
    async open({ width = 1280, height = 800, colorScheme = 'light', serviceWorkers = 'block' } = {}) {
      const isPhone = width < 560;
      const context = await browser.newContext({ viewport: { width, height }, colorScheme, isMobile: isPhone, hasTouch: isPhone, serviceWorkers });
      const page = await context.newPage();
      return new Page(page, server.url);
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/**
 * Tests that each begin on a fresh page, and end with a page that is sound.
 * @param {string} title
 * @param {(tools: {
 *   onPage: (name: string, id: string | undefined, check: (page: Page) => Promise<void>, options?: object) => void,
 *   opened: () => Awaited<ReturnType<typeof openBrowser>>,
 * }) => void} define
 */
export function describePage(title, define) {
  describe(title, { skip: missing }, () => {
    /** @type {Awaited<ReturnType<typeof openBrowser>>} */
    let browser;
    before(async () => { browser = await openBrowser(); });
    after(() => browser?.close());
    define({
      opened: () => browser,
      onPage: (name, id, check, options) => {
        test(name, async () => {
          const page = await browser.open(options);
          await page.show(id);
          await check(page);
          if (page.checks === 0) await page.isAccessible('at the end');
          else await page.isSound('at the end');
          await page.close();
        });
      },
    });
  });
}

export class Page {
  /** What the page wrote to the console as an error, and what it did not catch. @type {string[]} */
  complaints = [];
  /** How often axe looked. */
  checks = 0;

  /**
   * @param {import('playwright-core').Page} page
   * @param {string} url
   */
  constructor(page, url) {
    this.page = page;
    this.url = url;
    page.on('console', (message) => {
      if ((message.type() === 'error' || message.type() === 'warning') && !message.text().startsWith('Service Worker registration blocked')) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
  }

  /** @param {string} [id] the example */
  async show(id) {
    await this.page.goto(id ? `${this.url}#${id}` : this.url);
    await this.page.locator('.card').first().waitFor();
    if (id) await this.page.waitForFunction((wanted) => document.querySelector('.source h2')?.textContent === `${wanted}.c`, id.replace('explore=', ''));
  }

  /** Waits until what was done last is shown, with all parts of the page that it needs. */
  async settled() {
    await this.page.waitForFunction(() => document.querySelector('main')?.getAttribute('aria-busy') === 'false' && document.documentElement.dataset.parts === 'here');
  }

  /** The cards, in the words that stand on them. */
  async cards() {
    await this.settled();
    return this.page.locator('.card').evaluateAll((cards) =>
      cards.map((card) => ({
        path: card.querySelector('.card-path')?.textContent?.trim() ?? '',
        name: card.querySelector('.card-function')?.textContent ?? '',
        state: card.querySelector('.badge')?.textContent ?? '',
        facts: Object.fromEntries([...card.querySelectorAll('.fact')].map((fact) => [fact.querySelector('dt')?.textContent, [...(fact.querySelector('dd')?.childNodes ?? [])].filter((part) => !(part instanceof Element && part.classList.contains('type'))).map((part) => part.textContent).join('')])),
        types: [...card.querySelectorAll('.type')].map((type) => type.textContent?.trim()),
        isSelected: card.classList.contains('is-selected'),
        isLinked: card.previousElementSibling?.classList.contains('link') ?? false,
      })));
  }

  /** The tasks that are not done, in the words that stand on them. */
  async tasks() {
    await this.settled();
    return this.page.locator('.task').evaluateAll((tasks) =>
      tasks.map((task) => ({
        name: task.querySelector('.card-function')?.textContent ?? '',
        function: task.querySelector('.card-path')?.textContent ?? '',
        state: task.querySelector('.badge')?.textContent ?? '',
        awaits: [...task.querySelectorAll('.fact')].find((fact) => fact.querySelector('dt')?.textContent === 'waits for')?.querySelector('dd')?.textContent ?? undefined,
      })));
  }

  /** Waits until the button that runs the program says this. @param {string} label */
  async runsAs(label) {
    await this.page.waitForFunction((wanted) => document.getElementById('run')?.firstChild?.textContent === wanted, label);
  }

  /** The transcript: kind and text of each entry. */
  async entries() {
    await this.settled();
    return this.page.locator('.entry').evaluateAll((entries) =>
      entries.map((entry) => ({ kind: entry.className.replace(/.*entry-/, ''), text: entry.querySelector('pre')?.textContent ?? '' })));
  }

  /** Everything that tells the state that is shown, but not how the reader came there. */
  async shown() {
    await this.settled();
    return this.page.evaluate(() => {
      const texts = (/** @type {string} */ selector) => [...document.querySelectorAll(selector)].map((one) => `${one.className}: ${one.textContent}`);
      return {
        cards: texts('.card').concat(texts('.done li')),
        marks: texts('.line.is-standing'),
        said: texts('.entry:not(.is-ahead) pre'),
        clock: texts('.clock'),
        notices: texts('.notices li'),
        ready: texts('.ready-list li'),
        suggestions: texts('.suggestion'),
      };
    });
  }

  /** The step where the reader is, and the last one of the branch. */
  async steps() {
    const [number, last = number] = ((await this.page.locator('#step').textContent()) ?? '').match(/\d+/g)?.map(Number) ?? [];
    return { number, last };
  }

  /** Waits until the reader is at this step. @param {number} number */
  async isAtStep(number) {
    await this.page.waitForFunction((wanted) => document.getElementById('step')?.textContent?.match(/\d+/)?.[0] === String(wanted), number);
  }

  /** Presses a key, and waits for the step to which it leads. @param {string} key @param {number} number */
  async press(key, number) {
    await this.page.keyboard.press(key);
    await this.isAtStep(number);
  }

  /** What came of the last call: the entries after it. */
  async answer() {
    const entries = await this.entries();
    return entries.slice(entries.findLastIndex((entry) => entry.kind === 'call'));
  }

  /** The numbers of the source lines that are marked, and with what. */
  async marks() {
    await this.settled();
    return this.page.locator('.line.is-standing').evaluateAll((lines) =>
      lines.map((line) => ({ line: Number(line.querySelector('.number')?.textContent), names: line.querySelector('.marker')?.textContent?.replace(/^(suspended|ready) here: /, '').trim() })));
  }

  async sentence() {
    await this.settled();
    return this.text('.sentence');
  }

  /** The last line of the transcript. */
  async lastLine() {
    return (await this.entries()).at(-1)?.text.split('\n').at(-1) ?? '';
  }

  /** @param {string} selector */
  async text(selector) {
    await this.settled();
    return this.page.locator(selector).innerText();
  }

  /** @param {string} selector */
  async click(selector) {
    await this.page.locator(selector).click();
    await this.settled();
  }

  /**
   * @param {string} selector
   * @param {string} text
   */
  async fill(selector, text) {
    await this.page.locator(selector).fill(text);
  }

  /** The id of what has the focus. */
  focused() {
    return this.page.evaluate(() => document.activeElement?.id);
  }

  async blur() {
    await this.page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
  }

  /** No violation of axe's rules, and sound. @param {string} where */
  async isAccessible(where) {
    this.checks++;
    await this.settled();
    await this.page.evaluate(axe.source);
    const violations = await this.page.evaluate(async () => {
      const { violations: found } = await /** @type {any} */ (window).axe.run();
      return found.map((/** @type {any} */ one) => `${one.id}: ${one.nodes.map((/** @type {any} */ node) => node.html).join(' | ')}`);
    });
    assert.deepEqual(violations, [], `axe, ${where}`);
    await this.isSound(where);
  }

  /** Nothing wider than the window, and nothing complained about. @param {string} where */
  async isSound(where) {
    const over = await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(over <= 0, `${where}: the page is ${over} px wider than the window`);
    assert.deepEqual(this.complaints, [], `console, ${where}`);
  }

  close() {
    return this.page.context().close();
  }
}
