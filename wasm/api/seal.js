// Seals: an HMAC-SHA-256 around a snapshot, by which a program knows one that it made itself. The contents stay readable: a seal does not encrypt.

import { SnapshotError } from '../bridge/errors.js';

const MAGIC = Uint8Array.of(0x89, 0x41, 0x57, 0x4b, 0x0d, 0x0a, 0x1a, 0x0a);
const VERSION = 1;
const HEADER_BYTES = 16;
const VERSION_AT = 8;
const MAC_BYTES = 32;
const KEY_BYTES = 32;
const HMAC = { name: 'HMAC', hash: 'SHA-256' };

/** @param {Uint8Array} snapshot @param {CryptoKey | Uint8Array} key */
export async function sealSnapshot(snapshot, key) {
  requireBytes(snapshot, 'a snapshot');
  const sealed = new Uint8Array(HEADER_BYTES + snapshot.length + MAC_BYTES);
  sealed.set(MAGIC);
  new DataView(sealed.buffer).setUint16(VERSION_AT, VERSION, true);
  sealed.set(snapshot, HEADER_BYTES);
  const covered = sealed.length - MAC_BYTES;
  const { subtle, hmacKey } = await keyFor('sign', key);
  sealed.set(new Uint8Array(await subtle.sign('HMAC', hmacKey, sealed.subarray(0, covered))), covered);
  return sealed;
}

/** @param {Uint8Array} sealed @param {CryptoKey | Uint8Array} key */
export async function openSnapshot(sealed, key) {
  requireBytes(sealed, 'a sealed snapshot');
  // What is checked is what is given back, even if somebody writes to the original meanwhile.
  const bytes = new Uint8Array(sealed);
  if (bytes.length < HEADER_BYTES + MAC_BYTES || MAGIC.some((byte, i) => byte !== bytes[i])) {
    throw new SnapshotError('not sealed', 'this is no sealed snapshot');
  }
  const version = new DataView(bytes.buffer).getUint16(VERSION_AT, true);
  if (version > VERSION) throw new SnapshotError('newer format', `this snapshot has a seal of format ${version}, and this libawait knows none above ${VERSION}`);
  const covered = bytes.length - MAC_BYTES;
  const { subtle, hmacKey } = await keyFor('verify', key);
  if (!(await subtle.verify('HMAC', hmacKey, bytes.subarray(covered), bytes.subarray(0, covered)))) {
    throw new SnapshotError('broken seal', 'the seal of this snapshot was not made with this key, or what it seals was changed');
  }
  return bytes.subarray(HEADER_BYTES, covered);
}

/** @param {'sign' | 'verify'} use @param {CryptoKey | Uint8Array} key */
async function keyFor(use, key) {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) throw new Error('a seal needs crypto.subtle, which a page has only if it came over HTTPS or from localhost');
  if (!(key instanceof Uint8Array)) return { subtle, hmacKey: checkedKey(use, key) };
  if (key.length < KEY_BYTES) throw new TypeError(`the key of a seal has at least ${KEY_BYTES} bytes, not ${key.length}`);
  return { subtle, hmacKey: await subtle.importKey('raw', new Uint8Array(key), HMAC, false, [use]) };
}

/** @param {'sign' | 'verify'} use @param {CryptoKey} key */
function checkedKey(use, key) {
  const { name, hash } = /** @type {{ name?: string, hash?: { name: string } }} */ (key?.algorithm ?? {});
  if (name !== 'HMAC' || hash?.name !== 'SHA-256') throw new TypeError('the key of a seal is a CryptoKey for HMAC with SHA-256, or at least 32 random bytes');
  if (!key.usages.includes(use)) throw new TypeError(`this CryptoKey was not made to ${use}`);
  return key;
}

/** @param {unknown} bytes @param {string} what */
function requireBytes(bytes, what) {
  if (!(bytes instanceof Uint8Array)) throw new TypeError(`${what} is a Uint8Array`);
}
