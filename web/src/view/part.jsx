// Parts of the page that are loaded when they are wanted, or once the page has done what it needs first.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** How many parts are wanted, and are not here yet. */
export const arriving = signal(0);

/** Counts it as long as it is not here. @template T @param {Promise<T>} part @returns {Promise<T>} */
export async function arrival(part) {
  arriving.value++;
  try {
    return await part;
  } finally {
    arriving.value--;
  }
}

/** @template {Record<string, unknown>} Module */
class Part {
  /** @type {import('@preact/signals').Signal<Module | null>} */
  here = signal(null);
  hasFailed = signal(false);
  /** @type {Promise<Module> | undefined} */
  #coming;

  /** @param {() => Promise<Module>} fetched */
  constructor(fetched) {
    this.fetched = fetched;
  }

  /** Rejects where it cannot be loaded; the next time it is tried again. @returns {Promise<Module>} */
  load() {
    this.#coming ??= this.fetched().then(
      (found) => (this.here.value = found),
      (error) => {
        this.#coming = undefined;
        throw error;
      },
    );
    return this.#coming;
  }

  async want() {
    this.hasFailed.value = false;
    await arrival(this.load()).catch(() => { this.hasFailed.value = true; });
  }
}

/** The dialogs. */
export const dialogs = new Part(() => import('./dialogs.js'));
/** What shows a program with a loop. */
export const looped = new Part(() => import('./looped.js'));
/** The guided tour. */
export const tour = new Part(() => import('./tour.jsx'));

/** What looks into coroutines. */
export const inspector = new Part(() => import('./inspector.jsx'));

/** What is likely to be wanted next, while there is nothing else to do. */
export function loadOthers() {
  const load = () => { for (const part of [dialogs, looped, tour]) part.load().catch(() => {}); };
  if ('requestIdleCallback' in globalThis) requestIdleCallback(load);
  else setTimeout(load);
}

/** A component of a part. @param {{of: Part<any>, name: string, isWanted?: boolean, [prop: string]: unknown}} props */
export function Of({ of, name, isWanted = true, ...props }) {
  const isMissing = isWanted && !of.here.value;
  useEffect(() => { if (isMissing) of.want(); }, [isMissing]);
  const Found = of.here.value?.[name];
  if (Found) return <Found {...props} />;
  return isMissing && of.hasFailed.value ? <p class="trouble" role="alert">A part of the page could not be loaded. Reload the page to try again.</p> : null;
}
