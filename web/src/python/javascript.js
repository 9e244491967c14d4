// What was done in Python's words, as a script for Node: each line of a session a call of the library.
import { parseStatement, ReadError } from './parse.js';

/** @typedef {import('./parse.js').Node} Node */

/** A script that loads the module and does this. @param {string} module its file @param {string[]} lines */
export function scriptOf(module, lines) {
  const names = new Set();
  const done = lines.flatMap((line) => statementOf(line, names));
  return `import { readFile } from 'node:fs/promises';
import * as aw from 'libawait';

const m = await aw.load(await readFile(new URL(${JSON.stringify(module)}, import.meta.url)));

/** Shows a call and what comes of it: its value, or the error that it raises. */
async function show(line, call) {
  console.log('>>>', line);
  try {
    console.log(await call());
  } catch (error) {
    console.log(error instanceof aw.StopIteration ? ['StopIteration', error.value] : \`\${error.name}: \${error.message}\`);
  }
}
${done.length > 0 ? `\n${done.join('\n')}\n` : ''}`;
}

/** @param {string} line @param {Set<unknown>} names those that have a value already */
function statementOf(line, names) {
  let statement;
  try {
    statement = parseStatement(line);
  } catch (error) {
    if (error instanceof ReadError) return [];
    throw error;
  }
  if (statement.type === 'del') return [`${expression(statement.target, names)}.dispose();`];
  const value = expression(statement.value, names);
  if (statement.type === 'expression') return [`await show(${JSON.stringify(line)}, () => ${value});`];
  const isKnown = names.has(statement.name);
  names.add(statement.name);
  return [`${isKnown ? '' : 'let '}${statement.name} = ${value};`];
}

/** @param {Node} node @param {Set<unknown>} names @returns {string} */
function expression(node, names) {
  const all = (/** @type {Node[]} */ nodes) => nodes.map((item) => expression(item, names)).join(', ');
  switch (node.type) {
    case 'value': return typeof node.value === 'bigint' ? `${node.value}n` : JSON.stringify(node.value) ?? 'null';
    case 'list': case 'tuple': return `[${all(node.items)}]`;
    case 'name': return names.has(node.name) ? node.name : `aw.${node.name}`;
    case 'attribute': return `${expression(node.of, names)}.${inJavaScript(node.name)}`;
    case 'call': return called(node, all(node.args), names);
  }
}

/** @param {Extract<Node, {type: 'call'}>} node @param {string} args @param {Set<unknown>} names */
function called({ of }, args, names) {
  if (of.type === 'attribute' && of.of.type === 'name' && of.of.name === 'asyncio') return `m.${inJavaScript(of.name)}(${args})`;
  if (of.type !== 'name') return `${expression(of, names)}(${args})`;
  return /^[A-Z]/.test(of.name) ? `new aw.${of.name}(${args})` : `m.coroutines.${of.name}(${args})`;
}

/** @param {string} name */
const inJavaScript = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
