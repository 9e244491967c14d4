// Runs in the page: does one operation of a scenario through the page's controls, as a reader would, and tells what the page then says.

/** @typedef {{ kind: string, text: string }} Entry */

/** What `drive` is given of an operation, and what it gives: the new entries of the transcript, and of the card what it shows. */
export const drive = async (/** @type {{ act: 'make' | 'send' | 'throw' | 'close' | 'drop' | 'look' | 'reset', path?: string, value?: string, error?: string, message?: string | null }} */ { act, path, value, error, message }) => {
  const find = (/** @type {string} */ selector) => /** @type {any} */ (document.querySelector(selector));
  const turn = () => new Promise((resolve) => { setTimeout(resolve); });
  const settled = async () => {
    do await turn(); while (find('main').getAttribute('aria-busy') !== 'false' || document.documentElement.dataset.parts !== 'here');
  };
  const click = async (/** @type {any} */ button) => {
    if (!button) throw new Error(`no control for ${act} ${path ?? ''}`);
    button.click();
    await settled();
  };
  const type = (/** @type {any} */ field, /** @type {string} */ text) => {
    field.value = text;
    field.dispatchEvent(new Event(field.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }));
  };
  const cards = () => [...document.querySelectorAll('.card')];
  const pathOf = (/** @type {Element} */ card) => card.querySelector('.card-path')?.textContent?.trim();
  const card = () => {
    const found = cards().find((one) => pathOf(one) === path);
    if (!found) throw new Error(`no card of ${path}`);
    return found;
  };
  const select = async () => { if (!card().classList.contains('is-selected')) await click(card().querySelector('.card-name')); };
  const entries = () => [...document.querySelectorAll('.entry:not(.is-ahead)')].map((entry) => ({ kind: entry.className.replace(/.*entry-/, ''), text: entry.querySelector('pre')?.textContent ?? '' }));

  const before = entries().length;
  if (act === 'reset') {
    await click(find('#reset'));
    return { entries: entries(), path: '', card: null };
  }
  if (act === 'make') {
    await click(find('#new'));
    type(find('#new-form select'), /** @type {string} */ (error));
    await turn();
    type(find('#new-form input'), /** @type {string} */ (value));
    await turn();
    await click(find('#new-form [type=submit]'));
    return { entries: entries().slice(before), path: pathOf(find('.card.is-selected')) ?? '', card: null };
  }
  await select();
  if (act === 'send') {
    type(find('#send-value'), /** @type {string} */ (value));
    await turn();
    await click(find('#send'));
  } else if (act === 'throw' && ![...find('#throw-kind').options].some((option) => option.value === error)) {
    type(find('#prompt'), `throw ${error} ${message ?? ''}`);
    await turn();
    find('#prompt').form.requestSubmit();
    await settled();
  } else if (act === 'throw') {
    type(find('#throw-kind'), /** @type {string} */ (error));
    type(find('#throw-message'), message ?? '');
    await turn();
    await click(find('#throw'));
  } else if (act === 'close') {
    await click(find('#close'));
  } else if (act === 'drop') {
    await click(find('#drop'));
  } else {
    const shown = card();
    const awaits = [...shown.querySelectorAll('.fact')].find((fact) => fact.querySelector('dt')?.textContent === 'awaits');
    const isLinked = shown.nextElementSibling?.classList.contains('link') ?? false;
    const awaited = isLinked || awaits?.querySelector('.to-card') ? 'coroutine' : awaits ? 'awaitable' : 'None';
    return { entries: [], path: '', card: { state: shown.querySelector('.badge')?.textContent?.trim().split(' ')[0] ?? '', awaited } };
  }
  return { entries: entries().slice(before), path: '', card: null };
};
