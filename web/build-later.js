// Cuts a module of a package in two, for esbuild takes a file whole into one chunk: what is needed at first, and what only those of its exports need that come later.

import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import ts from 'typescript-5';

/** @typedef {{ first: string, later: string, both: string }} Halves the code of each, and of a module that has the exports of both */

const OWN = 'asked by this plugin';

/**
 * An esbuild plugin. Who imports only what is needed at first gets the first half; who imports something else gets both.
 * @param {Record<string, RegExp>} later by package: which of its exports come later
 * @returns {import('esbuild').Plugin}
 */
export const exportsThatComeLater = (later) => ({
  name: 'exports that come later',
  setup(build) {
    /** @type {Map<string, Promise<Halves>>} by the file's path */
    const halves = new Map();
    const codeOf = async (/** @type {string} */ path, /** @type {string} */ namespace) => (namespace === 'file' ? readFile(path, 'utf8') : (await halves.get(path))?.[/** @type {keyof Halves} */ (namespace)] ?? '');
    build.onResolve({ filter: new RegExp(`^(?:${Object.keys(later).join('|')})$`) }, async ({ path: name, pluginData, importer, namespace, resolveDir, kind }) => {
      if (pluginData === OWN) return undefined;
      const found = await build.resolve(name, { importer, resolveDir, kind, pluginData: OWN });
      if (found.errors.length > 0) return found;
      const { path } = found;
      if (!halves.has(path)) halves.set(path, readFile(path, 'utf8').then((text) => inTwo(text, later[name])));
      const imported = importsOf(await codeOf(importer, namespace), name);
      return { path, namespace: imported.some((one) => later[name].test(one)) ? 'both' : 'first', sideEffects: false };
    });
    build.onResolve({ filter: /^(?:first|later)$/ }, ({ path, importer, namespace }) => (namespace === 'both' || namespace === 'later' ? { path: importer, namespace: path, sideEffects: false } : undefined));
    for (const namespace of ['first', 'later', 'both']) build.onLoad({ filter: /./, namespace }, async ({ path }) => ({ contents: await codeOf(path, namespace), resolveDir: dirname(path) }));
  },
});

/** The names that a module imports from another, or exports from it. @param {string} code @param {string} from */
function importsOf(code, from) {
  const found = [...code.matchAll(/(?:import|export)\s*\{([^}]*)\}\s*from\s*['"]([^'"]*)['"]/g)].filter(([, , name]) => name === from);
  return found.flatMap(([, names]) => names.split(',').map((name) => name.trim().split(/\s/)[0]));
}

/**
 * @typedef {{ code: string, declares: string[], names: Set<string> }} Statement of the module: what it declares, and all names in it
 *
 * @param {string} text of a module that is one of many in a package: it exports at its end, by name
 * @param {RegExp} isLater of an export
 * @returns {Halves}
 */
export function inTwo(text, isLater) {
  const file = ts.createSourceFile('module.js', text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  /** @type {{ code: string, as: string, from: string }[]} */
  const imports = [];
  /** @type {Map<string, string>} the name inside, by that outside */
  const exported = new Map();
  /** @type {Statement[]} */
  const statements = [];
  for (const one of file.statements) {
    const code = text.slice(one.pos, one.end);
    if (ts.isExportDeclaration(one) && !one.moduleSpecifier && one.exportClause && ts.isNamedExports(one.exportClause)) {
      for (const { name, propertyName } of one.exportClause.elements) exported.set(name.text, (propertyName ?? name).text);
    } else if (ts.isImportDeclaration(one)) imports.push(...importedBy(one));
    else statements.push({ code, declares: declaredBy(one), names: namesIn(one) });
  }
  const byName = new Map(statements.flatMap((one) => one.declares.map((name) => /** @type {const} */ ([name, one]))));
  /** What these need, too. @param {string[]} wanted @param {Set<Statement>} found */
  const need = (wanted, found) => {
    for (const name of wanted) {
      const one = byName.get(name);
      if (!one || found.has(one)) continue;
      found.add(one);
      need([...one.names], found);
    }
    return found;
  };
  const [outside, inside] = [[...exported.keys()], (/** @type {string[]} */ names) => names.map((name) => exported.get(name) ?? name)];
  const first = need(inside(outside.filter((name) => !isLater.test(name))), new Set());
  const rest = need(inside(outside.filter((name) => isLater.test(name))), new Set());
  // What declares nothing changes something else.
  for (const one of statements) {
    if (one.declares.length > 0 || [...one.names].some((name) => rest.has(/** @type {Statement} */ (byName.get(name))) && !first.has(/** @type {Statement} */ (byName.get(name))))) continue;
    first.add(one);
    need([...one.names], first);
  }
  const isFirst = (/** @type {string} */ name) => first.has(/** @type {Statement} */ (byName.get(name)));
  const second = statements.filter((one) => !first.has(one));
  const between = [...new Set(second.flatMap(({ names }) => [...names]))].filter(isFirst);
  const [early, late] = [outside.filter((name) => isFirst(inside([name])[0])), outside.filter((name) => !isFirst(inside([name])[0]))];
  /** @param {Iterable<Statement>} some */
  const codeOf = (some) => {
    const used = new Set([...some].flatMap(({ names }) => [...names]));
    return imports.filter(({ as }) => used.has(as)).map(({ code, from }) => `import ${code} from ${from};`).concat([...some].map(({ code }) => code)).join('');
  };
  const list = (/** @type {string[]} */ names) => names.map((name) => `${exported.get(name)} as ${name}`).join();
  return {
    first: `${codeOf(statements.filter((one) => first.has(one)))}\nexport {${list(early)}};export {${between.map((name) => `${name} as inner$${name}`).join()}};\n`,
    later: `import {${between.map((name) => `inner$${name} as ${name}`).join()}} from 'first';${codeOf(second)}\nexport {${list(late)}};\n`,
    both: `export {${early.join()}} from 'first';export {${late.join()}} from 'later';\n`,
  };
}

/** Each name apart, so that the halves import what they use. @param {import('typescript-5').ImportDeclaration} statement */
function importedBy({ importClause, moduleSpecifier }) {
  const from = moduleSpecifier.getText();
  const { name, namedBindings } = importClause ?? {};
  const named = namedBindings && ts.isNamedImports(namedBindings) ? namedBindings.elements : [];
  return [...(name ? [{ code: name.text, as: name.text, from }] : []), ...named.map((one) => ({ code: `{${one.getText()}}`, as: one.name.text, from }))];
}

/** @param {import('typescript-5').Statement} statement @returns {string[]} */
function declaredBy(statement) {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.flatMap(({ name }) => [...namesIn(name)]);
  return (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name ? [statement.name.text] : [];
}

/** All names but those of properties. @param {import('typescript-5').Node} node @param {Set<string>} [found] */
function namesIn(node, found = new Set()) {
  if (ts.isIdentifier(node)) found.add(node.text);
  const isNamed = ts.isPropertyAccessExpression(node) || ts.isPropertyAssignment(node) || ts.isMethodDeclaration(node) || ts.isPropertyDeclaration(node) || ts.isAccessor(node);
  ts.forEachChild(node, (child) => {
    if (!isNamed || child !== node.name || !ts.isIdentifier(child)) namesIn(child, found);
  });
  return found;
}
