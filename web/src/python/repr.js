// Python's repr() of the JavaScript values that cross to and from C.

/** @param {string} text */
export function reprText(text) {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let out = quote;
  for (const char of text) {
    if (char === quote || char === '\\') out += `\\${char}`;
    else if (char === '\n') out += '\\n';
    else if (char === '\r') out += '\\r';
    else if (char === '\t') out += '\\t';
    else if (char < ' ' || char === '\x7f') out += `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
    else out += char;
  }
  return out + quote;
}

/** A number that is integral is an int: JavaScript does not tell 1.0 from 1. @param {number} number */
function reprNumber(number) {
  if (Number.isNaN(number)) return 'nan';
  if (!Number.isFinite(number)) return number > 0 ? 'inf' : '-inf';
  if (Object.is(number, -0)) return '-0.0';
  if (Number.isSafeInteger(number)) return String(number);
  const size = Math.abs(number);
  // Python writes 1e-05 where JavaScript writes 0.00001.
  const text = size < 1e-4 || size >= 1e16 ? number.toExponential() : String(number);
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

/** @param {Uint8Array} bytes */
function reprBytes(bytes) {
  let out = '';
  for (const byte of bytes) {
    const char = String.fromCharCode(byte);
    if (char === "'" || char === '\\') out += `\\${char}`;
    else if (byte >= 32 && byte < 127) out += char;
    else out += char === '\n' ? '\\n' : char === '\t' ? '\\t' : char === '\r' ? '\\r' : `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return `b'${out}'`;
}

/**
 * @param {unknown} value
 * @returns {string}
 */
export function repr(value) {
  if (value === null || value === undefined) return 'None';
  switch (typeof value) {
    case 'boolean': return value ? 'True' : 'False';
    case 'number': return reprNumber(value);
    case 'bigint': return value.toString();
    case 'string': return reprText(value);
  }
  if (value instanceof Uint8Array) return reprBytes(value);
  if (Array.isArray(value)) {
    const items = value.map(repr).join(', ');
    if (!Object.isFrozen(value)) return `[${items}]`;
    return value.length === 1 ? `(${items},)` : `(${items})`;
  }
  if (typeof value === 'function') return value.prototype instanceof Error ? `<class '${value.prototype.name}'>` : `<function ${value.name}>`;
  if (value instanceof Error && 'args' in value) return `${value.name}(${/** @type {unknown[]} */ (value.args).map(repr).join(', ')})`;
  return String(value);
}

/**
 * Python's str().
 * @param {unknown} value
 */
export const str = (value) => (typeof value === 'string' ? value : repr(value));
