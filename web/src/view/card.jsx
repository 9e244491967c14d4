// What the cards of coroutines and of tasks share: facts, values with their types, errors, who called, and rows that stand for many cards.
import { useState } from 'preact/hooks';
import { FEW, fold } from '../stage/fold.js';

/** @param {{name: string, children: any}} props */
export const Fact = ({ name, children }) => (
  <div class={`fact fact-${name.replaceAll(' ', '-')}`}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** As Python writes it, with the word for its type; None is its own. @param {{text: string, type?: string}} props */
export const Value = ({ text, type }) => (
  <>
    <code class="value">{text}</code>
    {type && type !== 'NoneType' && <span class="type"> {type}</span>}
  </>
);

/** `ValueError: boom` @param {{text: string}} props */
export function ErrorText({ text }) {
  const [, kind, message] = /^([\w.]+)(: .*)?$/s.exec(text) ?? [null, text, ''];
  return <code class="value"><b>{kind}</b>{message}</code>;
}

/** The cable from who called: open while it is suspended, and closed for a moment by the step that has resumed it. @param {{isOpen: boolean, step: number}} props `step`: which one, or 0 */
export const Cable = ({ isOpen, step }) => (
  <svg key={step} class={`cable ${step > 0 ? 'is-resumed' : ''}`} viewBox="0 0 30 16" width="30" height="16" aria-hidden="true">
    {isOpen && <path class="cable-open" d="M0 8h9M9 3v10M30 8h-9M21 3v10" />}
    {step > 0 && <path class="cable-closed" d="M0 8h29M22 2l7 6-7 6" />}
  </svg>
);

/** What runs is not grey: for a moment, when a step has resumed it. @param {{step: number}} props */
export const Flash = ({ step }) => (step > 0 ? <span key={step} class="flash" aria-hidden="true" /> : null);

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
