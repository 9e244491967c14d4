// All calls and what came of them, as in a Python session, with a prompt to type further ones.
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { perform } from '../acts.js';
import { entries, goTo, hasLoop, isSchedule, transcript } from '../store.js';

const TAGS = { switch: 'switch', out: 'printed', warning: 'warning', unraisable: 'nobody could receive', lost: 'nobody asked for it' };

const SEND = 'c1.send(7)';
const RUN = 'asyncio.run(main_coroutine())';

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
    <pre>{entry.text}</pre>
    {entry.type && entry.type !== 'NoneType' && <span class="tag">{entry.type}</span>}
    {entry.kind in TAGS && <span class="tag">{TAGS[/** @type {keyof typeof TAGS} */ (entry.kind)]}</span>}
  </li>
), [entry, isNow]);

function Prompt() {
  const [line, setLine] = useState('');
  const back = useRef(0);
  const calls = entries.value.filter((entry) => entry.kind === 'call' && !entry.isAhead).map((entry) => entry.text.slice(4));
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (line.trim() === '') return;
    back.current = 0;
    if (await perform(line)) setLine('');
  };
  const recall = (/** @type {KeyboardEvent} */ event) => {
    const by = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    back.current = Math.min(Math.max(back.current + by, 0), calls.length);
    setLine(back.current === 0 ? '' : calls[calls.length - back.current]);
  };
  return (
    <form class="prompt" onSubmit={submit}>
      <label for="prompt" aria-hidden="true">&gt;&gt;&gt;</label>
      <input
        id="prompt"
        class="mono"
        value={line}
        onInput={(event) => setLine(event.currentTarget.value)}
        onKeyDown={recall}
        aria-label={`A line of Python, such as ${hasLoop.value ? RUN : SEND}, or a short word, such as back 3`}
        placeholder={hasLoop.value ? RUN : SEND}
        spellcheck={false}
        autocapitalize="off"
        autocomplete="off"
        enterkeyhint="go"
      />
    </form>
  );
}
