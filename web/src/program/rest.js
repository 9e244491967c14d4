// A module that comes in two (web/split.js): what its first steps run, and the rest, which is fetched when there is time, or at the latest when one of its functions is called.
import { begin, home } from '../../../wasm/api/stepping.js';

/** The section that says to which whole a part belongs. */
const PART = 'part';
/** After a failure nothing is asked for so long, in milliseconds: a call into the module makes others. */
const AGAIN = 1000;
const LOST = 'The rest of the program could not be fetched';

/**
 * begin() of a first part.
 * @param {WebAssembly.Module} module
 * @param {import('../../../wasm/api/module.js').LoadOptions} options
 * @param {{ module: () => WebAssembly.Module }} rest gives it at once: a call into the module cannot wait
 */
export async function loadFirst(module, options, rest) {
  /** @type {import('../../../wasm/api/stepping.js').Stepping | undefined} */
  let loaded;
  /** @type {{ first: WebAssembly.Exports | null, rest: any }} */
  let instances = { first: null, rest: null };
  const exportsOfRest = () => {
    if (!loaded) throw new Error('The rest of the module was called before its first part was there.'); // what is called up to then is known when the two are made
    const first = home(loaded).link.plainExports; // others, where the module goes on in a new instance
    if (instances.first !== first) instances = { first, rest: new WebAssembly.Instance(rest.module(), { first }).exports };
    return instances.rest;
  };
  const functions = WebAssembly.Module.imports(module).filter((entry) => entry.module === 'rest');
  const imports = Object.fromEntries(functions.map(({ name }) => [name, (/** @type {unknown[]} */ ...args) => exportsOfRest()[name](...args)]));
  return (loaded = await begin(module, { ...options, imports: { ...options.imports, rest: imports } }));
}

export class Rest {
  /** @type {WebAssembly.Module | undefined} */
  #module;
  /** @type {{ error: unknown, at: number } | undefined} */
  #failure;

  /** @param {string} address @param {WebAssembly.Module} first */
  constructor(address, first) {
    this.address = address;
    this.first = first;
  }

  /** Fetches it ahead. Rejects where it does not come; then it is asked for again when it is needed. */
  async arrive() {
    if (this.#module) return;
    const response = await fetch(this.address).catch(() => null);
    if (!response) throw new Error(`${LOST}: is the server still running?`);
    if (!response.ok) throw new Error(`${LOST}: the server answered ${response.status}.`);
    this.#module = this.#checked(await WebAssembly.compile(await response.arrayBuffer()));
  }

  /** At once, which a worker may do. */
  module() {
    if (this.#failure && performance.now() - this.#failure.at < AGAIN) throw this.#failure.error;
    try {
      return (this.#module ??= this.#checked(new WebAssembly.Module(fetchedNow(this.address))));
    } catch (error) {
      this.#failure = { error, at: performance.now() };
      throw error;
    }
  }

  /** A page that is open while another one takes its place has one part of each. @param {WebAssembly.Module} module */
  #checked(module) {
    if (wholeOf(module) !== wholeOf(this.first)) throw new Error('The page has been changed since it was opened. Reload it to go on.');
    return module;
  }
}

/** @param {WebAssembly.Module} module */
const wholeOf = (module) => WebAssembly.Module.customSections(module, PART).map((section) => new TextDecoder().decode(section)).join();

/** @param {string} address @returns {ArrayBuffer} */
function fetchedNow(address) {
  const request = new XMLHttpRequest();
  request.open('GET', address, false);
  request.responseType = 'arraybuffer';
  try {
    request.send();
  } catch {
    throw new Error(`${LOST}: is the server still running?`);
  }
  if (request.status !== 200) throw new Error(`${LOST}: the server answered ${request.status}.`);
  return request.response;
}
