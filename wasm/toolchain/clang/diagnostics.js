// What clang and wasm-ld say, as data: places, notes and fixes. Works in Node, pages and workers.

/** What the compiler must be told, so that this can read it. */
export const DIAGNOSTIC_FLAGS = ['-fdiagnostics-print-source-range-info', '-fdiagnostics-parseable-fixits'];

/**
 * Lines and columns count from 1, columns in UTF-16 units as JavaScript and editors count.
 * @typedef {{ line: number, column: number }} Place
 *
 * @typedef {object} Diagnostic
 * @property {'error' | 'warning'} severity
 * @property {string} message
 * @property {Place} [from] without it, it is of no place in the source
 * @property {Place} [to] behind its end
 * @property {{ message: string, from?: Place }[]} notes
 * @property {{ from: Place, to: Place, text: string }[]} fixes made together
 */

const HEAD = /^(.+?):(\d+):(\d+):(?:((?:\{\d+:\d+-\d+:\d+\})+):)? (fatal error|error|warning|note): (.*)$/;
const FIX = /^fix-it:"(.+)":\{(\d+):(\d+)-(\d+):(\d+)\}:"(.*)"$/;
const RANGE = /\{(\d+):(\d+)-(\d+):(\d+)\}/;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The lines of a source, in which bytes are counted as clang does. */
class Lines {
  /** @param {string} source */
  constructor(source) {
    this.lines = source.split('\n');
  }

  /** @param {string | number} line @param {string | number} byte its column in bytes of UTF-8, from 1 @returns {Place} */
  place(line, byte) {
    const bytes = encoder.encode(this.lines[Number(line) - 1] ?? '');
    return { line: Number(line), column: decoder.decode(bytes.subarray(0, Number(byte) - 1)).length + 1 };
  }

  /** The end of the word that begins there. @param {Place} from @returns {Place} */
  wordEnd({ line, column }) {
    const word = /^(\w+|.)?/u.exec((this.lines[line - 1] ?? '').slice(column - 1));
    return { line, column: column + (word?.[0].length ?? 0) };
  }
}

/**
 * What the compiler said.
 * @param {string} output
 * @param {string} source
 * @param {string} name the source's, as the output has it
 * @returns {Diagnostic[]}
 */
export function readDiagnostics(output, source, name) {
  const lines = new Lines(source);
  /** @type {Diagnostic[]} */
  const found = [];
  for (const line of output.split('\n')) {
    const [, file, at, column, ranges, severity, message] = HEAD.exec(line) ?? [];
    const last = found.at(-1);
    if (file) {
      const from = file === name ? lines.place(at, column) : undefined;
      if (severity === 'note') last?.notes.push({ message, from });
      else found.push({ severity: severity === 'warning' ? 'warning' : 'error', message, from, to: from && endOf(lines, from, ranges), notes: [], fixes: [] });
      continue;
    }
    const [, fixed, line1, column1, line2, column2, text] = FIX.exec(line) ?? [];
    if (fixed === name) last?.fixes.push({ from: lines.place(line1, column1), to: lines.place(line2, column2), text: unescape(text) });
    const [, other] = /^(?:clang: )?(?:fatal )?error: (.*)$/.exec(line) ?? [];
    if (other) found.push({ severity: 'error', message: other, notes: [], fixes: [] });
  }
  return found.map(placed);
}

/** The end of the range that begins where it stands, else of the word there. @param {Lines} lines @param {Place} from @param {string} [ranges] */
function endOf(lines, from, ranges = '') {
  for (const range of ranges.match(new RegExp(RANGE, 'g')) ?? []) {
    const [, line1, column1, line2, column2] = /** @type {RegExpExecArray} */ (RANGE.exec(range));
    const begin = lines.place(line1, column1);
    if (begin.line === from.line && begin.column === from.column && line1 === line2) return lines.place(line2, column2);
  }
  return lines.wordEnd(from);
}

/** What stands in a header is where a note says that the source uses it. @param {Diagnostic} diagnostic */
function placed(diagnostic) {
  const from = diagnostic.from ?? diagnostic.notes.find((note) => note.from)?.from;
  return from ? { ...diagnostic, from, to: diagnostic.to ?? from } : diagnostic;
}

/** As C writes text: octal for what is not ASCII. @param {string} text */
function unescape(text) {
  const bytes = [];
  for (const [whole, octal, other] of text.matchAll(/\\([0-7]{3})|\\(.)|[^\\]+/g)) {
    if (octal) bytes.push(parseInt(octal, 8));
    else bytes.push(...encoder.encode(other ? { n: '\n', t: '\t' }[other] ?? other : whole));
  }
  return decoder.decode(new Uint8Array(bytes));
}

/**
 * What the linker said.
 * @param {string} output
 * @param {string} source
 * @returns {Diagnostic[]}
 */
export function readLinkerErrors(output, source) {
  /** @type {Diagnostic[]} */
  const found = [];
  for (const [, severity, said] of output.matchAll(/^(?:\S*wasm-ld: )?(error|warning): (.*)$/gm)) {
    const [, missing] = /undefined symbol: (\w+)/.exec(said) ?? [];
    const twice = /duplicate symbol: (\w+)/.exec(said)?.[1];
    const place = missing ?? twice ? wordIn(source, missing ?? twice ?? '') : undefined;
    const message = missing ? `${missing} is declared and used, but defined nowhere` : twice ? `${twice} is defined already, by the runtime or the C library` : said;
    found.push({ severity: severity === 'warning' ? 'warning' : 'error', message, ...place, notes: message === said ? [] : [{ message: `wasm-ld: ${said}` }], fixes: [] });
  }
  return found;
}

/** Where a word stands last: behind its declaration. @param {string} source @param {string} word @returns {{ from: Place, to: Place } | undefined} */
function wordIn(source, word) {
  const at = [...source.matchAll(new RegExp(`\\b${word}\\b`, 'g'))].at(-1)?.index;
  if (at === undefined) return undefined;
  const before = source.slice(0, at).split('\n');
  const from = { line: before.length, column: /** @type {string} */ (before.at(-1)).length + 1 };
  return { from, to: { line: from.line, column: from.column + word.length } };
}
