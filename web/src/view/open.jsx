// Opening a module that the reader has, alone or with a schedule, by choosing the files or dropping them on the page. They stay in the browser, and nothing of them runs yet.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { NONE, withFile } from '../schedule/files.js';
import { openOwn } from '../own.js';

/** @param {{isOpen: boolean, onOpen: () => void, onClose: () => void}} props */
export function OpenFiles({ isOpen, onOpen, onClose }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const [files, setFiles] = useState(NONE);
  const [trouble, setTrouble] = useState('');
  const add = async (/** @type {Iterable<File>} */ chosen) => {
    let all = files;
    setTrouble('');
    for (const file of chosen) {
      try {
        all = withFile(all, file.name, new Uint8Array(await file.arrayBuffer()));
      } catch (error) {
        setTrouble(/** @type {Error} */ (error).message);
      }
    }
    setFiles(all);
  };
  useLayoutEffect(() => {
    if (isOpen && !dialog.current?.open) dialog.current?.showModal();
    else if (!isOpen) dialog.current?.close();
  }, [isOpen]);
  useEffect(() => {
    const hasFiles = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes('Files') ?? false;
    const onDragOver = (/** @type {DragEvent} */ event) => { if (hasFiles(event)) event.preventDefault(); };
    const onDrop = (/** @type {DragEvent} */ event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      onOpen();
      add([...(event.dataTransfer?.files ?? [])]);
    };
    document.addEventListener('dragover', onDragOver);
    document.addEventListener('drop', onDrop);
    return () => {
      document.removeEventListener('dragover', onDragOver);
      document.removeEventListener('drop', onDrop);
    };
  }, [files]);
  const open = async (/** @type {Event} */ event) => {
    event.preventDefault();
    try {
      await openFiles(files);
      setFiles(NONE);
      onClose();
    } catch (error) {
      setTrouble(/** @type {Error} */ (error).message);
    }
  };
  return (
    <dialog ref={dialog} class="help open" aria-labelledby="open-title" onClose={onClose}>
      <h2 id="open-title">Open a module</h2>
      <p>
        Any module that <code>npx libawait build</code> made can be stepped here. With a schedule, which <code>npx libawait explore tests.wasm --save-schedule failure.json</code> writes,
        its test runs in that order; with the C source, lines are shown. Choose the files, or drop them anywhere on this page: they stay in this browser, and nothing of them runs by itself.
      </p>
      <form onSubmit={open}>
        <label class="file-field">
          <span>Files</span>
          <input id="files" type="file" multiple accept=".wasm,.json,.c" onChange={(event) => { add([...(event.currentTarget.files ?? [])]); event.currentTarget.value = ''; }} />
        </label>
        <dl class="files">
          <Chosen what="Module" file={files.module} />
          <Chosen what="Schedule" file={files.schedule} none="none: its coroutines are stepped by hand" onRemove={() => setFiles({ ...files, schedule: null })} />
          <Chosen what="Source" file={files.source} none="none: lines are told by their numbers" onRemove={() => setFiles({ ...files, source: null })} />
        </dl>
        {trouble && <p class="trouble" role="alert">{trouble}</p>}
        <p class="notice-actions">
          <button type="submit" class="primary" disabled={!files.module}>Open</button>
          <button type="button" onClick={onClose}>Cancel</button>
        </p>
      </form>
    </dialog>
  );
}

/** @param {{what: string, file: {name: string} | null, none?: string, onRemove?: () => void}} props */
const Chosen = ({ what, file, none = 'not chosen yet', onRemove }) => (
  <div class="fact">
    <dt>{what}</dt>
    <dd>
      {file ? <code>{file.name}</code> : <span class="quiet">{none}</span>}
      {file && onRemove && <button type="button" class="remove" aria-label={`Remove the ${what.toLowerCase()} ${file.name}`} onClick={onRemove}>Remove</button>}
    </dd>
  </div>
);

/** @param {import('../schedule/files.js').Files} files */
async function openFiles({ module, schedule, source }) {
  if (!module) return;
  if (!WebAssembly.validate(/** @type {BufferSource} */ (module.bytes))) throw new Error(`${module.name} is no valid WebAssembly module: it is cut short or damaged.`);
  const file = source?.name ?? module.name.replace(/(\.wasm)?$/, '.c');
  try {
    await openOwn({ file, bytes: module.bytes, schedule: schedule?.value, source: source?.text ?? '' });
  } catch (error) {
    throw new Error(sentence(/** @type {Error} */ (error).message));
  }
}

/** @param {string} text */
const sentence = (text) => `${text[0].toUpperCase()}${text.slice(1)}`.replace(/\.?$/, '.');
