// All that the page has from the first. Every part that is loaded later imports it, so that it is one file, and not one for each set of parts that have something in common.
export { loadOthers } from './later.js';
export { start } from './store.js';
export { App } from './view/app.jsx';
