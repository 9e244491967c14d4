// What the address names, an example, or the list of examples cannot be opened.
import { follow, linkTrouble, listTrouble } from '../address.js';
import { addressOf } from '../catalogue.js';
import { example, examples, problem, reset, start } from '../store.js';

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

export function Problem() {
  const first = examples.value[0];
  return (
    <div class="notice" role="alert">
      <h1>The {example.value ? `example “${example.value.title}”` : 'list of examples'} could not be opened</h1>
      <p>{problem.value}</p>
      <p class="notice-actions">
        <button type="button" class="primary" onClick={example.value ? reset : start}>Try again</button>
        {first && first !== example.value && (
          <button type="button" onClick={() => { location.hash = addressOf(first); }}>Open “{first.title}”</button>
        )}
      </p>
    </div>
  );
}
