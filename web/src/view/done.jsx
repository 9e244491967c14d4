// The tasks that are done, in short.
import { useState } from 'preact/hooks';
import { Icon } from './icons.jsx';

/**
 * @typedef {'returned' | 'raised' | 'cancelled'} How
 * @typedef {{number: number, name: string, how: How}} Done
 */

/** So many that are done are all shown. */
const FEW_DONE = 12;

/** @type {Record<How, 'returned' | 'raised' | 'closed'>} */
const LOOKS = { returned: 'returned', raised: 'raised', cancelled: 'closed' };

/** @param {{one: Done}} props */
const DoneView = ({ one: { name, how } }) => (
  <span class={`over-one look-${LOOKS[how]}`}><Icon of={LOOKS[how]} /> {name} <span class="quiet">{how}</span></span>
);

/** How many returned, raised, were cancelled. @param {{done: Done[]}} props */
function DoneCounts({ done }) {
  const counts = Object.keys(LOOKS).map((how) => ({ number: 0, how: /** @type {How} */ (how), name: String(done.filter((one) => one.how === how).length) }));
  return counts.filter(({ name }) => name !== '0').map((one) => <DoneView key={one.how} one={one} />);
}

/** Those of a gather or a group. @param {{done: Done[]}} props */
export const Over = ({ done }) => (
  <li class="over">{done.length > FEW_DONE ? <DoneCounts done={done} /> : done.map((one) => <DoneView key={one.number} one={one} />)}</li>
);

/** @param {{done: Done[]}} props */
export function DoneTasks({ done }) {
  const [isOpen, setOpen] = useState(false);
  const isFolded = done.length > FEW_DONE;
  return (
    <>
      {isFolded && (
        <button type="button" class="alike-head" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <span class="alike-mark" aria-hidden="true">{isOpen ? '▾' : '▸'}</span><span class="alike-count">{done.length}</span> done <DoneCounts done={done} />
        </button>
      )}
      {(!isFolded || isOpen) && (
        <ul class="done" aria-label="Tasks that are done">
          {done.map((one) => (
            <li key={one.number} class={`look-${LOOKS[one.how]}`}>
              <Icon of={LOOKS[one.how]} /> {one.name} <span>{one.how}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
