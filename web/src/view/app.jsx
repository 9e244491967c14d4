// The whole page: what is shown while it loads, when that fails, and the keys.
import { useEffect, useLayoutEffect } from 'preact/hooks';
import { NOT_FETCHED } from '../errors.js';
import { arriving, dialogs, inspector, looped, more, tour } from '../parts.js';
import { example, hasLoop, isBusy, isEmbedded, isInspecting, problem, singleKeys, start, theme } from '../store.js';
import { Actions, Answer } from './actions.jsx';
import { actOf } from './first-keys.js';
import { Header } from './header.jsx';
import { Lacking } from './lacking.jsx';
import { Lesson } from './lesson.jsx';
import { More, Of } from './part.jsx';
import { Stage } from './stage.jsx';
import { doWaiting, forget, holdsBack } from './waiting.js';

/** Keys that do it again and again while they are held down. */
const HELD = 'bfnijk';

export function App() {
  const shown = example.value;
  const here = more.here.value;
  const isLinkBroken = here?.linkTrouble.value;
  useLayoutEffect(() => {
    const onKey = (/** @type {KeyboardEvent} */ event) => {
      const { key } = event;
      const target = /** @type {HTMLElement} */ (event.target);
      if (!singleKeys.value || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (key === 'Escape' && target.matches('main input, main select')) target.blur();
      if (target.closest('input, select, textarea, dialog, [contenteditable]')) return forget();
      if (key === ' ' && target.closest('button, a, summary, [tabindex="0"]')) return; // it presses, or scrolls
      if (holdsBack(event)) return;
      const act = actOf(key);
      if (!act) return;
      event.preventDefault();
      if (!event.repeat || HELD.includes(key)) act();
    };
    const onPress = (/** @type {Event} */ event) => { if (event.isTrusted) forget(); };
    document.addEventListener('keydown', onKey);
    for (const kind of ['click', 'change']) document.addEventListener(kind, onPress, true);
    return () => {
      document.removeEventListener('keydown', onKey);
      for (const kind of ['click', 'change']) document.removeEventListener(kind, onPress, true);
    };
  }, []);
  useEffect(() => { // once all of it is shown
    if (here && (shown || problem.value)) doWaiting(here.actOf);
  }, [here, shown, problem.value]);
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme.value;
  }, [theme.value]);
  const areAllHere = arriving.value === 0 && Boolean(here || more.again.value);
  useLayoutEffect(() => {
    document.documentElement.dataset.parts = areAllHere ? 'here' : 'arriving';
  }, [areAllHere]);
  useLayoutEffect(() => {
    document.title = shown ? `${shown.title} · libawait` : 'libawait';
  }, [shown]);

  const Dialogs = dialogs.here.value?.Dialogs;
  const isPlain = problem.value || isLinkBroken || !shown;
  return (
    <>
      {shown && !problem.value && (
        <a class="skip" href="#stage" onClick={(event) => { event.preventDefault(); document.getElementById('stage')?.focus(); }}>Skip to the {hasLoop.value ? 'tasks' : 'coroutines'}</a>
      )}
      {isEmbedded ? <More name="EmbeddedHeader" /> : <Header />}
      {problem.value !== NOT_FETCHED && <Lacking />}
      <main
        class={isPlain ? 'is-plain' : isEmbedded ? 'is-embedded' : hasLoop.value ? 'has-loop' : ''}
        aria-busy={isBusy.value}
      >
        {isLinkBroken ? <More name="LinkTrouble" /> : problem.value ? <More name="Problem" until={<FirstProblem />} /> : !shown ? <p class="notice">Loading the examples…</p> : isEmbedded ? <More name="EmbeddedContent" /> : <Content />}
        {isInspecting.value && !isPlain && !isEmbedded && <Of of={inspector} name="Inspector" />}
      </main>
      {Dialogs && <Dialogs />}
    </>
  );
}

/** Until what says it in full is here. */
const FirstProblem = () => (
  <div class="notice" role="alert">
    <p>{problem.value}</p>
    <p class="notice-actions"><button type="button" class="primary" onClick={start}>Try again</button></p>
  </div>
);

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
