// The C source, with line numbers, or the editor in its place; the lines where coroutines and tasks stand are marked with their names.
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { breakpoints, toggleBreakpoint, waitingLines } from '../breakpoints.js';
import { isEditing } from '../editing.js';
import { highlight } from '../highlight.js';
import { chosenLine, failedLine, standing } from '../lines.js';
import { example, hasLoop, source } from '../store.js';
import { DraftBar, EditButton, Editing } from './editing.jsx';
import { Icon } from './icons.jsx';

export function Source() {
  return (
    <section class="source" aria-labelledby="source-title">
      <div class="source-head">
        <h2 id="source-title">{example.value?.file ?? `${example.value?.id}.c`}</h2>
        <EditButton />
      </div>
      <DraftBar />
      {isEditing.value ? <Editing /> : <Listing />}
    </section>
  );
}

function Listing() {
  const lines = standing.value;
  const chosen = chosenLine.value;
  const texts = useMemo(() => source.value.trimEnd().split('\n'), [source.value]);
  const stops = useMemo(() => (hasLoop.value ? waitingLines(source.value) : []), [source.value, hasLoop.value]);
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  useLayoutEffect(() => {
    const scroller = box.current;
    const line = /** @type {HTMLElement | null} */ (scroller?.querySelector('.line.is-chosen'));
    if (!scroller || !line || scroller.scrollHeight <= scroller.clientHeight) return;
    const top = line.offsetTop - scroller.offsetTop;
    if (top < scroller.scrollTop || top + line.offsetHeight > scroller.scrollTop + scroller.clientHeight) {
      scroller.scrollTop = top - scroller.clientHeight / 2;
    }
  }, [chosen, source.value]);
  return (
    <div class="code" ref={box} role="group" aria-labelledby="source-title" tabIndex={0}>
      <ol>
        {texts.map((text, index) => {
          const number = index + 1;
          return (
            <Line
              key={index} number={number} text={text} all={source.value} here={names(lines.get(number))} isChosen={number === chosen}
              hasFailed={number === failedLine.value} canStop={stops.includes(number)}
            />
          );
        })}
      </ol>
    </div>
  );
}

/** Who stands there, as a text, so that it is the same while they are. @param {{name: string, look: string}[]} [here] */
const names = (here) => (here ? JSON.stringify(here) : '');

/** @param {{number: number, text: string, all: string, here: string, isChosen: boolean, hasFailed: boolean, canStop: boolean}} props */
const Line = ({ number, text, all, here, isChosen, hasFailed, canStop }) => useMemo(() => (
  <li class={`line ${here ? 'is-standing' : ''} ${isChosen ? 'is-chosen' : ''} ${hasFailed ? 'is-failed' : ''}`}>
    {canStop ? <Stop line={number} /> : <span class="number" aria-hidden="true">{number}</span>}
    <code style={`--indentation: ${text.search(/\S|$/)}`}>{highlight(text, number - 1, all).map(([kind, part]) => (kind ? <span class={`code-${kind}`}>{part}</span> : part))}</code>
    {here && <Marker here={JSON.parse(here)} />}
    {hasFailed && <span class="marker marker-failed"><Icon of="raised" /> failed here</span>}
  </li>
), [number, text, all, here, isChosen, hasFailed, canStop]);

/** The number of a line where something can wait: pressed, it has a breakpoint. @param {{line: number}} props */
const Stop = ({ line }) => (
  <button
    type="button"
    class="number stop"
    aria-pressed={breakpoints.value.includes(line)}
    aria-label={`Breakpoint in line ${line}`}
    title="Breakpoint: Run stops when a task comes to wait here"
    onClick={() => toggleBreakpoint(line)}
  >
    {line}
  </button>
);

/** More names than this do not fit beside a line. */
const NAMES = 3;

/** @param {{here: {name: string, look: 'suspended' | 'ready'}[]}} props */
function Marker({ here }) {
  const look = here.some((one) => one.look === 'ready') ? 'ready' : 'suspended';
  return (
    <span class={`marker marker-${look}`}>
      <span class="hidden">{look} here: </span>
      <Icon of={look} /> {here.slice(0, NAMES).map((one) => one.name).join(', ')}{here.length > NAMES && ` +${here.length - NAMES}`}
    </span>
  );
}
