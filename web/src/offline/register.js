// Keeps the page for times without a network, and knows whether there is one.
import { signal } from '@preact/signals';

export const isOffline = signal(!navigator.onLine);
for (const event of ['online', 'offline']) addEventListener(event, () => { isOffline.value = !navigator.onLine; });

/** Once the page is there: what it needs itself comes first. Where the browser has no service workers, or allows none, the page goes on without. */
export function keepPage() {
  if (!('serviceWorker' in navigator)) return;
  const register = () => navigator.serviceWorker.register(new URL('service-worker.js', document.baseURI)).catch(() => {});
  if (document.readyState === 'complete') register();
  else addEventListener('load', register, { once: true });
}
