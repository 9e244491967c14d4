// Where a program's output goes: given functions, line by line; else the process's streams in Node and the console elsewhere.

export class Output {
  /** @param {'stdout' | 'stderr'} stream @param {((line: string) => void) | undefined} onLine */
  constructor(stream, onLine) {
    /** The beginning of a line whose end is still to come. */
    this.rest = '';
    const node = /** @type {any} */ (globalThis).process?.[stream];
    const decoder = new TextDecoder();
    const console_ = stream === 'stdout' ? (/** @type {string} */ line) => console.log(line) : (/** @type {string} */ line) => console.error(line);
    /** @type {(bytes: Uint8Array) => void} */
    this.write =
      onLine === undefined && typeof node?.write === 'function'
        ? (bytes) => void node.write(bytes.slice())
        : (bytes) => this.cut(decoder.decode(bytes, { stream: true }), onLine ?? console_);
  }

  /** @param {string} text @param {(line: string) => void} onLine */
  cut(text, onLine) {
    const parts = (this.rest + text).split('\n');
    this.rest = parts.pop() ?? '';
    for (const line of parts) onLine(line);
  }
}
