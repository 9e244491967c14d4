// The whole page: what is shown while it loads, when that fails, and the keys.
import { useLayoutEffect, useState } from 'preact/hooks';
import {
  back, beforeShown, example, examples, forward, hasLoop, isBusy, isInspecting, isSchedule, linkTrouble, nextCallback, nextIteration, open, problem, readAddress, reset, run, runLoop, runSchedule, selected, selectNext, singleKeys,
  start, theme, wanted,
} from '../store.js';
import { addressOf } from '../catalogue.js';
import { lessonIn } from '../tour/addresses.js';
import { isOnTour } from '../tour/at.js';
import { Actions, Answer } from './actions.jsx';
import { Beside } from './beside.jsx';
import { EmbeddedContent, EmbeddedHeader, isEmbedded } from './embedded.jsx';
import { Header } from './header.jsx';
import { Lesson } from './lesson.jsx';
import { arriving, dialogs, inspector, looped, Of, tour } from './part.jsx';
import { Source } from './source.jsx';
import { Stage } from './stage.jsx';
import { Transcript } from './transcript.jsx';
import { Visit } from './visit.jsx';

beforeShown((item) => Promise.all([item.kind && looped.load(), lessonIn(location.hash.slice(1)) >= 0 && tour.load()]));

/** Keys that do it again and again while they are held down. */
const HELD = 'bfnijk';

/** @param {string} id */
const focus = (id) => document.getElementById(id)?.focus();

/** @type {Record<string, () => void>} */
const ALL_KEYS = {
  b: () => back(),
  f: () => forward(),
  r: () => reset(),
  e: () => document.getElementById('edit')?.click(),
  q: () => document.getElementById('predict')?.click(),
  '/': () => focus('prompt'),
  v: () => document.getElementById('inspect')?.click(),
};

/** @type {Record<string, () => void>} */
const LOOP_KEYS = {
  ...ALL_KEYS,
  n: () => nextCallback(),
  i: () => nextIteration(),
  N: () => document.getElementById('suspension')?.click(),
  g: () => runLoop(),
  ' ': () => runLoop(),
};

/** @type {Record<string, () => void>} */
const SCHEDULE_KEYS = {
  ...ALL_KEYS,
  n: () => nextCallback(),
  g: () => runLoop(),
  ' ': () => runLoop(),
  p: () => runSchedule('plain'),
};

/** @type {Record<string, () => void>} */
const HAND_KEYS = {
  ...ALL_KEYS,
  s: () => focus('send-value'),
  t: () => focus('throw-kind'),
  c: () => selected.value && run(`${selected.value.path}.close()`),
  d: () => document.getElementById('drop')?.click(),
  j: () => selectNext(1),
  k: () => selectNext(-1),
  n: () => document.getElementById('new')?.click(),
};

export function App() {
  const [help, setHelp] = useState(false);
  const [opening, setOpening] = useState(false);
  const [sharing, setSharing] = useState(false);
  useLayoutEffect(() => {
    const onKey = (/** @type {KeyboardEvent} */ event) => {
      const target = /** @type {HTMLElement} */ (event.target);
      if (!singleKeys.value || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (event.key === 'Escape' && target.matches('main input, main select')) target.blur();
      if (target.closest('input, select, textarea, dialog, [contenteditable]')) return;
      if (event.key === ' ' && target.closest('button, a, summary, [tabindex="0"]')) return; // it presses, or scrolls
      const keys = isSchedule.value ? SCHEDULE_KEYS : hasLoop.value ? LOOP_KEYS : HAND_KEYS;
      const act = event.key === '?' ? () => setHelp(true) : event.key === 'o' ? () => setOpening(true) : keys[event.key];
      if (!act) return;
      event.preventDefault();
      if (!event.repeat || HELD.includes(event.key)) act();
    };
    const onHash = async () => {
      await readAddress();
      const next = linkTrouble.value ? null : wanted();
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
        <a class="skip" href="#stage" onClick={(event) => { event.preventDefault(); focus('stage'); }}>Skip to the {hasLoop.value ? 'tasks' : 'coroutines'}</a>
      )}
      {isEmbedded ? <EmbeddedHeader /> : <Header onHelp={() => setHelp(true)} onOpen={() => setOpening(true)} onShare={() => setSharing(true)} />}
      <main class={problem.value || linkTrouble.value || !example.value ? 'is-plain' : isEmbedded ? 'is-embedded' : hasLoop.value ? 'has-loop' : ''} aria-busy={isBusy.value || arriving.value > 0}>
        <Content />
        {isInspecting.value && example.value && !problem.value && !linkTrouble.value && !isEmbedded && <Of of={inspector} name="Inspector" />}
      </main>
      <Of of={dialogs} name="Help" isWanted={help} isOpen={help} onClose={() => setHelp(false)} />
      <Of of={dialogs} name="Share" isWanted={sharing} isOpen={sharing} onClose={() => setSharing(false)} />
      <Of of={dialogs} name="OpenFiles" isWanted={opening} isOpen={opening} onOpen={() => setOpening(true)} onClose={() => setOpening(false)} />
    </>
  );
}

function Content() {
  if (linkTrouble.value) return <LinkTrouble />;
  if (problem.value) return <Problem />;
  if (!example.value) return <p class="notice">Loading the examples…</p>;
  if (isEmbedded) return <EmbeddedContent />;
  if (hasLoop.value) {
    return (
      <>
        <div class="column column-left">
          <Visit />
          {isOnTour.value ? <Of of={tour} name="TourLesson" /> : <Lesson />}
          <Source />
          <Beside />
        </div>
        <div class="column column-right">
          <Of of={looped} name="Loop" />
          <Of of={looped} name="Tasks" />
        </div>
        <div class="column column-left">
          <Of of={looped} name="Timeline" />
        </div>
        <div class="column column-right">
          <Transcript />
        </div>
      </>
    );
  }
  return (
    <>
      <div class="column column-left">
        <Visit />
        {isOnTour.value ? <Of of={tour} name="TourLesson" /> : <Lesson />}
        <Source />
        <Beside />
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

function LinkTrouble() {
  const first = examples.value[0];
  return (
    <div class="notice" role="alert">
      <h1>This link cannot be opened</h1>
      <p>{linkTrouble.value}</p>
      <p class="notice-actions">
        {first && <button type="button" class="primary" onClick={() => { location.hash = addressOf(first); }}>Open “{first.title}”</button>}
      </p>
    </div>
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
          <button type="button" onClick={() => { location.hash = addressOf(first); }}>Open “{first.title}”</button>
        )}
      </p>
    </div>
  );
}
