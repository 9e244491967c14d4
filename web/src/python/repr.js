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

/**
 * @param {number} number
 * @param {boolean} isFloat
 */
function reprNumber(number, isFloat) {
  if (Number.isNaN(number)) return 'nan';
  if (!Number.isFinite(number)) return number > 0 ? 'inf' : '-inf';
  if (Object.is(number, -0)) return '-0.0';
  const size = Math.abs(number);
  if (Number.isInteger(number)) {
    if (!isFloat) return BigInt(number).toString();
    if (size < 1e16) return `${number}.0`;
  }
  // Python writes 1e-05 where JavaScript writes 0.00001.
  const text = size !== 0 && (size < 1e-4 || size >= 1e16) ? number.toExponential() : String(number);
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
 * @param {boolean} [isFloat] a number that is a float although it is integral
 * @returns {string}
 */
export function repr(value, isFloat = false) {
  if (value === null || value === undefined) return 'None';
  switch (typeof value) {
    case 'boolean': return value ? 'True' : 'False';
    case 'number': return reprNumber(value, isFloat);
    case 'bigint': return value.toString();
    case 'string': return reprText(value);
  }
  if (value instanceof Uint8Array) return reprBytes(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => repr(item)).join(', ');
    if (!Object.isFrozen(value)) return `[${items}]`;
    return value.length === 1 ? `(${items},)` : `(${items})`;
  }
  return String(value);
}
