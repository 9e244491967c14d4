// The small pictures: one for each state, so that colour never tells anything alone.

/** Paths, and how thick the line is of those that are no area. @type {Record<string, [string, number?, string?]>} */
const SHAPES = {
  created: ['M8 2.5a5.5 5.5 0 0 1 0 11a5.5 5.5 0 0 1 0 -11', 1.75, '2.6 1.8'],
  running: ['M4 2.5v11l9-5.5z'],
  ready: ['M8 2.5l5.5 6H10v5H6v-5H2.5z'],
  suspended: ['M4 2.5h3v11H4zM9 2.5h3v11H9z'],
  returned: ['M2.5 8.5l3.5 4 7.5-9', 2.2],
  raised: ['M3 3l10 10M13 3L3 13', 2.2],
  closed: ['M8 2.5a5.5 5.5 0 0 1 0 11a5.5 5.5 0 0 1 0 -11M4 12l8-8', 1.9],
};

/** @param {{of: 'created' | 'running' | 'ready' | 'suspended' | 'returned' | 'raised' | 'closed'}} props */
export function Icon({ of }) {
  const [d, width, dashes] = SHAPES[of];
  return (
    <svg class="icon" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path d={d} fill={width ? 'none' : 'currentColor'} stroke={width ? 'currentColor' : undefined} stroke-width={width} stroke-dasharray={dashes} />
    </svg>
  );
}
