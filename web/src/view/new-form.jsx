// The form that makes another coroutine: which function, and with which arguments.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { parseArguments, ReadError, unparse } from '../python/parse.js';
import { repr } from '../python/repr.js';
import { example, freshName, makers, run } from '../store.js';

/** The arguments that the example calls it with. @param {string | undefined} name */
const usual = (name) => example.value?.start.map((line) => line.match(/= (\w+)\((.*)\)$/)).find((match) => match?.[1] === name)?.[2] ?? '';

/** @param {{chosen: string, onChoose: (name: string) => void, onClose: () => void}} props `chosen`: before, where it was open already */
export function NewForm({ chosen, onChoose, onClose }) {
  const all = makers.value;
  const { name } = all.find((item) => item.name === chosen) ?? all[0];
  const [args, setArgs] = useState(usual(name));
  const [trouble, setTrouble] = useState('');
  const first = useRef(/** @type {HTMLSelectElement | null} */ (null));
  useLayoutEffect(() => first.current?.focus(), []);
  const make = (/** @type {Event} */ event) => {
    event.preventDefault();
    try {
      const items = parseArguments(args).map((item) => unparse(item, repr));
      run(`${freshName.value} = ${name}(${items.join(', ')})`);
      onClose();
      document.getElementById('send-value')?.focus();
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      setTrouble(`The arguments cannot be read: ${error.message}.`);
    }
  };
  return (
    <form id="new-form" class="new-form" onSubmit={make} onKeyDown={(event) => { if (event.key === 'Escape') onClose(); }}>
      <label class="field">
        <span class="field-name">Function</span>
        <select
          value={name}
          ref={first}
          onChange={(event) => { onChoose(event.currentTarget.value); setArgs(usual(event.currentTarget.value)); }}
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
  );
}
