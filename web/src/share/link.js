// A session as the fragment of an address: which program, what was done to it, and at which step the reader stood. `v1.` and the JSON in base64url, deflated,
// with a checksum, so that damage is found.
// Nothing else is needed: the program is stepped again, so its state is not in the link.

/**
 * @typedef {object} Shared
 * @property {string} example the id of one of the page's programs
 * @property {string} [source] C, where the reader has changed it
 * @property {string[]} acts what was done, in order, to the end of the branch
 * @property {number} step how many of them had been done where the reader stood
 */

import { LINK } from './fragment.js';

const VERSION = 1;
/** Of the JSON, in bytes: more is no program that a reader would write. */
const MOST = 1 << 20;
const MOST_ACTS = 10_000;

/** A link that cannot be opened; the message says why. */
export class LinkError extends Error {
  name = 'LinkError';

  /** @param {'damaged' | 'newer' | 'too large'} problem @param {string} message */
  constructor(problem, message) {
    super(message);
    this.problem = problem;
  }
}

const damaged = (/** @type {string} */ why) => new LinkError('damaged', `This link is damaged: ${why}. Was a part of it cut off?`);

/** @param {Shared} shared @returns {Promise<string>} without the # */
export async function encodeLink({ example, source, acts, step }) {
  const json = new TextEncoder().encode(JSON.stringify({ x: example, c: source, a: acts.length > 0 ? acts : undefined, s: step || undefined }));
  if (json.length > MOST || acts.length > MOST_ACTS) throw new LinkError('too large', 'There is too much in this session for a link: more than 1 MB, or 10,000 steps.');
  return `v${VERSION}.${toBase64(await through(json, new CompressionStream('deflate')))}`;
}

/** @param {string} fragment @returns {Promise<Shared>} Rejects with a LinkError. */
export async function decodeLink(fragment) {
  const [, version, text] = LINK.exec(fragment) ?? [];
  if (text === undefined) throw damaged('it does not begin as one');
  if (Number(version) > VERSION) throw new LinkError('newer', `This link was made by a newer playground (version ${version}, this one reads ${VERSION}). Reload the page to get the newest.`);
  if (Number(version) < 1) throw damaged(`there is no version ${version}`);
  return checked(parsed(await inflated(text)));
}

/** @param {string} text */
async function inflated(text) {
  if (!/^[\w-]+$/.test(text)) throw damaged('it has characters that no link has');
  try {
    return await through(fromBase64(text), new DecompressionStream('deflate'));
  } catch (error) {
    if (error instanceof LinkError) throw error;
    throw damaged('it does not unpack');
  }
}

/** @param {Uint8Array} bytes */
function parsed(bytes) {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw damaged('what it unpacks to is cut short');
  }
}

/** @param {any} read @returns {Shared} */
function checked(read) {
  const { x: example, c: source, a: acts = [], s: step = 0 } = read !== null && typeof read === 'object' ? read : {};
  if (typeof example !== 'string' || (source !== undefined && typeof source !== 'string')) throw damaged('it names no program');
  if (!Array.isArray(acts) || acts.length > MOST_ACTS || !acts.every((act) => typeof act === 'string')) throw damaged('its steps are none');
  if (!Number.isInteger(step) || step < 0 || step > acts.length) throw damaged('there is no such step');
  return { example, ...(source !== undefined && { source }), acts, step };
}

/** @param {Uint8Array<ArrayBuffer>} bytes @param {CompressionStream | DecompressionStream} transform */
async function through(bytes, transform) {
  const parts = [];
  let length = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(transform).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > MOST) {
      await reader.cancel().catch(() => {});
      throw new LinkError('too large', 'This link unpacks to more than 1 MB: it is not one that this page made.');
    }
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** @param {Uint8Array} bytes */
function toBase64(bytes) {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** @param {string} text */
const fromBase64 = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
