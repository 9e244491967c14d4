// The C source, with line numbers; the lines where coroutines stand are marked with their names.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { cards, example, selected, source } from '../store.js';
import { highlight } from '../highlight.js';
import { Icon } from './icons.jsx';

/** Which coroutines stand at each line. */
function standing() {
  /** @type {Map<number, import('../session.js').Card[]>} */
  const lines = new Map();
  for (const card of cards.value) {
    if (card.line && card.word === 'SUSPENDED') lines.set(card.line, [...(lines.get(card.line) ?? []), card]);
  }
  return lines;
}

export function Source() {
  const lines = standing();
  const chosen = selected.value?.word === 'SUSPENDED' ? selected.value.line : 0;
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
    <section class="source" aria-labelledby="source-title">
      <h2 id="source-title">{example.value?.id}.c</h2>
      <div class="code" ref={box} role="group" aria-labelledby="source-title" tabIndex={0}>
        <ol>
          {source.value.trimEnd().split('\n').map((text, index) => {
            const here = lines.get(index + 1) ?? [];
            return (
              <li key={index} class={`line ${here.length > 0 ? 'is-standing' : ''} ${index + 1 === chosen ? 'is-chosen' : ''}`}>
                <span class="number" aria-hidden="true">{index + 1}</span>
                <code>{highlight(text, index, source.value).map(([kind, part]) => (kind ? <span class={`code-${kind}`}>{part}</span> : part))}</code>
                {here.length > 0 && <Marker here={here} />}
              </li>
            );
          })}
        </ol>
      </div>
    </section>
  );
}

/** @param {{here: import('../session.js').Card[]}} props */
const Marker = ({ here }) => (
  <span class="marker">
    <span class="hidden">suspended here: </span>
    <Icon of="suspended" />{' '}
    {here.map((card) => shortPath(card)).join(', ')}
  </span>
);

/** @param {import('../session.js').Card} card */
const shortPath = (card) => (card.depth === 0 ? card.path : `${card.path.split('.')[0]} ${card.name}`);
