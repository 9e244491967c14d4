// All calls and what came of them, as in a Python session. A press on one goes to its step.
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { goTo, transcript } from '../journey.js';
import { entries, hasLoop, isSchedule } from '../store.js';
import { Prompt } from './prompt.jsx';

const TAGS = { switch: 'switch', out: 'printed', warning: 'warning', unraisable: 'nobody could receive', lost: 'nobody asked for it' };

export function Transcript() {
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [copied, setCopied] = useState('');
  const all = entries.value;
  const isLatest = !all.some((entry) => entry.isAhead);
  useLayoutEffect(() => {
    const log = box.current;
    if (!log || log.scrollHeight <= log.clientHeight) return;
    // The log is laid out from its end, which is where 0 is.
    if (isLatest) log.scrollTop = 0;
    else log.querySelector('.is-now')?.scrollIntoView({ block: 'nearest' });
  }, [all]);
  const now = isLatest ? undefined : all.findLast((entry) => !entry.isAhead)?.id;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(transcript());
      setCopied('Copied');
    } catch {
      setCopied('The browser does not allow it');
    }
    setTimeout(() => setCopied(''), 2000);
  };
  return (
    <section class="transcript" aria-labelledby="transcript-title">
      <div class="section-head">
        <h2 id="transcript-title">{isSchedule.value ? 'Step by step' : hasLoop.value ? 'Output' : 'Transcript'}</h2>
        <button type="button" id="copy" onClick={copy}>{copied || 'Copy as text'}</button>
      </div>
      <div class="log" ref={box} role="group" aria-labelledby="transcript-title" tabIndex={0}>
        <ol>
          {all.map((entry) => <EntryView key={entry.id} entry={entry} isNow={entry.id === now} />)}
        </ol>
      </div>
      {!isSchedule.value && <Prompt />}
    </section>
  );
}

/** @param {{entry: import('../shown.js').Entry, isNow: boolean}} props */
const EntryView = ({ entry, isNow }) => useMemo(() => (
  <li
    class={`${entry.isAhead ? 'is-ahead ' : ''}${isNow ? 'is-now ' : ''}entry entry-${entry.kind}`}
    title="Go to this step"
    onClick={() => { if (getSelection()?.isCollapsed !== false) goTo(entry.step); }}
  >
    {entry.isAhead && <span class="hidden">ahead: </span>}
    {entry.kind === 'look' ? <pre class="look" tabIndex={0} role="group" aria-label="The tasks">{entry.text}</pre> : <pre>{entry.text}</pre>}
    {entry.type && entry.type !== 'NoneType' && <span class="tag">{entry.type}</span>}
    {entry.kind in TAGS && <span class="tag">{TAGS[/** @type {keyof typeof TAGS} */ (entry.kind)]}</span>}
  </li>
), [entry, isNow]);
