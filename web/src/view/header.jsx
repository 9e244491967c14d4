// The bar at the top: which example, start over, help, colours.
import { more } from '../parts.js';
import { example, isInspecting, openDialog, OWN, reset, setTheme, theme } from '../store.js';
import { More } from './part.jsx';

const THEMES = /** @type {const} */ (['auto', 'light', 'dark']);
/** @type {Record<string, string>} */
const THEME_WORDS = { auto: 'as the system', light: 'light', dark: 'dark' };
/** A disc that is half dark, a full one, a crescent. @type {Record<string, string>} */
const ICONS = {
  auto: 'M8 1.7a6.3 6.3 0 0 0 0 12.6a6.3 6.3 0 0 0 0 -12.6zM8 3.3a4.7 4.7 0 0 0 0 9.4z',
  light: 'M8 3.5a4.5 4.5 0 0 0 0 9a4.5 4.5 0 0 0 0 -9z',
  dark: 'M11.5 10.5A5.5 5.5 0 0 1 6 2.5a6 6 0 1 0 7 7.6z',
};

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
        <button type="button" id="open" onClick={() => openDialog('open')} title="Open a module of your own">Open… <kbd>o</kbd></button>
        <button type="button" id="inspect" aria-expanded={isInspecting.value} onClick={() => more.do('toggleInspector')} disabled={!item} title="The await tree, variables, memory and warnings">Inspect <kbd>v</kbd></button>
        <button type="button" id="share" onClick={() => openDialog('share')} disabled={!item || item.id === OWN}>Share…</button>
        <button type="button" id="reset" onClick={reset} disabled={!item}>Reset <kbd>r</kbd></button>
        <button type="button" onClick={() => setTheme(next)} aria-label={`Colours: ${THEME_WORDS[theme.value]}. Change to ${THEME_WORDS[next]}`}>
          <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d={ICONS[theme.value]} fill="currentColor" fill-rule="evenodd" /></svg>
        </button>
        <button type="button" id="help" onClick={() => openDialog('help')} aria-label="Help and keys">?</button>
      </div>
    </header>
  );
}
