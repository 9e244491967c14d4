// Something that is gone through step by step, and back: what was said on the way, what went wrong, and the page of each step.
import { Past } from './past.js';

/**
 * @typedef {'call' | 'switch' | 'value' | 'stop' | 'error' | 'out' | 'warning' | 'unraisable' | 'lost' | 'note' | 'look'} EntryKind
 * @typedef {{id: number, kind: EntryKind, text: string, type?: string}} Entry `type`: of a value, in Python's words
 * @typedef {import('./loop/program.js').Notice} Notice
 * @typedef {import('./past.js').Step} Step
 * @typedef {object} Page what is kept of a step; the entries are those that it added
 * @property {Page | null} before
 * @property {Step | null} step
 * @property {number} number of pages before it
 * @property {number} id of the step, counting all steps in the order in which they were made; the first is 0
 * @property {Entry[]} entries
 * @property {Notice[]} notices
 * @property {string | import('./said.js').Said} sentence
 * @property {any} own what the kind of session keeps
 */

export class Stepped {
  /** @type {Entry[]} */
  entries = [];
  /** What went wrong, to be told beside it. @type {Notice[]} */
  notices = [];
  /** @type {string | import('./said.js').Said} */
  sentence = '';
  /** @type {any} */
  module;
  /** Null as long as nothing is kept. @type {Past<Page> | null} */
  past = null;
  /** @type {Page | null} */
  #page = null;
  #kept = 0;
  #count = 0;
  #pages = 0;
  /** All steps, as they were made. @type {Step[]} */
  #steps = [];
  /** Hears of each new step, and after which one it came. @type {(label: string, parent: number) => void} */
  made = () => {};

  /** What belongs to a step beside what is here. @returns {unknown} */
  capture() {
    return null;
  }

  /** @param {any} own what capture() gave */
  bring(own) {
    void own;
  }

  /** From here on every step is kept, within limits. @param {ConstructorParameters<typeof Past>[2]} [limits] */
  keepSteps(limits) {
    const page = this.#turnPage();
    page.id = 0;
    this.#pages = 1;
    this.past = new Past(this.module, page, limits);
    page.step = this.past.current;
    this.#steps = [page.step];
  }

  #turnPage() {
    const { notices, sentence } = this;
    const before = this.#page;
    this.#page = { before, step: null, number: before ? before.number + 1 : 0, id: this.#pages, entries: this.entries.slice(this.#kept), notices, sentence, own: this.capture() };
    this.#kept = this.entries.length;
    return this.#page;
  }

  /** What the act of this name did is a step. @param {string} label */
  record(label) {
    if (!this.past) return;
    const parent = this.past.pageOf(this.past.current).id;
    const page = this.#turnPage();
    try {
      this.past.record(label, page);
      page.step = this.past.current;
      this.#steps[this.#pages++] = page.step;
      this.made(label, parent);
    } catch {
      this.past = null; // the module is not in order: there is no state to come back to
      this.add('note', 'What the module is in now cannot be kept: there is no way back from here.');
    }
  }

  /** Goes where this act led before, if it was done here. @param {string} label */
  again(label) {
    const step = this.past?.known(label);
    if (step) this.goTo(step);
    return Boolean(step);
  }

  /** The step that was made as the so-manieth. @param {number} id */
  stepOf(id) {
    return this.#steps[id] ?? null;
  }

  /** @param {number} id */
  goToNumber(id) {
    const step = this.stepOf(id);
    if (step && step !== this.past?.current) this.goTo(step);
  }

  /** @param {Step} step */
  goTo(step) {
    if (this.past) this.#bring(this.past.goTo(step));
  }

  /** Does something that leaves nothing behind. @template T @param {() => T} act */
  trying(act) {
    const { past } = this;
    const page = this.#page;
    if (!past || !page) throw new Error('no steps are kept');
    try {
      return past.trying(act);
    } finally {
      this.#bring(page);
    }
  }

  /** Prints the tasks as the module tells them. @param {'ps' | 'pstree'} what @returns {void | Promise<void>} */
  look(what) {
    this.remark(() => {
      this.add('call', `>>> ${what}`);
      try {
        this.add('look', this.module[what]().trimEnd().replace(/[^\s(]*\//g, ''));
      } catch (error) {
        this.add('error', `${error}`);
      }
    });
  }

  /** What is said belongs to the step that is current, and is none itself. @param {() => void} say */
  remark(say) {
    const begin = this.entries.length;
    say();
    if (!this.past || !this.#page) return;
    this.#page.entries = [...this.#page.entries, ...this.entries.slice(begin)];
    this.#kept = this.entries.length;
  }

  /** @param {Page} page */
  #bring(page) {
    this.#page = page;
    this.entries = pagesTo(page).flatMap(({ entries }) => entries);
    this.#kept = this.entries.length;
    this.notices = page.notices;
    this.sentence = page.sentence;
    this.bring(page.own);
  }

  /** Everything that was said in this branch, also after the current step. */
  transcript() {
    const { past } = this;
    if (!past) return this.entries.map((entry) => ({ ...entry, step: null, isAhead: false }));
    const now = past.pageOf(past.current).number;
    return pagesTo(past.pageOf(past.end)).flatMap(({ entries, id, number }) => entries.map((entry) => ({ ...entry, step: id, isAhead: number > now })));
  }

  /** The transcript as text, as it would stand in a Python session. */
  text() {
    return this.entries.map((entry) => entry.text).join('\n');
  }

  /**
   * @param {EntryKind} kind
   * @param {string} text
   * @param {string} [type]
   */
  add(kind, text, type) {
    this.entries.push({ id: ++this.#count, kind, text, type });
  }
}

/** @param {Page} page */
export function pagesTo(page) {
  const pages = [];
  for (let each = /** @type {Page | null} */ (page); each; each = each.before) pages.push(each);
  return pages.reverse();
}
