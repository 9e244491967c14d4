// The form that makes another coroutine.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { example, freshName, makers, run } from '../store.js';
import { parseArguments, ReadError, unparse } from '../python/parse.js';
import { repr } from '../python/repr.js';

/** Makes another coroutine: which function, and with which arguments. */
export function New() {
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState('');
  const [args, setArgs] = useState('');
  const [trouble, setTrouble] = useState('');
  const first = useRef(/** @type {HTMLSelectElement | null} */ (null));
  useLayoutEffect(() => first.current?.focus(), [isOpen]);
  const all = makers.value;
  const maker = all.find((item) => item.name === chosen) ?? all[0];
  const usual = (/** @type {string | undefined} */ name) =>
    example.value?.start.map((line) => line.match(/= (\w+)\((.*)\)$/)).find((match) => match?.[1] === name)?.[2] ?? '';
  const openIt = () => {
    setArgs(usual(maker?.name));
    setOpen(!isOpen);
  };
  const make = (/** @type {Event} */ event) => {
    event.preventDefault();
    try {
      const items = parseArguments(args).map((item) => unparse(item, repr));
      setTrouble('');
      run(`${freshName.value} = ${maker.name}(${items.join(', ')})`);
      setOpen(false);
      document.getElementById('send-value')?.focus();
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      setTrouble(`The arguments cannot be read: ${error.message}.`);
    }
  };
  return (
    <div class="new">
      <button type="button" id="new" aria-expanded={isOpen} aria-controls="new-form" onClick={openIt}>New <kbd>n</kbd></button>
      {isOpen && (
        <form id="new-form" class="new-form" onSubmit={make} onKeyDown={(event) => { if (event.key === 'Escape') setOpen(false); }}>
          <label class="field">
            <span class="field-name">Function</span>
            <select
              value={maker?.name}
              ref={first}
              onChange={(event) => { setChosen(event.currentTarget.value); setArgs(usual(event.currentTarget.value)); }}
            >
              {all.map((item) => <option key={item.name} value={item.name}>{item.signature}</option>)}
            </select>
          </label>
          <label class="field">
            <span class="field-name">Arguments</span>
            <input value={args} onInput={(event) => setArgs(event.currentTarget.value)} placeholder="none" spellcheck={false} autocapitalize="off" autocomplete="off" />
          </label>
          <button type="submit" class="primary">Make</button>
          {trouble && <p class="trouble" role="alert">{trouble}</p>}
        </form>
      )}
    </div>
  );
}
