// The bar at the top: which example, start over, help, colours.
import { addressOf } from '../catalogue.js';
import { example, examples, isInspecting, OWN, reset, setTheme, theme, toggleInspector } from '../store.js';
import { isOffline } from '../offline/register.js';
import { addressOfLesson } from '../tour/addresses.js';
import { arrival, tour } from './part.jsx';

const THEMES = /** @type {const} */ (['auto', 'light', 'dark']);
/** @type {Record<string, string>} */
const THEME_WORDS = { auto: 'as the system', light: 'light', dark: 'dark' };

/** The examples by their kind. */
const GROUPS = /** @type {const} */ ([[undefined, 'Stepped by hand'], ['loop', 'With a loop'], ['schedule', 'Found by exploring']]);

/** @param {{onHelp: () => void, onOpen: () => void, onShare: () => void}} props */
export function Header({ onHelp, onOpen, onShare }) {
  const next = THEMES[(THEMES.indexOf(/** @type {any} */ (theme.value)) + 1) % THEMES.length];
  return (
    <header class="top">
      <p class="brand">
        libawait <span class="brand-more">Python's coroutines, in C, step by step</span>
      </p>
      <p role="status">{isOffline.value && <span class="offline">Offline: the page works as before</span>}</p>
      <div class="top-tools">
        <label class="field">
          <span class="field-name">Example</span>
          <select
            id="example"
            value={example.value ? addressOf(example.value) : undefined}
            onChange={(event) => { location.hash = event.currentTarget.value; }}
          >
            {GROUPS.map(([kind, label]) => (
              <optgroup key={label} label={label}>
                {examples.value.map((item, index) => item.kind === kind && <option key={item.id} value={addressOf(item)}>{item.id === OWN ? 'Yours: ' : `${index + 1}. `}{item.title}</option>)}
              </optgroup>
            ))}
          </select>
        </label>
        <button type="button" id="tour" onClick={goOnTour} title="A guided tour of fourteen lessons">Tour</button>
        <button type="button" id="open" onClick={onOpen} title="Open a module of your own">Open… <kbd>o</kbd></button>
        <button type="button" id="inspect" aria-expanded={isInspecting.value} onClick={toggleInspector} disabled={!example.value} title="The await tree, variables, memory and warnings">Inspect <kbd>v</kbd></button>
        <button type="button" id="share" onClick={onShare} disabled={!example.value || example.value.id === OWN}>Share…</button>
        <button type="button" id="reset" onClick={reset} disabled={!example.value}>Reset <kbd>r</kbd></button>
        <button type="button" onClick={() => setTheme(next)} aria-label={`Colours: ${THEME_WORDS[theme.value]}. Change to ${THEME_WORDS[next]}`}>
          <ThemeIcon />
        </button>
        <button type="button" id="help" onClick={onHelp} aria-label="Help and keys">?</button>
      </div>
    </header>
  );
}

async function goOnTour() {
  const { nextLesson } = await arrival(tour.load());
  location.hash = addressOfLesson(nextLesson());
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
