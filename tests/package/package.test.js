// What `npm pack` makes, installed into an empty project: it works there as it does here.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

describe('the package, installed', () => {
  let folder = '';
  let project = '';
  /** @type {string[]} */
  let packed = [];

  before(() => {
    mkdirSync(join(root, 'build', 'tests'), { recursive: true });
    folder = mkdtempSync(join(root, 'build', 'tests', 'package-'));
    project = join(folder, 'project');
    mkdirSync(project);
    const [{ filename, files }] = JSON.parse(lastJson(run(npm, ['pack', '--json', '--pack-destination', folder], root)));
    packed = files.map((/** @type {{ path: string }} */ { path }) => path);
    writeFileSync(join(project, 'package.json'), '{ "name": "project", "private": true, "type": "module" }');
    run(npm, ['install', '--prefer-offline', '--no-audit', '--no-fund', join(folder, filename)], project);
  });
  after(() => rmSync(folder, { recursive: true }));

  test('it contains what it needs, and no more', () => {
    for (const path of ['package.json', 'README.md', 'LICENSE', 'wasm/api/index.js', 'wasm/api/index.d.ts', 'wasm/cli/main.js', 'runtime/include/aw/aw.h', 'runtime/sources.json', 'examples/hello.c']) {
      assert.ok(packed.includes(path), path);
    }
    assert.ok(packed.some((path) => /^dist\/.*\.wasm$/.test(path)), 'a prebuilt module');
    assert.deepEqual(packed.filter((path) => /^(tests|web|bench|build|node_modules)\/|\.test\.js$/.test(path)), []);
  });

  test('a prebuilt example runs with no compiler at all', () => {
    const installed = join(project, 'node_modules', 'libawait');
    const examples = readdirSync(join(installed, 'dist'), { recursive: true }).map(String).filter((name) => name.endsWith('.wasm'));
    assert.ok(examples.length > 0);
    writeFileSync(
      join(project, 'run.js'),
      `import { StopIteration, load } from 'libawait';
      for (const name of ${JSON.stringify(examples)}) {
        const m = await load('node_modules/libawait/dist/' + name, { onWarning() {}, onUnraisable() {}, onError() {}, stdout() {}, virtualClock: true });
        if (m.coroutines.main_coroutine) {
          await m.run(m.coroutines.main_coroutine()).catch((error) => {
            if (error.name !== 'DeadlockError') throw error;
          });
          await m.dispose();
          continue;
        }
        const { name: first, parameters } = m.definitions[0];
        const c = m.coroutines[first](...parameters.map(({ code }) => (code === 's' ? 'text' : code === 'b' ? true : code === 'v' ? null : 1)));
        try {
          c.send();
        } catch (error) {
          if (!(error instanceof StopIteration)) throw error;
        }
        m.releaseAll();
      }
      console.log('all ran');`,
    );
    const { stdout, stderr } = spawnSync(process.execPath, ['run.js'], { cwd: project, encoding: 'utf8', env: { PATH: dirname(process.execPath) } });
    assert.equal(stdout, 'all ran\n', stderr);
  });

  test('the command is there, and builds and runs a program', () => {
    const command = (/** @type {string[]} */ ...args) => run(npm, ['exec', '--offline', '--', 'libawait', ...args], project);
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    assert.equal(command('--version').trim(), version);
    writeFileSync(join(project, 'my.c'), '#include <aw/aw.h>\nAW_ASYNC(main_coroutine) { return aw_string("built here"); }\n');
    command('build', 'my.c', '-o', 'my.wasm', '--compiler', 'clang');
    assert.equal(command('run', 'my.wasm'), "'built here'\n");
  });

  test('tsc finds the types', () => {
    writeFileSync(join(project, 'sample.ts'), readFileSync(join(root, 'tests', 'api', 'sample.ts')));
    const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
    const compilerOptions = { strict: true, noEmit: true, module: 'nodenext', target: 'es2022', types: [] };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['sample.ts'] }));
    run(process.execPath, [compiler, '-p', '.'], project);
  });
});

/** What a command prints; what it prints when it fails is in the error. @param {string} command @param {string[]} args @param {string} cwd */
function run(command, args, cwd) {
  const { stdout, stderr, status, error } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 26 });
  assert.equal(status, 0, `${command} ${args.join(' ')}\n${stdout}${stderr}${error ?? ''}`);
  return stdout;
}

/** npm prints what prepack prints before its own answer. @param {string} output */
function lastJson(output) {
  return output.slice(output.search(/^\[$/m));
}
