// The examples and the schedules that the page comes with, and their files.

/**
 * @typedef {object} Example
 * @property {string} id
 * @property {string} title
 * @property {string} lesson
 * @property {'loop' | 'schedule'} [kind]
 * @property {string[]} start lines that are run at first
 * @property {string[]} commands lines to try
 * @property {string} [plain] of a schedule: what the loop's own order gives
 * @property {string[]} [why] of a schedule: for each switch why it matters
 * @property {string} [folder]
 * @property {string} [file] the name of its source, where that is not its id
 */

/** Before the id in the address. */
const EXPLORE = 'explore=';

/** @type {Map<string, Promise<Uint8Array>>} */
const modules = new Map();

/**
 * @param {string} path
 * @returns {Promise<Response>}
 */
async function fetched(path) {
  const name = path.slice(path.indexOf('/') + 1);
  let response;
  try {
    response = await fetch(new URL(path, document.baseURI).href);
  } catch {
    throw new Error(`${name} could not be fetched: is the server still running?`);
  }
  if (!response.ok) throw new Error(`${name} could not be fetched: the server answered ${response.status}.`);
  return response;
}

/** @returns {Promise<Example[]>} those to be stepped, and then those that were found by exploring */
export async function readCatalogue() {
  const { examples, explored } = await (await fetched('examples/index.json')).json();
  return [...examples, ...explored.map((/** @type {object} */ one) => ({ start: [], commands: [], kind: 'schedule', folder: 'explored', ...one }))];
}

/** What stands after the # of its address. @param {Example} example */
export const addressOf = ({ id, kind }) => (kind === 'schedule' ? `${EXPLORE}${id}` : id);

/** @param {Example} example */
const fileOf = ({ id, folder = 'examples' }) => `${folder}/${id}`;

/** @param {Example} example */
export async function readSource(example) {
  return (await fetched(`${fileOf(example)}.c`)).text();
}

/** The same program in Python. @param {Example} example */
export async function readPython(example) {
  return (await fetched(`${fileOf(example)}.py`)).text();
}

/** @param {Example} example */
export function readModule(example) {
  const file = `${fileOf(example)}.wasm`;
  let module = modules.get(file);
  if (!module) {
    module = fetched(file).then(async (response) => new Uint8Array(await response.arrayBuffer()));
    module.catch(() => modules.delete(file));
    modules.set(file, module);
  }
  return module;
}

/** @param {Example} example */
export async function readSchedule(example) {
  return (await fetched(`${fileOf(example)}.json`)).json();
}
