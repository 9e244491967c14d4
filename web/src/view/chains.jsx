// Coroutines, where there may be many: those that are alike are one row.
import { Folded, isMany } from './folded.jsx';
import { Icon } from './icons.jsx';
import { lookOf } from './stage.jsx';

/** @typedef {import('./stage.jsx').Chain} Chain */

/** @param {{chains: Chain[], isKept: (chain: Chain) => boolean, view: (chain: Chain) => any}} props */
export const Chains = ({ chains, isKept, view }) => <Folded cards={chains} isFolded={isMany(chains.length)} alike={alike} isKept={isKept} words={foldWords} view={view} />;

/** @param {Chain} chain */
const alike = ({ root, cards: all }) => `${root.word}\n${lookOf(root)}\n${all.map(({ name }) => name).join(' › ')}`;

/** @param {string} key */
function foldWords(key) {
  const [word, look, names] = key.split('\n');
  return <><Icon of={/** @type {'closed'} */ (look)} /> {word}{word === 'CLOSED' && look !== 'closed' && ` ${look}`} <code class="quiet">{names}</code></>;
}
