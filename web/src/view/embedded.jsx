// The page inside another one: what is stepped, and the way to all the rest.
import { looped } from '../parts.js';
import { example, hasLoop } from '../store.js';
import { Actions, Answer } from './actions.jsx';
import { Of } from './part.jsx';
import { Stage } from './stage.jsx';
import { Transcript } from './transcript.jsx';
import { Visit } from './visit.jsx';

export function EmbeddedHeader() {
  const whole = `${location.pathname}${location.hash}`;
  return (
    <header class="top">
      <h1 class="embedded-title">{example.value?.title ?? 'libawait'}</h1>
      <a href={whole} target="_blank" rel="noopener">Open in the playground<span class="hidden"> (a new tab)</span> ↗</a>
    </header>
  );
}

export const EmbeddedContent = () => (
  <>
    <div class="column column-left">
      <Visit />
      {hasLoop.value ? <Of of={looped} name="Above" /> : <><Stage /><div class="doing"><Actions key={example.value?.id} /><Answer /></div></>}
    </div>
    <div class="column column-right">
      <Transcript />
    </div>
  </>
);
