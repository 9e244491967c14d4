// The container of snapshots: what is written is read, and whatever is wrong with one is told as what it is. No module is needed for that.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LoadError, SnapshotError } from '../../wasm/api/index.js';
import { checksum } from '../../wasm/bridge/snapshot/checksum.js';
import { decode, decodeChain, encode, identityOf } from '../../wasm/bridge/snapshot/format.js';
import { thrownBy } from './modules.js';
import { damaged, random } from './random.js';

const SEED = 20261121;
const ROUNDS = 20_000;
const REPAIRED_ROUNDS = 20_000;
const PAGE = 65536;
const MODULE = { id: '000102030405060708090a0b0c0d0eff', runtime: '0.1.0', compiler: 'emcc 3.1.6' };

/** @param {Partial<import('../../wasm/bridge/snapshot/format.js').Parts>} [changes] */
function parts(changes) {
  const memory = [
    { address: 1024, bytes: Uint8Array.of(1, 2, 3, 4, 5) },
    { address: 1029, bytes: new Uint8Array(0) },
    { address: 2 * PAGE - 3, bytes: Uint8Array.of(6, 7, 8) },
  ];
  return { module: MODULE, pages: 2, now: 12.5, date: 1e12, globals: [0n, 2n ** 64n - 1n], memory, host: Uint8Array.of(9, 9), parent: null, ...changes };
}

/** The same file with some bytes changed and its checksum made right. @param {(bytes: Uint8Array, data: DataView) => void} change @param {Uint8Array} [original] */
function repaired(change, original = encode(parts())) {
  const bytes = original.slice();
  change(bytes, new DataView(bytes.buffer));
  bytes.set(checksum(bytes.subarray(0, -16)), bytes.length - 16);
  return bytes;
}

/** @param {string} problem @param {RegExp} text @param {() => unknown} action */
function refused(problem, text, action) {
  const error = thrownBy(action);
  assert.ok(error instanceof SnapshotError && error instanceof LoadError, String(error));
  assert.equal(error.name, 'SnapshotError');
  assert.equal(error.problem, problem);
  assert.match(error.message, text);
}

describe('MurmurHash3', () => {
  const bytes = new Uint8Array(PAGE).map((_, i) => i * 167 + (i >> 8));
  // From the published MurmurHash3_x86_128 in C, which gives SMHasher's verification value 0xB3ECE62A.
  const known = {
    0: '00000000000000000000000000000000', 1: 'ecadc488b901d254b901d254b901d254', 2: 'ee2738cc806e8bda806e8bda806e8bda', 3: '2a8e0f39d48885d6d48885d6d48885d6',
    4: '89bc3ef7551c16e1551c16e1551c16e1', 5: 'a932669860a1f561d9a6624dd9a6624d', 8: 'f6ec790a2f0506a42a64005e2a64005e', 9: '1bcc01c6b34944bc0fce32ab8c147737',
    12: '63e5e857265bd6a0a828334fe52e8162', 13: '9f708c654cd186484d551a05a6e84f35', 15: 'ba776e7b95fb59aeae148696aa85960c', 16: '125903a3afc113c7bc452d6dbddf9e73',
    17: '825d582ada73789f29704b20f24c9ec4', 31: '390d12af1bba363aa97035cdd0dff13f', 32: 'baf72b46cff5845abd9c50a89b0e25b6', 33: 'b789dca5fc65f956db40f2604349cd90',
    1000: '088a21f63bae27c0e07e1b9c8d340e87', 65521: 'f218f41ba14569a4e907df78f0ac6de3', 65536: '6ab7f75a4ba6ee0e49b005b5707a9ddd',
  };
  for (const [length, digits] of Object.entries(known)) {
    test(`of ${length} bytes`, () => {
      const aligned = bytes.slice(0, Number(length));
      assert.equal(Buffer.from(checksum(aligned)).toString('hex'), digits);
      for (const offset of [1, 2, 3, 4]) {
        const moved = Buffer.alloc(offset + aligned.length);
        moved.set(aligned, offset);
        assert.equal(Buffer.from(checksum(moved.subarray(offset))).toString('hex'), digits, `at offset ${offset}`);
      }
    });
  }
});

describe('what is written is read', () => {
  test('full', () => {
    const bytes = encode(parts());
    const read = decode(bytes, MODULE);
    assert.deepStrictEqual(read, { ...parts(), identity: bytes.slice(-16) });
    for (const { bytes: run } of read.memory) assert.equal(run.buffer, bytes.buffer, 'a view');
    assert.equal(read.host.buffer, bytes.buffer);
  });

  test('delta', () => {
    const parent = identityOf(encode(parts()));
    const bytes = encode(parts({ parent, memory: [], globals: [], host: new Uint8Array(0), pages: 0 }));
    assert.deepEqual(decode(bytes, MODULE).parent, Uint8Array.from(parent));
    assert.equal(bytes.length, 96 + 5 + 10 + 16);
  });

  test('from the middle of a buffer', () => {
    const bytes = encode(parts());
    const buffer = Buffer.alloc(bytes.length + 20);
    buffer.set(bytes, 7);
    assert.deepEqual(decode(buffer.subarray(7, 7 + bytes.length), MODULE).globals, parts().globals);
  });

  test('as docs/snapshot-format.md says', () => {
    const bytes = encode(parts({ parent: new Uint8Array(16).fill(0xee) }));
    const hex = (/** @type {number} */ from, /** @type {number} */ to) => Buffer.from(bytes.subarray(from, to)).toString('hex');
    assert.equal(hex(0, 12), '894157530d0a1a0a01000100');
    assert.equal(hex(12, 24), `02000000${Buffer.from([bytes.length]).toString('hex')}00000000000000`);
    assert.equal(hex(24, 32), '0000000000002940');
    assert.equal(hex(40, 72), MODULE.id + 'ee'.repeat(16));
    assert.equal(hex(72, 96), '02000000' + '03000000' + '05000000' + '0a000000' + '0200000000000000');
    assert.equal(hex(96, 112), '0000000000000000' + 'ffffffffffffffff');
    assert.equal(hex(112, 136), '0004000005000000' + '0504000000000000' + 'fdff010003000000');
    assert.equal(hex(136, 144), '0102030405060708');
    assert.equal(Buffer.from(bytes.subarray(144, 161)).toString(), '0.1.0emcc 3.1.6\t\t');
    assert.equal(bytes.length, 161 + 16);
  });

  test('an id that is none', () => assert.throws(() => encode(parts({ module: { ...MODULE, id: 'x' } })), TypeError));
});

describe('each problem is told as what it is', () => {
  const good = encode(parts());
  const at = (/** @type {Uint8Array} */ bytes) => () => decode(bytes, MODULE);

  test('not a snapshot', () => {
    refused('not a snapshot', /it is empty/, at(new Uint8Array(0)));
    refused('not a snapshot', /does not begin as one/, at(Buffer.from('\0asm\x01\0\0\0')));
    refused('not a snapshot', /does not begin as one/, at(good.slice(1)));
    refused('not a snapshot', /openSnapshot/, at(Uint8Array.of(0x89, 0x41, 0x57, 0x4b, 0x0d, 0x0a, 0x1a, 0x0a)));
    for (const other of [undefined, null, 'text', good.buffer]) assert.throws(() => decode(/** @type {any} */ (other), MODULE), TypeError);
  });

  test('cut short, at every length', () => {
    for (let length = 1; length < good.length; length++) refused('cut short', new RegExp(`there are ${length} of `), at(good.slice(0, length)));
  });

  test('damaged: every single bit behind the version', () => {
    for (let bit = 80; bit < 8 * good.length; bit++) {
      const bytes = good.slice();
      bytes[bit >> 3] ^= 1 << (bit & 7);
      const error = thrownBy(at(bytes));
      assert.ok(error instanceof SnapshotError, `bit ${bit}: ${error}`);
      assert.equal(error.problem, bit >= 128 && bit < 192 && !/bytes follow/.test(error.message) ? 'cut short' : 'damaged', `bit ${bit}: ${error}`);
    }
  });

  test('damaged: copied as text, longer than it was, without a version', () => {
    const latin = Buffer.from(good).toString('latin1');
    const copies = {
      'lines end with LF': Buffer.from(latin.replaceAll('\r\n', '\n'), 'latin1'),
      'lines end with CR LF': Buffer.from(latin.replaceAll('\n', '\r\n'), 'latin1'),
      'seven bits': good.map((byte) => byte & 127),
      'as UTF-8': Buffer.from(latin, 'utf8'),
      'as text that was no UTF-8': Buffer.from(Buffer.from(good).toString('utf8'), 'utf8'),
    };
    for (const [name, bytes] of Object.entries(copies)) {
      const error = thrownBy(at(new Uint8Array(bytes)));
      assert.ok(error.problem === 'damaged' && /as text/.test(error.message), `${name}: ${error}`);
    }
    refused('damaged', /3 bytes follow its end/, at(new Uint8Array(Buffer.concat([good, Buffer.alloc(3)]))));
    refused('damaged', /there is no format 0/, at(repaired((bytes) => bytes.fill(0, 8, 10))));
  });

  test('newer format', () => refused('newer format', /has format 2, and this libawait knows none above 1/, at(repaired((bytes) => (bytes[8] = 2)))));

  test('another module, compiler or runtime', () => {
    refused('other runtime', /runtime 0\.1\.0; .* runtime 0\.2\.0/, () => decode(good, { ...MODULE, runtime: '0.2.0', compiler: 'clang 22', id: 'f'.repeat(32) }));
    refused('other compiler', /emcc 3\.1\.6 compiled; .* clang 22 compiled/, () => decode(good, { ...MODULE, compiler: 'clang 22', id: 'f'.repeat(32) }));
    refused('other module', new RegExp(`${MODULE.id}; .* ${'f'.repeat(32)}, another program`), () => decode(good, { ...MODULE, id: 'f'.repeat(32) }));
  });

  test('memory size', () => {
    refused('memory size', /of 65537 pages/, at(encode(parts({ pages: 65537 }))));
    refused('memory size', /of 4294967295 pages/, at(encode(parts({ pages: 2 ** 32 - 1 }))));
  });

  test('malformed', () => {
    const memory = (/** @type {[number, number][]} */ ...runs) => runs.map(([address, size]) => ({ address, bytes: new Uint8Array(size) }));
    refused('malformed', /there is no kind 2/, at(repaired((bytes) => (bytes[10] = 2))));
    refused('malformed', /behind the end of its 1 pages/, at(encode(parts({ pages: 1 }))));
    refused('malformed', /behind the end of its 65536 pages/, at(encode(parts({ pages: 65536, memory: memory([2 ** 32 - 4, 5]) }))));
    refused('malformed', /run 1 .* after the one before/, at(encode(parts({ memory: memory([16, 16], [31, 1]) }))));
    refused('malformed', /run 1 .* after the one before/, at(encode(parts({ memory: memory([2 ** 32 - 4, 5], [0, 1]), pages: 65536 }))));
    refused('malformed', /run 0 .* longer than what is there/, at(repaired((_, data) => data.setUint32(116, 1000, true))));
    refused('malformed', /memory that belongs to no run/, at(repaired((_, data) => data.setUint32(116, 4, true))));
    for (const offset of [72, 76, 80, 84, 88]) refused('malformed', /longer than itself/, at(repaired((_, data) => data.setUint32(offset, 2 ** 32 - 1, true))));
    refused('malformed', /longer than itself/, at(repaired((_, data) => data.setBigUint64(88, 2n ** 64n - 1n, true))));
    refused('malformed', /are no text/, at(repaired((bytes) => (bytes[144] = 0xff))));
    for (const offset of [24, 32]) refused('malformed', /time is no number/, at(repaired((_, data) => data.setFloat64(offset, NaN, true))));
  });

  test('wrong chain', () => {
    const chain = [good];
    for (let i = 0; i < 3; i++) chain.push(encode(parts({ parent: identityOf(chain[i]), now: i })));
    assert.deepEqual(decodeChain(chain, MODULE).map(({ now }) => now), [12.5, 0, 1, 2]);
    refused('wrong chain', /must be given before it/, () => decodeChain(chain.slice(1), MODULE));
    refused('wrong chain', /snapshot 2 of 2 is a full one/, () => decodeChain([good, good], MODULE));
    refused('wrong chain', /snapshot 2 of 3 says what changed since another/, () => decodeChain([good, chain[2], chain[3]], MODULE));
    refused('damaged', /checksum/, () => decodeChain([good, chain[1].map((byte, i) => (i === 30 ? byte ^ 1 : byte))], MODULE));
    assert.deepEqual(decodeChain([], MODULE), []);
  });
});

describe('at random', () => {
  const memory = Array.from({ length: 20 }, (_, i) => ({ address: i * 1024, bytes: Uint8Array.from({ length: 64 }, (_, k) => i * k) }));
  const good = encode(parts({ memory }));
  const other = encode(parts({ memory, now: 13, globals: [1n, 2n], parent: identityOf(good) }));

  test(`${ROUNDS} damaged snapshots: none is taken for one`, () => {
    const draw = random(SEED);
    for (let round = 0; round < ROUNDS; round++) {
      const bytes = damaged(good, draw, other);
      if (Buffer.compare(bytes, other) === 0) continue;
      try {
        decode(bytes, MODULE);
        assert.fail('it was read');
      } catch (error) {
        const told = error instanceof SnapshotError && error.problem !== 'malformed';
        assert.ok(told, `seed ${SEED}, round ${round}: ${/** @type {Error} */ (error).stack}`);
      }
    }
  });

  test(`${REPAIRED_ROUNDS} with the size and checksum of what they became: refused, or read within their bounds`, () => {
    const draw = random(SEED);
    let taken = 0;
    for (let round = 0; round < REPAIRED_ROUNDS; round++) {
      // The header and tables are where numbers are.
      const [head, tail] = [good.subarray(0, 280), good.subarray(280)];
      const became = new Uint8Array(Buffer.concat([draw(2) ? damaged(head, draw, other) : head, draw(2) ? damaged(tail, draw, other) : tail]));
      if (became.length < 112) continue;
      const bytes = repaired((bytes, data) => {
        bytes.set(good.subarray(0, 10));
        data.setBigUint64(16, BigInt(bytes.length), true);
      }, became);
      try {
        const read = decode(bytes, { ...MODULE, id: Buffer.from(bytes.subarray(40, 56)).toString('hex') });
        taken++;
        let free = 0;
        for (const { address, bytes: run } of read.memory) {
          assert.ok(address >= free && run.buffer === bytes.buffer);
          free = address + run.length;
        }
        assert.ok(free <= read.pages * PAGE && read.pages <= 65536);
      } catch (error) {
        assert.ok(error instanceof SnapshotError, `seed ${SEED}, round ${round}: ${/** @type {Error} */ (error).stack}`);
      }
    }
    assert.ok(taken > 100, `only ${taken} were read`);
  });
});
