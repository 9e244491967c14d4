// All that the page has from the first. What is seen beside it (view/more.js) imports it, and every other part imports that: so each is one file, and not one for each set of parts that have something in common.
export { loadOthers } from './later.js';
export { start } from './store.js';
export { App } from './view/app.jsx';
