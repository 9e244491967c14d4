// What the address names cannot be opened, or the list of examples cannot be read.
import { follow, linkTrouble, listTrouble } from '../address.js';
import { addressOf } from '../catalogue.js';
import { examples } from '../store.js';

export function LinkTrouble() {
  const first = examples.value[0];
  return (
    <div class="notice" role="alert">
      <h1>This link cannot be opened</h1>
      <p>{linkTrouble.value}</p>
      <p class="notice-actions">
        {first && <button type="button" class="primary" onClick={() => { location.hash = addressOf(first); }}>Open “{first.title}”</button>}
      </p>
    </div>
  );
}

export const ListTrouble = () => listTrouble.value && (
  <div class="notice is-beside" role="alert">
    <h2>The list of examples could not be opened</h2>
    <p>{listTrouble.value}</p>
    <p class="notice-actions"><button type="button" onClick={follow}>Try again</button></p>
  </div>
);
