// The same program in Python, to be opened under the C source.
import { useEffect, useState } from 'preact/hooks';
import { readPython } from '../catalogue.js';
import { readSetting, writeSetting } from '../settings.js';
import { example, original, OWN, source } from '../store.js';

export function Beside() {
  const item = example.value;
  const [isOpen, setOpen] = useState(readSetting('python', 'closed') === 'open');
  const [text, setText] = useState('');
  useEffect(() => {
    let isLate = false;
    setText('');
    if (isOpen && item && item.id !== OWN) {
      readPython(item).then((read) => { if (!isLate) setText(read); }, (error) => { if (!isLate) setText(error.message); });
    }
    return () => { isLate = true; };
  }, [item, isOpen]);
  if (!item || item.id === OWN || source.value !== original.value) return null;
  const onToggle = (/** @type {{currentTarget: HTMLDetailsElement}} */ { currentTarget }) => {
    setOpen(currentTarget.open);
    writeSetting('python', currentTarget.open ? 'open' : 'closed');
  };
  return (
    <details class="beside" open={isOpen} onToggle={onToggle}>
      <summary>The same in Python</summary>
      <pre class="beside-text" role="group" aria-label={`${item.id}.py`} tabIndex={0}><code>{text}</code></pre>
    </details>
  );
}
