// The button for another coroutine.
import { useState } from 'preact/hooks';
import { more } from '../parts.js';
import { Of } from './part.jsx';

export function New() {
  const [isOpen, setOpen] = useState(false);
  const [chosen, choose] = useState('');
  return (
    <div class="new">
      <button type="button" id="new" aria-expanded={isOpen} aria-controls="new-form" onClick={() => setOpen(!isOpen)}>New <kbd>n</kbd></button>
      {isOpen && <Of of={more} name="NewForm" chosen={chosen} onChoose={choose} onClose={() => setOpen(false)} />}
    </div>
  );
}
