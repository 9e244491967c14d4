// How fast a program goes that runs by itself: the reader's choice, which is kept.
import { computed, signal } from '@preact/signals';
import { readSetting, writeSetting } from './settings.js';

/** The speeds by the names under which they are kept: what they are called, and milliseconds from one step to the next. @type {Record<string, [string, number]>} */
export const SPEEDS = { fast: ['full speed', 0], 4: ['4 steps a second', 250], 2: ['2 steps a second', 500], 1: ['1 step a second', 1000], half: ['1 step in 2 s', 2000] };

const known = readSetting('speed', 'fast');
export const speed = signal(Object.hasOwn(SPEEDS, known) ? known : 'fast');
/** Idle time passes as it would. */
export const isRealClock = signal(readSetting('clock', 'virtual') === 'real');

export const pace = computed(() => ({ interval: SPEEDS[speed.value][1], isReal: isRealClock.value }));

/** @param {string} name */
export function setSpeed(name) {
  speed.value = name;
  writeSetting('speed', name);
}

/** @param {boolean} isReal */
export function setRealClock(isReal) {
  isRealClock.value = isReal;
  writeSetting('clock', isReal ? 'real' : 'virtual');
}
