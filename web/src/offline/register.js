// Keeps the page for times without a network, and knows whether there is one.
import { signal } from '@preact/signals';
import { steps } from '../shown.js';

export const isOffline = signal(!navigator.onLine);
for (const event of ['online', 'offline']) addEventListener(event, () => { isOffline.value = !navigator.onLine; });

/** For somebody who reads before doing anything, in milliseconds. */
const LONG_ENOUGH = 30_000;

/** After the first step, or some time without one, and then when nothing else is to be done: what the page and its reader ask for comes first. Where the browser has no service workers, or allows none, the page goes on without. */
export function keepPage() {
  if (!('serviceWorker' in navigator)) return;
  const register = () => navigator.serviceWorker.register(new URL('service-worker.js', document.baseURI)).catch(() => {});
  const begin = () => {
    clearTimeout(timer);
    end();
    if ('requestIdleCallback' in globalThis) requestIdleCallback(register);
    else setTimeout(register);
  };
  const timer = setTimeout(begin, LONG_ENOUGH);
  const end = steps.subscribe((now) => { if (now && now.number > 0) queueMicrotask(begin); });
}
