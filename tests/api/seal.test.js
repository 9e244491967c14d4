// Seals: what a key sealed it opens, and nothing else.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SnapshotError, openSnapshot, sealSnapshot } from '../../wasm/api/index.js';
import { damaged, random } from './random.js';

const SEED = 2104;
const ROUNDS = 1000;
const snapshot = Uint8Array.from({ length: 1000 }, (_, i) => i * 7);
const bytes = Uint8Array.from({ length: 32 }, (_, i) => i);
/** @param {string} hash @param {KeyUsage[]} uses */
const keyFor = (hash, uses) => crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash }, false, uses);

/** @param {Promise<unknown>} promise @param {string} problem */
async function refused(promise, problem) {
  const error = await promise.then(() => assert.fail('it was opened'), (/** @type {unknown} */ error) => error);
  assert.ok(error instanceof SnapshotError, String(error));
  assert.equal(error.problem, problem);
}

describe('a seal', () => {
  test('is taken off by the key that made it, as bytes or as a CryptoKey', async () => {
    const key = await keyFor('SHA-256', ['sign', 'verify']);
    for (const sealing of [key, bytes]) {
      const sealed = await sealSnapshot(snapshot, sealing);
      for (const opening of [key, bytes]) assert.deepEqual(await openSnapshot(sealed, opening), snapshot);
    }
    assert.deepEqual(await openSnapshot(await sealSnapshot(new Uint8Array(0), bytes), bytes), new Uint8Array(0));
    assert.deepEqual(await openSnapshot(Buffer.from(await sealSnapshot(Buffer.from(snapshot), Buffer.from(bytes))), bytes), snapshot);
  });

  test('stands where docs/snapshot-format.md says', async () => {
    const sealed = await sealSnapshot(snapshot, bytes);
    assert.equal(Buffer.from(sealed.subarray(0, 16)).toString('hex'), '8941574b0d0a1a0a0100000000000000');
    assert.deepEqual(sealed.subarray(16, 1016), snapshot);
    const mac = await crypto.subtle.sign('HMAC', await keyFor('SHA-256', ['sign']), sealed.subarray(0, 1016));
    assert.deepEqual(sealed.subarray(1016), new Uint8Array(mac));
  });

  test('of another key, or of other contents', async () => {
    const sealed = await sealSnapshot(snapshot, bytes);
    await refused(openSnapshot(sealed, bytes.map((byte) => byte ^ 1)), 'broken seal');
    await refused(openSnapshot(sealed.subarray(0, -1), bytes), 'broken seal');
    await refused(openSnapshot(snapshot, bytes), 'not sealed');
    await refused(openSnapshot(sealed.subarray(0, 47), bytes), 'not sealed');
    await refused(openSnapshot(sealed.map((byte, i) => (i === 8 ? 2 : byte)), bytes), 'newer format');
    const other = await sealSnapshot(snapshot.map((byte) => byte ^ 255), bytes);
    const draw = random(SEED);
    for (let round = 0; round < ROUNDS; round++) {
      const error = await openSnapshot(damaged(sealed, draw, other), bytes).then(() => null, (/** @type {unknown} */ error) => error);
      assert.ok(error instanceof SnapshotError, `seed ${SEED}, round ${round}: ${error}`);
    }
  });

  test('covers what is given back: bytes that change while they are checked are not', async () => {
    const sealed = await sealSnapshot(snapshot, bytes);
    const opening = openSnapshot(sealed, bytes);
    sealed.fill(0);
    assert.deepEqual(await opening, snapshot);
  });

  test('needs a key that is worth it', async () => {
    const keys = [bytes.subarray(1), new Uint8Array(0), 'a passphrase', null, undefined, {}, await keyFor('SHA-1', ['sign', 'verify'])];
    for (const key of keys) await assert.rejects(sealSnapshot(snapshot, /** @type {any} */ (key)), TypeError);
    const sealed = await sealSnapshot(snapshot, bytes);
    for (const key of keys) await assert.rejects(openSnapshot(sealed, /** @type {any} */ (key)), TypeError);
    await assert.rejects(sealSnapshot(snapshot, await keyFor('SHA-256', ['verify'])), { name: 'TypeError', message: 'this CryptoKey was not made to sign' });
    await assert.rejects(openSnapshot(sealed, await keyFor('SHA-256', ['sign'])), { name: 'TypeError', message: 'this CryptoKey was not made to verify' });
    await assert.rejects(sealSnapshot(/** @type {any} */ ('text'), bytes), TypeError);
    await assert.rejects(openSnapshot(/** @type {any} */ (null), bytes), TypeError);
  });
});
