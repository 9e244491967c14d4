// Where a program's output goes: given functions, line by line; else the process's streams in Node and the console elsewhere.

/**
 * @param {'stdout' | 'stderr'} stream
 * @param {((line: string) => void) | undefined} onLine
 * @returns {(bytes: Uint8Array) => void}
 */
export function outputTo(stream, onLine) {
  const node = /** @type {any} */ (globalThis).process?.[stream];
  if (onLine === undefined && typeof node?.write === 'function') return (bytes) => void node.write(bytes.slice());
  return lines(onLine ?? (stream === 'stdout' ? (line) => console.log(line) : (line) => console.error(line)));
}

/** Cuts bytes into lines; the rest of a line waits for its end. @param {(line: string) => void} onLine */
function lines(onLine) {
  const decoder = new TextDecoder();
  let rest = '';
  return (/** @type {Uint8Array} */ bytes) => {
    const parts = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) onLine(line);
  };
}
