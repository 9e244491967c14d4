// Editing the program: the reader's draft, the compiler, and what it says. The program that runs stays the old one until a new one is compiled.
import { computed, effect, signal } from '@preact/signals';
import { fetchedPart, messageOf } from './errors.js';
import { openProgram } from './own.js';
import { readSetting, writeSetting } from './settings.js';
import { example, isSchedule, original, OWN, source } from './store.js';

/**
 * @typedef {import('../../wasm/toolchain/clang/diagnostics.js').Diagnostic} Diagnostic
 * @typedef {import('./compiler/index.js').State} CompilerState
 */

/** After the last key, in milliseconds. */
const CHECK_DELAY = 250;
/** Before it is said that it compiles, in milliseconds. */
const TELL_DELAY = 400;

export const isEditing = signal(false);
/** What the reader wrote; null where that is nothing. @type {import('@preact/signals').Signal<string | null>} */
export const draft = signal(null);
/** @type {import('@preact/signals').Signal<Diagnostic[]>} */
export const problems = signal([]);
/** @type {import('@preact/signals').Signal<CompilerState>} */
export const compilerState = signal({ is: 'absent' });
/** How many bytes are to be downloaded; null where that is not known yet. @type {import('@preact/signals').Signal<number | null>} */
export const toDownload = signal(null);
export const isCompiling = signal(false);
/** What went wrong with the compiler itself. */
export const trouble = signal('');
/** Why the compiler will have to be downloaded again, if so. */
export const notKept = signal('');
/** That the last draft that was to be compiled could not be. */
export const isRefused = signal(false);
/** How often a draft that was to be compiled could not be: each time the reader is shown why. */
export const refusals = signal(0);

/** The program that runs is not that of the draft. */
export const isStale = computed(() => canEdit.value && draft.value !== null && draft.value !== source.value);
/** The program that runs is the reader's. */
export const isEdited = computed(() => source.value !== original.value);
export const canEdit = computed(() => example.value !== null && !isSchedule.value && original.value !== '');
export const fileName = computed(() => example.value?.file ?? `${example.value?.id}.c`);

/** @type {import('./compiler/index.js').Compiler | undefined} */
let tool;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
/** @type {AbortController | undefined} */
let downloading;
/** Whether the draft came with a link. */
export const isBorrowed = signal(false);

/** A module of the reader's own has a draft of its own, by its file and source. */
const draftName = () => `draft.${example.value?.id === OWN ? `${fileName.value}.${original.value.length}` : example.value?.id}`;

effect(() => {
  if (!example.value) return;
  clearTimeout(timer);
  isEditing.value = false;
  isBorrowed.value = false;
  problems.value = [];
  isRefused.value = false;
  trouble.value = '';
  draft.value = readSetting(draftName(), '') || null;
});

async function compilerOfPage() {
  const { Compiler } = await fetchedPart(import('./compiler/index.js'));
  tool ??= new Compiler(document.baseURI, { onChange: (state) => { compilerState.value = state; } });
  return tool;
}

/** Opens the editor; a compiler that was downloaded before is made ready meanwhile. */
export async function edit() {
  if (!canEdit.value) return;
  draft.value ??= source.value;
  isEditing.value = true;
  try {
    const compiler = await compilerOfPage();
    toDownload.value = (await compiler.size()).missing;
    if (toDownload.value === 0 && compilerState.value.is === 'absent') await compiler.download();
    check();
  } catch (error) {
    trouble.value = messageOf(error);
  }
}

export function closeEditor() {
  isEditing.value = false;
  if (draft.value === original.value) draft.value = null;
}

/** Somebody else's program, in the editor: the reader's own draft stays as it is kept. @param {string} text */
export async function borrow(text) {
  isBorrowed.value = true;
  draft.value = text;
  await edit();
}

/** The reader has typed. @param {string} text */
export function type(text) {
  draft.value = text;
  isRefused.value = false;
  if (!isBorrowed.value) writeSetting(draftName(), text === original.value ? '' : text);
  clearTimeout(timer);
  timer = setTimeout(check, CHECK_DELAY);
}

/** Diagnostics of the draft, where there is a compiler. */
async function check() {
  const text = draft.value;
  if (!tool || text === null || compilerState.value.is !== 'ready' || isCompiling.value) return;
  const found = await tool.check(text, { name: fileName.value }).catch(() => undefined);
  if (found && text === draft.value) problems.value = inOrder(found);
}

/** As they stand in the source. @param {Diagnostic[]} found */
const inOrder = (found) => [...found].sort((a, b) => (a.from?.line ?? 0) - (b.from?.line ?? 0) || (a.from?.column ?? 0) - (b.from?.column ?? 0));

/** Downloads the compiler, which the reader has asked for, and compiles. */
export async function getCompiler() {
  trouble.value = '';
  downloading = new AbortController();
  try {
    await (await compilerOfPage()).download({ signal: downloading.signal });
  } catch (error) {
    if (!downloading.signal.aborted) trouble.value = messageOf(error);
    return;
  } finally {
    toDownload.value = await tool?.size().then(({ missing }) => missing, () => null) ?? null;
  }
  notKept.value = tool?.notKept ?? '';
  await compile();
}

export const cancelDownload = () => downloading?.abort();

/** Compiles the draft and opens it. Where there is no compiler yet, the bar asks for it. */
export async function compile() {
  const text = draft.value;
  const item = example.value;
  if (text === null || !tool || (compilerState.value.is !== 'ready' && compilerState.value.is !== 'starting')) return;
  clearTimeout(timer);
  trouble.value = '';
  const telling = setTimeout(() => { isCompiling.value = true; }, TELL_DELAY);
  try {
    const result = await tool.compile(text, { name: fileName.value });
    if (!result || item !== example.value) return;
    problems.value = inOrder(result.diagnostics);
    isRefused.value = !result.bytes;
    if (!result.bytes) refusals.value++;
    if (result.bytes) await openProgram({ source: text, bytes: result.bytes });
  } catch (error) {
    trouble.value = messageOf(error);
  } finally {
    clearTimeout(telling);
    isCompiling.value = false;
  }
}

export function stopCompiling() {
  tool?.cancel();
}

/** The example as it was. */
export async function revert() {
  clearTimeout(timer);
  if (!isBorrowed.value) writeSetting(draftName(), '');
  problems.value = [];
  isRefused.value = false;
  draft.value = isEditing.value ? original.value : null;
  if (isEdited.value) await openProgram(null);
}
