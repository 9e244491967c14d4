// Where a program's output goes: given functions, line by line; else the process's streams in Node and the console elsewhere.

const NEW_LINE = 10;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export class Output {
  /** The beginning of a line whose end is still to come, in pieces. @type {Uint8Array[]} */
  #pieces = [];

  /** @param {'stdout' | 'stderr'} stream @param {((line: string) => void) | undefined} onLine */
  constructor(stream, onLine) {
    const node = /** @type {any} */ (globalThis).process?.[stream];
    const console_ = stream === 'stdout' ? (/** @type {string} */ line) => console.log(line) : (/** @type {string} */ line) => console.error(line);
    /** @type {(bytes: Uint8Array) => void} */
    this.write =
      onLine === undefined && typeof node?.write === 'function'
        ? (bytes) => void node.write(bytes.slice())
        : (bytes) => this.#cut(bytes, onLine ?? console_);
  }

  /** That line's bytes, which are part of the program's state: the last may be half of a character. The same array as long as nothing is written. */
  get rest() {
    if (this.#pieces.length !== 1) this.#pieces = [joined(this.#pieces)];
    return this.#pieces[0];
  }

  set rest(bytes) {
    this.#pieces = [bytes];
  }

  /** @param {Uint8Array} bytes @param {(line: string) => void} onLine */
  #cut(bytes, onLine) {
    const lines = [];
    let from = 0;
    for (let end = bytes.indexOf(NEW_LINE); end >= 0; end = bytes.indexOf(NEW_LINE, from)) {
      lines.push(decoder.decode(joined([...this.#pieces, bytes.subarray(from, end)])));
      this.#pieces = [];
      from = end + 1;
    }
    if (from < bytes.length) this.#pieces.push(bytes.slice(from));
    for (const line of lines) onLine(line);
  }
}

/** @param {Uint8Array[]} pieces */
function joined(pieces) {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
