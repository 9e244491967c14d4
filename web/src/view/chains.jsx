// Coroutines, where there may be many: those that are alike are one row.
import { useLayoutEffect } from 'preact/hooks';
import { cards, selected } from '../store.js';
import { Folded, isMany } from './folded.jsx';
import { Icon } from './icons.jsx';
import { lookOf } from './stage.jsx';

/** @typedef {import('./stage.jsx').Chain} Chain */

/** @param {{chains: Chain[], resumed: string | undefined, view: (chain: Chain) => any}} props `resumed`: by the last step */
export function Chains({ chains, resumed, view }) {
  useLayoutEffect(() => {
    // Only where the cards scroll on their own: the page itself never moves under the reader.
    const box = document.querySelector('.cards');
    if (box && box.scrollHeight > box.clientHeight) box.querySelector('.is-selected')?.scrollIntoView({ block: 'nearest' });
  }, [selected.value?.path, cards.value.length]);
  const isKept = (/** @type {Chain} */ { root, cards: all }) => all.some((card) => card === selected.value) || resumed?.split('.')[0] === root.path;
  return <Folded cards={chains} isFolded={isMany(chains.length)} alike={alike} isKept={isKept} words={foldWords} view={view} />;
}

/** @param {Chain} chain */
const alike = ({ root, cards: all }) => `${root.word}\n${lookOf(root)}\n${all.map(({ name }) => name).join(' › ')}`;

/** @param {string} key */
function foldWords(key) {
  const [word, look, names] = key.split('\n');
  return <><Icon of={/** @type {'closed'} */ (look)} /> {word}{word === 'CLOSED' && look !== 'closed' && ` ${look}`} <code class="quiet">{names}</code></>;
}
