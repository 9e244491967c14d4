// The bytes of the selected coroutine, and of those that it awaits.
import { Members, Nobody } from './members.jsx';

/** @typedef {import('./look.js').Member} Member */

/** @param {number} count */
const bytes = (count) => `${count.toLocaleString('en')} ${count === 1 ? 'byte' : 'bytes'}`;

/** @param {{chain: import('./look.js').Chain | null}} props */
export function MemoryPanel({ chain }) {
  if (!chain) return <Nobody />;
  const kept = chain.members.reduce((sum, { memory }) => sum + (memory ? memory.frames + memory.used : 0), 0);
  return (
    <>
      <p>
        {kept > 0 ? `${chain.name} is kept in ${bytes(kept)} while it waits. ` : `${chain.name} is not suspended, so nothing of it is saved. `}
        Saved frames hold local variables and where each function goes on; the C stack holds variables whose address was taken.
      </p>
      <Members chain={chain} Part={Memory} />
    </>
  );
}

/** @param {{member: Member}} props */
function Memory({ member: { memory } }) {
  if (!memory) return null;
  const { frames, stack, used, computed } = memory;
  const free = stack - used;
  const percent = Math.round((free / stack) * 100);
  const isTight = !computed && free < stack / 5;
  const scale = Math.max(frames, stack);
  return (
    <dl class="memory">
      <div>
        <dt>Saved frames</dt>
        <dd><Bar whole={frames / scale} part={1} look="frames" /> {bytes(frames)}</dd>
      </div>
      <div>
        <dt>C stack</dt>
        <dd>
          <Bar whole={stack / scale} part={used / stack} look={isTight ? 'tight' : 'stack'} /> {used.toLocaleString('en')} of {bytes(stack)} used, {free.toLocaleString('en')} free ({percent} %){isTight && <strong>, nearly full</strong>}
          <span class="quiet">{computed ? '. The build worked out that it needs no more.' : '. How much it can need is not known to the build.'}</span>
        </dd>
      </div>
    </dl>
  );
}

/** The text beside it says the same. @param {{whole: number, part: number, look: string}} props */
const Bar = ({ whole, part, look }) => (
  <svg class={`memory-bar look-${look}`} viewBox="0 0 200 12" width="200" height="12" aria-hidden="true">
    <rect class="bar-whole" x="0.5" y="0.5" width={Math.max(199 * whole, 2)} height="11" rx="2" />
    <rect class="bar-part" x="0.5" y="0.5" width={Math.max(199 * whole * part, 1)} height="11" rx="2" />
  </svg>
);
