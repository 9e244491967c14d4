// What the page shows, as signals, and everything that a reader can do to it. The views only read and call these.
import { batch, computed, signal } from '@preact/signals';
import { load } from '../../wasm/api/index.js';
import { Session } from './session.js';
import { readSetting, writeSetting } from './settings.js';

/**
 * @typedef {import('./session.js').Example} Example
 * @typedef {object} Loop
 * @property {import('./loop/program.js').Task[]} tasks
 * @property {ReturnType<typeof import('./loop/history.js').layOut>} layout
 * @property {import('./loop/history.js').Event[]} events
 * @property {Map<number, string>} names
 * @property {number} forgotten
 * @property {number} total how many events there were
 * @property {import('./loop/program.js').Notice[]} notices
 * @property {{state: string, nextTimer: number, time: number}} clock
 * @property {boolean} isDone
 * @property {boolean} isStuck
 */

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

/** What is to be seen of the program that asyncio.run() runs. @type {import('@preact/signals').Signal<Loop | null>} */
export const loop = signal(null);
/** Whether the program runs by itself, to its end. */
export const isRunning = signal(false);
/** The number of the task that the reader looks at. */
const chosenTask = signal(0);
/** The event that the reader looks at, by its place in the record; -1: none. */
export const chosenEvent = signal(-1);

/** A program with a loop is stepped by callbacks, any other by send(), throw() and close(). */
export const hasLoop = computed(() => example.value?.kind === 'loop');
export const selectedTask = computed(() => loop.value?.tasks.find((task) => task.number === chosenTask.value) ?? loop.value?.tasks[0] ?? null);

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
    session?.program?.stop();
    const opened = await Session.open((options) => load(/** @type {Uint8Array} */ (bytes), options), item);
    if (ticket !== opening) return;
    session = opened;
    batch(() => {
      example.value = item;
      source.value = text;
      problem.value = null;
      selectedPath.value = '';
      suggested.value = 0;
      isRunning.value = false;
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
  const { program } = session;
  const understood = session.run(line);
  if (session.program !== program) runLoop();
  if (suggestion === undefined && session.call === example.value?.commands[suggested.value]) suggestion = suggested.value;
  if (suggestion !== undefined) suggested.value = suggestion + 1;
  refresh();
  select([...session.names.keys()].find((name) => !known.has(name)) ?? targetOf(line));
  return understood;
}

// -- the loop --

/** One callback of the loop. */
export const nextCallback = () => goOn((program) => program.step());

/** One iteration of the loop. */
export const nextIteration = () => goOn((program) => program.turn());

/** Runs the program to its end, or stops it where it is; one that has ended, from its beginning. */
export async function runLoop() {
  if (steppedNow === session) return session?.program?.stop();
  if (session?.program?.isDone) session.run(example.value?.start.at(-1) ?? '');
  const current = session;
  isRunning.value = true;
  await goOn((program) => program.finish(painted, hasLoop.value));
  if (current === session) isRunning.value = false;
}

/** The session whose program is on its way: what else is pressed meanwhile does nothing. @type {Session | null} */
let steppedNow = null;

/** @param {(program: import('./loop/program.js').Program) => Promise<void>} act */
async function goOn(act) {
  const current = session;
  if (!current?.program || current.program.isDone || current === steppedNow) return;
  steppedNow = current;
  await act(current.program);
  steppedNow = null;
  if (current !== session) return;
  current.sentence = current.program.sentence;
  refresh();
}

/** What has happened so far is shown, and the browser has painted it. */
function painted() {
  refresh();
  return new Promise((/** @type {(value?: any) => void} */ resolve) => { requestAnimationFrame(() => setTimeout(resolve)); });
}

/** @param {number} number */
export function selectTask(number) {
  chosenTask.value = number;
  chosenEvent.value = -1;
}

/** @param {number} index */
export function selectEvent(index) {
  chosenEvent.value = Math.min(Math.max(index, 0), (loop.value?.events.length ?? 0) - 1);
}

/** The line of the source that the reader looks at, or 0. */
export const chosenLine = computed(() => {
  if (!hasLoop.value) return (selected.value?.word === 'SUSPENDED' && selected.value.line) || 0;
  if (chosenEvent.value >= 0) return loop.value?.events[chosenEvent.value]?.line ?? 0;
  return selectedTask.value?.line ?? 0;
});

/** Who stands at which line. */
export const standing = computed(() => {
  /** @type {Map<number, {name: string, look: 'suspended' | 'ready'}[]>} */
  const lines = new Map();
  const add = (/** @type {number | null} */ line, /** @type {string} */ name, /** @type {'suspended' | 'ready'} */ look) => {
    if (line) lines.set(line, [...(lines.get(line) ?? []), { name, look }]);
  };
  if (hasLoop.value) {
    for (const task of loop.value?.tasks ?? []) for (const frame of task.frames) add(frame.line, task.name, task.state === 'ready' ? 'ready' : 'suspended');
  } else {
    for (const card of cards.value) if (card.word === 'SUSPENDED') add(card.line, card.depth === 0 ? card.path : `${card.path.split('.')[0]} ${card.name}`, 'suspended');
  }
  return lines;
});

// -- what is shown --

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
  refreshLoop();
}

function refreshLoop() {
  const program = session?.program;
  if (!session || !program) {
    loop.value = null;
    return;
  }
  const { history } = program;
  const before = loop.value?.total ?? 0;
  loop.value = {
    tasks: program.tasks(),
    layout: history.layout,
    events: history.events,
    names: history.names,
    forgotten: history.forgotten,
    total: history.total,
    notices: session.notices,
    clock: program.loop,
    isDone: program.isDone,
    isStuck: program.isStuck,
  };
  const ran = history.events.slice(Math.max(before - history.forgotten, 0)).findLast((event) => event.kind === 'task step');
  if (ran) chosenTask.value = /** @type {number} */ (ran.task);
  chosenEvent.value = -1;
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
