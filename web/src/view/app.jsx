// The whole page: what is shown while it loads, when that fails, and the keys.
import { useLayoutEffect, useState } from 'preact/hooks';
import { example, examples, loading, open, problem, reset, run, selected, selectNext, singleKeys, start, theme, wanted } from '../store.js';
import { Actions, Answer } from './actions.jsx';
import { Header } from './header.jsx';
import { Help } from './help.jsx';
import { Lesson } from './lesson.jsx';
import { Source } from './source.jsx';
import { Stage } from './stage.jsx';
import { Transcript } from './transcript.jsx';

/** @param {string} id */
const focus = (id) => document.getElementById(id)?.focus();

/** @type {Record<string, () => void>} */
const SINGLE_KEYS = {
  s: () => focus('send-value'),
  t: () => focus('throw-kind'),
  c: () => selected.value && run(`${selected.value.path}.close()`),
  d: () => document.getElementById('drop')?.click(),
  j: () => selectNext(1),
  k: () => selectNext(-1),
  n: () => document.getElementById('new')?.click(),
  r: () => reset(),
  '/': () => focus('prompt'),
};

export function App() {
  const [help, setHelp] = useState(false);
  useLayoutEffect(() => {
    const onKey = (/** @type {KeyboardEvent} */ event) => {
      const target = /** @type {HTMLElement} */ (event.target);
      if (!singleKeys.value || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (target.closest('input, select, textarea, dialog, [contenteditable]')) return;
      const act = event.key === '?' ? () => setHelp(true) : SINGLE_KEYS[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    const onHash = () => {
      const next = wanted();
      if (next && next !== example.value) open(next);
    };
    document.addEventListener('keydown', onKey);
    addEventListener('hashchange', onHash);
    return () => {
      document.removeEventListener('keydown', onKey);
      removeEventListener('hashchange', onHash);
    };
  }, []);
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme.value;
  }, [theme.value]);
  useLayoutEffect(() => {
    document.title = example.value ? `${example.value.title} · libawait` : 'libawait';
  }, [example.value]);

  return (
    <>
      {example.value && !problem.value && (
        <a class="skip" href="#stage" onClick={(event) => { event.preventDefault(); focus('stage'); }}>Skip to the coroutines</a>
      )}
      <Header onHelp={() => setHelp(true)} />
      <main class={problem.value || !example.value ? 'is-plain' : ''} aria-busy={loading.value}>
        <Content />
      </main>
      <Help isOpen={help} onClose={() => setHelp(false)} />
    </>
  );
}

function Content() {
  if (problem.value) return <Problem />;
  if (!example.value) return <p class="notice">Loading the examples…</p>;
  return (
    <>
      <div class="column column-left">
        <Lesson />
        <Source />
      </div>
      <div class="column column-right">
        <Stage />
        <div class="doing">
          <Actions key={example.value.id} />
          <Answer />
        </div>
        <Transcript />
      </div>
    </>
  );
}

function Problem() {
  const first = examples.value[0];
  return (
    <div class="notice" role="alert">
      <h1>The {example.value ? `example “${example.value.title}”` : 'list of examples'} could not be opened</h1>
      <p>{problem.value}</p>
      <p class="notice-actions">
        <button type="button" class="primary" onClick={example.value ? reset : start}>Try again</button>
        {first && first !== example.value && (
          <button type="button" onClick={() => { location.hash = first.id; }}>Open “{first.title}”</button>
        )}
      </p>
    </div>
  );
}
