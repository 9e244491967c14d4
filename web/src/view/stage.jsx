// The coroutines: one card each, in the order in which they await one another, joined by lines.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { cards, example, freshName, makers, run, select, selected, source } from '../store.js';
import { parseArguments, ReadError, unparse } from '../python/parse.js';
import { repr } from '../python/repr.js';
import { Icon } from './icons.jsx';

/** @typedef {import('../session.js').Card} Card */

export function Stage() {
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  useLayoutEffect(() => {
    // Only where the cards scroll on their own: the page itself never moves under the reader.
    if (box.current && box.current.scrollHeight > box.current.clientHeight) box.current.querySelector('.is-selected')?.scrollIntoView({ block: 'nearest' });
  }, [selected.value?.path, cards.value.length]);
  return (
    <section class="stage" id="stage" aria-labelledby="stage-title" tabIndex={-1}>
      <div class="section-head">
        <h2 id="stage-title">Coroutines</h2>
        <New key={example.value?.id} />
      </div>
      {cards.value.length === 0 && <p class="quiet">No coroutine is held by a name. Press New to make one.</p>}
      {cards.value.length > 0 && (
        <div class="cards" ref={box} role="group" aria-labelledby="stage-title" tabIndex={0}>
          {cards.value.map((card) => <CardView key={card.path} card={card} />)}
        </div>
      )}
    </section>
  );
}

/** @param {{card: Card}} props */
function CardView({ card }) {
  const isSelected = card === selected.value;
  const id = `card-${card.path.replaceAll('.', '-')}`;
  return (
    <>
      {card.depth > 0 && <p class="link">awaits</p>}
      <article
        class={`card look-${lookOf(card)} ${isSelected ? 'is-selected' : ''} ${card.depth > 0 ? 'is-awaited' : ''}`}
        aria-labelledby={id}
        onClick={() => select(card.path)}
      >
        <div class="card-head">
          <h3 id={id}>
            <button type="button" class="card-name" aria-pressed={isSelected}>
              {card.depth === 0 && <code class="card-path">{card.path} </code>}
              <span class="card-function">{card.name}</span>
              {card.depth > 0 && <code class="card-path is-long"> {card.path}</code>}
            </button>
          </h3>
          <Badge card={card} />
        </div>
        <dl class="facts">
          {card.line !== null && (
            <Fact name="line">
              {card.line} <code class="quiet">{lineText(card.line)}</code>
            </Fact>
          )}
          {card.awaits && !isDrawn(card) && <Fact name="awaits"><Awaited awaits={card.awaits} /></Fact>}
          {card.last !== undefined && card.word !== 'CLOSED' && <Fact name="yielded"><code>{card.last}</code></Fact>}
          {card.result !== undefined && <Fact name="returned"><code>{card.result}</code> <span class="quiet">(the value of StopIteration)</span></Fact>}
          {card.error !== undefined && <Fact name="raised"><code>{card.error}</code></Fact>}
        </dl>
      </article>
    </>
  );
}

/** @param {{name: string, children: any}} props */
const Fact = ({ name, children }) => (
  <div class={`fact fact-${name}`}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** Whether the card of what it awaits follows, joined by a line. @param {Card} card */
const isDrawn = ({ awaits }) => awaits !== null && awaits.kind !== 'leaf' && awaits.owner === undefined;

/** @param {{awaits: NonNullable<Card['awaits']>}} props */
function Awaited({ awaits: { text, owner } }) {
  if (owner === undefined) return <code>{text}</code>;
  return (
    <button type="button" class="to-card" onClick={(event) => { event.stopPropagation(); select(owner); }}>
      <code>{owner}</code> {text}
    </button>
  );
}

/** @param {Card} card */
function lookOf(card) {
  if (card.word !== 'CLOSED') return /** @type {'created'} */ (card.word.toLowerCase());
  return /** @type {'returned'} */ (card.outcome ?? 'closed');
}

/** @param {{card: Card}} props */
function Badge({ card }) {
  return (
    <span class="badge">
      <Icon of={lookOf(card)} />
      {card.word}
      {card.word === 'CLOSED' && (card.outcome === 'returned' || card.outcome === 'raised') && <span class="outcome"> {card.outcome}</span>}
    </span>
  );
}

/** @param {number} line */
const lineText = (line) => (source.value.split('\n')[line - 1] ?? '').replace(/\s*\/[/*].*$/, '').replace(/\s*\{$/, '').trim();

/** Makes another coroutine: which function, and with which arguments. */
function New() {
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState('');
  const [args, setArgs] = useState('');
  const [trouble, setTrouble] = useState('');
  const first = useRef(/** @type {HTMLSelectElement | null} */ (null));
  useLayoutEffect(() => first.current?.focus(), [isOpen]);
  const all = makers.value;
  const maker = all.find((item) => item.name === chosen) ?? all[0];
  const usual = (/** @type {string | undefined} */ name) =>
    example.value?.start.map((line) => line.match(/= (\w+)\((.*)\)$/)).find((match) => match?.[1] === name)?.[2] ?? '';
  const openIt = () => {
    setArgs(usual(maker?.name));
    setOpen(!isOpen);
  };
  const make = (/** @type {Event} */ event) => {
    event.preventDefault();
    try {
      const items = parseArguments(args).map((item) => unparse(item, repr));
      setTrouble('');
      run(`${freshName.value} = ${maker.name}(${items.join(', ')})`);
      setOpen(false);
      document.getElementById('send-value')?.focus();
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      setTrouble(`The arguments cannot be read: ${error.message}.`);
    }
  };
  return (
    <div class="new">
      <button type="button" id="new" aria-expanded={isOpen} aria-controls="new-form" onClick={openIt}>New <kbd>n</kbd></button>
      {isOpen && (
        <form id="new-form" class="new-form" onSubmit={make} onKeyDown={(event) => { if (event.key === 'Escape') setOpen(false); }}>
          <label class="field">
            <span class="field-name">Function</span>
            <select
              value={maker?.name}
              ref={first}
              onChange={(event) => { setChosen(event.currentTarget.value); setArgs(usual(event.currentTarget.value)); }}
            >
              {all.map((item) => <option key={item.name} value={item.name}>{item.signature}</option>)}
            </select>
          </label>
          <label class="field">
            <span class="field-name">Arguments</span>
            <input value={args} onInput={(event) => setArgs(event.currentTarget.value)} placeholder="none" spellcheck={false} autocapitalize="off" autocomplete="off" />
          </label>
          <button type="submit" class="primary">Make</button>
          {trouble && <p class="trouble" role="alert">{trouble}</p>}
        </form>
      )}
    </div>
  );
}
