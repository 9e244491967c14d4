// The series that are run and the lines of the table: which figure of which series, under which heading, and its goal.

/** What is needed to run them: a module, and where it comes from. */
export function seriesOf({ files, python }) {
  const round = new URL('round.js', import.meta.url).pathname;
  const program = new URL('programs/send.py', import.meta.url).pathname;
  const node = (name, file) => ({ command: process.execPath, args: [round, name, ...(file ? [file] : [])] });
  return {
    'inside-emcc': files.emcc && node('inside', files.emcc),
    'inside-clang': node('inside', files.clang),
    'api-emcc': files.emcc && node('api', files.emcc),
    'api-clang': node('api', files.clang),
    'memory-emcc': files.emcc && node('memory', files.emcc),
    'memory-clang': node('memory', files.clang),
    generators: node('generators'),
    fibers: files.fibers && node('fibers', files.fibers),
    python: python && { command: python, args: [program] },
  };
}

const both = (series, figure, label, goal) =>
  ['emcc', 'clang'].map((compiler) => ({ series: `${series}-${compiler}`, figure, label: `${label} (${compiler})`, goal }));

const chain = (depth) => ({
  title: `One round trip through an await chain of ${depth}: ns`,
  rows: [
    ...both('inside', `chain-${depth}`, 'aw_iter_send', 40),
    { series: 'generators', figure: `generator-${depth}`, label: 'JS generators, yield*' },
    { series: 'python', figure: `python-${depth}`, label: 'CPython coroutines' },
  ],
});

/** The table. A ratio is to the first row of its section that was measured. */
export const sections = [
  {
    title: 'One round trip inside wasm: ns',
    rows: [
      ...both('inside', 'send', 'aw_send', 40),
      ...both('inside', 'chain-1', 'aw_iter_send', 40),
      ...both('inside', 'switch', 'bare switch', 20),
      { series: 'generators', figure: 'generator-1', label: "JS generator's next(), in JS" },
      { series: 'fibers', figure: 'fiber', label: 'emscripten_fiber_swap, there and back' },
      { series: 'python', figure: 'python-1', label: "CPython's send" },
    ],
  },
  {
    title: 'One round trip from JavaScript: ns',
    rows: [
      ...both('api', 'api-send', 'c.send(null)'),
      ...both('api', 'api-next', 'c.next(null)'),
      { series: 'generators', figure: 'generator-1', label: "JS generator's next()" },
    ],
  },
  ...[16, 64, 1000].map(chain),
  {
    title: 'Each of 100,000 suspended coroutines: bytes',
    rows: [
      ...both('memory', 'memory-live', 'live, as aw_live() counts'),
      ...both('memory', 'memory-grown', 'growth of the memory', 300),
    ],
  },
];
