// The container of a snapshot: what stands at which byte (docs/snapshot-format.md), and every check that can be made without the module's memory.

import { SnapshotError } from '../errors.js';
import { malformed } from './bytes.js';
import { checksum } from './checksum.js';

/**
 * @typedef {import('../errors.js').SnapshotProblem} SnapshotProblem
 *
 * @typedef {object} Run of memory
 * @property {number} address
 * @property {Uint8Array} bytes
 */

/**
 * @typedef {object} Parts
 * @property {{ id: string, runtime: string, compiler: string }} module that was saved; `id` is 32 hexadecimal digits
 * @property {number} pages of 64 KiB: the size of its memory
 * @property {number} now the clock of its loop, in seconds
 * @property {number} date when it was saved, in milliseconds since 1970
 * @property {bigint[]} globals the bit patterns of its mutable globals, in order
 * @property {Run[]} memory ascending, not overlapping
 * @property {Uint8Array} host what belongs to JavaScript, as the codec wrote it
 * @property {Uint8Array | null} parent null: memory that is in no run is zero; otherwise it is as in the snapshot with this identity
 */

const VERSION = 1;
const MAGIC = Uint8Array.of(0x89, 0x41, 0x57, 0x53, 0x0d, 0x0a, 0x1a, 0x0a);
const FULL = 0;
const DELTA = 1;
const AT = { version: 8, kind: 10, pages: 12, length: 16, now: 24, date: 32, id: 40, parent: 56, globals: 72, runs: 76, runtime: 80, compiler: 84, host: 88 };
const HEADER_BYTES = 96;
const GLOBAL_BYTES = 8;
const RUN_BYTES = 8;
const CHECKSUM_BYTES = 16;
const PAGE_BYTES = 65536;
const MAX_PAGES = 65536;

/** @param {Parts} parts @returns {Uint8Array} */
export function encode({ module, pages, now, date, globals, memory, host, parent }) {
  const texts = new TextEncoder();
  const runtime = texts.encode(module.runtime);
  const compiler = texts.encode(module.compiler);
  let length = HEADER_BYTES + globals.length * GLOBAL_BYTES + memory.length * RUN_BYTES;
  for (const run of memory) length += run.bytes.length;
  length += runtime.length + compiler.length + host.length + CHECKSUM_BYTES;

  const bytes = new Uint8Array(length);
  const data = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  data.setUint16(AT.version, VERSION, true);
  data.setUint16(AT.kind, parent ? DELTA : FULL, true);
  data.setUint32(AT.pages, pages, true);
  data.setBigUint64(AT.length, BigInt(length), true);
  data.setFloat64(AT.now, now, true);
  data.setFloat64(AT.date, date, true);
  bytes.set(fromHex(module.id), AT.id);
  if (parent) bytes.set(parent, AT.parent);
  data.setUint32(AT.globals, globals.length, true);
  data.setUint32(AT.runs, memory.length, true);
  data.setUint32(AT.runtime, runtime.length, true);
  data.setUint32(AT.compiler, compiler.length, true);
  data.setBigUint64(AT.host, BigInt(host.length), true);

  let at = HEADER_BYTES;
  for (const bits of globals) {
    data.setBigUint64(at, bits, true);
    at += GLOBAL_BYTES;
  }
  for (const run of memory) {
    data.setUint32(at, run.address, true);
    data.setUint32(at + 4, run.bytes.length, true);
    at += RUN_BYTES;
  }
  for (const run of memory) {
    bytes.set(run.bytes, at);
    at += run.bytes.length;
  }
  for (const part of [runtime, compiler, host]) {
    bytes.set(part, at);
    at += part.length;
  }
  bytes.set(checksum(bytes.subarray(0, at)), at);
  return bytes;
}

/**
 * Runs and host part are views of `bytes`. SnapshotError: these bytes are no snapshot of this module.
 * @param {Uint8Array} bytes @param {Parts['module']} module that is to go on from it
 * @returns {Parts & { identity: Uint8Array }}
 */
export function decode(bytes, module) {
  const data = complete(bytes);
  if (!same(identityOf(bytes), checksum(bytes.subarray(0, bytes.length - CHECKSUM_BYTES)))) throw damaged('its checksum is not that of its contents');
  const parts = contents(bytes, data);
  checkModule(parts.module, module);
  checkMemory(parts);
  return { ...parts, identity: identityOf(bytes) };
}

/**
 * A full snapshot and the changes since, each of which continues the one before it.
 * @param {readonly Uint8Array[]} snapshots @param {Parts['module']} module
 */
export function decodeChain(snapshots, module) {
  const chain = snapshots.map((bytes) => decode(bytes, module));
  chain.forEach(({ parent }, i) => {
    if (parent === null && i > 0) throw new SnapshotError('wrong chain', `snapshot ${i + 1} of ${chain.length} is a full one, which must be the first`);
    if (parent !== null && i === 0) throw new SnapshotError('wrong chain', 'this snapshot only has what changed since another one, which must be given before it');
    if (parent !== null && !same(parent, chain[i - 1].identity)) {
      throw new SnapshotError('wrong chain', `snapshot ${i + 1} of ${chain.length} says what changed since another snapshot than the one before it`);
    }
  });
  return chain;
}

/** What a delta calls its parent: a snapshot's own checksum. The bytes must have been decoded, or encoded, before. @param {Uint8Array} bytes */
export function identityOf(bytes) {
  return bytes.subarray(bytes.length - CHECKSUM_BYTES);
}

/** @param {Uint8Array} bytes */
function complete(bytes) {
  if (!(bytes instanceof Uint8Array)) throw new TypeError(`a snapshot is a Uint8Array, not ${bytes === null ? 'null' : typeof bytes}`);
  if (bytes.length === 0) throw new SnapshotError('not a snapshot', 'this is no snapshot: it is empty');
  const begun = Math.min(bytes.length, MAGIC.length);
  if (!same(bytes.subarray(0, begun), MAGIC.subarray(0, begun))) throw notSnapshot(bytes);
  if (bytes.length < HEADER_BYTES + CHECKSUM_BYTES) throw cutShort(bytes.length, `at least ${HEADER_BYTES + CHECKSUM_BYTES}`);
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const version = data.getUint16(AT.version, true);
  if (version > VERSION) throw new SnapshotError('newer format', `this snapshot has format ${version}, and this libawait knows none above ${VERSION}`);
  if (version < VERSION) throw damaged(`there is no format ${version}`);
  const length = data.getBigUint64(AT.length, true);
  if (length > bytes.length) throw cutShort(bytes.length, `${length}`);
  if (length < bytes.length) throw damaged(`${BigInt(bytes.length) - length} bytes follow its end`);
  return data;
}

/** @param {Uint8Array} bytes @param {DataView} data @returns {Parts} */
function contents(bytes, data) {
  const kind = data.getUint16(AT.kind, true);
  if (kind > DELTA) throw malformed(`there is no kind ${kind}`);
  const [globalCount, runCount, runtimeLength, compilerLength] = [AT.globals, AT.runs, AT.runtime, AT.compiler].map((at) => data.getUint32(at, true));
  const hostLength = Number(data.getBigUint64(AT.host, true));
  const memoryLength = bytes.length - HEADER_BYTES - globalCount * GLOBAL_BYTES - runCount * RUN_BYTES - runtimeLength - compilerLength - hostLength - CHECKSUM_BYTES;
  if (memoryLength < 0) throw malformed('its parts are longer than itself');

  let at = HEADER_BYTES;
  const globals = [];
  for (let i = 0; i < globalCount; i++, at += GLOBAL_BYTES) globals.push(data.getBigUint64(at, true));
  const table = at;
  at += runCount * RUN_BYTES;
  const memory = [];
  const memoryEnd = at + memoryLength;
  let free = 0;
  for (let i = 0; i < runCount; i++) {
    const address = data.getUint32(table + i * RUN_BYTES, true);
    const size = data.getUint32(table + i * RUN_BYTES + 4, true);
    if (address < free) throw malformed(`its run ${i} of memory does not come after the one before it`);
    if (size > memoryEnd - at) throw malformed(`its run ${i} of memory is longer than what is there`);
    memory.push({ address, bytes: bytes.subarray(at, at + size) });
    free = address + size;
    at += size;
  }
  if (at !== memoryEnd) throw malformed('it has memory that belongs to no run');

  const runtime = text(bytes.subarray(at, (at += runtimeLength)));
  const compiler = text(bytes.subarray(at, (at += compilerLength)));
  const now = data.getFloat64(AT.now, true);
  const date = data.getFloat64(AT.date, true);
  if (!Number.isFinite(now) || !Number.isFinite(date)) throw malformed('its time is no number');
  return {
    module: { id: toHex(bytes.subarray(AT.id, AT.id + 16)), runtime, compiler },
    pages: data.getUint32(AT.pages, true),
    now,
    date,
    globals,
    memory,
    host: bytes.subarray(at, at + hostLength),
    parent: kind === DELTA ? bytes.subarray(AT.parent, AT.parent + CHECKSUM_BYTES) : null,
  };
}

/** @param {Parts['module']} saved @param {Parts['module']} module */
function checkModule(saved, module) {
  const differ = (/** @type {SnapshotProblem} */ problem, /** @type {string} */ then, /** @type {string} */ now) =>
    new SnapshotError(problem, `this snapshot is of ${then}; the module that is loaded is ${now}`);
  const { id, runtime, compiler } = saved;
  if (runtime !== module.runtime) throw differ('other runtime', `a module with the runtime ${runtime}`, `one with the runtime ${module.runtime}`);
  if (compiler !== module.compiler) throw differ('other compiler', `a module that ${compiler} compiled`, `one that ${module.compiler} compiled`);
  if (id !== module.id) throw differ('other module', `the module ${id}`, `${module.id}, another program or another build of it`);
}

/** Whether the module can have so much memory is seen when it gets it. @param {Parts} parts */
function checkMemory({ pages, memory }) {
  if (pages > MAX_PAGES) throw new SnapshotError('memory size', `this snapshot is of ${pages} pages of memory, and there cannot be more than ${MAX_PAGES}`);
  const last = memory.at(-1);
  if (last && last.address + last.bytes.length > pages * PAGE_BYTES) throw malformed(`it has memory behind the end of its ${pages} pages`);
}

/** What can be said of bytes that do not begin as a snapshot. @param {Uint8Array} bytes */
function notSnapshot(bytes) {
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  if (/^(\x89AWS[\r\n]|[\t?]AWS\r?\n|(\xc2\x89|\xef\xbf\xbd)AWS)/.test(start)) return damaged('it was copied as text, which changes bytes');
  const why = start.startsWith('\x89AWK') ? 'it has a seal, which openSnapshot() takes off' : 'it does not begin as one';
  return new SnapshotError('not a snapshot', `this is no snapshot: ${why}`);
}

/** @param {number} there @param {string} needed */
function cutShort(there, needed) {
  return new SnapshotError('cut short', `this snapshot is cut short: there are ${there} of ${needed} bytes`);
}

/** @param {string} why */
function damaged(why) {
  return new SnapshotError('damaged', `this snapshot is damaged: ${why}`);
}

/** @param {Uint8Array} bytes */
function text(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformed('the names of its runtime and compiler are no text');
  }
}

/** @param {Uint8Array} a @param {Uint8Array} b */
function same(a, b) {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** @param {Uint8Array} bytes */
function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** @param {string} text */
function fromHex(text) {
  if (!/^[0-9a-f]{32}$/.test(text)) throw new TypeError(`a module's id has 32 hexadecimal digits: ${text}`);
  return Uint8Array.from({ length: 16 }, (_, i) => parseInt(text.slice(2 * i, 2 * i + 2), 16));
}
