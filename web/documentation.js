// What the editor says of libawait's names, from the comments of its headers (runtime/include/aw).

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * @typedef {object} Documented
 * @property {string} name
 * @property {'function' | 'macro' | 'type' | 'constant'} kind
 * @property {string} signature as C writes it
 * @property {string} text paragraphs, with a line for each; empty where the header says nothing
 * @property {string} header such as aw/task.h
 */

/** @param {string} headers the folder `aw` @returns {Promise<Documented[]>} by name */
export async function documentationOf(headers) {
  const files = (await readdir(headers)).filter((name) => name.endsWith('.h')).sort();
  const all = await Promise.all(files.map(async (name) => readHeader(await readFile(join(headers, name), 'utf8'), `aw/${name}`)));
  const byName = new Map(all.flat().reverse().map((one) => [one.name, one])); // the first one that declares it
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const COMMENT = /^\/\*([\s\S]*?)\*\/[ \t]*\n/;
const SECTION = /^-- ([\s\S]*?)--/;
const TRAILING = /\/\*\s*([^*]*?)\s*\*\/\s*$/;
const FUNCTION = /^(?:static inline )?((?:const )?\w+[\s*]+)(aw_\w+)(\([\s\S]*?\))\s*(?:__attribute__.*)?[;{]/;
const MACRO = /^#define ((?:AW|aw)_[A-Za-z]\w*)(\([^)]*\))?(?= |$)([^\n]*)/;
const KIND = /\(&aw_kind_(\w+)\)/;
const TYPEDEF = /^typedef (enum|struct) \w+ \{([\s\S]*?)\n?\} (aw_\w+);/;
const MEMBER = /\b(AW_[A-Z_]+)\b(?: = [^,\n]*)?,?[ \t]*(?:\/\*\s*(.*?)\s*\*\/)?/g;
/** A declaration ends with its line, unless it goes on behind a backslash or in braces. */
const DECLARATION = /^(?:#(?:[^\n]*\\\n)*[^\n]*\n|typedef (?:enum|struct) \w+ \{[\s\S]*?\} \w+;[^\n]*\n|[^\n;{]*(?:\n[ \t]+[^\n;{]+)*[;{]?[^\n]*\n)/;

/** @param {string} text @param {string} header @returns {Documented[]} */
export function readHeader(text, header) {
  /** @type {Documented[]} */
  const found = [];
  let said = ''; // by the comment above, until an empty line
  let section = '';
  const end = text.indexOf('-- what the macros above expand to');
  let rest = end < 0 ? text : `${text.slice(0, text.lastIndexOf('/*', end))}\n`;
  while (rest !== '') {
    const comment = COMMENT.exec(rest);
    if (comment) {
      const text = comment[1].trim();
      section = SECTION.exec(text)?.[1].replace(/\s+/g, ' ').replace(/[ .]*$/, '.') ?? section;
      said = paragraphs(text.replace(SECTION, ''));
      rest = rest.slice(comment[0].length);
    } else if (rest.startsWith('\n')) {
      said = '';
      rest = rest.slice(1);
    } else {
      const [whole] = DECLARATION.exec(rest) ?? [rest.slice(0, rest.indexOf('\n') + 1 || undefined)];
      const before = found.at(-1);
      for (const one of declared(whole, said)) {
        const isLike = before && /^The same\b/.test(one.text);
        const told = isLike ? `${one.text.replace('The same', `The same as ${before.name}`)}\n${before.text}` : one.text || (one.kind === 'function' ? section : '');
        found.push({ ...one, text: told, header });
      }
      rest = rest.slice(whole.length);
    }
  }
  return found.filter(({ name }) => !/^aw__|^AW__|_H$|_$/.test(name));
}

/** @param {string} text @param {string} said @returns {Omit<Documented, 'header'>[]} */
function declared(text, said) {
  const line = text.slice(0, text.indexOf('\n'));
  const own = TRAILING.exec(line)?.[1] ?? said;
  const [, result, name, parameters] = FUNCTION.exec(text) ?? [];
  if (name) return [{ name, kind: 'function', signature: `${result}${name}${parameters}`.replace(/\s+/g, ' '), text: own }];
  const [, macro, given = '', body] = MACRO.exec(text) ?? [];
  const kind = body && KIND.exec(body)?.[1];
  if (kind) return [{ name: macro, kind: 'constant', signature: macro, text: `The exception class ${kind}.` }];
  if (macro) return [{ name: macro, kind: given ? 'macro' : 'constant', signature: `${macro}${given}`, text: own }];
  const [, form, members, type] = TYPEDEF.exec(text) ?? [];
  if (!type) return [];
  const constants = form === 'enum' ? [...members.matchAll(MEMBER)].map(([, member, note]) => ({ name: member, kind: /** @type {const} */ ('constant'), signature: `${type} ${member}`, text: note ?? '' })) : [];
  return [{ name: type, kind: 'type', signature: `${form} ${type}`, text: said }, ...constants];
}

/** Lines that belong together as one. What is indented more stays as it is. @param {string} comment */
function paragraphs(comment) {
  const lines = comment.split('\n').map((line) => line.replace(/^ \* ?/, ''));
  let out = '';
  for (const line of lines) out += /^\s*$/.test(line) ? '\n' : /^\s{3}/.test(line) ? `${line}\n` : `${line.trim()} `;
  return out.replace(/ +\n/g, '\n').replace(/\n{2,}/g, '\n').trim();
}
