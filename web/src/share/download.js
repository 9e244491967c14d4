// The open program as a zip file of the reader's.
import '../view/more.js';
import { readPython } from '../catalogue.js';
import { done, transcript } from '../journey.js';
import { example, original, programOf, source } from '../store.js';
import { archiveOf } from './archive.js';

/** Gives it to the browser, which asks where to keep it, or keeps it among its downloads. */
export async function download() {
  const item = example.value;
  if (!item) return;
  const { program: { bytes, schedule } } = await programOf(item, { isWhole: true });
  const { id, kind } = item;
  const isEdited = source.value !== original.value;
  const title = isEdited ? `${item.title}, changed` : item.title;
  const lesson = isEdited ? `A program that began as “${item.title}” of the playground.` : item.lesson;
  const python = isEdited ? undefined : await readPython(item).catch(() => undefined);
  const { acts, step } = done();
  const lines = [...item.start, ...acts.slice(0, step)];
  const archive = archiveOf({ id, title, lesson, kind, lines, source: source.value, bytes, schedule, python, transcript: transcript(), version: __LIBAWAIT__ });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([archive], { type: 'application/zip' }));
  link.download = `${id}.zip`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), LONG_ENOUGH);
}

/** For the browser to begin with it, in milliseconds. */
const LONG_ENOUGH = 10_000;
