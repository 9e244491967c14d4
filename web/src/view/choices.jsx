// All programs that the page has, to be chosen from.
import { addressOf } from '../catalogue.js';
import { example, examples, OWN } from '../store.js';

/** The examples by their kind. */
const GROUPS = /** @type {const} */ ([[undefined, 'Stepped by hand'], ['loop', 'With a loop'], ['schedule', 'Found by exploring']]);

export const Choices = () => GROUPS.map(([kind, label]) => (
  <optgroup key={label} label={label}>
    {examples.value.map((item, index) => item.kind === kind && <option key={item.id} value={addressOf(item)} selected={item === example.value}>{item.id === OWN ? 'Yours: ' : `${index + 1}. `}{item.title}</option>)}
  </optgroup>
));
