// Which functions of a module the user wrote, which are the runtime's and which the C library's. Linkers keep the order of what they are given: the program's object
// files, the runtime, libraries.

/** What an explorer is told nothing of: where memory comes from, and the streams themselves. */
const UNSEEN = [
  /alloc|free|chunk|brk|segment|mparams|init_top|sys_trim|heap|claim|split_block/,
  /printf|scanf|stdio|stdout|stdin|stderr|toread|towrite|uflow|overflow|unlocked|lockfile|^_*(do_|f|l)?(open|reopen|close|read|write|puts?|putc|putchar|gets?|getc|getchar|flush|seek|tell)[ovx]?$/,
];
/** Nor of its own notes, and what it calls itself. */
const NOTES = /^aw__(note_(access|fresh|freed|ended|quiet_end|everything)|blocks?_)|^aw_js_/;
const isSeen = (/** @type {string} */ name) => !UNSEEN.some((pattern) => pattern.test(name));

/**
 * @typedef {object} Origins names of the functions that object files and the runtime's archive define
 * @property {string[]} program
 * @property {string[]} runtime
 */

/**
 * @param {import('./module.js').WasmModule} linked with its own names, which need not be unique
 * @param {Origins} origins
 * @returns {{ program: number[], machinery: number[], library: number[] }} functions, by index. Machinery: the runtime's. Library: but for memory and streams
 */
export function sortFunctions({ functions }, origins) {
  const program = new Set(origins.program);
  const runtime = new Set(origins.runtime);
  const names = functions.map(({ name, imported }) => (imported ? '' : name));
  const first = names.findIndex((name) => runtime.has(name) && !program.has(name));
  const last = names.findLastIndex((name) => runtime.has(name) && name.startsWith('aw_'));
  const all = [...names.keys()];
  return {
    program: all.filter((index) => index < first && program.has(names[index])),
    machinery: all.filter((index) => index >= first && index <= last && !program.has(names[index]) && !NOTES.test(names[index])),
    library: all.filter((index) => index > last && isSeen(names[index])),
  };
}

/** Numbers in ascending order as ranges, ends included. @param {number[]} numbers @returns {[number, number][]} */
export function ranges(numbers) {
  /** @type {[number, number][]} */
  const found = [];
  for (const number of numbers) {
    const last = found.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found;
}
