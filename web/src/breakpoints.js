// Lines at which a program that runs by itself stops.
import { effect, signal } from '@preact/signals';
import { program } from './program/page.js';
import { example, source } from './store.js';

/** It stops when a task comes to wait there. @type {import('@preact/signals').Signal<number[]>} */
export const breakpoints = signal([]);

effect(() => program.tell({ breakpoints: breakpoints.value }));
effect(() => {
  if (example.value) breakpoints.value = [];
});

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
