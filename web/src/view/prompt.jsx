// The command line: a line of Python, or a short word. Up and down recall lines, Tab completes one.
import { effect } from '@preact/signals';
import { useRef, useState } from 'preact/hooks';
import { known, perform } from '../acts.js';
import { complete } from '../completion.js';
import { entries, hasLoop, opened } from '../store.js';

const SEND = 'c1.send(7)';
const RUN = 'asyncio.run(main_coroutine())';

/** The short words that were typed in the program that is open, each after so many calls: these are in the transcript. @type {{line: string, after: number}[]} */
let words = [];
effect(() => {
  opened.value;
  words = [];
});

/** The calls of the transcript, oldest first. */
const calls = () => entries.value.filter((entry) => entry.kind === 'call' && !entry.isAhead).map((entry) => entry.text.slice(4));

/** What was typed or pressed so far, oldest first. */
function lines() {
  const made = calls();
  const all = made.slice();
  for (const { line, after } of words.toReversed()) if (!made.includes(line)) all.splice(Math.min(after, made.length), 0, line);
  return all;
}

export function Prompt() {
  const [line, setLine] = useState('');
  const [choices, setChoices] = useState(/** @type {string[]} */ ([]));
  const back = useRef(0);
  const write = (/** @type {string} */ text) => {
    setLine(text);
    setChoices([]);
  };
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const text = line.trim();
    if (text === '') return;
    back.current = 0;
    const inProgram = opened.value;
    const after = calls().length;
    if (!(await perform(line))) return;
    if (opened.value === inProgram && words.at(-1)?.line !== text) words.push({ line: text, after });
    write('');
  };
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    if (event.key === 'Tab' && !event.shiftKey && input.selectionStart === line.length && choices.length === 0) {
      const done = complete(line, known());
      if (done.text === line && done.choices.length === 0) return; // it leads on, as anywhere
      event.preventDefault();
      setLine(done.text);
      setChoices(done.choices);
      return;
    }
    const by = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const all = lines();
    back.current = Math.min(Math.max(back.current + by, 0), all.length);
    write(back.current === 0 ? '' : all[all.length - back.current]);
  };
  return (
    <form class="prompt" onSubmit={submit}>
      <label for="prompt" aria-hidden="true">&gt;&gt;&gt;</label>
      <input
        id="prompt"
        class="mono"
        value={line}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={onKey}
        onBlur={() => setChoices([])}
        aria-label={`A line of Python, such as ${hasLoop.value ? RUN : SEND}, or a short word, such as back 3`}
        placeholder={hasLoop.value ? RUN : SEND}
        spellcheck={false}
        autocapitalize="off"
        autocomplete="off"
        enterkeyhint="go"
      />
      <p class="choices" role="status">{choices.length > 0 && choices.map((one) => <code key={one}>{one} </code>)}</p>
    </form>
  );
}
