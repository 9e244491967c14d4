// The coroutines: one card each, in the order in which they await one another, joined by lines; and the cable from who called, which is open while they are suspended.
import { useRef } from 'preact/hooks';
import { cards, entries, example, select, selected, source, steps } from '../store.js';
import { more } from '../parts.js';
import { Cable, ErrorText, Fact, Flash, Value } from './card.jsx';
import { Icon } from './icons.jsx';
import { New } from './new.jsx';
import { More } from './part.jsx';

/**
 * @typedef {import('../session.js').Card} Card
 * @typedef {{root: Card, cards: Card[]}} Chain a coroutine that has a name, and what it awaits
 */

export function Stage() {
  const resumed = useResumed();
  const chains = chainsOf(cards.value);
  const suspended = chains.filter(({ root }) => root.word === 'SUSPENDED').map(({ root }) => root.path);
  const view = (/** @type {Chain} */ chain) => <ChainView key={chain.root.path} chain={chain} resumed={resumed} />;
  const Many = more.here.value?.Chains;
  return (
    <section class="stage" id="stage" aria-labelledby="stage-title" tabIndex={-1}>
      <div class="section-head">
        <h2 id="stage-title">Coroutines</h2>
        <New key={example.value?.id} />
      </div>
      <More name="Stale" />
      {chains.length === 0 && <p class="quiet">No coroutine is held by a name. Press New to make one.</p>}
      {chains.length > 0 && (
        <div class="cards is-wired" role="group" aria-labelledby="stage-title" tabIndex={0}>
          <p class="caller"><span class="caller-name"><code>&gt;&gt;&gt;</code> your session</span> <span class="quiet">{suspended.length > 0 ? unlinked(suspended) : ''}</span></p>
          <ul class="nodes">
            {Many ? <Many chains={chains} resumed={resumed?.path} view={view} /> : chains.map(view)}
          </ul>
        </div>
      )}
    </section>
  );
}

/** @param {string[]} paths */
function unlinked(paths) {
  const all = paths.length > 3 ? `${paths.slice(0, 2).join(', ')} and ${paths.length - 2} more` : paths.join(', ');
  return `not linked to ${all}: suspended until ${paths.length > 1 ? 'they are' : 'it is'} resumed`;
}

/** @param {Card[]} all @returns {Chain[]} */
function chainsOf(all) {
  /** @type {Chain[]} */
  const chains = [];
  for (const card of all) {
    if (card.depth === 0) chains.push({ root: card, cards: [card] });
    else chains[chains.length - 1].cards.push(card);
  }
  return chains;
}

const CALL = /^>>> (.+)\.(?:send|throw|close)\(/;

/** The path of the coroutine that the reader's last step has resumed, and the step; null, where the reader has gone back. */
function useResumed() {
  const now = steps.value;
  const seen = useRef({ at: now?.at ?? 0, number: now?.number ?? 0, path: '' });
  if (now && seen.current.at !== now.at) {
    const call = entries.value.findLast(({ kind, isAhead }) => kind === 'call' && !isAhead)?.text ?? '';
    seen.current = { at: now.at, number: now.number, path: now.number === seen.current.number + 1 ? (CALL.exec(call)?.[1] ?? '') : '' };
  }
  return seen.current.path ? seen.current : null;
}

/** @param {{chain: Chain, resumed: ReturnType<typeof useResumed>}} props */
const ChainView = ({ chain, resumed }) => (
  <li class="chain">
    {chain.cards.map((card) => <CardView key={card.path} card={card} step={resumed && (card.path === resumed.path || card.path.startsWith(`${resumed.path}.`)) ? resumed.at : 0} />)}
  </li>
);

/** @param {{card: Card, step: number}} props `step`: the one that has just resumed it, or 0 */
function CardView({ card, step }) {
  const isSelected = card === selected.value;
  const id = `card-${card.path.replaceAll('.', '-')}`;
  return (
    <>
      {card.depth > 0 && <p key={step} class={`link ${step > 0 ? 'is-resumed' : ''}`} style={`--depth: ${card.depth}`}>awaits</p>}
      <article
        class={`card look-${lookOf(card)} ${isSelected ? 'is-selected' : ''} ${card.depth > 0 ? 'is-awaited' : ''}`}
        style={`--depth: ${card.depth}`}
        aria-labelledby={id}
        onClick={() => select(card.path)}
      >
        {card.depth === 0 && <Cable isOpen={card.word === 'SUSPENDED'} step={step} />}
        <Flash step={step} />
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
          {card.last !== undefined && card.word !== 'CLOSED' && <Fact name="yielded"><Value text={card.last} type={card.lastType} /></Fact>}
          {card.result !== undefined && <Fact name="returned"><Value text={card.result} type={card.resultType} /> <span class="quiet">(the value of StopIteration)</span></Fact>}
          {card.error !== undefined && <Fact name="raised"><ErrorText text={card.error} /></Fact>}
        </dl>
      </article>
    </>
  );
}

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
export function lookOf(card) {
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
