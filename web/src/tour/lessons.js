// The guided tour: fourteen lessons, each about one program. A task tells what to do, and `when` how the page sees that it was done; `try` are the words of the command line
// that do it.

/**
 * @typedef {object} When all that is given must hold
 * @property {string} [entry] the transcript has an entry with this text in it
 * @property {string} [answer] a call was answered with just this
 * @property {number} [branches] so many branches at least
 * @property {boolean} [isBack] the reader stands at an earlier step
 * @property {boolean} [isDone] the program has ended
 * @property {string} [notice] the page tells something with this title
 * @typedef {{say: string, try: string[], when: When}} Task
 * @typedef {{example: string, title: string, text: string, tasks: Task[]}} Lesson
 */

/** @type {Lesson[]} */
export const lessons = [
  {
    example: 'first-step',
    title: 'A coroutine waits',
    text: 'greet() was called, and none of its body has run: that made a coroutine, c1. Whoever has it drives it, by sending.',
    tasks: [
      { say: 'Send None: the body runs to its first await, and stands there.', try: ['send'], when: { entry: 'the body starts' } },
      { say: 'Send None again: it goes on in the same line. Its result arrives as StopIteration.', try: ['send'], when: { entry: 'StopIteration: 42' } },
      { say: 'Send once more: a coroutine runs once.', try: ['send'], when: { entry: 'cannot reuse already awaited coroutine' } },
    ],
  },
  {
    example: 'send-values',
    title: 'Sending values',
    text: 'What you send becomes the value of the await where it stands. What it hands out next is the answer.',
    tasks: [
      { say: 'Send 7 at once: before its first await there is nowhere to put a value.', try: ['send 7'], when: { entry: "can't send non-None value" } },
      { say: 'Send None, then 10, then 20: each answer is the sum so far.', try: ['send', 'send 10', 'send 20'], when: { answer: '30' } },
      { say: 'Go back one step (b), and send 5 in place of 20. What was before stays as a branch.', try: ['back', 'send 5'], when: { branches: 2 } },
    ],
  },
  {
    example: 'throw-catch',
    title: 'Throwing errors in',
    text: 'throw() raises an error where the coroutine stands, as if the await had failed.',
    tasks: [
      { say: 'Send None, then throw a KeyError: it is caught, and the coroutine goes on.', try: ['send', 'throw KeyError a missing page'], when: { entry: "'1 mended'" } },
      { say: 'Throw a ValueError: nobody catches that one. It comes out again, and the coroutine is closed.', try: ['throw ValueError not mine'], when: { entry: 'ValueError: not mine' } },
    ],
  },
  {
    example: 'close-cleanup',
    title: 'Leaving in the middle',
    text: 'A coroutine that is given up must still clean up. close() raises GeneratorExit where it stands.',
    tasks: [
      { say: 'Send None twice: both files are open, and one line is written.', try: ['send', 'send'], when: { entry: 'line 1 is written' } },
      { say: 'Close it: the files are closed on the way out, the last one first.', try: ['close'], when: { entry: 'closed a.txt' } },
    ],
  },
  {
    example: 'await-chain',
    title: 'Who awaits whom',
    text: 'outer awaits middle, which awaits inner. All three wait at once; you only ever talk to the outermost.',
    tasks: [
      { say: 'Send None to c1: three cards, each linked to the one that it awaits.', try: ['send'], when: { entry: 'first number?' } },
      { say: 'Send 30 and 12 to c1: they arrive in inner, and the result comes out through all three.', try: ['send 30', 'send 12'], when: { entry: 'the sum is 42' } },
      { say: 'Send None to c2, and throw a ValueError into it: middle catches what inner does not.', try: ['send c2', 'throw c2 ValueError no number'], when: { entry: 'the sum is unknown' } },
    ],
  },
  {
    example: 'deep-stack',
    title: 'Waiting deep down',
    text: 'In Python every function on the way to an await must be async. In C a plain function may wait, even one that calls itself: the whole stack is kept.',
    tasks: [
      { say: 'Send None three times. Each time another depth of the recursion stands still.', try: ['send', 'send', 'send'], when: { entry: 'disk 1 from B to C' } },
      { say: 'Go back to the start (b), and forward again (f): its bytes are kept, so its past is, too.', try: ['goto 0'], when: { isBack: true } },
      { say: 'Forward, and on to the end.', try: ['forward 3', 'send'], when: { entry: '2 disks moved' } },
    ],
  },
  {
    example: 'generator',
    title: 'Generators',
    text: 'A generator yields by itself. What is sent to it is the value of its yield, and a coroutine may await one.',
    tasks: [
      { say: 'Send None to c1 twice: it turns the pages.', try: ['send c1', 'send c1'], when: { entry: "'page 2 of 3'" } },
      { say: "Send 'back': the wish arrives in the middle of its loop.", try: ['send c1 back'], when: { entry: "send('back')" } },
      { say: 'Send None to c2 until it ends: what pages() yields comes out of reader.', try: ['send c2', 'send c2', 'send c2'], when: { entry: 'read to' } },
    ],
  },
  {
    example: 'never-awaited',
    title: 'A forgotten await',
    text: 'The most common mistake: a coroutine is made, and nobody awaits it. Nothing fails; it just never runs.',
    tasks: [
      { say: 'Send None to c1: it makes a coroutine for the draft, and forgets it. A warning says so.', try: ['send c1'], when: { entry: 'was never awaited' } },
      { say: 'Drop c2, which never ran either: the same warning.', try: ['drop c2'], when: { entry: 'del c2' } },
    ],
  },
  {
    example: 'two-workers',
    title: 'Tasks and the loop',
    text: 'From here on a loop drives them. A task is a coroutine that the loop runs beside others. Time is virtual: when nothing is ready it jumps to the next timer.',
    tasks: [
      { say: 'Next (n), callback by callback, until hello is printed: one second has passed, at once.', try: ['next 6'], when: { entry: 'hello' } },
      { say: 'Run to the end (g): two seconds in all, not three.', try: ['run'], when: { isDone: true } },
      { say: 'Go back (b): tasks, timers and clock are as they were.', try: ['back 4'], when: { isBack: true } },
    ],
  },
  {
    example: 'producer-consumer',
    title: 'A queue',
    text: 'The queue has room for three. put() waits while it is full, get() while it is empty: nobody runs far ahead.',
    tasks: [
      { say: 'Next, until the queue is full: the producer waits.', try: ['next'], when: { entry: '3 in the queue' } },
      { say: 'Run to the end: each get() lets one more put() go on.', try: ['run'], when: { entry: 'all done' } },
    ],
  },
  {
    example: 'timeout',
    title: 'Cancelling, and deadlines',
    text: 'When the time is up, the task is cancelled: CancelledError is raised where it waits, so that it can clean up.',
    tasks: [
      { say: 'Next, until the deadline has passed: the connection is closed.', try: ['next 6'], when: { entry: 'closing the connection' } },
      { say: 'Run to the end: the block turned it into a TimeoutError.', try: ['run'], when: { entry: 'too slow' } },
    ],
  },
  {
    example: 'task-group',
    title: 'Failing together',
    text: 'A group of tasks lives as long as its block. If one fails, the others are cancelled, and nobody is left behind.',
    tasks: [
      { say: 'Turn (i) until the picture fails, and see who is cancelled.', try: ['run'], when: { entry: 'film: cancelled' } },
      { say: 'At the end there is one error for all that went wrong.', try: [], when: { entry: 'unhandled errors in a TaskGroup' } },
    ],
  },
  {
    example: 'deadlock',
    title: 'When nobody can go on',
    text: 'Each task holds the lock that the other waits for. Python would hang; here the page says who waits for whom.',
    tasks: [
      { say: 'Run (g): it stops where nothing can ever go on.', try: ['run'], when: { notice: 'Deadlock' } },
      { say: 'Go back some steps, to where it began to go wrong.', try: ['back 3'], when: { isBack: true } },
    ],
  },
  {
    example: 'lost-update',
    title: 'Every order',
    text: 'This test passes in the order that the loop takes. The explorer tried the others, and found one in which a booking is lost.',
    tasks: [
      { say: 'Run to the failure (g), and read who got ahead of whom.', try: ['run'], when: { isDone: true } },
      { say: 'Go back (b) to the first switch. In each step you may let another task go first.', try: ['back 3'], when: { isBack: true } },
    ],
  },
];
