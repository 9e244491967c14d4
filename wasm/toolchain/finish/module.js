// What a WebAssembly module contains, as far as the checks need it: names, calls, C frames, the function table, data.

import { BinaryReader, BinaryReaderState as State, ExternalKind, NameType, OperatorCode } from 'wasmparser';
import { FrameReader } from './frame.js';

/**
 * @typedef {object} WasmFunction
 * @property {string} name
 * @property {{ module: string, name: string } | undefined} imported
 * @property {string[]} exports names under which it is exported
 * @property {number} type
 * @property {Set<number>} calls functions that it calls by name
 * @property {Set<number>} callsThrough types of the functions that it calls through pointers
 * @property {Set<number>} globals that it reads
 * @property {number} frame bytes of C stack
 * @property {boolean} grows whether it takes more C stack while it runs
 *
 * @typedef {object} WasmModule
 * @property {WasmFunction[]} functions
 * @property {Map<number, number>} table function pointers
 * @property {Map<number, number[]>} pointers the functions in the table, by type
 * @property {{ address: number, bytes: Uint8Array }[]} data views of the module's bytes
 * @property {Map<string, number>} exportedGlobals
 */

const decoder = new TextDecoder();
const text = (/** @type {Uint8Array} */ bytes) => decoder.decode(bytes);

/** @param {Uint8Array} bytes @returns {WasmModule} */
export function readModule(bytes) {
  return new ModuleReader().read(bytes);
}

class ModuleReader {
  /** @type {WasmFunction[]} */
  functions = [];
  /** @type {Map<number, number>} */
  table = new Map();
  /** @type {{ address: number, bytes: Uint8Array }[]} */
  data = [];
  /** @type {Map<string, number>} */
  exportedGlobals = new Map();
  /** @type {string[]} each type as text, so that equal types have one number */
  types = [];
  stackPointer = 0; // the linkers' first global, if it has no name

  /** @param {Uint8Array} bytes @returns {WasmModule} */
  read(bytes) {
    this.readNames(bytes);
    this.readRest(bytes);
    const { functions, table, data, exportedGlobals } = this;
    /** @type {Map<number, number[]>} */
    const pointers = new Map();
    for (const index of new Set(table.values())) {
      const { type } = functions[index];
      pointers.set(type, [...(pointers.get(type) ?? []), index]);
    }
    return { functions, table, pointers, data, exportedGlobals };
  }

  /** The names stand last in a module, and the rest is read with them. @param {Uint8Array} bytes */
  readNames(bytes) {
    /** @type {Map<number, string>} */
    this.names = new Map();
    for (const { state, result } of entries(bytes, true)) {
      if (state !== State.NAME_SECTION_ENTRY) continue;
      for (const { index, name } of result.names ?? []) {
        if (result.type === NameType.Function) this.names.set(index, text(name));
        if (result.type === NameType.Global && text(name) === '__stack_pointer') this.stackPointer = index;
      }
    }
  }

  /** @param {Uint8Array} bytes */
  readRest(bytes) {
    let body = 0; // which function the code section is at
    let address = 0; // where a segment of the table or of the data begins
    let element = 0;
    /** @type {FrameReader | undefined} */
    let frame;
    for (const { state, result, end } of entries(bytes, false)) {
      switch (state) {
        case State.TYPE_SECTION_ENTRY:
          this.types.push(JSON.stringify([result.params?.map(kindOf), result.returns?.map(kindOf)]));
          break;
        case State.IMPORT_SECTION_ENTRY:
          if (result.kind === ExternalKind.Function) {
            this.addFunction(result.funcTypeIndex, { module: text(result.module), name: text(result.field) });
            body++;
          }
          break;
        case State.FUNCTION_SECTION_ENTRY:
          this.addFunction(result.typeIndex, undefined);
          break;
        case State.EXPORT_SECTION_ENTRY:
          if (result.kind === ExternalKind.Function) this.functions[result.index].exports.push(text(result.field));
          if (result.kind === ExternalKind.Global) this.exportedGlobals.set(text(result.field), result.index);
          break;
        case State.BEGIN_ELEMENT_SECTION_ENTRY:
        case State.BEGIN_DATA_SECTION_ENTRY:
          address = 0;
          element = 0;
          break;
        case State.OFFSET_EXPRESSION_OPERATOR:
          if (result.code === OperatorCode.i32_const) address = result.literal >>> 0;
          break;
        case State.INIT_EXPRESSION_OPERATOR:
          if (result.code === OperatorCode.ref_func) this.table.set(address + element++, result.funcIndex);
          break;
        case State.DATA_SECTION_ENTRY_BODY:
          this.data.push({ address, bytes: bytes.subarray(end - result.data.length, end) }); // the parser's are a copy
          break;
        case State.BEGIN_FUNCTION_BODY:
          frame = new FrameReader(this.stackPointer, (index) => this.names?.get(index));
          break;
        case State.CODE_OPERATOR:
          frame?.operator(result);
          this.operator(this.functions[body], result);
          break;
        case State.END_FUNCTION_BODY:
          Object.assign(this.functions[body], frame?.result());
          body++;
          break;
        default:
      }
    }
  }

  /** @param {number} type @param {WasmFunction['imported']} imported */
  addFunction(type, imported) {
    const name = this.names?.get(this.functions.length) ?? `function ${this.functions.length}`;
    const none = { exports: [], calls: new Set(), callsThrough: new Set(), globals: new Set(), frame: 0, grows: false };
    this.functions.push({ name, imported, type: this.sameType(type), ...none });
  }

  /** @param {number} type */
  sameType(type) {
    return this.types.indexOf(this.types[type]);
  }

  /** @param {WasmFunction} into @param {import('wasmparser').IOperatorInformation} operator */
  operator(into, operator) {
    switch (operator.code) {
      case OperatorCode.call:
      case OperatorCode.return_call:
        into.calls.add(/** @type {number} */ (operator.funcIndex));
        break;
      case OperatorCode.call_indirect:
      case OperatorCode.return_call_indirect:
        into.callsThrough.add(this.sameType(/** @type {number} */ (operator.typeIndex)));
        break;
      case OperatorCode.global_get:
        into.globals.add(/** @type {number} */ (operator.globalIndex));
        break;
      default:
    }
  }
}

/**
 * The functions that a function may call.
 * @param {WasmModule} module
 * @param {number} index
 * @param {{ throughPointers: boolean }} options
 */
export function callees({ functions, pointers }, index, { throughPointers }) {
  const { calls, callsThrough } = functions[index];
  const types = throughPointers ? [...callsThrough] : [];
  return [...calls, ...types.flatMap((type) => pointers.get(type) ?? [])];
}

/** @param {any} type */
const kindOf = (type) => type.kind;

/**
 * Everything that the parser finds, one after the other.
 * @param {Uint8Array} bytes
 * @param {boolean} onlyNames
 * @returns {Generator<{ state: number, result: any, end: number }>} end: where in the bytes it ends
 */
function* entries(bytes, onlyNames) {
  const reader = new BinaryReader();
  reader.setData(/** @type {ArrayBuffer} */ (bytes.buffer), bytes.byteOffset, bytes.byteLength);
  while (reader.read()) {
    const { state, result } = reader;
    if (state === State.BEGIN_SECTION) {
      const section = /** @type {import('wasmparser').ISectionInformation} */ (result);
      const isName = section.id === 0 && text(section.name) === 'name';
      if (section.id === 0 ? !isName : onlyNames) reader.skipSection();
    }
    yield { state, result, end: reader.position - bytes.byteOffset };
  }
  if (reader.error) throw reader.error;
}
