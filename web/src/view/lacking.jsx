// That a part of the page could not be loaded, and the way to what it was wanted for.
import { NOT_FETCHED } from '../errors.js';
import { arriving, lacking } from '../parts.js';

export function Lacking() {
  const wanted = lacking.value;
  if (wanted.length === 0) return null;
  const isTrying = arriving.value > 0;
  const tryAgain = async () => {
    await Promise.all(wanted.map((again) => again()));
    if (document.activeElement === document.body) document.getElementById('stage')?.focus();
  };
  return (
    <div class="lacking" role="alert">
      <p>{isTrying ? 'Trying again…' : NOT_FETCHED}</p>
      <button type="button" class="small" onClick={tryAgain}>Try again</button>
    </div>
  );
}
