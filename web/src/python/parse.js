// Reads the small part of Python that the page speaks: literals, names, attributes, calls, `name = …` and `del name`.
// It gives a tree and knows nothing of coroutines.

/**
 * @typedef {{type: 'value', value: unknown}
 *   | {type: 'list' | 'tuple', items: Node[]}
 *   | {type: 'name', name: string}
 *   | {type: 'attribute', of: Node, name: string}
 *   | {type: 'call', of: Node, args: Node[]}} Node
 * @typedef {{type: 'assign', name: string, value: Node} | {type: 'del', target: Node} | {type: 'expression', value: Node}} Statement
 */

/** What is told to somebody who typed something that cannot be read. */
export class ReadError extends Error {
  name = 'ReadError';
}

const TOKEN = /\s*(?:(#.*)|([A-Za-z_]\w*)|((?:\d[\d_]*)?\.?\d[\d_]*\.?(?:[eE][+-]?\d+)?)|('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")|([-+()[\],.=])|(\S))/gy;
const CONSTANTS = new Map(
  /** @type {[string, unknown][]} */ ([
    ['None', null], ['True', true], ['False', false],
    ['null', null], ['undefined', null], ['true', true], ['false', false],
  ]),
);
const ESCAPES = new Map([['n', '\n'], ['t', '\t'], ['r', '\r'], ['0', '\0']]);

/** @param {string} source */
function tokenize(source) {
  /** @type {{kind: 'name' | 'number' | 'text' | 'sign' | 'end', text: string}[]} */
  const tokens = [];
  TOKEN.lastIndex = 0;
  let match;
  while ((match = TOKEN.exec(source))) {
    const [, comment, name, number, text, sign, odd] = match;
    if (comment !== undefined) continue;
    if (odd !== undefined) {
      throw new ReadError(odd === '"' || odd === "'" ? 'this text has no closing quote' : `this character has no meaning here: ${odd}`);
    }
    if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number.replaceAll('_', '') });
    else if (text !== undefined) tokens.push({ kind: 'text', text });
    else tokens.push({ kind: 'sign', text: sign });
  }
  tokens.push({ kind: 'end', text: '' });
  return tokens;
}

/** @param {string} quoted */
const unquote = (quoted) =>
  quoted.slice(1, -1).replace(/\\(u\{?([0-9a-fA-F]{1,6})\}?|x([0-9a-fA-F]{2})|.)/g, (_, all, code, byte) =>
    code || byte ? String.fromCodePoint(parseInt(code ?? byte, 16)) : (ESCAPES.get(all) ?? all));

class Parser {
  /** @param {string} source */
  constructor(source) {
    this.tokens = tokenize(source);
    this.at = 0;
  }

  get next() {
    return this.tokens[this.at];
  }

  /** @param {string} sign */
  takes(sign) {
    if (this.next.kind !== 'sign' || this.next.text !== sign) return false;
    this.at++;
    return true;
  }

  /** @param {string} sign */
  expect(sign) {
    if (!this.takes(sign)) throw new ReadError(`expected ${sign} ${this.where()}`);
  }

  where() {
    return this.next.kind === 'end' ? 'at the end' : `before ${this.next.text}`;
  }

  end() {
    if (this.next.kind !== 'end') throw new ReadError(`this is more than one value: ${this.next.text}`);
  }

  name() {
    if (this.next.kind !== 'name') throw new ReadError(`expected a name ${this.where()}`);
    return this.tokens[this.at++].text;
  }

  /** @returns {Statement} */
  statement() {
    if (this.next.kind === 'name') {
      if (this.next.text === 'del') {
        this.at++;
        return { type: 'del', target: this.expression() };
      }
      const after = this.tokens[this.at + 1];
      if (after.kind === 'sign' && after.text === '=') {
        const name = this.name();
        this.at++;
        return { type: 'assign', name, value: this.expression() };
      }
    }
    return { type: 'expression', value: this.expression() };
  }

  /** @returns {Node} */
  expression() {
    let node = this.atom();
    for (;;) {
      if (this.takes('.')) node = { type: 'attribute', of: node, name: this.name() };
      else if (this.takes('(')) node = { type: 'call', of: node, args: this.items(')').items };
      else return node;
    }
  }

  /** @returns {Node} */
  atom() {
    const token = this.tokens[this.at++];
    if (token.kind === 'number') return number(token.text, 1);
    if (token.kind === 'text') return { type: 'value', value: unquote(token.text) };
    if (token.kind === 'name') {
      return CONSTANTS.has(token.text) ? { type: 'value', value: CONSTANTS.get(token.text) } : { type: 'name', name: token.text };
    }
    if (token.text === '[') return { type: 'list', items: this.items(']').items };
    if (token.text === '(') {
      const { items, comma } = this.items(')');
      return items.length === 1 && !comma ? items[0] : { type: 'tuple', items };
    }
    if ((token.text === '-' || token.text === '+') && this.next.kind === 'number') {
      return number(this.tokens[this.at++].text, token.text === '-' ? -1 : 1);
    }
    this.at--;
    throw new ReadError(token.kind === 'end' ? 'a value is missing' : `expected a value ${this.where()}`);
  }

  /** @param {string} close */
  items(close) {
    /** @type {Node[]} */
    const items = [];
    let comma = false;
    while (!this.takes(close)) {
      if (items.length > 0 && !comma) throw new ReadError(`expected , or ${close} ${this.where()}`);
      items.push(this.expression());
      comma = this.takes(',');
    }
    return { items, comma };
  }
}

/**
 * @param {string} text
 * @param {1 | -1} sign
 * @returns {Node}
 */
function number(text, sign) {
  if (/^\d{16,}$/.test(text)) return { type: 'value', value: BigInt(text) * BigInt(sign) };
  return { type: 'value', value: Number(text) * sign };
}

/**
 * One value; an empty field is None.
 * @param {string} source
 */
export function parseValue(source) {
  if (source.trim() === '') return /** @type {Node} */ ({ type: 'value', value: null });
  const parser = new Parser(source);
  const node = parser.expression();
  parser.end();
  return node;
}

/**
 * Values separated by commas, as between the brackets of a call.
 * @param {string} source
 */
export function parseArguments(source) {
  const parser = new Parser(`${source})`);
  const { items } = parser.items(')');
  parser.end();
  return items;
}

/**
 * One line of a Python session.
 * @param {string} source
 */
export function parseStatement(source) {
  const parser = new Parser(source);
  const statement = parser.statement();
  parser.end();
  return statement;
}

/**
 * The text of a value as it is written in the transcript, whatever way it was typed.
 * @param {Node} node
 * @param {(value: unknown) => string} repr
 * @returns {string}
 */
export function unparse(node, repr) {
  const all = (/** @type {Node[]} */ nodes) => nodes.map((item) => unparse(item, repr)).join(', ');
  switch (node.type) {
    case 'value': return repr(node.value);
    case 'list': return `[${all(node.items)}]`;
    case 'tuple': return node.items.length === 1 ? `(${all(node.items)},)` : `(${all(node.items)})`;
    case 'name': return node.name;
    case 'attribute': return `${unparse(node.of, repr)}.${node.name}`;
    case 'call': return `${unparse(node.of, repr)}(${all(node.args)})`;
  }
}
