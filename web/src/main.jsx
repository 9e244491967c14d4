// The entry of the page.
import { render } from 'preact';
import { start } from './store.js';
import { App } from './view/app.jsx';

render(<App />, /** @type {HTMLElement} */ (document.getElementById('app')));
start();
