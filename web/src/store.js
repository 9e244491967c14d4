// What the page shows, as signals, and everything that a reader can do to it. The views only read and call these.
import { batch, computed, signal } from '@preact/signals';
import { load } from '../../wasm/api/index.js';
import { addressOf, readCatalogue, readModule, readSchedule, readSource } from './catalogue.js';
import { layOut } from './loop/history.js';
import { recordOf } from './loop/watched.js';
import { ScheduleSession } from './schedule/session.js';
import { Session } from './session.js';
import { readSetting, writeSetting } from './settings.js';
import { decodeLink, isLink } from './share/link.js';
import { pagesTo } from './stepped.js';
import { lessonIn, lessons } from './tour/lessons.js';

/**
 * @typedef {import('./catalogue.js').Example} Example
 * @typedef {import('./past.js').Step} Step
 * @typedef {ReturnType<typeof import('./loop/history.js').layOut>} Layout
 * @typedef {object} Loop
 * @property {import('./loop/watched.js').Task[]} tasks
 * @property {Layout} layout up to now
 * @property {Layout} whole also what came afterwards, where the reader has gone back
 * @property {number} nowAt where now is in it
 * @property {number} nowEvent the last event up to now, by its place in the whole
 * @property {import('./loop/history.js').Event[]} events those of the whole
 * @property {Map<number, string>} names
 * @property {number} forgotten
 * @property {number} total how many events there were
 * @property {{state: string, nextTimer: number, time: number}} clock
 * @property {boolean} isDone
 * @property {boolean} isStuck
 * @typedef {object} Order what is ready, of which any may be next
 * @property {import('./schedule/run.js').Ready[]} ready
 * @property {number} next its place
 * @property {boolean} isFound the way so far is that of the schedule
 * @property {boolean} isPlain the way so far is the loop's own
 * @typedef {{file: string, module: WebAssembly.Module, schedule: unknown, source: string}} Own what the reader opened
 */

/** @type {import('@preact/signals').Signal<Example[]>} */
export const examples = signal([]);
/** @type {import('@preact/signals').Signal<Example | null>} */
export const example = signal(null);
export const source = signal('');
/** The source of the example as the page has it, where the reader has changed it. */
export const original = signal('');
/** What went wrong with loading, in words, or null. @type {import('@preact/signals').Signal<string | null>} */
export const problem = signal(null);
export const loading = signal(true);

/** Those of this branch, also after the current step. @type {import('@preact/signals').Signal<ReturnType<Session['transcript']>>} */
export const entries = signal([]);
/** @type {import('@preact/signals').Signal<import('./session.js').Card[]>} */
export const cards = signal([]);
export const sentence = signal('');
/** How many of the suggested commands have been run, in their order. */
export const suggested = signal(0);

/** What is to be seen of the program that asyncio.run() runs. @type {import('@preact/signals').Signal<Loop | null>} */
export const loop = signal(null);
/** @type {import('@preact/signals').Signal<import('./loop/program.js').Notice[]>} */
export const notices = signal([]);
/** @type {import('@preact/signals').Signal<Order | null>} */
export const order = signal(null);
/** Where the reader is. @type {import('@preact/signals').Signal<{number: number, last: number, canBack: boolean, canForward: boolean, branches: import('./past.js').Branch[]} | null>} */
export const steps = signal(null);
/** Whether the program runs by itself, to its end. */
export const isRunning = signal(false);
/** The number of the task that the reader looks at. */
const chosenTask = signal(0);
/** The event that the reader looks at, by its place in the record; -1: none. */
export const chosenEvent = signal(-1);

/** What is stepped callback by callback; anything else by send(), throw() and close(). */
export const hasLoop = computed(() => example.value?.kind !== undefined);
export const isSchedule = computed(() => example.value?.kind === 'schedule');
export const selectedTask = computed(() => loop.value?.tasks.find((task) => task.number === chosenTask.value) ?? loop.value?.tasks[0] ?? null);

const selectedPath = signal('');
export const selected = computed(() => cards.value.find((card) => card.path === selectedPath.value) ?? cards.value[0] ?? null);

export const theme = signal(readSetting('theme', 'auto'));
export const singleKeys = signal(readSetting('keys', 'on') === 'on');

/** @type {Session | ScheduleSession | null} */
let session = null;
let opening = 0;
/** @type {Own | null} */
let own = null;

/** Reads the list of examples, and opens the one that the address names. */
export async function start() {
  problem.value = null;
  loading.value = true;
  try {
    examples.value = await readCatalogue();
  } catch (error) {
    loading.value = false;
    problem.value = messageOf(error);
    return;
  }
  await readAddress();
  const first = wanted();
  if (first && !linkTrouble.value) await open(first);
  loading.value = false;
}

/** What a link in the address tells. @type {import('@preact/signals').Signal<import('./share/link.js').Shared | null>} */
export const visited = signal(null);
/** That the link in the address cannot be opened, in words. */
export const linkTrouble = signal('');

/** Reads the address: of a link what it tells. */
export async function readAddress() {
  const address = location.hash.slice(1);
  visited.value = null;
  linkTrouble.value = '';
  if (!isLink(address)) return;
  try {
    const told = await decodeLink(address);
    if (!examples.value.some(({ id }) => id === told.example)) throw new Error(`This link is about a program that this page does not have: ${told.example}.`);
    visited.value = told;
  } catch (error) {
    linkTrouble.value = messageOf(error);
  }
}

/** An address may have been typed. @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The example that the address names, or the first. */
export function wanted() {
  const told = visited.value;
  if (told) return examples.value.find(({ id }) => id === told.example);
  const address = decoded(location.hash.slice(1));
  const lesson = lessons[lessonIn(address)];
  return examples.value.find((item) => (lesson ? item.id === lesson.example : addressOf(item) === address)) ?? examples.value[0];
}

/** What the reader made of examples, by their ids. @type {Map<string, { source: string, bytes: Uint8Array, original: string }>} */
const edited = new Map();

/** @param {Example} item */
async function opened(item) {
  const mine = edited.get(item.id);
  if (mine) return { text: mine.source, session: await Session.open((options) => load(mine.bytes, options), item) };
  if (own && item.id === OWN) return { text: own.source, session: await ScheduleSession.open(own.module, own.schedule, own) };
  const [bytes, text, schedule] = await Promise.all([readModule(item), readSource(item), item.kind === 'schedule' ? readSchedule(item) : null]);
  if (item.kind !== 'schedule') return { text, session: await Session.open((options) => load(bytes, options), item) };
  const module = await WebAssembly.compile(/** @type {BufferSource} */ (bytes));
  return { text, session: await ScheduleSession.open(module, schedule, { file: `${item.id}.c`, why: item.why }) };
}

/** @param {Example} item */
export async function open(item) {
  const ticket = ++opening;
  loading.value = true;
  try {
    const { text, session: next } = await opened(item);
    if (ticket !== opening) return;
    session?.stop();
    session = next;
    batch(() => {
      example.value = item;
      source.value = text;
      original.value = edited.get(item.id)?.original ?? text;
      problem.value = null;
      selectedPath.value = '';
      isRunning.value = false;
      refresh();
    });
  } catch (error) {
    if (ticket !== opening) return;
    batch(() => {
      example.value = item;
      problem.value = messageOf(error);
    });
  } finally {
    if (ticket === opening) loading.value = false;
  }
}

/** The id of what the reader opened. */
export const OWN = 'own';

/** Opens a module and its schedule that the reader has. Rejects with an error that says what is wrong with them. @param {Own} files */
export async function openOwn(files) {
  const { schedule } = await ScheduleSession.open(files.module, files.schedule, files);
  own = files;
  const lesson = 'Your own module, in the order of your schedule. Nothing has run yet.';
  const item = /** @type {Example} */ ({ id: OWN, kind: 'schedule', title: schedule.test.replaceAll('_', ' '), lesson, start: [], commands: [], file: files.file });
  examples.value = [...examples.value.filter(({ id }) => id !== OWN), item];
  if (wanted() === item) return open(item);
  location.hash = addressOf(item);
}

/**
 * Opens what the reader made of the example that is open; without it the example itself. A program that cannot be opened leaves the one before, and is an error.
 * @param {{ source: string, bytes: Uint8Array } | null} program
 */
export async function openProgram(program) {
  const item = example.value;
  if (!item) return;
  const before = edited.get(item.id);
  if (program) edited.set(item.id, { ...program, original: original.value });
  else edited.delete(item.id);
  await open(item);
  const trouble = problem.value;
  if (!program || !trouble) return;
  if (before) edited.set(item.id, before);
  else edited.delete(item.id);
  await open(item);
  throw new Error(trouble);
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
  if (!(session instanceof Session) || session === steppedNow) return false;
  const known = new Set(session.names.keys());
  const { program } = session;
  const understood = session.run(line, suggestion);
  if (session.program !== program) runLoop();
  refresh();
  select([...session.names.keys()].find((name) => !known.has(name)) ?? targetOf(line));
  return understood;
}

// -- the loop --

/** One callback of the loop. */
export const nextCallback = () => goOn((current) => current.step());

/** One iteration of the loop. */
export const nextIteration = () => goOn((current) => current.turn());

/** Runs the program to its end, or stops it where it is; one that has ended, from its beginning. Of a schedule: to the failure. */
export async function runLoop() {
  if (steppedNow && steppedNow === session) return session.stop();
  if (session instanceof Session && session.program?.isDone) session.run(example.value?.start.at(-1) ?? '');
  await runOn((current) => current.finish({ order: 'found', painted, stopsAtDeadlock: hasLoop.value }));
}

/** To the end of the test, in this order. @param {'found' | 'plain'} which */
export async function runSchedule(which) {
  if (steppedNow && steppedNow === session) return session.stop();
  await runOn((current) => current.finish({ order: which, painted }));
}

/** Lets what is at this place of what is ready run next. @param {number} position */
export const take = (position) => goOn((current) => /** @type {ScheduleSession} */ (current).take(position));

/** @param {(current: Session | ScheduleSession) => Promise<void> | void} act */
async function runOn(act) {
  const current = session;
  isRunning.value = true;
  await goOn(act);
  if (current === session) isRunning.value = false;
}

/** The session whose program is on its way: what else is pressed meanwhile does nothing. @type {Session | ScheduleSession | null} */
let steppedNow = null;

/** @param {(current: Session | ScheduleSession) => Promise<void> | void} act */
async function goOn(act) {
  const current = session;
  if (!current?.program || current === steppedNow) return;
  steppedNow = current;
  try {
    await act(current);
  } finally {
    steppedNow = null;
  }
  if (current !== session) return;
  refresh();
}

/** What has happened so far is shown, and the browser has painted it. */
function painted() {
  refresh();
  return new Promise((/** @type {(value?: any) => void} */ resolve) => { requestAnimationFrame(() => setTimeout(resolve)); });
}

// -- back and forward --

export const back = () => goTo(session?.past?.before());
export const forward = () => goTo(session?.past?.after());

/** Everything is as it was after this step. What came afterwards is kept. @param {Step | null | undefined} step */
export function goTo(step) {
  const past = session?.past;
  if (!session || !past || !step || session === steppedNow || step === past.current) return;
  const from = past.current.number;
  session.goTo(step);
  const { current, end } = past;
  const where = current.number === 0 ? 'At the start' : `${current.number < from ? 'Back at' : 'At'} step ${current.number} of ${end.number}`;
  const said = session.sentence;
  refresh();
  sentence.value = `${where}${said ? `. ${said}` : '.'}`;
  select(targetOf(session.call));
}

/** What was done so far, as a link tells it. */
export const done = () => ({ acts: session?.acts() ?? [], step: steps.value?.number ?? 0 });

/** Does again what a link tells. @param {{ acts: string[], step: number }} told */
export async function replay({ acts, step }) {
  const current = session;
  if (!current || current === steppedNow) return;
  steppedNow = current;
  isRunning.value = true;
  try {
    for (const act of acts) await current.act(act);
  } finally {
    steppedNow = null;
    isRunning.value = false;
  }
  if (current !== session) return;
  refresh();
  while (current.past && current.past.current.number > step) goTo(current.past.before());
}

/** The step in which an event happened. @param {number} index */
function stepOfEvent(index) {
  const past = session?.past;
  const total = index + (loop.value?.forgotten ?? 0);
  if (!past || !session?.program) return null;
  const page = pagesTo(past.pageOf(past.end)).find(({ own: state }) => state && toldIn(state, session?.program) > total);
  return page?.step;
}

/** How many events a program had told in that state; 0 in one of another program. @param {any} state @param {unknown} program */
const toldIn = (state, program) => (state.told ?? (state.run?.program === program ? state.run.told : null))?.total ?? 0;

/** @param {number} number */
export function selectTask(number) {
  chosenTask.value = number;
  chosenEvent.value = -1;
}

/** Looks at an event, and goes to its step. @param {number} index */
export function selectEvent(index) {
  const event = Math.min(Math.max(index, 0), (loop.value?.events.length ?? 0) - 1);
  goTo(stepOfEvent(event));
  chosenEvent.value = event;
}

/** The line of the source that the reader looks at, or 0. */
export const chosenLine = computed(() => {
  if (!hasLoop.value) return (selected.value?.word === 'SUSPENDED' && selected.value.line) || 0;
  if (chosenEvent.value >= 0) return loop.value?.events[chosenEvent.value]?.line ?? 0;
  return failedLine.value || (selectedTask.value?.line ?? 0);
});

/** Where the test failed, or 0. */
export const failedLine = signal(0);

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
  const current = session;
  if (!current) return;
  batch(() => {
    const { past } = current;
    cards.value = current.cards();
    entries.value = current.transcript();
    sentence.value = current.sentence;
    notices.value = current.notices;
    suggested.value = current.suggested;
    steps.value = past && { number: past.current.number, last: past.end.number, canBack: past.before() !== null, canForward: past.after() !== null, branches: past.branches() };
    refreshLoop(current);
  });
}

/** @param {Session | ScheduleSession} current */
function refreshLoop(current) {
  const { program, past } = current;
  if (!program) {
    loop.value = null;
    return;
  }
  const { history } = program;
  const end = past?.pageOf(past.end).own;
  const last = past && past.end !== past.current && toldIn(end, program) > history.total ? recordOf(end.told ?? end.run.told) : history;
  loop.value = {
    tasks: program.tasks(),
    layout: history.layout,
    whole: last.layout,
    nowAt: last === history ? last.layout.width : layOut(last.events.slice(0, Math.max(history.total - last.forgotten, 0))).width,
    nowEvent: history.total - last.forgotten - 1,
    events: last.events,
    names: last.names,
    forgotten: last.forgotten,
    total: last.total,
    clock: program.loop,
    isDone: program.isDone,
    isStuck: program.isStuck,
  };
  chosenTask.value = history.events.findLast((event) => event.kind === 'task step')?.task ?? 1;
  chosenEvent.value = -1;
  order.value = current instanceof ScheduleSession
    ? { ready: current.program.ready(), next: current.next, isFound: current.isOn('found'), isPlain: current.isOn('plain') }
    : null;
  failedLine.value = current instanceof ScheduleSession ? current.program.lineOf(current.program.outcome?.failure?.at ?? {}) ?? 0 : 0;
}

/**
 * The functions that make coroutines, with their parameters.
 * @returns {{name: string, signature: string}[]}
 */
export function makers() {
  return session ? session.makers() : [];
}

export const freshName = () => (session instanceof Session ? session.freshName() : 'c1');
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
