// The names of the functions that object files and archives of WebAssembly define, from their symbol tables (tool-conventions, Linking.md).

const MAGIC = 0x6d736100;
const ARCHIVE = '!<arch>\n';
const MEMBER_HEADER = 60;
const MEMBER_SIZE = 48; // where in the header it stands, in decimal
const CUSTOM = 0;
const SYMBOL_TABLE = 8;
const KIND = { function: 0, data: 1, section: 3 };
const UNDEFINED = 0x10;
const EXPLICIT_NAME = 0x40;

const decoder = new TextDecoder();

/** In order, local ones too. Empty for what is neither, such as LLVM bitcode. @param {Uint8Array} bytes @returns {string[]} */
export function definedFunctions(bytes) {
  if (decoder.decode(bytes.subarray(0, ARCHIVE.length)) === ARCHIVE) return members(bytes).flatMap(definedFunctions);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return bytes.length >= 8 && view.getUint32(0, true) === MAGIC ? functionsOf(bytes) : [];
}

/** What an archive holds, its tables included. @param {Uint8Array} archive */
function members(archive) {
  const found = [];
  for (let at = ARCHIVE.length; at + MEMBER_HEADER <= archive.length; ) {
    const size = Number(decoder.decode(archive.subarray(at + MEMBER_SIZE, at + MEMBER_SIZE + 10)));
    found.push(archive.subarray(at + MEMBER_HEADER, at + MEMBER_HEADER + size));
    at += MEMBER_HEADER + size + (size & 1);
  }
  return found;
}

/** @param {Uint8Array} object */
function functionsOf(object) {
  const reader = new Reader(object, 8, object.length);
  while (!reader.atEnd) {
    const kind = reader.number();
    const section = reader.part();
    if (kind !== CUSTOM || section.text() !== 'linking') continue;
    section.number(); // the version
    while (!section.atEnd) {
      const type = section.number();
      const part = section.part();
      if (type === SYMBOL_TABLE) return symbols(part);
    }
  }
  return [];
}

/** @param {Reader} table */
function symbols(table) {
  const names = [];
  for (let left = table.number(); left > 0; left--) {
    const kind = table.number();
    const flags = table.number();
    const isDefined = !(flags & UNDEFINED);
    if (kind === KIND.section) {
      table.number();
    } else if (kind === KIND.data) {
      table.text();
      if (isDefined) for (let numbers = 3; numbers > 0; numbers--) table.number();
    } else {
      table.number();
      const name = isDefined || flags & EXPLICIT_NAME ? table.text() : '';
      if (kind === KIND.function && isDefined) names.push(name);
    }
  }
  return names;
}

/** Of a part of the bytes. */
class Reader {
  /** @param {Uint8Array} bytes @param {number} at @param {number} end */
  constructor(bytes, at, end) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  get atEnd() {
    return this.at >= this.end;
  }

  /** LEB128, unsigned. */
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++];
      value += (byte & 0x7f) * 2 ** shift;
      if (!(byte & 0x80)) return value;
    }
  }

  /** What follows its own length. */
  part() {
    const length = this.number();
    const part = new Reader(this.bytes, this.at, this.at + length);
    this.at += length;
    return part;
  }

  text() {
    const { bytes, at, end } = this.part();
    return decoder.decode(bytes.subarray(at, end));
  }
}
