// What shows a program with a loop, which is loaded together.
import '../first.js';

export { Loop } from './loop.jsx';
export { Tasks } from './tasks.jsx';
export { Timeline } from './timeline.jsx';
