// The inspector: who awaits whom, the variables and the memory of what is selected, and warnings. Loaded when it is opened.
import './more.js';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { MemoryPanel } from '../inspector/memory.jsx';
import { TreePanel } from '../inspector/tree.jsx';
import { VariablesPanel } from '../inspector/variables.jsx';
import { WarningsPanel } from '../inspector/warnings.jsx';
import { toggleInspector } from '../inspecting.js';
import { hasLoop, inspected, selected, selectedTask } from '../store.js';

/** @typedef {import('../inspector/look.js').Look} Look */

const TABS = /** @type {const} */ ([
  ['tree', 'Await tree', TreePanel],
  ['variables', 'Variables', VariablesPanel],
  ['memory', 'Memory', MemoryPanel],
  ['warnings', 'Warnings', WarningsPanel],
]);

export function Inspector() {
  const [open, setOpen] = useState(/** @type {string} */ ('tree'));
  const tabs = useRef(/** @type {HTMLDivElement | null} */ (null));
  useLayoutEffect(() => {
    focusTab(tabs.current);
    return () => giveBackFocus(tabs.current);
  }, []);
  const look = inspected.value;
  const [, , Panel] = TABS.find(([id]) => id === open) ?? TABS[0];
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    const at = TABS.findIndex(([id]) => id === open);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: TABS.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setOpen(TABS[(next + TABS.length) % TABS.length][0]);
    requestAnimationFrame(() => focusTab(tabs.current));
  };
  return (
    <section class="inspector" id="inspector" aria-labelledby="inspector-title">
      <div class="section-head">
        <h2 id="inspector-title">Inspector</h2>
        <div class="tabs" role="tablist" aria-labelledby="inspector-title" ref={tabs} onKeyDown={onKey}>
          {TABS.map(([id, title]) => (
            <button key={id} type="button" role="tab" id={`tab-${id}`} aria-selected={id === open} aria-controls="inspector-panel" tabIndex={id === open ? 0 : -1} onClick={() => setOpen(id)}>
              {title}{id === 'warnings' && look && look.warnings.length > 0 && ` (${look.warnings.length})`}
            </button>
          ))}
        </div>
        <button type="button" id="close-inspector" onClick={toggleInspector}>Close <kbd>v</kbd></button>
      </div>
      <div class="inspector-panel" id="inspector-panel" role="tabpanel" aria-labelledby={`tab-${open}`} tabIndex={0}>
        {look && <Panel look={look} chain={chosenIn(look)} />}
      </div>
    </section>
  );
}

/** @param {HTMLElement | null} tabs */
const focusTab = (tabs) => /** @type {HTMLElement | null | undefined} */ (tabs?.querySelector('[aria-selected="true"]'))?.focus();

/** Who was in it when it goes away goes on where it was opened. @param {HTMLElement | null} tabs */
function giveBackFocus(tabs) {
  if (tabs?.closest('.inspector')?.contains(document.activeElement)) document.getElementById('inspect')?.focus();
}

/** What belongs to the card that the reader looks at. @param {Look} look */
function chosenIn({ chains }) {
  const key = hasLoop.value ? String(selectedTask.value?.number) : selected.value?.path.split('.')[0];
  return chains.find((chain) => chain.key === key) ?? null;
}
