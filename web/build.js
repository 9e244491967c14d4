// Builds the page: its scripts and its style, what is needed first apart from the rest, and the compiled examples with their sources. Any static server can serve the result.
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildWorker } from './build-compiler.js';
import { documentationOf } from './documentation.js';
import { splitFirst } from './first.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const SERVICE_WORKER = 'service-worker.js';

/**
 * @param {object} options
 * @param {string} [options.outDir] where the page goes
 * @param {string} [options.modules] where the compiled examples are, a folder for each kind
 * @param {boolean} [options.minify]
 * @param {(line: string) => void} [options.log]
 */
export async function buildWeb({ outDir = join(root, 'build/web'), modules = join(root, 'build'), minify = true, log = () => {} } = {}) {
  await mkdir(join(outDir, 'examples'), { recursive: true });
  await rm(join(outDir, 'chunks'), { recursive: true, force: true });
  const { metafile } = await build({
    entryPoints: { app: join(root, 'web/src/main.jsx'), program: join(root, 'web/src/program/worker.js'), style: join(root, 'web/src/style/index.css'), more: join(root, 'web/src/style/more.css') },
    outdir: outDir,
    bundle: true,
    splitting: true, // what is loaded when it is asked for
    chunkNames: 'chunks/[name]-[hash]',
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external: ['node:*'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: { __LIBAWAIT__: JSON.stringify(await versionOf()) },
    minify,
    metafile: true,
    logLevel: 'warning',
  });
  await writeIndex(outDir, metafile);
  await buildWorker(join(outDir, 'compiler'), { minify });
  await writeFile(join(outDir, 'documentation.json'), JSON.stringify(await documentationOf(join(root, 'runtime/include/aw'))));

  const index = join(root, 'examples/index.json');
  await copyFile(index, join(outDir, 'examples/index.json'));
  const { examples, explored } = JSON.parse(await readFile(index, 'utf8'));
  await writeFile(join(outDir, `examples/${examples[0].id}.json`), JSON.stringify(examples[0])); // the first one is shown before the list is there
  for (const { id } of examples) {
    for (const kind of ['c', 'py']) await place(join(root, `examples/${id}.${kind}`), join(outDir, `examples/${id}.${kind}`));
    await place(join(modules, `examples/${id}.wasm`), join(outDir, `examples/${id}.wasm`));
  }
  const [first] = examples;
  const parts = join(outDir, `examples/${first.id}`);
  await splitFirst(first, join(modules, `examples/${first.id}.wasm`), { first: `${parts}.first.wasm`, rest: `${parts}.rest.wasm` });
  for (const { id } of explored) {
    for (const kind of ['c', 'py']) await place(join(root, `examples/explore/${id}.${kind}`), join(outDir, `explored/${id}.${kind}`));
    for (const kind of ['wasm', 'json']) await place(join(modules, `explored/${id}.${kind}`), join(outDir, `explored/${id}.${kind}`));
  }
  await buildServiceWorker(outDir, { minify });
  const bytes = Object.entries(metafile.outputs).map(([path, { bytes: size }]) => `${path.slice(path.lastIndexOf('/') + 1)} ${Math.ceil(size / 1024)} KiB`);
  log(`page: ${bytes.join(', ')}, ${examples.length + explored.length} examples`);
}

/** The page itself, with hints of what its scripts import, so that nothing is found out late. @param {string} outDir @param {import('esbuild').Metafile} metafile */
async function writeIndex(outDir, { outputs }) {
  const nameOf = (/** @type {string} */ path) => relative(outDir, join(process.cwd(), path)).replaceAll('\\', '/');
  const imports = new Map(Object.entries(outputs).map(([path, output]) => [nameOf(path), output.imports.filter(({ kind }) => kind === 'import-statement').map((it) => nameOf(it.path))]));
  const needed = new Set(imports.get('app.js'));
  for (const name of needed) for (const other of imports.get(name) ?? []) needed.add(other);
  const hints = [...needed].map((name) => `    <link rel="modulepreload" href="${name}">\n`).join('');
  const html = await readFile(join(root, 'web/index.html'), 'utf8');
  await writeFile(join(outDir, 'index.html'), html.replace('    <script type="module"', `${hints}    <script type="module"`));
}

/** What keeps the page for times without a network: its files by name, without what is downloaded for the compiler. @param {string} outDir @param {{minify: boolean}} options */
async function buildServiceWorker(outDir, { minify }) {
  const names = (await readdir(outDir, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(outDir, join(entry.path, entry.name)).replaceAll('\\', '/'));
  const files = names.filter((name) => name !== SERVICE_WORKER && !name.startsWith('vendor/')).sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(await readFile(join(outDir, file)));
  await build({
    entryPoints: [join(root, 'web/src/offline', SERVICE_WORKER)],
    outfile: join(outDir, SERVICE_WORKER),
    bundle: true,
    target: 'es2022',
    define: { __FILES__: JSON.stringify(JSON.stringify(files)), __VERSION__: JSON.stringify(hash.digest('hex').slice(0, 16)) },
    minify,
    logLevel: 'warning',
  });
}

/** The library's version. */
const versionOf = async () => JSON.parse(await readFile(join(root, 'package.json'), 'utf8')).version;

/** @param {string} from @param {string} to */
async function place(from, to) {
  if (!(await stat(from).catch(() => null))) throw new Error(`${from} is missing: build the examples first (node scripts/build.js --only examples,explored)`);
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to);
}
