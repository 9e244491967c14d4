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

/** The one that is shown where the address names none. */
export const FIRST = 'first-step';

/** @param {Example} example */
export const isFirst = ({ id }) => id === FIRST;

/** What was read already. @type {Map<string, Promise<any>>} */
const files = new Map();

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

/** What stands after the # of its address. @param {Example} example */
export const addressOf = ({ id, kind }) => (kind === 'schedule' ? `${EXPLORE}${id}` : id);

/** @param {Pick<Example, 'id' | 'folder'>} example */
const fileOf = ({ id, folder = 'examples' }) => `${folder}/${id}`;

/** @template T @param {string} path @param {(response: Response) => Promise<T>} read @returns {Promise<T>} */
function once(path, read) {
  let file = files.get(path);
  if (!file) {
    file = fetched(path).then(read);
    file.catch(() => files.delete(path));
    files.set(path, file);
  }
  return file;
}

/** @param {Pick<Example, 'id' | 'folder'>} example @returns {Promise<string>} */
export const readSource = (example) => once(`${fileOf(example)}.c`, (response) => response.text());

/** The list of examples, as its file has it. */
export const readList = () => once('examples/index.json', (response) => response.json());

/** The same program in Python. @param {Example} example */
export async function readPython(example) {
  return (await fetched(`${fileOf(example)}.py`)).text();
}

/** @param {string} path @returns {Promise<Uint8Array>} */
const readBytes = (path) => once(path, async (response) => new Uint8Array(await response.arrayBuffer()));

/** @param {Pick<Example, 'id' | 'folder'>} example */
export const readModule = (example) => readBytes(`${fileOf(example)}.wasm`);

/** The module of the first example comes in two as well: what its first steps run, and the rest. */
export const readFirstPart = () => readBytes(`examples/${FIRST}.first.wasm`);
export const addressOfRest = () => new URL(`examples/${FIRST}.rest.wasm`, document.baseURI).href;

/** What the list says of the first example, which need not wait for the list. @returns {Promise<Example>} */
export function readFirst() {
  for (const file of [readFirstPart(), readSource({ id: FIRST })]) file.catch(() => {}); // who opens it hears of it
  return readJson({ id: FIRST });
}

/** Of a schedule the schedule, of the first example what the list says of it. @param {Pick<Example, 'id' | 'folder'>} example */
export const readJson = (example) => once(`${fileOf(example)}.json`, (response) => response.json());
