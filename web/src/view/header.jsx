// The bar at the top: which example, start over, help, colours.
import { more } from '../parts.js';
import { dialog, example, isInspecting, OWN, reset, setTheme, theme } from '../store.js';
import { More } from './part.jsx';

const THEMES = /** @type {const} */ (['auto', 'light', 'dark']);
/** @type {Record<string, string>} */
const THEME_WORDS = { auto: 'as the system', light: 'light', dark: 'dark' };

export function Header() {
  const item = example.value;
  const next = THEMES[(THEMES.indexOf(/** @type {any} */ (theme.value)) + 1) % THEMES.length];
  return (
    <header class="top">
      <p class="brand">
        libawait <span class="brand-more">Python's coroutines, in C, step by step</span>
      </p>
      <p role="status"><More name="Offline" /></p>
      <div class="top-tools">
        <label class="field">
          <span class="field-name">Example</span>
          <select id="example" onChange={(event) => { location.hash = event.currentTarget.value; }}>
            <More name="Choices" until={<option>1. {item?.title}</option>} />
          </select>
        </label>
        <button type="button" id="tour" onClick={() => more.do('goOnTour')} title="A guided tour of fourteen lessons">Tour</button>
        <button type="button" id="open" onClick={() => { dialog.value = 'open'; }} title="Open a module of your own">Open… <kbd>o</kbd></button>
        <button type="button" id="inspect" aria-expanded={isInspecting.value} onClick={() => more.do('toggleInspector')} disabled={!item} title="The await tree, variables, memory and warnings">Inspect <kbd>v</kbd></button>
        <button type="button" id="share" onClick={() => { dialog.value = 'share'; }} disabled={!item || item.id === OWN}>Share…</button>
        <button type="button" id="reset" onClick={reset} disabled={!item}>Reset <kbd>r</kbd></button>
        <button type="button" onClick={() => setTheme(next)} aria-label={`Colours: ${THEME_WORDS[theme.value]}. Change to ${THEME_WORDS[next]}`}>
          <ThemeIcon />
        </button>
        <button type="button" id="help" onClick={() => { dialog.value = 'help'; }} aria-label="Help and keys">?</button>
      </div>
    </header>
  );
}

const ThemeIcon = () => (
  <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
    {theme.value === 'light' && <circle cx="8" cy="8" r="4.5" fill="currentColor" />}
    {theme.value === 'dark' && <path d="M11.5 10.5A5.5 5.5 0 0 1 6 2.5a6 6 0 1 0 7 7.6z" fill="currentColor" />}
    {theme.value === 'auto' && (
      <g fill="none" stroke="currentColor" stroke-width="1.6">
        <circle cx="8" cy="8" r="5.5" />
        <path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" />
      </g>
    )}
  </svg>
);
