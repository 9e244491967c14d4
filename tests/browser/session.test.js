// The session behind the page, without a browser: the same steps in Node, and that looking at coroutines keeps none of them alive.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { load } from '../../wasm/api/index.js';
import { Session } from '../../web/src/session.js';
import { expected } from './expected.js';

const root = new URL('../../', import.meta.url);
const { examples } = JSON.parse(readFileSync(new URL('examples/index.json', root), 'utf8'));

/** @param {any} example */
const open = (example) => {
  const bytes = readFileSync(new URL(`build/examples/${example.id}.wasm`, root));
  return Session.open((options) => load(bytes, options), example);
};

describe('the session', () => {
  for (const example of examples) {
    test(`${example.id} holds nothing at its end`, async () => {
      const session = await open(example);
      for (const [index, command] of example.commands.entries()) {
        const before = session.entries.length;
        assert.equal(session.run(command), true);
        const answer = session.entries.slice(before).find(({ kind }) => ['value', 'stop', 'error'].includes(kind));
        assert.equal(answer?.text.split('\n').at(-1), expected[example.id][index].answer, command);
        assert.deepEqual(session.cards().map((card) => card.path), Object.keys(expected[example.id][index].cards), command);
      }
      for (const name of [...session.names.keys()]) session.run(`del ${name}`);
      assert.deepEqual(session.cards(), []);
      assert.deepEqual(session.module.live(), { objects: 0, coroutines: 0, stacks: 0, jsHandles: 0, bytes: 0 });
    });
  }

  test('what is dropped in the middle of a chain is gone at once', async () => {
    const session = await open(examples.find((/** @type {any} */ example) => example.id === 'await-chain'));
    for (const line of ['c1.send(None)', 'c1.cr_await', 'c1.cr_await.cr_await', 'c1.cr_await.cr_await.send(1)', '[c1, c1.cr_await]']) session.run(line);
    assert.equal(session.cards().length, 4);
    session.run('del c1');
    assert.equal(session.module.live().coroutines, 1);
    session.run('c2 = outer()');
    assert.deepEqual(session.entries.slice(-2).map((entry) => entry.text), ['>>> c2 = outer()', "RuntimeWarning: coroutine 'outer' was never awaited"]);
    session.run('inner = c2.cr_await');
    session.run('del c2');
    assert.equal(session.module.live().coroutines, 0);
  });

  test('a name keeps what was found through cr_await, but not from being closed by who awaits it', async () => {
    const session = await open(examples.find((/** @type {any} */ example) => example.id === 'await-chain'));
    for (const line of ['c1.send(None)', 'x = c1.cr_await.cr_await', 'c1.send(1)']) session.run(line);
    assert.deepEqual(session.cards().map((card) => `${card.path} ${card.word}`), ['c1 SUSPENDED', 'c1.cr_await SUSPENDED', 'c2 CREATED', 'x SUSPENDED']);
    session.run('del c1');
    assert.deepEqual(session.cards().map((card) => `${card.path} ${card.word}`), ['c2 CREATED', 'x CLOSED']);
  });
});
