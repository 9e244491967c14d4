// The small pictures: one for each state, so that colour never tells anything alone.

const SHAPES = {
  created: <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="1.75" stroke-dasharray="2.6 1.8" />,
  running: <path d="M4 2.5v11l9-5.5z" fill="currentColor" />,
  ready: <path d="M8 2.5l5.5 6H10v5H6v-5H2.5z" fill="currentColor" />,
  suspended: <path d="M4 2.5h3v11H4zM9 2.5h3v11H9z" fill="currentColor" />,
  returned: <path d="M2.5 8.5l3.5 4 7.5-9" fill="none" stroke="currentColor" stroke-width="2.2" />,
  raised: <path d="M3 3l10 10M13 3L3 13" fill="none" stroke="currentColor" stroke-width="2.2" />,
  closed: (
    <g fill="none" stroke="currentColor" stroke-width="1.9">
      <circle cx="8" cy="8" r="5.5" />
      <path d="M4 12l8-8" />
    </g>
  ),
};

/** @param {{of: keyof typeof SHAPES}} props */
export const Icon = ({ of }) => (
  <svg class="icon" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
    {SHAPES[of]}
  </svg>
);
