// The program of busy.c as examples of the page, beside the first one of its own.
import { readFileSync } from 'node:fs';
import { moduleFile } from '../api/modules.js';

const source = new URL('busy.c', import.meta.url);
const index = new URL('../../examples/index.json', import.meta.url);

const EXAMPLES = [
  { id: 'crowd', kind: 'loop', start: ['asyncio.run(crowd(50, 10))'] },
  { id: 'fifty', kind: 'loop', start: ['asyncio.run(crowd(50, 1))'] },
  { id: 'thousand', kind: 'loop', start: ['asyncio.run(crowd(1000, 1))'] },
  { id: 'long', kind: 'loop', start: ['asyncio.run(crowd(4, 100))'] },
  { id: 'hour', kind: 'loop', start: ['asyncio.run(worker(359950, 1))'] },
  { id: 'endless', start: ['c1 = endless(2)'] },
  { id: 'endless-at-once', start: ['c1 = endless(0)', 'c1.send(None)'] },
  { id: 'traps', start: ['c1 = traps()'] },
  { id: 'spin', kind: 'loop', start: ['asyncio.run(main_coroutine())'] },
];

/** From now on this server has them. @param {Awaited<ReturnType<typeof import('./serve.js').serve>>} server */
export async function addBusyExamples(server) {
  const module = readFileSync(await moduleFile('../browser/busy', 'clang'));
  const { examples, explored } = JSON.parse(readFileSync(index, 'utf8'));
  const added = EXAMPLES.map((one) => ({ title: one.id, lesson: 'For the tests.', commands: [], ...one }));
  server.given.set('examples/index.json', JSON.stringify({ examples: [examples[0], ...added], explored }));
  for (const { id } of added) {
    server.given.set(`examples/${id}.wasm`, module);
    server.given.set(`examples/${id}.c`, readFileSync(source));
  }
}
