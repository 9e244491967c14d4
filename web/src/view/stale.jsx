// That the program which is shown is not the one that the reader has written, and what can be done about it.
import { compile, compilerState, edit, getCompiler, isBorrowed, isCompiling, isEditing, isStale } from '../editing.js';
import { isEmbedded } from '../store.js';

export const Stale = () => !isEmbedded && (
  // It is there before its words are, so that a screen reader hears of them, once.
  <div class={isStale.value ? 'stale' : 'hidden'}>
    <p role="status">{isStale.value && <><StaleIcon /> The program below is {isBorrowed.value ? 'the example, not the one of the link' : 'the one before your changes'}.</>}</p>
    {isStale.value && !isCompiling.value && <NextAct />}
  </div>
);

function NextAct() {
  const { is } = compilerState.value;
  if (!isEditing.value) return <button type="button" class="small" onClick={edit}>Edit it</button>;
  if (is === 'downloading') return null;
  if (is === 'ready' || is === 'starting') return <button type="button" class="small" onClick={compile}>Compile <kbd>Ctrl Enter</kbd></button>;
  return <button type="button" class="small" onClick={getCompiler}>Get the compiler</button>;
}

/** A clock that goes back. */
const StaleIcon = () => (
  <svg class="icon" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
    <path d="M8 2a6 6 0 1 0 6 6M8 4.5V8l2.5 2M11 1.5l3 0 0 3" fill="none" stroke="currentColor" stroke-width="1.7" />
  </svg>
);
