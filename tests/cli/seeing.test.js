// Seeing what is suspended: from JavaScript, by a signal, and as a trace in a file.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { load } from '../../wasm/api/index.js';
import { fails, folder, libawait, main, write } from './helper.js';

write(
  'waits.c',
  `AW_ASYNC(get, (aw_value, queue)) { return AW_AWAIT(aw_queue_get(queue)); }
AW_ASYNC(worker, (aw_value, queue)) { return AW_AWAIT(get(queue)); }
AW_ASYNC(main_coroutine) {
    aw_value queue = aw_queue_new(0), a = aw_create_task_named(worker(queue), "a");
    AW_AWAIT(aw_sleep(0)), printf("ready\\n");
    AW_AWAIT(aw_sleep(0.3));
    AW_TRY(aw_queue_put_nowait(queue, aw_int(1)));
    return AW_AWAIT(a);
}
AW_ASYNC(asks) { return AW_AWAIT(AW_HOST_ASYNC("ask", aw_int(1))); }
AW_ASYNC(forgets) { aw_is_none(asks()); return aw_none(); }
AW_ASYNC(waits, (aw_value, other)) { return AW_AWAIT(other); }
`,
);

before(() => assert.deepEqual(libawait('build', 'waits.c'), { stdout: '', stderr: '', status: 0 }));
const path = join(folder, 'waits.wasm');
const nextTurn = () => new Promise((resolve) => setTimeout(resolve, 10));

test('ps, pstree and psData', async () => {
  /** @type {(value: unknown) => void} */
  let answer = () => {};
  const m = await load(path, { host: { ask: () => new Promise((resolve) => (answer = resolve)) } });
  assert.equal(m.ps(), 'no tasks\n');
  assert.deepEqual(m.psData(), []);
  const inner = m.createTask(m.coroutines.asks(), { name: 'inner' });
  const outer = m.createTask(m.coroutines.waits(inner), { name: 'outer' });
  await nextTurn();
  assert.equal(
    m.ps(),
    'TASK   STATE    WAITS FOR           AWAITED BY  WHERE\n' +
      'inner  waiting  host operation ask  outer       asks (waits.c:12)\n' +
      'outer  waiting  inner               -           waits (waits.c:14)\n',
  );
  assert.equal(m.pstree(), 'outer  waiting for inner, in waits (waits.c:14)\n└─ inner  waiting for host operation ask, in asks (waits.c:12)\n');
  assert.deepEqual(m.psData(), [
    { name: 'inner', state: 'waiting', awaits: 'host operation ask', awaited: [], awaitedBy: [1], frames: [{ function: 'asks', file: 'waits.c', line: 12 }] },
    { name: 'outer', state: 'waiting', awaits: 'inner', awaited: [0], awaitedBy: [], frames: [{ function: 'waits', file: 'waits.c', line: 14 }] },
  ]);
  answer(5);
  assert.equal(await outer, 5);
  await m.dispose();
});

test('mistakes', async () => {
  const m = await load(path, { onWarning: () => {} });
  m.recordMistakes(true);
  await m.run(m.coroutines.forgets());
  assert.deepEqual(m.mistakes(), {
    neverAwaited: ["coroutine 'asks' was never awaited\n  defined at waits.c:12"],
    neverRetrieved: [],
    destroyedPending: [],
  });
  m.recordMistakes(false);
  assert.deepEqual(m.mistakes().neverAwaited, []);
  await m.dispose();
});

test('the trace', async () => {
  const m = await load(path, { virtualClock: true, stdout: () => {}, host: { ask: async () => 7 } });
  m.trace.start();
  await m.run(m.coroutines.main_coroutine());
  const events = m.trace.read();
  assert.deepEqual(events.map(({ sequence }) => sequence), [...events.keys()]);
  assert.deepEqual(m.trace.read(), []);
  const { clock, realClock, ...created } = events[0];
  assert.deepEqual(created, { sequence: 0, kind: 'created', name: 'main_coroutine', coroutine: 1, file: 'waits.c', line: 5 });
  assert.ok(clock === 0 && realClock > 0);
  const set = events.find(({ kind }) => kind === 'timer set');
  assert.deepEqual([set?.due, set?.task], [0.3, 1]);
  const woken = events.find(({ kind, by, task }) => kind === 'task scheduled' && by === 1 && task === 2);
  assert.deepEqual([woken?.name, woken?.task, woken?.clock], ['a', 2, 0.3]);
  const awaited = events.filter(({ kind }) => kind === 'awaited').map((event) => [event.name, event.awaited !== undefined]);
  assert.deepEqual(awaited.slice(0, 3), [['worker', true], ['get', false], ['main_coroutine', false]]);
  await m.run(m.coroutines.asks());
  const host = m.trace.read().filter(({ kind }) => kind.startsWith('host'));
  assert.deepEqual(host.map(({ kind, name }) => [kind, name]), [['host operation started', 'ask'], ['host operation settled', 'ask']]);
  assert.equal(host[0].operation, host[1].operation);
  m.trace.start({ capacity: 5 });
  await m.run(m.coroutines.main_coroutine());
  assert.equal(m.trace.read().length, 5);
  assert.ok(m.trace.dropped > 10);
  m.trace.stop();
  assert.throws(() => m.trace.start({ capacity: 0 }), RangeError);
  await m.dispose();
});

test('run --trace: a line of JSON for each event', () => {
  const { stdout, stderr, status } = libawait('run', '--trace', 'trace.jsonl', 'waits.wasm');
  assert.deepEqual([stdout, stderr, status], ['ready\n1\n', '', 0]);
  const lines = readFileSync(join(folder, 'trace.jsonl'), 'utf8').trimEnd().split('\n');
  const events = lines.map((line) => JSON.parse(line));
  assert.equal(events[0].kind, 'created');
  assert.ok(events.some(({ kind, name }) => kind === 'task done' && name === 'a'));
});

/** What Chrome's viewer and Perfetto expect of a trace. @param {any[]} events */
function checkChromeTrace(events) {
  const open = new Map();
  const begun = new Set();
  const arrived = new Set();
  let last = 0;
  for (const { ph, name, tid, ts, id, args } of events) {
    assert.equal(typeof tid, 'number');
    if (ph === 'M') {
      assert.deepEqual([name, typeof args.name], ['thread_name', 'string']);
      continue;
    }
    assert.ok(Number.isFinite(ts) && ts >= last, 'in order of time');
    last = ts;
    const depth = open.get(tid) ?? 0;
    if (ph === 'B') open.set(tid, depth + 1);
    else if (ph === 'E') open.set(tid, depth - 1);
    assert.ok((open.get(tid) ?? 0) >= 0, 'an end without a beginning');
    if (ph === 's') begun.add(id);
    if (ph === 'f') {
      assert.ok(begun.has(id), 'an arrow that begins nowhere');
      arrived.add(id);
    }
    assert.ok(['B', 'E', 'X', 'i', 's', 'f', 'b', 'e'].includes(ph), ph);
  }
  assert.deepEqual([...open.values()].filter((depth) => depth !== 0), [], 'durations that do not end');
  assert.ok(arrived.size > 0);
}

test('run --trace-format chrome', () => {
  const { stdout, status } = libawait('run', '--trace', 'trace.json', '--trace-format', 'chrome', 'waits.wasm');
  assert.deepEqual([stdout, status], ['ready\n1\n', 0]);
  const events = JSON.parse(readFileSync(join(folder, 'trace.json'), 'utf8'));
  checkChromeTrace(events);
  const threads = events.filter((/** @type {any} */ { ph }) => ph === 'M').map((/** @type {any} */ { args }) => args.name);
  assert.deepEqual(threads.slice(0, 3), ['loop', 'Task-1', 'a']);
});

test('run --ps-on-signal', { skip: process.platform === 'win32' && 'no such signals' }, async () => {
  const child = spawn(process.execPath, [main, 'run', '--ps-on-signal', 'waits.wasm'], { cwd: folder });
  let stderr = '';
  child.stderr.on('data', (data) => (stderr += data));
  child.stdout.once('data', () => child.kill('SIGQUIT'));
  const status = await new Promise((resolve) => child.once('exit', resolve));
  assert.equal(status, 0);
  assert.match(stderr, /^TASK +STATE +WAITS FOR +AWAITED BY +WHERE\nTask-1 +waiting +sleep, 0\.\d+ s left +- +main_coroutine \(waits\.c:8\)\n +sleep\na +waiting +Queue\.get +- +worker \(waits\.c:4\)\n/);
  assert.match(stderr, /\n\nTask-1 {2}waiting for sleep, .*\na {2}waiting for Queue\.get, in worker \(waits\.c:4\) > get \(waits\.c:3\)\n$/);
});

test('wrong usage', () => {
  fails(['run', '--trace-format', 'chrome', 'waits.wasm'], 2, /^libawait: run: --trace-format needs --trace\n/);
  fails(['run', '--trace', 'x', '--trace-format', 'xml', 'waits.wasm'], 2, /^libawait: run: --trace-format is json or chrome, not 'xml'\n/);
  fails(['run', '--trace', 'no/such/folder/x', 'waits.wasm'], 1, /^libawait: cannot write no\/such\/folder\/x: /);
  fails(['run', '--trace'], 2, /^libawait: run: /);
});
