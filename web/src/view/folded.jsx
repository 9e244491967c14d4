// Rows that stand for many cards.
import { useState } from 'preact/hooks';
import { FEW, fold } from '../stage/fold.js';

/** So many cards of a row that was opened are shown at first, and with each press more. */
const PORTION = 50;

/**
 * @template T
 * @param {object} props
 * @param {T[]} props.cards
 * @param {boolean} props.isFolded
 * @param {(card: T) => string} props.alike
 * @param {(card: T) => boolean} props.isKept
 * @param {(card: T) => any} props.view
 * @param {(alike: string) => any} props.words what is said of those that are alike, after their number
 */
export function Folded({ cards, isFolded, alike, isKept, view, words }) {
  if (!isFolded) return cards.map(view);
  return fold(cards, alike, isKept).map((row) => (row.fold ? <Fold key={row.fold.key} fold={row.fold} view={view} words={words} /> : view(row.card)));
}

/** @param {number} count of cards */
export const isMany = (count) => count > FEW;

/** @param {{fold: {key: string, cards: any[]}, view: (card: any) => any, words: (alike: string) => any}} props */
function Fold({ fold: { key, cards }, view, words }) {
  const [shown, setShown] = useState(0);
  const isOpen = shown > 0;
  return (
    <li class={`alike ${isOpen ? 'is-open' : ''}`}>
      <button type="button" class="alike-head" aria-expanded={isOpen} onClick={() => setShown(isOpen ? 0 : PORTION)}>
        <span class="alike-mark" aria-hidden="true">{isOpen ? '▾' : '▸'}</span><span class="alike-count">{cards.length}</span> {words(key)}
      </button>
      {isOpen && (
        <ul class="nodes">
          {cards.slice(0, shown).map(view)}
          {cards.length > shown && <li><button type="button" class="small" onClick={() => setShown(shown + PORTION)}>{Math.min(PORTION, cards.length - shown)} more of {cards.length - shown}</button></li>}
        </ul>
      )}
    </li>
  );
}
