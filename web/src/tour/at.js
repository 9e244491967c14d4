// Which lesson of the tour the address names.
import { computed, signal } from '@preact/signals';
import { example } from '../store.js';
import { lessonIn, PROGRAMS } from './addresses.js';

/** Its place, or -1. */
export const at = signal(lessonIn(location.hash.slice(1)));

addEventListener('hashchange', () => { at.value = lessonIn(location.hash.slice(1)); });

/** Whether its program is open. */
export const isOnTour = computed(() => at.value >= 0 && PROGRAMS[at.value] === example.value?.id);
