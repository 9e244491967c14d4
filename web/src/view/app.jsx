// The whole page: what is shown while it loads, when that fails, and the keys.
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { arriving, dialogs, inspector, looped, more, tour } from '../parts.js';
import { dialog, example, hasLoop, isBusy, isEmbedded, isInspecting, problem, singleKeys, theme } from '../store.js';
import { Actions, Answer } from './actions.jsx';
import { BY_HAND, LATER, STEPS } from './first-keys.js';
import { Header } from './header.jsx';
import { Lesson } from './lesson.jsx';
import { More, Of } from './part.jsx';
import { Stage } from './stage.jsx';

/** Keys that do it again and again while they are held down. */
const HELD = 'bfnijk';

export function App() {
  const shown = example.value;
  const here = more.here.value;
  const isLinkBroken = here?.linkTrouble.value;
  /** The keys that were pressed before anything could come of them. */
  const waiting = useRef(/** @type {string[]} */ ([]));
  useLayoutEffect(() => {
    const onKey = (/** @type {KeyboardEvent} */ event) => {
      const { key } = event;
      const target = /** @type {HTMLElement} */ (event.target);
      if (!singleKeys.value || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (key === 'Escape' && target.matches('main input, main select')) target.blur();
      if (target.closest('input, select, textarea, dialog, [contenteditable]')) return;
      if (key === ' ' && target.closest('button, a, summary, [tabindex="0"]')) return; // it presses, or scrolls
      const act = actOf(key);
      if (!act) return;
      event.preventDefault();
      if (!event.repeat || HELD.includes(key)) act();
    };
    const actOf = (/** @type {string} */ key) => {
      if (more.here.value) return more.here.value.actOf(key);
      if (!hasLoop.value && (STEPS[key] ?? BY_HAND[key])) return STEPS[key] ?? BY_HAND[key];
      return LATER.includes(key) && (() => {
        waiting.current.push(key);
        more.want();
      });
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  useEffect(() => { // once all of it is shown
    if (here && shown) for (const key of waiting.current.splice(0)) here.actOf(key)?.();
  }, [here, shown]);
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme.value;
  }, [theme.value]);
  useLayoutEffect(() => {
    document.title = shown ? `${shown.title} · libawait` : 'libawait';
  }, [shown]);

  const isPlain = problem.value || isLinkBroken || !shown;
  return (
    <>
      {shown && !problem.value && (
        <a class="skip" href="#stage" onClick={(event) => { event.preventDefault(); document.getElementById('stage')?.focus(); }}>Skip to the {hasLoop.value ? 'tasks' : 'coroutines'}</a>
      )}
      {isEmbedded ? <More name="EmbeddedHeader" /> : <Header />}
      <main
        class={isPlain ? 'is-plain' : isEmbedded ? 'is-embedded' : hasLoop.value ? 'has-loop' : ''}
        aria-busy={isBusy.value || arriving.value > 0 || !(here || more.hasFailed.value)}
      >
        {more.hasFailed.value && <p class="trouble" role="alert">A part of the page could not be loaded. Reload the page to try again.</p>}
        {isLinkBroken ? <More name="LinkTrouble" /> : problem.value ? <Of of={more} name="Problem" until={<p class="notice" role="alert">{problem.value}</p>} /> : !shown ? <p class="notice">Loading the examples…</p> : isEmbedded ? <More name="EmbeddedContent" /> : <Content />}
        {isInspecting.value && !isPlain && !isEmbedded && <Of of={inspector} name="Inspector" />}
      </main>
      <Of of={dialogs} name="Dialogs" isWanted={dialog.value !== ''} />
    </>
  );
}

function Content() {
  const { id, file = `${id}.c` } = /** @type {import('../store.js').Example} */ (example.value);
  const isLooped = hasLoop.value;
  return (
    <>
      <div class="column column-left">
        <More name="ListTrouble" />
        <More name="Visit" />
        {more.here.value?.isOnTour.value ? <Of of={tour} name="TourLesson" /> : <Lesson />}
        <More name="Source" until={<section class="source"><div class="source-head"><h2>{file}</h2></div></section>} />
        <More name="Beside" until={<div class="beside" />} />
      </div>
      <div class="column column-right">
        {isLooped ? <Of of={looped} name="Above" /> : <ByHand />}
      </div>
      {isLooped && <Of of={looped} name="Below" />}
    </>
  );
}

const ByHand = () => (
  <>
    <Stage />
    <div class="doing">
      <Actions key={example.value?.id} />
      <Answer />
    </div>
    <More name="Transcript" until={<section class="transcript"><div class="section-head"><h2>Transcript</h2></div></section>} />
  </>
);
