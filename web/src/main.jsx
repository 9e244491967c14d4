// The entry of the page.
import { render } from 'preact';
import { App, loadOthers, start } from './first.js';

const root = /** @type {HTMLElement} */ (document.getElementById('app'));
const started = start(); // what it fetches is under way while the page is made
root.replaceChildren();
render(<App />, root);
started.then(loadOthers);
