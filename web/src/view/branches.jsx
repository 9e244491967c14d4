// The branches, where there are several: what was done before going back stays.
import { goTo } from '../journey.js';
import { steps } from '../store.js';

export function Branches() {
  const { branches } = /** @type {NonNullable<typeof steps.value>} */ (steps.value);
  return (
    <label class="field">
      <span class="field-name">Branch</span>
      <select
        id="branch"
        value={String(branches.findIndex((branch) => branch.isCurrent))}
        onChange={(event) => goTo(branches[Number(event.currentTarget.value)].end)}
      >
        {branches.map(({ label, from, length }, index) => (
          <option key={index} value={String(index)}>{index + 1}: {index === 0 ? 'the first' : `after ${from}, ${label}`}, to step {length}</option>
        ))}
      </select>
    </label>
  );
}
