// What each suggested command of each example must show: the answer's last line as CPython gives it, what is printed and warned of, and the
// cards. A line is named by a piece of the source that stands in it.

/**
 * @typedef {{state: string, at?: string, yielded?: string, returned?: string, raised?: string, awaits?: string | RegExp, linked?: boolean}} ExpectedCard
 * @typedef {{answer?: string, printed?: string[], warned?: string[], has?: string[], cards: Record<string, ExpectedCard>}} ExpectedStep
 */

const reused = 'RuntimeError: cannot reuse already awaited coroutine';
const created = (/** @type {string} */ at) => ({ state: 'CREATED', at });
const suspended = (/** @type {string} */ at, /** @type {string | undefined} */ yielded = undefined) => ({ state: 'SUSPENDED', at, yielded });
const returned = (/** @type {string} */ value) => ({ state: 'CLOSED returned', returned: value });
const raised = (/** @type {string} */ error) => ({ state: 'CLOSED raised', raised: error });
const closed = { state: 'CLOSED' };
const linked = (/** @type {string} */ at) => ({ state: 'SUSPENDED', at, linked: true });

/** @type {Record<string, ExpectedStep[]>} */
export const expected = {
  'first-step': [
    { answer: "'hello'", printed: ['the body starts'], cards: { c1: suspended('aw_string("hello")', "'hello'") } },
    { answer: 'StopIteration: 42', printed: ['the body goes on where it stood'], cards: { c1: returned('42') } },
    { answer: reused, cards: { c1: returned('42') } },
  ],
  'send-values': [
    { answer: "TypeError: can't send non-None value to a just-started coroutine", cards: { c1: created('AW_ASYNC(total)') } },
    { answer: "'send me numbers'", cards: { c1: suspended('send me numbers"', "'send me numbers'") } },
    { answer: '10', cards: { c1: suspended('aw_suspend(aw_int', '10') } },
    { answer: '30', cards: { c1: suspended('aw_suspend(aw_int', '30') } },
    { answer: 'StopIteration: 30', cards: { c1: returned('30') } },
  ],
  'throw-catch': [
    { answer: "'0 mended'", cards: { c1: suspended('aw_suspend', "'0 mended'") } },
    { answer: "'1 mended'", printed: ["caught KeyError('a missing page')"], cards: { c1: suspended('aw_suspend', "'1 mended'") } },
    { answer: "'2 mended'", printed: ["caught IndexError('page 9')"], cards: { c1: suspended('aw_suspend', "'2 mended'") } },
    { answer: 'ValueError: not mine', cards: { c1: raised('ValueError: not mine') } },
  ],
  'close-cleanup': [
    { answer: "'copied line 1'", printed: ['opened a.txt', 'opened b.txt'], cards: { c1: suspended('aw_suspend', "'copied line 1'") } },
    { answer: "'copied line 2'", printed: ['line 1 is written'], cards: { c1: suspended('aw_suspend', "'copied line 2'") } },
    { printed: ['line 2 is written', 'closed b.txt', 'closed a.txt'], cards: { c1: closed } },
    { cards: { c1: closed } },
  ],
  'ignored-exit': [
    { answer: "'working'", cards: { c1: suspended('"working"', "'working'") } },
    { answer: 'RuntimeError: coroutine ignored GeneratorExit', printed: ['not yet!'], cards: { c1: { state: 'SUSPENDED', at: '"still here"' } } },
    { cards: { c1: closed } },
  ],
  'await-chain': [
    {
      answer: "'first number?'",
      cards: {
        c1: suspended('AW_AWAIT(middle())', "'first number?'"),
        'c1.cr_await': linked('aw_await(inner())'),
        'c1.cr_await.cr_await': linked('first number?'),
        c2: created('AW_ASYNC(outer)'),
      },
    },
    {
      answer: "'second number?'",
      cards: {
        c1: suspended('AW_AWAIT(middle())', "'second number?'"),
        'c1.cr_await': linked('aw_await(inner())'),
        'c1.cr_await.cr_await': linked('second number?'),
        c2: created('AW_ASYNC(outer)'),
      },
    },
    { answer: 'StopIteration: the sum is 42', cards: { c1: returned("'the sum is 42'"), c2: created('AW_ASYNC(outer)') } },
    {
      answer: "'first number?'",
      cards: {
        c1: returned("'the sum is 42'"),
        c2: suspended('AW_AWAIT(middle())', "'first number?'"),
        'c2.cr_await': linked('aw_await(inner())'),
        'c2.cr_await.cr_await': linked('first number?'),
      },
    },
    { answer: 'StopIteration: the sum is unknown', cards: { c1: returned("'the sum is 42'"), c2: returned("'the sum is unknown'") } },
  ],
  'custom-awaitable': [
    { answer: '3', cards: { c1: { ...suspended('AW_AWAIT(clock)', '3'), awaits: /^<.*Countdown object at 0x/ } } },
    { answer: '2', cards: { c1: suspended('AW_AWAIT(clock)', '2') } },
    { answer: '10', cards: { c1: suspended('AW_AWAIT(clock)', '10') } },
    { printed: ['countdown stopped at 9'], cards: { c1: closed } },
  ],
  'never-awaited': [
    {
      answer: "'saving'",
      printed: ['saving the letter'],
      warned: ["RuntimeWarning: coroutine 'save' was never awaited"],
      cards: { c1: suspended('save("the letter")', "'saving'"), 'c1.cr_await': linked('aw_string("saving")'), c2: created('AW_ASYNC(save') },
    },
    { answer: 'StopIteration: the letter', cards: { c1: returned("'the letter'"), c2: created('AW_ASYNC(save') } },
    { warned: ["RuntimeWarning: coroutine 'save' was never awaited"], cards: { c1: returned("'the letter'") } },
  ],
  generator: [
    { answer: "'page 1 of 3'", cards: { c1: suspended('AW_YIELD', "'page 1 of 3'"), c2: created('AW_ASYNC(reader)') } },
    { answer: "'page 2 of 3'", cards: { c1: suspended('AW_YIELD', "'page 2 of 3'"), c2: created('AW_ASYNC(reader)') } },
    { answer: "'page 1 of 3'", cards: { c1: suspended('AW_YIELD', "'page 1 of 3'"), c2: created('AW_ASYNC(reader)') } },
    {
      answer: "'page 1 of 2'",
      cards: { c1: suspended('AW_YIELD', "'page 1 of 3'"), c2: suspended('AW_AWAIT(pages', "'page 1 of 2'"), 'c2.cr_await': linked('AW_YIELD') },
    },
    {
      answer: "'page 2 of 2'",
      cards: { c1: suspended('AW_YIELD', "'page 1 of 3'"), c2: suspended('AW_AWAIT(pages', "'page 2 of 2'"), 'c2.cr_await': linked('AW_YIELD') },
    },
    {
      answer: "StopIteration: ('read to', 'the end')",
      cards: { c1: suspended('AW_YIELD', "'page 1 of 3'"), c2: returned("('read to', 'the end')") },
    },
  ],
  'private-exception': [
    {
      answer: '"handling ValueError(\'the first error\')"',
      cards: { c1: suspended('AW_AWAIT(aw_suspend', '"handling ValueError(\'the first error\')"'), c2: created('AW_ASYNC(bystander)') },
    },
    { answer: "'handling None'", cards: { c1: { state: 'SUSPENDED' }, c2: { state: 'SUSPENDED', yielded: "'handling None'" } } },
    {
      answer: "KeyError: 'the second error'",
      has: ['ValueError: the first error', 'During handling of the above exception, another exception occurred:', 'File "private-exception.c", line 8, in handler'],
      cards: { c1: raised("KeyError: 'the second error'"), c2: { state: 'SUSPENDED' } },
    },
  ],
  'awaited-twice': [
    {
      answer: "'busy'",
      cards: { c1: suspended('"busy"'), c2: { ...suspended('AW_AWAIT(what)', "'busy'"), awaits: 'c1 job' }, c3: created('AW_ASYNC(waiter') },
    },
    {
      answer: 'RuntimeError: coroutine is being awaited already',
      cards: { c1: suspended('"busy"'), c2: suspended('AW_AWAIT(what)', "'busy'"), c3: raised('RuntimeError: coroutine is being awaited already') },
    },
    { answer: 'StopIteration: job done', cards: { c1: closed, c2: returned("'job done'"), c3: { state: 'CLOSED raised' } } },
    { cards: { c1: closed, c2: returned("'job done'"), c3: { state: 'CLOSED raised' }, c4: created('AW_ASYNC(waiter') } },
    { answer: reused, cards: { c1: closed, c2: returned("'job done'"), c3: { state: 'CLOSED raised' }, c4: raised(reused) } },
  ],
  'deep-stack': [
    { answer: "'disk 1 from A to B'", cards: { c1: suspended('aw_suspend', "'disk 1 from A to B'") } },
    { answer: "'disk 2 from A to C'", cards: { c1: suspended('aw_suspend', "'disk 2 from A to C'") } },
    { answer: "'disk 1 from B to C'", cards: { c1: suspended('aw_suspend', "'disk 1 from B to C'") } },
    { answer: 'StopIteration: 2 disks moved', cards: { c1: returned("'2 disks moved'") } },
  ],
  hello: [
    { answer: 'None', printed: ['hello, cats'], cards: { c1: suspended('greet("cats", 2)', 'None'), 'c1.cr_await': linked('aw_suspend') } },
    { answer: 'None', printed: ['hello, cats'], cards: { c1: suspended('greet("cats", 2)', 'None'), 'c1.cr_await': linked('aw_suspend') } },
    { answer: 'None', printed: ['hello, dogs'], cards: { c1: suspended('greet("dogs", 1)', 'None'), 'c1.cr_await': linked('aw_suspend') } },
    { answer: 'StopIteration: [2, 1]', cards: { c1: returned('[2, 1]') } },
  ],
};

/**
 * What the programs with a loop print: the lines that python3 printed for the same program in Python. Times are those of a virtual clock. `result` is what
 * asyncio.run() returns, `task` and `clock` how many tasks there are, and how late it is in the end; `notice` begins what the page tells beside the program.
 * @type {Record<string, {printed: string[], result?: string, tasks: number, clock: string, notice?: string}>}
 */
export const loops = {
  'two-workers': {
    printed: [
      'hello',
      'world',
      '[5, 5] after 2 seconds',
    ],
    tasks: 3, clock: '2 s',
  },
  gather: {
    printed: [
      'Task A: Compute factorial(2), currently i=2...',
      'Task B: Compute factorial(3), currently i=2...',
      'Task C: Compute factorial(4), currently i=2...',
      'Task A: factorial(2) = 2',
      'Task B: Compute factorial(3), currently i=3...',
      'Task C: Compute factorial(4), currently i=3...',
      'Task B: factorial(3) = 6',
      'Task C: Compute factorial(4), currently i=4...',
      'Task C: factorial(4) = 24',
    ],
    result: '[2, 6, 24]',
    tasks: 4, clock: '3 s',
  },
  traffic: {
    printed: [
      'Porsche stopped for gas after 120 km',
      'Porsche stopped for gas after 240 km',
      'Beetle stopped for gas after 200 km',
      'Porsche arrived',
      'flag for Porsche',
      'Beetle arrived',
      'flag for Beetle',
      'Truck arrived',
      'flag for Truck',
    ],
    tasks: 4, clock: '4 s',
  },
  'producer-consumer': {
    printed: [
      'put job 1, 1 in the queue',
      'put job 2, 2 in the queue',
      'put job 3, 3 in the queue',
      'put job 4, 2 in the queue',
      'put job 5, 3 in the queue',
      'quick did job 1',
      'put job 6, 3 in the queue',
      'quick did job 3',
      'put job 7, 3 in the queue',
      'slow did job 2',
      'put job 8, 3 in the queue',
      'quick did job 4',
      'quick did job 6',
      'slow did job 5',
      'quick did job 7',
      'slow did job 8',
      'all done',
    ],
    tasks: 3, clock: '1.35 s',
  },
  semaphore: {
    printed: [
      ' 1 begins, 1 active',
      ' 2 begins, 2 active',
      ' 3 begins, 3 active',
      ' 4 begins, 3 active',
      ' 5 begins, 3 active',
      ' 6 begins, 3 active',
      ' 7 begins, 3 active',
      ' 8 begins, 3 active',
      ' 9 begins, 3 active',
      '10 begins, 3 active',
      '[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], at most 3 at a time',
    ],
    tasks: 11, clock: '0.94 s',
  },
  timeout: {
    printed: [
      'closing the connection',
      'too slow',
    ],
    tasks: 1, clock: '1 s',
  },
  'task-group': {
    printed: [
      'all are on their way',
      'text: done',
      'film: cancelled',
      "unhandled errors in a TaskGroup (1 sub-exception): (ValueError('picture is broken'),)",
    ],
    tasks: 4, clock: '2 s',
  },
  'async-countdown': {
    printed: [
      '3 ...',
      '2 ...',
      '1 ...',
      'the clock is put away',
      'lift-off',
      '10 ...',
      '9 ...',
      'the clock is put away',
      'called off after 6.0 seconds',
    ],
    tasks: 1, clock: '6 s',
  },
  'async-pipeline': {
    printed: [
      '0.25 s: 68.0 F',
      '0.75 s: 69.8 F',
      '1.50 s: 75.2 F',
      '1.75 s: 73.4 F',
    ],
    result: '4',
    tasks: 1, clock: '2 s',
  },
  'async-averager': {
    printed: [
      '10 -> 10.0',
      '20 -> 15.0',
      '60 -> 30.0',
      'starting over: a new day',
      'athrow -> None',
      '7 -> 7.0',
      'it has ended',
    ],
    tasks: 1, clock: '0.4 s',
  },
  'forgotten-await': {
    printed: [
      'saved the letter',
      'done',
    ],
    tasks: 1, clock: '0 s',
    notice: "coroutine 'save' was never awaited.",
  },
  'unseen-error': {
    printed: [
      'all is well, it seems',
    ],
    tasks: 2, clock: '1 s',
    notice: 'Task exception was never retrieved.',
  },
  deadlock: {
    printed: [
      'Kant has a fork',
      'Hegel has a fork',
    ],
    tasks: 4, clock: '1 s',
    notice: 'Deadlock.',
  },
  stepping: {
    printed: [
      'fill in water',
      'fill in coffee',
      'Here are 2 cups of mocha with spring water.',
    ],
    tasks: 1, clock: '0 s',
  },
};
