// The session behind the page, without a browser: the same steps in Node, and that looking at coroutines keeps none of them alive.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { load } from '../../wasm/api/index.js';
import { Axis } from '../../web/src/loop/axis.js';
import { Layout, segmentsOf } from '../../web/src/loop/layout.js';
import { loadLoop } from '../../web/src/loop/load.js';
import { Session } from '../../web/src/session.js';
import { moduleFile } from '../api/modules.js';
import { expected, loops } from './expected.js';

const root = new URL('../../', import.meta.url);
const { examples } = JSON.parse(readFileSync(new URL('examples/index.json', root), 'utf8'));

/** @param {any} example */
const open = (example) => {
  const bytes = readFileSync(new URL(`build/examples/${example.id}.wasm`, root));
  return Session.open((options) => load(bytes, options), example);
};

describe('the session', () => {
  for (const example of examples) {
    if (example.kind === 'loop') continue;
    test(`${example.id} holds nothing at its end`, async () => {
      const session = await open(example);
      for (const [index, command] of example.commands.entries()) {
        const before = session.entries.length;
        assert.equal(await session.run(command), true);
        const answer = session.entries.slice(before).find(({ kind }) => ['value', 'stop', 'error'].includes(kind));
        assert.equal(answer?.text.split('\n').at(-1), expected[example.id][index].answer, command);
        assert.deepEqual(session.cards().map((card) => card.path), Object.keys(expected[example.id][index].cards), command);
      }
      for (const name of [...session.names.keys()]) await session.run(`del ${name}`);
      assert.deepEqual(session.cards(), []);
      assert.deepEqual(session.module.live(), { objects: 0, coroutines: 0, stacks: 0, jsHandles: 0, bytes: 0 });
    });
  }

  test('what is dropped in the middle of a chain is gone at once', async () => {
    const session = await open(examples.find((/** @type {any} */ example) => example.id === 'await-chain'));
    for (const line of ['c1.send(None)', 'c1.cr_await', 'c1.cr_await.cr_await', 'c1.cr_await.cr_await.send(1)', '[c1, c1.cr_await]']) await session.run(line);
    assert.equal(session.cards().length, 4);
    await session.run('del c1');
    assert.equal(session.module.live().coroutines, 1);
    await session.run('c2 = outer()');
    assert.deepEqual(session.entries.slice(-2).map((entry) => entry.text), ['>>> c2 = outer()', "RuntimeWarning: coroutine 'outer' was never awaited"]);
    await session.run('inner = c2.cr_await');
    await session.run('del c2');
    assert.equal(session.module.live().coroutines, 0);
  });

  test('a name keeps what was found through cr_await, but not from being closed by who awaits it', async () => {
    const session = await open(examples.find((/** @type {any} */ example) => example.id === 'await-chain'));
    for (const line of ['c1.send(None)', 'x = c1.cr_await.cr_await', 'c1.send(1)']) await session.run(line);
    assert.deepEqual(session.cards().map((card) => `${card.path} ${card.word}`), ['c1 SUSPENDED', 'c1.cr_await SUSPENDED', 'c2 CREATED', 'x SUSPENDED']);
    await session.run('del c1');
    assert.deepEqual(session.cards().map((card) => `${card.path} ${card.word}`), ['c2 CREATED', 'x CLOSED']);
  });

  for (const { id, kind, ...example } of examples) {
    if (kind !== 'loop') continue;
    for (const [how, go] of /** @type {const} */ ([['callback by callback', 'step'], ['by iterations', 'turn'], ['at once', 'finish']])) {
      test(`${id}, ${how}, does what Python does and holds nothing at its end`, async () => {
        const session = await open({ id, ...example });
        const program = /** @type {import('../../web/src/loop/program.js').Program} */ (session.program);
        for (let i = 0; !program.isDone; i++) {
          assert.ok(i < 200, 'it ends');
          await program[go]();
          assert.notEqual(String(program.sentence), '');
        }
        const texts = (/** @type {string} */ kind) => session.entries.filter((entry) => entry.kind === kind).map((entry) => entry.text);
        assert.deepEqual(texts('out'), loops[id].printed);
        assert.deepEqual(texts('value'), loops[id].result ? [loops[id].result] : []);
        assert.equal(session.notices.length, loops[id].notice ? 1 : 0);
        assert.deepEqual(program.tasks(), []);
        assert.equal(program.history.names.size, loops[id].tasks);
        assert.equal(`${Number(program.loop.time.toFixed(3))} s`, loops[id].clock);
        assert.deepEqual(session.module.live(), { objects: 0, coroutines: 0, stacks: 0, jsHandles: 0, bytes: 0 });
        checkLayout(program.history);
      });
    }
  }

  test('asyncio.run() answers as Python does', async () => {
    const session = await open({ id: 'gather', start: [] });
    const run = async (/** @type {string} */ line) => {
      const before = session.entries.length;
      await session.run(line);
      await session.program?.finish();
      return session.entries.slice(before + 1).filter((entry) => entry.kind !== 'out').map((entry) => entry.text);
    };
    assert.deepEqual(await run('asyncio.run(5)'), ['ValueError: a coroutine was expected, got 5']);
    assert.deepEqual(await run("asyncio.run(factorial('X', 3))"), ['6']);
    assert.deepEqual(await run('asyncio.run(main_coroutine())'), ['[2, 6, 24]']);
    await session.run('asyncio.run(main_coroutine())');
    await session.run('asyncio.run(main_coroutine())');
    assert.deepEqual(session.entries.slice(-2).map((entry) => entry.text), [
      'RuntimeError: asyncio.run() cannot be called from a running event loop',
      "RuntimeWarning: coroutine 'main_coroutine' was never awaited",
    ]);
  });

  test('what a program raises is told, and the tasks that are left are cancelled', async () => {
    const session = await open({ id: 'unseen-error', start: ["asyncio.run(send_mail('you'))"] });
    await session.program?.finish();
    assert.equal(session.entries.at(-1)?.text, 'Traceback (most recent call last):\n  File "unseen-error.c", line 8, in send_mail\nValueError: you is no address');
    assert.deepEqual(session.notices.map(({ kind, title }) => [kind, title]), [['error', 'send_mail raised ValueError: you is no address']]);
    assert.match(String(session.program?.sentence), /The program has ended: send_mail raised ValueError: you is no address\.$/);
  });
});

/** The timeline has a row for each task, whose segments follow one another, and no mark outside; it is the same however it grew. @param {import('../../web/src/loop/history.js').History} history */
function checkLayout({ events, names }) {
  const layout = new Layout(events);
  const grown = new Layout();
  for (const event of events) grown.add([event]);
  assert.deepEqual([grown.columns, grown.rows, grown.ends], [layout.columns, layout.rows, layout.ends]);
  const { rows, columns, end } = layout;
  assert.deepEqual(rows.filter((row) => row.number > 0).map((row) => row.name), [...names.values()]);
  for (const isTime of [false, true]) {
    const axis = new Axis(columns, { isTime, unfolded: new Set() });
    for (const [column, { idle, width }] of columns.entries()) {
      const gap = axis.gaps.find((one) => one.column === column);
      assert.equal(gap !== undefined, idle > 0);
      const before = column > 0 ? axis.starts[column - 1] + columns[column - 1].width : 0;
      assert.equal(axis.starts[column], before + (gap?.width ?? 0));
      assert.ok(width > 0 && (!gap || (gap.width > 0 && (isTime || gap.isFolded))));
    }
    for (const row of rows) {
      const segments = segmentsOf(row, end).map(({ from, to }) => [axis.x(from), axis.x(to)]);
      for (const [index, [from, to]] of segments.entries()) assert.ok(from < to && from >= (segments[index - 1]?.[1] ?? 0), `${row.name}: ${JSON.stringify(segments)}`);
      for (const { at, event } of row.marks) assert.ok(axis.x(at) > 0 && axis.x(at) < axis.width && events[event], row.name);
    }
  }
}

test('a step of many tasks keeps what the program changed, and not what was looked at', async () => {
  await loadLoop();
  const bytes = readFileSync(await moduleFile('../browser/busy', 'clang'));
  const session = await Session.open((options) => load(bytes, options), { id: 'busy', start: [], commands: [] });
  await session.run('asyncio.run(counter(200))');
  await session.step();
  const past = /** @type {NonNullable<typeof session.past>} */ (session.past);
  const first = past.bytes;
  await session.finish();
  const { number } = past.current;
  assert.ok(number > 800, `${number} steps`);
  const each = (past.bytes - first) / number;
  assert.ok(each < 30_000, `${each} bytes for each step`);
  assert.match(String(session.sentence), /counter returned/);
});
