// What was done in Python's words, as a script for Node: each line of a session a call of the library.
import { ATTRIBUTES } from '../coroutines.js';
import { parseStatement, ReadError } from './parse.js';

/** @typedef {import('./parse.js').Node} Node */

/** A script that loads the module and does this. @param {string} module its file @param {string[]} lines */
export function scriptOf(module, lines) {
  return `import { readFile } from 'node:fs/promises';
import { StopIteration, load } from 'libawait';

const m = await load(await readFile(new URL(${JSON.stringify(module)}, import.meta.url)));

/** What has a name. */
const names = {};

/** Gives a name to a value; what nothing names any more is let go of. */
function name(name, value) {
  const before = names[name];
  if (value === undefined) delete names[name];
  else names[name] = value;
  if (!Object.values(names).includes(before)) before?.dispose?.();
}

/** Does a line, and shows what comes of it: a value, or the error that it raises. */
async function step(line, act) {
  console.log('>>>', line);
  try {
    const value = await act();
    if (value !== undefined && value !== null) console.log(value);
  } catch (error) {
    if (error instanceof StopIteration) console.log('StopIteration:', error.value);
    else console.log(\`\${error.name}: \${error.message}\`);
  }
}
${lines.map(statementOf).join('')}`;
}

/** @param {string} line */
function statementOf(line) {
  let statement;
  try {
    statement = parseStatement(line);
  } catch (error) {
    if (error instanceof ReadError) return '';
    throw error;
  }
  return `\nawait step(${JSON.stringify(line)}, () => ${actOf(statement)});`;
}

/** @param {import('./parse.js').Statement} statement */
function actOf(statement) {
  if (statement.type === 'expression') return expression(statement.value);
  if (statement.type === 'assign') return `name(${JSON.stringify(statement.name)}, ${expression(statement.value)})`;
  if (statement.target.type === 'name') return `name(${JSON.stringify(statement.target.name)})`;
  return `{ throw new m.errors.AttributeError('that cannot be deleted'); }`;
}

/** @param {Node} node @returns {string} */
function expression(node) {
  switch (node.type) {
    case 'value': return literal(node.value);
    case 'list': return `[${all(node.items)}]`;
    case 'tuple': return `Object.freeze([${all(node.items)}])`;
    case 'name': return named(node.name);
    case 'attribute': return `${expression(node.of)}.${ATTRIBUTES.get(node.name) ?? node.name}`;
    case 'call': return called(node);
  }
}

/** @param {Node[]} nodes */
const all = (nodes) => nodes.map(expression).join(', ');

/** @param {unknown} value */
function literal(value) {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  return JSON.stringify(value) ?? 'null';
}

/** Errors have capital letters. @param {string} name */
const named = (name) => (/^[A-Z]/.test(name) ? `m.errors.${name}` : `names.${name}`);

/** @param {Extract<Node, {type: 'call'}>} node */
function called({ of, args }) {
  if (of.type === 'attribute' && of.of.type === 'name' && of.of.name === 'asyncio') return `m.${of.name}(${all(args)})`;
  if (of.type !== 'name') return `${expression(of)}(${all(args)})`;
  return /^[A-Z]/.test(of.name) ? `new m.errors.${of.name}(${all(args)})` : `m.coroutines.${of.name}(${all(args)})`;
}
