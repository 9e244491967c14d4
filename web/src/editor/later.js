// A part of the editor that comes when it is wanted first.

import { Compartment } from '@codemirror/state';

/** @template {{ extension: import('@codemirror/state').Extension }} Part */
export class Later {
  #compartment = new Compartment();
  /** Its place among the editor's extensions. */
  place = this.#compartment.of([]);
  /** @type {Part | undefined} */
  here = undefined;
  /** @type {Promise<Part | undefined> | undefined} */
  #coming = undefined;

  /** @param {() => Promise<Part>} fetched */
  constructor(fetched) {
    this.fetched = fetched;
  }

  /** Puts it into the editor; nothing, where it cannot be loaded: the next time it is tried again. @param {import('@codemirror/view').EditorView} view */
  want(view) {
    this.#coming ??= this.fetched().then(
      (part) => {
        view.dispatch({ effects: this.#compartment.reconfigure(part.extension) });
        return (this.here = part);
      },
      () => (this.#coming = undefined),
    );
    return this.#coming;
  }
}
