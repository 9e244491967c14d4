// What the reader can do, and which program is open. The views only read and call this; what is shown of the program is in shown.js.
import { batch, computed, effect, signal } from '@preact/signals';
import { addressOf, expectFirst, readCatalogue, readModule, readSchedule, readSource } from './catalogue.js';
import { pace } from './pace.js';
import { Remote } from './program/remote.js';
import { readSetting, writeSetting } from './settings.js';
import { isLink } from './share/fragment.js';
import { chosenEvent, entries, failedLine, loop, select, selected, selectedTask, selectNothing, sentence, show, steps } from './shown.js';
import { lessonIn, PROGRAMS } from './tour/addresses.js';

export * from './shown.js';

/**
 * @typedef {import('./catalogue.js').Example} Example
 * @typedef {import('./shown.js').Loop} Loop
 * @typedef {import('./program/shown.js').Order} Order
 * @typedef {{file: string, bytes: Uint8Array, schedule?: any, source: string}} Own what the reader opened
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

/** Whether the program runs by itself, to its end. */
export const isRunning = signal(false);
/** How many acts have not had their answer. */
const acting = signal(0);
/** What is shown is about to change. */
export const isBusy = computed(() => loading.value || acting.value > 0);
/** It has not come back for a while: nothing else can be done but to stop it. */
export const isSlow = signal(false);
/** The functions that make coroutines, with their parameters. @type {import('@preact/signals').Signal<{name: string, signature: string}[]>} */
export const makers = signal([]);

/** What is stepped callback by callback; anything else by send(), throw() and close(). */
export const hasLoop = computed(() => loop.value !== null);
export const isSchedule = computed(() => example.value?.kind === 'schedule');

export const theme = signal(readSetting('theme', 'auto'));
export const singleKeys = signal(readSetting('keys', 'on') === 'on');

const program = new Remote(() => new Worker(new URL('program.js', document.baseURI), { type: 'module' }), {
  shown: show,
  painted: () => new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, HIDDEN);
  }),
  busy: (count) => { acting.value = count; },
  slow: (is) => {
    isSlow.value = is;
    if (is) sentence.value = 'The program still runs.';
  },
  lost: (request, isRestored) => {
    sentence.value = isRestored
      ? `${whatDid(request)} did not come back, so the program was stopped. Everything is as it was before.`
      : `${whatDid(request)} did not come back, so the program was stopped, and it could not be brought back: Reset starts it over.`;
  },
});

effect(() => program.pace(pace.value));

/** A page that nobody sees is not painted: then it goes on after so many milliseconds. */
const HIDDEN = 200;

/** @param {import('./program/worker.js').Request} request */
function whatDid({ act, args }) {
  if (act === 'run') return args[0];
  return act === 'open' ? 'What the program does at first' : 'A step of the program';
}

/** Loads what shows an example, before it is shown. @type {(item: Example) => Promise<unknown> | undefined} */
let loadViews = () => undefined;

/** @param {typeof loadViews} load */
export const beforeShown = (load) => { loadViews = load; };

let opening = 0;
/** @type {Own | null} */
let own = null;

/** Reads the list of examples, and opens the one that the address names. */
export async function start() {
  problem.value = null;
  loading.value = true;
  program.wake();
  if (location.hash.length <= 1) expectFirst();
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
    const { decodeLink } = await import('./share/link.js');
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
  const inLesson = PROGRAMS[lessonIn(address)];
  return examples.value.find((item) => (inLesson ? item.id === inLesson : addressOf(item) === address)) ?? examples.value[0];
}

/** What the reader made of examples, by their ids. @type {Map<string, { source: string, bytes: Uint8Array, original: string }>} */
const edited = new Map();

/** All that is needed to open it. @param {Example} item @returns {Promise<{text: string, program: import('./program/host.js').Program}>} */
export async function programOf(item) {
  const { id, start: first, commands, why } = item;
  const common = { id, file: item.file ?? `${id}.c`, start: first, commands, why };
  const mine = edited.get(id);
  if (mine) return { text: mine.source, program: { ...common, bytes: mine.bytes } };
  if (own && id === OWN) return { text: own.source, program: { ...common, bytes: own.bytes, schedule: own.schedule } };
  const [bytes, text, schedule] = await Promise.all([readModule(item), readSource(item), item.kind === 'schedule' ? readSchedule(item) : undefined]);
  return { text, program: { ...common, bytes, schedule } };
}

/** @param {Example} item */
export async function open(item) {
  const ticket = ++opening;
  loading.value = true;
  try {
    await openIn(item, () => ticket === opening);
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

/** Rejects with what is wrong with it; then what was open stays. @param {Example} item @param {() => boolean} isWanted false: something else is to be opened meanwhile */
async function openIn(item, isWanted) {
  const { text, program: wantedProgram } = await programOf(item);
  if (!isWanted()) return;
  if (acting.value > 0) program.stop();
  const [{ makers: all, change }] = await Promise.all([program.open(wantedProgram), loadViews(item)]);
  if (!isWanted()) return;
  batch(() => {
    if (example.value !== item) breakpoints.value = [];
    example.value = item;
    source.value = text;
    original.value = edited.get(item.id)?.original ?? text;
    problem.value = null;
    isRunning.value = false;
    makers.value = all;
    selectNothing();
    show(change);
  });
}

/** The id of what the reader opened. */
export const OWN = 'own';

/** @param {Own} files @returns {Pick<Example, 'kind' | 'title' | 'lesson'>} */
function aboutOwn({ schedule, file }) {
  if (!schedule) return { title: file.replace(/\.c$/, ''), lesson: 'Your own module. Nothing has run yet: press New to make one of its coroutines, or write asyncio.run(main_coroutine()) at the prompt.' };
  const title = typeof schedule.test === 'string' ? schedule.test.replaceAll('_', ' ') : '';
  return { kind: 'schedule', title, lesson: 'Your own module, in the order of your schedule. Nothing has run yet.' };
}

/** Opens a module that the reader has, and its schedule, if there is one. Rejects with an error that says what is wrong with them. @param {Own} files */
export async function openOwn(files) {
  const before = { own, edited: edited.get(OWN) };
  const item = /** @type {Example} */ ({ id: OWN, start: [], commands: [], file: files.file, ...aboutOwn(files) });
  own = files;
  edited.delete(OWN);
  const ticket = ++opening;
  try {
    await openIn(item, () => ticket === opening);
  } catch (error) {
    own = before.own;
    if (before.edited) edited.set(OWN, before.edited);
    throw error;
  }
  examples.value = [...examples.value.filter(({ id }) => id !== OWN), item];
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

// -- what the reader does --

/**
 * Runs one line and shows what came of it. False where the line cannot be read.
 * @param {string} line
 * @param {number} [suggestion] which of the suggested commands it is
 */
export async function run(line, suggestion) {
  if (isRunning.value || isSchedule.value) return false;
  const done = await asked(line, () => program.do('run', line, suggestion));
  if (!done) return false;
  select(done.selects);
  if (done.begins) runLoop();
  return /** @type {boolean} */ (done.isUnderstood);
}

/**
 * What predict mode does before a step, of the line or of the loop's next callback: false, where it is not to be taken; otherwise what is to be done when it was.
 * @typedef {(line: string | null) => Promise<false | (() => void)>} Ask
 */
/** @type {Ask | null} */
let ask = null;

/** @param {Ask | null} asks */
export const askBefore = (asks) => { ask = asks; };

/** What came of the step; false where it was not taken. @param {string | null} line @param {() => Promise<any>} step */
async function asked(line, step) {
  const told = ask ? await ask(line) : () => {};
  if (told === false) return false;
  const done = await step();
  told();
  return done;
}

/** One callback of the loop. */
export const nextCallback = () => asked(null, () => act('step'));

/** One iteration of the loop. */
export const nextIteration = () => act('turn');

/** Lets what is at this place of what is ready run next. @param {number} position */
export const take = (position) => act('take', position);

/** Runs the program to its end, or stops it where it is; one that has ended, from its beginning. Of a schedule: to the failure. */
export async function runLoop() {
  if (isRunning.value) return program.stop();
  if (loop.value?.isDone && !isSchedule.value) await program.do('run', beginning());
  await runSchedule('found');
}

/** The line that began the program. */
const beginning = () => entries.value.findLast(({ kind, text }) => kind === 'call' && text.startsWith('>>> asyncio.run('))?.text.slice('>>> '.length) ?? '';

/** To the end of the test, in this order. @param {'found' | 'plain'} which */
export async function runSchedule(which) {
  if (isRunning.value) return program.stop();
  await finish({ order: which });
}

/** Runs the program until the selected task is suspended the next time, or done. */
export async function nextSuspension() {
  const task = selectedTask.value;
  if (task && !isRunning.value && !isSchedule.value) await finish({ task: task.number });
}

/** @param {Partial<import('./program/host.js').Finish>} how */
const finish = (how) => byItself('finish', { order: 'found', task: null, stopsAtDeadlock: hasLoop.value, breakpoints: breakpoints.value, ...how });

/** Lines of the program that runs by itself: it stops when a task comes to wait there. @type {import('@preact/signals').Signal<number[]>} */
export const breakpoints = signal([]);

/** Where a coroutine can wait. */
const WAITS = /\b(?:AW_AWAIT|aw_await|AW_YIELD|aw_yield|AW_WITH|AW_WITH_INTO|AW_ASYNC_FOR)\b/;

/** The lines of a program at which breakpoints can be. @param {string} text */
export const waitingLines = (text) => text.split('\n').flatMap((line, index) => (WAITS.test(line) ? [index + 1] : []));

/** Sets them; one at another line is of the next one where something can wait. @param {number[]} lines */
export function setBreakpoints(lines) {
  const possible = waitingLines(source.value);
  const wanted = new Set(lines.map((line) => possible.find((other) => other >= line)));
  breakpoints.value = possible.filter((line) => wanted.has(line));
}

/** @param {number} line */
export const toggleBreakpoint = (line) => setBreakpoints(breakpoints.value.includes(line) ? breakpoints.value.filter((other) => other !== line) : [...breakpoints.value, line]);

/** Whether the inspector is open. */
export const isInspecting = signal(false);

/** Opens the inspector, or closes it. */
export async function toggleInspector() {
  isInspecting.value = !isInspecting.value;
  try {
    await program.do('inspect', isInspecting.value);
  } catch (error) {
    isInspecting.value = false;
    sentence.value = `The inspector could not be loaded: ${messageOf(error)}`;
  }
}

/** Ends what does not come back. */
export const stopProgram = () => program.stop();

/** @param {Parameters<Remote['do']>[0]} name @param {unknown[]} args */
async function byItself(name, ...args) {
  const ticket = opening;
  isRunning.value = true;
  try {
    await program.do(name, ...args);
  } finally {
    if (ticket === opening) isRunning.value = false;
  }
}

/** Nothing, while the program runs by itself. @param {Parameters<Remote['do']>[0]} name @param {unknown[]} args */
async function act(name, ...args) {
  if (!isRunning.value) await program.do(name, ...args);
}

// -- back and forward --

export const back = () => move('back');
export const forward = () => move('forward');

/** Everything is as it was after this step. What came afterwards is kept. @param {number | null} step as entries and branches tell it */
export async function goTo(step) {
  if (step !== null) await move('goTo', step);
}

/** To the step with this number, of those that led to the end of this branch. @param {number} number */
export const goToNumber = (number) => goTo(program.stepTo(steps.value?.end ?? 0, number));

/** The module's tasks are printed, which is no step. @param {'ps' | 'pstree'} what */
export const look = (what) => act('look', what);

/** @param {'back' | 'forward' | 'goTo' | 'goToEvent'} way @param {unknown[]} args */
async function move(way, ...args) {
  if (isRunning.value) return;
  const gone = await program.do(way, ...args);
  if (!gone) return;
  sentence.value = gone.sentence;
  select(gone.selects);
}

/** Looks at an event, and goes to its step. @param {number} index */
export async function selectEvent(index) {
  const { events, forgotten } = loop.value ?? { events: [], forgotten: 0 };
  const event = Math.min(Math.max(index, 0), events.length - 1);
  await move('goToEvent', event + forgotten);
  chosenEvent.value = event;
}

/** What was done so far, as a link tells it. */
export const done = () => ({ acts: program.labelsTo(steps.value?.end ?? 0), step: steps.value?.number ?? 0 });

/** Does again what a link tells. @param {{ acts: string[], step: number }} told */
export async function replay({ acts, step }) {
  if (!isRunning.value) await byItself('replay', acts, step);
}

/** As it would stand in a Python session. */
export const transcript = () => entries.value.filter(({ isAhead }) => !isAhead).map(({ text }) => text).join('\n');

/** The line of the source that the reader looks at, or 0. */
export const chosenLine = computed(() => {
  if (!hasLoop.value) return (selected.value?.word === 'SUSPENDED' && selected.value.line) || 0;
  if (chosenEvent.value >= 0) return loop.value?.events[chosenEvent.value]?.line ?? 0;
  return failedLine.value || (selectedTask.value?.line ?? 0);
});

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
