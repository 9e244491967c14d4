// A module that comes in two (web/split.js): what its first steps run, and the rest, which is fetched when there is time, or at the latest when one of its functions is called.
import { begin, home } from '../../../wasm/api/stepping.js';

/**
 * begin() of a first part.
 * @param {WebAssembly.Module} module
 * @param {import('../../../wasm/api/module.js').LoadOptions} options
 * @param {{ bytes: () => BufferSource }} rest gives it at once: a call into the module cannot wait
 */
export async function loadFirst(module, options, rest) {
  /** @type {import('../../../wasm/api/stepping.js').Stepping | undefined} */
  let loaded;
  /** @type {{ first: WebAssembly.Exports | null, rest: any }} */
  let instances = { first: null, rest: null };
  /** @type {WebAssembly.Module | undefined} */
  let compiled;
  const exportsOfRest = () => {
    if (!loaded) throw new Error('The rest of the module was called before its first part was there.'); // what is called up to then is known when the two are made
    const first = home(loaded).link.plainExports; // others, where the module goes on in a new instance
    if (instances.first !== first) instances = { first, rest: new WebAssembly.Instance((compiled ??= new WebAssembly.Module(rest.bytes())), { first }).exports };
    return instances.rest;
  };
  const functions = WebAssembly.Module.imports(module).filter((entry) => entry.module === 'rest');
  const imports = Object.fromEntries(functions.map(({ name }) => [name, (/** @type {unknown[]} */ ...args) => exportsOfRest()[name](...args)]));
  return (loaded = await begin(module, { ...options, imports: { ...options.imports, rest: imports } }));
}

const LOST = 'The rest of the program could not be fetched';

export class Rest {
  /** @type {ArrayBuffer | undefined} */
  #bytes;

  /** @param {string} address */
  constructor(address) {
    this.address = address;
  }

  /** Fetches it ahead. Rejects where it does not come; then it is asked for again when it is needed. */
  async arrive() {
    if (this.#bytes) return;
    const response = await fetch(this.address).catch(() => null);
    if (!response) throw new Error(`${LOST}: is the server still running?`);
    if (!response.ok) throw new Error(`${LOST}: the server answered ${response.status}.`);
    this.#bytes = await response.arrayBuffer();
  }

  /** At once, which a worker may do. */
  bytes() {
    return (this.#bytes ??= fetchedNow(this.address));
  }
}

/** @param {string} address @returns {ArrayBuffer} */
function fetchedNow(address) {
  const request = new XMLHttpRequest();
  request.open('GET', address, false);
  request.responseType = 'arraybuffer';
  request.send();
  if (request.status !== 200) throw new Error(`${LOST}: the server answered ${request.status}.`);
  return request.response;
}
