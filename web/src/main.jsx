// The entry of the page.
import { render } from 'preact';
import { keepPage } from './offline/register.js';
import { start } from './store.js';
import { App } from './view/app.jsx';
import { loadOthers } from './view/part.jsx';

const root = /** @type {HTMLElement} */ (document.getElementById('app'));
const started = start(); // what it fetches is under way while the page is made
root.replaceChildren();
render(<App />, root);
started.then(loadOthers);
keepPage();
