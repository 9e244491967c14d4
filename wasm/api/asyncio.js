// The loop's side of a module: tasks and futures, who in JavaScript waits for them, what C asks of JavaScript and waits for, and what can be seen of it all.
// Coroutines that are stepped by hand need none of it. module.js loads it.

import { Loop } from './loop.js';
import { bringLoopBack, captureLoop } from './loop-state.js';
import { provide } from './parts.js';
import { checkPolicies } from './restore-policy.js';
import { memory, mistakes, ps, psData, pstree, scheduled, tests, Trace, watched } from './seeing.js';
import { AsyncGenerator, Awaitable, Future, Task } from './tasks.js';

provide({ Loop, bringLoopBack, captureLoop, checkPolicies, classes: [Task, Future, AsyncGenerator, Awaitable], seeing: { memory, mistakes, ps, psData, pstree, scheduled, tests, Trace, watched } });
