// The first example, with what is loaded first: whatever is done in it until somebody asks for a loop.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { loadedParts } from '../../web/src/loop/load.js';
import { expected } from './expected.js';
import { first, opened } from './first-host.js';

/** All that can come of a line, as somebody who tries things types it. */
const LINES = [
  'c1.send(5)', 'c1.send(None)', 'c1.cr_await', 'c1.cr_running', 'c1', 'x = c1.cr_await', 'c1.send("text")', "c1.send([1, (2, b'), None])", 'c1.send([1, (2.5, None), 12345678901234567890])',
  'c2 = greet()', 'c2.send(c1)', 'c2.send(None)', 'c2.send(c1)', "c3 = greet()", 'c3.send(None)', "c3.throw(ValueError('no', 5))", "c3.throw(KeyError)", 'c3.throw(5)', 'c3.close()', 'c4 = greet()', "c4.throw(ExceptionGroup('both', [ValueError(1), KeyError(2)]))",
  'c5 = greet()', 'c5.close()', 'c5.send(None)', 'c6 = greet()', 'c6.send(ValueError)', 'del c6', 'c7 = greet()', 'c7.send(None)', 'del c7', 'greet(1)', 'greet', 'nobody', 'asyncio', 'asyncio.sleep(1)', 'x = asyncio.run(c1)',
  'c1.cr_frame', 'del c1.cr_await', 'c1()', 'c1.send(', 'ValueError(1)', 'del nobody', 'c2.throw(StopIteration(1))', 'c2.throw(GeneratorExit)',
];

test('the first example is stepped, back and forth, with what is loaded first', async () => {
  const { host, done } = await opened();
  for (const [index, command] of first.commands.entries()) assert.equal((await done(command)).split('\n').at(-1), expected['first-step'][index].answer);
  for (let step = first.commands.length; step > 0; step--) host.back();
  assert.equal(host.change().cards?.[0].word, 'CREATED');
  assert.equal(host.forward()?.sentence.startsWith('At step 1 of 3. It printed: the body starts.'), true);
  host.goTo(3);
  assert.equal(host.change().cards?.[0].word, 'CLOSED');
  assert.equal(loadedParts(), undefined);
});

test('whatever is typed there is answered as it is where all is loaded', async () => {
  const one = await opened();
  for (const line of LINES) {
    await one.done(line);
    if (one.host.back()) one.host.forward();
    one.host.change();
  }
  assert.equal(loadedParts(), undefined);
  one.host.goTo(0);
  const texts = one.said.join('\n');
  assert.doesNotMatch(texts, /loaded/);
  await one.done('asyncio.run(c1)'); // in a state from before there was a loop
  assert.notEqual(loadedParts(), undefined);
  await one.host.finish({ order: 'found', stopsAtDeadlock: true, task: null });
  assert.match(one.host.change().sentence ?? '', /The program has ended: greet /);
  one.host.back();
  one.host.goTo(0);
  assert.equal(one.host.change().cards?.[0].word, 'CREATED');
  const other = await opened();
  for (const line of LINES) {
    await other.done(line);
    if (other.host.back()) other.host.forward();
    other.host.change();
  }
  assert.equal(other.said.join('\n'), texts);
});

for (const [what, acts, wanted] of /** @type {const} */ ([
  ['what prints the tasks', "await host.look('pstree'); const { entries } = host.change(); console.log(entries.add.at(-1).text);", /^no tasks$/m],
  ['the inspector', "await host.inspect(true); await host.run('c1.send(None)'); console.log(host.change().inspected.chains[0].members[0].memory.frames > 0)", /^true$/m],
])) {
  test(`${what} is there when it is wanted`, () => {
    const code = `import { opened } from './first-host.js'; const { host } = await opened(); ${acts}`;
    assert.match(execFileSync(process.execPath, ['--input-type=module', '--eval', code], { cwd: import.meta.dirname ?? new URL('.', import.meta.url).pathname, encoding: 'utf8' }), wanted);
  });
}
