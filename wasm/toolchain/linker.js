// What the linker is told, with every compiler. Works in Node, pages and workers.

/** @param {string} runtime the archive @param {string[]} exports @param {{ mainStack: number, wrap: string[] }} list the runtime's (runtime/sources.json) */
export function linkerFlags(runtime, exports, { mainStack, wrap }) {
  return [
    ...['--whole-archive', runtime, '--no-whole-archive', '-z', `stack-size=${mainStack}`],
    ...wrap.map((name) => `--wrap=${name}`),
    ...exports.map((name) => `--export=${name}`),
  ];
}
