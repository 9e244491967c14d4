// Small random programs as a transition system in JS, and all their orders by brute force: what tests/api/search.test.js judges the search by.

/** @typedef {{ reads: string[], writes: string[] }} Access */
/**
 * What a task does in one step: reads and writes variables, takes or gives back a lock, makes a task, or sleeps.
 * @typedef {{ kind: 'read' | 'write' | 'add' | 'take' | 'give' | 'if', name: string } | { kind: 'spawn', task: number } | { kind: 'sleep', time: number } | { kind: 'pure' }} Action
 */
/** @typedef {{ id: number, task: number, step: number }} Entry */

/** @param {Access} a @param {Access} b */
export const conflict = (a, b) =>
  a.writes.some((name) => b.writes.includes(name) || b.reads.includes(name)) || b.writes.some((name) => a.reads.includes(name));

/** A linear congruential generator. @param {number} seed */
export function random(seed) {
  let state = seed >>> 0;
  return (/** @type {number} */ below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Tasks 0 to started-1 are ready at first. @param {number} seed @returns {{ tasks: Action[][][], started: number }} */
export function program(seed) {
  const draw = random(seed);
  const variables = 1 + draw(4);
  const count = 2 + draw(3);
  const steps = count > 3 ? 2 : 3;
  /** @returns {Action} */
  const action = () => {
    const name = `v${draw(variables)}`;
    const kind = /** @type {const} */ (['read', 'if', 'if', 'write', 'add', 'pure', 'take', 'give', 'sleep'])[draw(9)];
    if (kind === 'sleep') return { kind, time: 1 + draw(2) };
    return { kind, name };
  };
  const tasks = Array.from({ length: count }, () => Array.from({ length: 1 + draw(steps) }, () => Array.from({ length: 1 + draw(3) }, action)));
  const started = Math.max(1, count - draw(2));
  for (let task = started; task < count; task++) tasks[draw(started)][0].push({ kind: 'spawn', task });
  return { tasks, started };
}

/** A running program; all of its state is in `now`, which is copied to save it. */
export class Model {
  /** @param {{ tasks: Action[][][], started: number }} program */
  constructor({ tasks, started }) {
    this.tasks = tasks;
    this.now = {
      ready: Array.from({ length: started }, (_, task) => ({ id: task + 1, task, step: 0 })),
      time: 0,
      /** @type {(Entry & { when: number })[]} */
      timers: [],
      /** @type {Record<string, number>} */
      variables: {},
      /** Holder first, then who waits. @type {Record<string, number[]>} */
      locks: {},
      /** @type {Record<number, number>} the step that a task makes when it gets its lock */
      waiting: {},
      log: tasks.map(() => ''),
      done: 0,
    };
    this.saved = 0;
  }

  enabled = () => this.now.ready.map(({ id }) => id);

  /** @param {number} id */
  run = (id) => {
    const { now } = this;
    const index = now.ready.findIndex((entry) => entry.id === id);
    const [{ task, step }] = now.ready.splice(index, 1);
    this.last = `${task}.${step}`;
    const access = { reads: [], writes: [`task ${task}`] };
    for (const action of this.tasks[task][step]) {
      if (action.kind === 'if' && !this.isTrue(action.name, access)) break;
      if (!this.act(action, task, step, access)) return access;
    }
    this.soon(task, step + 1);
    return access;
  };

  /** @param {number} id */
  repeat = (id) => void this.run(id);

  /** @param {string} name @param {Access} access */
  isTrue(name, access) {
    access.reads.push(name);
    return (this.now.variables[name] ?? 0) % 2 === 0;
  }

  /** False where the task is told later. @param {Action} action @param {number} task @param {number} step @param {Access} access */
  act(action, task, step, access) {
    const { now } = this;
    if (action.kind === 'spawn') this.soon(action.task, 0);
    else if (action.kind === 'sleep') return this.sleep(task, step, now.time + action.time);
    else if (action.kind === 'pure') now.log[task] += '.';
    else if (action.kind === 'if') now.log[task] += '?';
    else if (action.kind === 'read') {
      access.reads.push(action.name);
      now.log[task] += now.variables[action.name] ?? 0;
    } else if (action.kind === 'write') {
      access.writes.push(action.name);
      now.variables[action.name] = 10 * task + step;
    } else if (action.kind === 'add') {
      access.writes.push(action.name);
      now.variables[action.name] = ((now.variables[action.name] ?? 0) * 31 + task + 1) % 1009;
    } else return this.lock(action.kind, action.name, task, step, access);
    return true;
  }

  /** @param {'take' | 'give'} kind @param {string} name @param {number} task @param {number} step @param {Access} access */
  lock(kind, name, task, step, access) {
    access.writes.push(`lock ${name}`);
    const queue = (this.now.locks[name] ??= []);
    if (kind === 'take') {
      if (queue.includes(task)) return true;
      queue.push(task);
      this.now.waiting[task] = step + 1;
      return queue.length === 1;
    }
    if (queue[0] !== task) return true;
    queue.shift();
    if (queue.length > 0) this.soon(queue[0], this.now.waiting[queue[0]]);
    return true;
  }

  /** @param {number} task @param {number} step @param {number} when */
  sleep(task, step, when) {
    this.now.timers.push({ id: 0, task, step: step + 1, when });
    return false;
  }

  /** @param {number} task @param {number} step */
  soon(task, step) {
    if (step < this.tasks[task].length) this.now.ready.push({ id: task + 1, task, step });
    else this.now.done++;
  }

  wait = () => {
    const { now } = this;
    if (now.timers.length === 0) return false;
    now.time = Math.min(...now.timers.map(({ when }) => when));
    const due = now.timers.filter(({ when }) => when === now.time);
    now.timers = now.timers.filter(({ when }) => when > now.time);
    for (const { task, step } of due) this.soon(task, step);
    return true;
  };

  outcome = () => (this.now.ready.length === 0 && this.now.timers.length === 0 ? { failure: null } : null);
  tooLong = () => ({ failure: 'too long' });
  save = () => {
    this.saved++;
    return structuredClone(this.now);
  };
  /** @param {any} state */
  restore = (state) => void (this.now = structuredClone(state));
  drop = () => void this.saved--;
  conflict = conflict;

  /** What can be told of the end, whatever the order of what is independent. */
  final() {
    const { variables, log, done, locks } = this.now;
    return JSON.stringify([Object.entries(variables).sort(), log, done, Object.entries(locks).sort()]);
  }
}

/**
 * All orders: the final states, and the classes of orders, each told by which step comes before which.
 * @param {{ tasks: Action[][][], started: number }} program @param {number} atMost orders
 */
export function bruteForce(program, atMost) {
  const model = new Model(program);
  const finals = new Set();
  const classes = new Set();
  let orders = 0;
  /** @type {{ name: string, access: Access, maker: string, segment: number }[]} */
  const path = [];
  /** @param {Map<number, string>} makers @param {number} segment */
  const go = (makers, segment) => {
    while (model.now.ready.length === 0 && model.wait()) segment++;
    for (const id of model.enabled()) if (!makers.has(id)) makers.set(id, `time ${segment}`);
    if (model.now.ready.length === 0) {
      orders++;
      finals.add(model.final());
      classes.add(signature(path));
      return;
    }
    for (const id of model.enabled()) {
      if (orders > atMost) return;
      const before = structuredClone(model.now);
      const access = model.run(id);
      path.push({ name: /** @type {string} */ (model.last), access, maker: /** @type {string} */ (makers.get(id)), segment });
      const next = new Map(makers);
      for (const other of model.enabled()) if (!next.has(other)) next.set(other, /** @type {string} */ (model.last));
      go(next, segment);
      path.pop();
      model.now = before;
    }
  };
  go(new Map(), 0);
  return { finals, classes, orders, tooMany: orders > atMost };
}

/** @param {{ name: string, access: Access, maker: string, segment: number }[]} path */
function signature(path) {
  const pairs = [];
  for (const [index, step] of path.entries()) {
    pairs.push(`${step.maker}>${step.name}`);
    for (const earlier of path.slice(0, index)) if (earlier.segment < step.segment || conflict(earlier.access, step.access)) pairs.push(`${earlier.name}>${step.name}`);
  }
  return pairs.sort().join(' ');
}
