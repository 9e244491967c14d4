// Parts of the page that are loaded when they are wanted, or once the page has done what it needs first.
import { signal } from '@preact/signals';

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

/** @template {Record<string, any>} Module */
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
    this.#coming ??= Promise.all([this.fetched(), look()]).then(
      ([found]) => (this.here.value = found),
      (error) => {
        this.#coming = undefined;
        throw error;
      },
    );
    return this.#coming;
  }

  /** Calls one of its functions, as soon as it is here. @param {keyof Module} name @param {unknown[]} args */
  async do(name, ...args) {
    return (await this.want())?.[name](...args);
  }

  /** Null where it cannot be loaded, which is then said. @returns {Promise<Module | null>} */
  async want() {
    this.hasFailed.value = false;
    return arrival(this.load()).catch(() => {
      this.hasFailed.value = true;
      return null;
    });
  }
}

/** All that is seen beside the stage. */
export const more = new Part(() => import('./view/more.js'));
/** The dialogs. */
export const dialogs = new Part(() => import('./view/dialogs.jsx'));
/** What shows a program with a loop. */
export const looped = new Part(() => import('./view/looped.jsx'));
/** The guided tour. */
export const tour = new Part(() => import('./view/tour.jsx'));
/** What looks into coroutines. */
export const inspector = new Part(() => import('./view/inspector.jsx'));

/** @type {Promise<void> | undefined} */
let looking;

/** The style of all parts: it is there before any of them is shown. */
function look() {
  looking ??= new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: 'more.css' });
    link.onload = () => resolve();
    link.onerror = () => {
      link.remove();
      looking = undefined;
      reject(new Error('The style of the page could not be fetched.'));
    };
    document.head.append(link);
  });
  return looking;
}
