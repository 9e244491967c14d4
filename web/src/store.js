// What the page shows, as signals, and everything that a reader can do to it. The views only read and call these.
import { batch, computed, signal } from '@preact/signals';
import { load } from '../../wasm/api/index.js';
import { Session } from './session.js';
import { readSetting, writeSetting } from './settings.js';

/** @typedef {import('./session.js').Example} Example */

/** @type {import('@preact/signals').Signal<Example[]>} */
export const examples = signal([]);
/** @type {import('@preact/signals').Signal<Example | null>} */
export const example = signal(null);
export const source = signal('');
/** What went wrong with loading, in words, or null. @type {import('@preact/signals').Signal<string | null>} */
export const problem = signal(null);
export const loading = signal(true);

/** @type {import('@preact/signals').Signal<import('./session.js').Entry[]>} */
export const entries = signal([]);
/** @type {import('@preact/signals').Signal<import('./session.js').Card[]>} */
export const cards = signal([]);
export const sentence = signal('');
/** How many of the suggested commands have been run, in their order. */
export const suggested = signal(0);

const selectedPath = signal('');
export const selected = computed(() => cards.value.find((card) => card.path === selectedPath.value) ?? cards.value[0] ?? null);

export const theme = signal(readSetting('theme', 'auto'));
export const singleKeys = signal(readSetting('keys', 'on') === 'on');

/** @type {Session | null} */
let session = null;
let opening = 0;
/** @type {Map<string, Promise<Uint8Array>>} */
const modules = new Map();

/** @param {string} path */
const address = (path) => new URL(`examples/${path}`, document.baseURI).href;

/**
 * @param {string} path
 * @returns {Promise<Response>}
 */
async function fetched(path) {
  let response;
  try {
    response = await fetch(address(path));
  } catch {
    throw new Error(`${path} could not be fetched: is the server still running?`);
  }
  if (!response.ok) throw new Error(`${path} could not be fetched: the server answered ${response.status}.`);
  return response;
}

/** Reads the list of examples, and opens the one that the address names. */
export async function start() {
  problem.value = null;
  loading.value = true;
  try {
    examples.value = (await (await fetched('index.json')).json()).examples;
  } catch (error) {
    loading.value = false;
    problem.value = messageOf(error);
    return;
  }
  await open(wanted());
}

/** The example that the address names, or the first. */
export function wanted() {
  const id = decodeURIComponent(location.hash.slice(1));
  return examples.value.find((item) => item.id === id) ?? examples.value[0];
}

/** @param {Example} item */
export async function open(item) {
  const ticket = ++opening;
  loading.value = true;
  try {
    if (!modules.has(item.id)) {
      modules.set(item.id, fetched(`${item.id}.wasm`).then(async (response) => new Uint8Array(await response.arrayBuffer())));
    }
    const [bytes, text] = await Promise.all([modules.get(item.id), fetched(`${item.id}.c`).then((response) => response.text())]);
    const opened = await Session.open((options) => load(/** @type {Uint8Array} */ (bytes), options), item);
    if (ticket !== opening) return;
    session = opened;
    batch(() => {
      example.value = item;
      source.value = text;
      problem.value = null;
      selectedPath.value = '';
      suggested.value = 0;
      refresh();
    });
  } catch (error) {
    modules.delete(item.id);
    if (ticket !== opening) return;
    batch(() => {
      example.value = item;
      problem.value = messageOf(error);
    });
  } finally {
    if (ticket === opening) loading.value = false;
  }
}

/** Starts the same example over, in a new module. */
export async function reset() {
  if (!example.value) return start();
  await open(example.value);
  sentence.value = 'Everything is as at the start.';
}

/**
 * Runs one line and shows what came of it. False where the line cannot be read.
 * @param {string} line
 * @param {number} [suggestion] which of the suggested commands it is
 */
export function run(line, suggestion) {
  if (!session) return false;
  const known = new Set(session.names.keys());
  const understood = session.run(line);
  if (suggestion === undefined && session.call === example.value?.commands[suggested.value]) suggestion = suggested.value;
  if (suggestion !== undefined) suggested.value = suggestion + 1;
  refresh();
  select([...session.names.keys()].find((name) => !known.has(name)) ?? targetOf(line));
  return understood;
}

/** @param {string} line */
const targetOf = (line) => line.slice(0, Math.max(0, line.search(/\.(send|throw|close)\(/)));

/** @param {string} path */
export function select(path) {
  if (cards.value.some((card) => card.path === path)) selectedPath.value = path;
}

/**
 * Selects the card before or after the selected one.
 * @param {1 | -1} by
 */
export function selectNext(by) {
  const at = cards.value.findIndex((card) => card === selected.value);
  const next = cards.value[at + by];
  if (next) selectedPath.value = next.path;
}

function refresh() {
  if (!session) return;
  cards.value = session.cards();
  entries.value = [...session.entries];
  sentence.value = session.sentence;
}

/**
 * The functions that make coroutines, with their parameters.
 * @returns {{name: string, signature: string}[]}
 */
export function makers() {
  return session ? session.makers() : [];
}

export const freshName = () => session?.freshName() ?? 'c1';
export const transcript = () => session?.text() ?? '';

/** @param {string} value */
export function setTheme(value) {
  theme.value = value;
  writeSetting('theme', value);
}

/** @param {boolean} on */
export function setSingleKeys(on) {
  singleKeys.value = on;
  writeSetting('keys', on ? 'on' : 'off');
}

/** @param {unknown} error */
const messageOf = (error) => (error instanceof Error ? error.message : String(error));
