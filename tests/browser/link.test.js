// Links to a session: there and back, and what is no link, in Node, which has the same streams as a browser.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { isLink } from '../../web/src/share/fragment.js';
import { decodeLink, encodeLink } from '../../web/src/share/link.js';
import { random } from '../api/random.js';

const program = readFileSync(new URL('../../examples/stepping.c', import.meta.url), 'utf8');
const packed = (/** @type {unknown} */ value, version = 1) => `v${version}.${deflateSync(Buffer.from(JSON.stringify(value))).toString('base64url')}`;

test('what is put into a link comes out of it', async () => {
  for (const shared of [
    { example: 'first-step', acts: [], step: 0 },
    { example: 'send-values', acts: ['c1.send(None)', "c1.send('ü → 🐍')", 'c1.close()'], step: 2 },
    { example: 'stepping', source: program, acts: Array.from({ length: 500 }, () => 'Next callback'), step: 500 },
    { example: 'hello', source: '', acts: [], step: 0 },
  ]) {
    const link = await encodeLink(shared);
    assert.match(link, /^v1\.[\w-]+$/);
    assert.ok(isLink(link));
    assert.deepEqual(await decodeLink(link), shared);
  }
  assert.equal(isLink('first-step'), false);
  assert.equal(isLink('explore=lost-update'), false);
});

test('a program makes a link that fits into a message', async () => {
  const link = await encodeLink({ example: 'stepping', source: program, acts: Array.from({ length: 40 }, () => 'Next callback'), step: 17 });
  assert.ok(link.length < program.length, `${link.length} characters for a program of ${program.length}`);
});

test('what cannot be opened says why', async () => {
  const link = await encodeLink({ example: 'stepping', source: program, acts: [], step: 0 });
  const cases = /** @type {const} */ ([
    [link.slice(0, -20), 'damaged', /cut off/],
    [`${link.slice(0, 40)}é${link.slice(41)}`, 'damaged', /characters that no link has/],
    ['v1.', 'damaged', /characters/],
    ['v0.abcd', 'damaged', /no version 0/],
    ['hello', 'damaged', /begin/],
    [packed({ x: 'a' }, 2), 'newer', /version 2, this one reads 1/],
    [packed(null), 'damaged', /no program/],
    [packed({}), 'damaged', /no program/],
    [packed({ c: 'b' }), 'damaged', /no program/],
    [packed({ x: 'a', c: 7 }), 'damaged', /no program/],
    [packed({ x: 'a', a: [1] }), 'damaged', /steps/],
    [packed({ x: 'a', a: ['b'], s: 2 }), 'damaged', /no such step/],
    [packed({ x: 'a', s: -1 }), 'damaged', /no such step/],
    [packed({ x: 'a', c: 'x'.repeat(2 ** 22) }), 'too large', /1 MB/],
  ]);
  for (const [text, problem, message] of cases) {
    await assert.rejects(decodeLink(text), { name: 'LinkError', problem, message }, text.slice(0, 60));
  }
  await assert.rejects(encodeLink({ example: 'a', source: 'x'.repeat(2 ** 21), acts: [], step: 0 }), { problem: 'too large' });
});

test('whatever becomes of its characters, a link opens as it was or says why', async () => {
  const shared = { example: 'stepping', source: program, acts: ['Next callback'], step: 1 };
  const link = await encodeLink(shared);
  const draw = random(20261121);
  for (let i = 0; i < 500; i++) {
    const at = 3 + draw(link.length - 3);
    const text = draw(2) ? link.slice(0, at) : link.slice(0, at) + 'ABCxyz019_-'[draw(11)] + link.slice(at + 1);
    try {
      assert.deepEqual(await decodeLink(text), shared);
    } catch (error) {
      assert.equal(/** @type {Error} */ (error).name, 'LinkError');
    }
  }
});
