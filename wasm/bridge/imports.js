// What modules import, by the name that they import it from. Who provides something puts itself here when it is loaded: link.js loads what every module asks for,
// surroundings.js the rest.

/** @typedef {(link: import('./link.js').Link, options: import('./link.js').Surroundings) => Record<string, any>} Provider */

/** @type {Map<string, Provider[]>} */
const providers = new Map();

/** @param {string} from @param {Provider} provider */
export function provideImports(from, provider) {
  providers.set(from, [...(providers.get(from) ?? []), provider]);
}

/** What is there to be imported from this name. @param {string} from @param {Parameters<Provider>} args @returns {Record<string, any>} */
export function importsFrom(from, ...args) {
  return Object.assign({}, ...(providers.get(from) ?? []).map((provider) => provider(...args)));
}
