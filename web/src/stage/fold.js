// Many cards in few rows: those that are alike are one row that can be opened. What the reader looks at, and what has just changed, always has its card.

/** So many cards are all shown. */
export const FEW = 12;
/** Fewer than this are not worth a row. */
const WORTH = 3;

/**
 * @template T
 * @typedef {{card: T, fold: null} | {card: null, fold: {key: string, cards: T[]}}} Row
 */

/**
 * @template T
 * @param {T[]} cards
 * @param {(card: T) => string} alike those with the same text are alike
 * @param {(card: T) => boolean} isKept it has its card in any case
 * @returns {Row<T>[]}
 */
export function fold(cards, alike, isKept) {
  /** @type {Map<string, T[]>} */
  const groups = new Map();
  const keys = cards.map((card) => (isKept(card) ? null : alike(card)));
  cards.forEach((card, index) => {
    const key = keys[index];
    if (key === null) return;
    const group = groups.get(key);
    if (group) group.push(card);
    else groups.set(key, [card]);
  });
  return cards.flatMap((card, index) => rowsAt(card, keys[index]));

  /** @param {T} card @param {string | null} key @returns {Row<T>[]} */
  function rowsAt(card, key) {
    const group = key === null ? undefined : groups.get(key);
    if (key === null || !group || group.length < WORTH) return [{ card, fold: null }];
    return group[0] === card ? [{ card: null, fold: { key, cards: group } }] : [];
  }
}
