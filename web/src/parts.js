// Parts of the page that are loaded when they are wanted, or once the page has done what it needs first.
import { computed, signal } from '@preact/signals';
import { fetchedPart } from './errors.js';

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
  /** Where it was wanted and could not be loaded: what does again what it was wanted for. @type {import('@preact/signals').Signal<(() => Promise<unknown>) | null>} */
  again = signal(null);
  /** @type {Promise<Module> | undefined} */
  #coming;

  /** @param {() => Promise<Module>} fetched */
  constructor(fetched) {
    this.fetched = fetched;
  }

  /** Rejects where it cannot be loaded; the next time it is tried again. @returns {Promise<Module>} */
  load() {
    this.#coming ??= fetchedPart(Promise.all([this.fetched(), look()])).then(
      ([found]) => {
        this.again.value = null;
        return (this.here.value = found);
      },
      (error) => {
        this.#coming = undefined;
        throw error;
      },
    );
    return this.#coming;
  }

  /** Calls one of its functions, as soon as it is here. @param {keyof Module} name @param {unknown[]} args @returns {Promise<any>} */
  async do(name, ...args) {
    return (await this.want(() => this.do(name, ...args)))?.[name](...args);
  }

  /** Null where it cannot be loaded, which is then said. @param {() => Promise<unknown>} [again] what the reader wants it for @returns {Promise<Module | null>} */
  async want(again = () => this.want()) {
    return arrival(this.load()).catch(() => {
      this.again.value = again;
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

/** What does again what could not be done for want of a part. */
export const lacking = computed(() => [more, dialogs, looped, tour, inspector].flatMap(({ again }) => again.value ?? []));

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
      reject(new Error('more.css'));
    };
    document.head.append(link);
  });
  return looking;
}
