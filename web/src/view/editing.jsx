// The editor in the place of the listing, the bar that says how far the draft is from the program that runs, and what the compiler found.
import { effect } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import {
  canEdit, cancelDownload, closeEditor, compile, compilerState, draft, edit, fileName, getCompiler, isBorrowed, isCompiling, isEdited, isEditing, isRefused, isStale, notKept, problems, refusals, revert, stopCompiling,
  toDownload, trouble, type,
} from '../editing.js';
import { fetchedPart, messageOf } from '../errors.js';
import { fixName } from '../editor/words.js';
import { breakpoints, setBreakpoints } from '../breakpoints.js';
import { chosenLine, failedLine, standing } from '../lines.js';
import { hasLoop, source } from '../store.js';

/** @typedef {ReturnType<typeof import('../editor/index.js').createEditor>} Editor */

/** @type {Promise<import('../editor/documentation.js').Documented[]> | undefined} */
let names;

/** What the editor knows of libawait's functions; nothing, where that cannot be fetched: the next time it is tried again. */
function readNames() {
  names ??= fetch(new URL('documentation.json', document.baseURI)).then((response) => response.json());
  return names.catch(() => {
    names = undefined;
    return [];
  });
}

export const EditButton = () => {
  if (!canEdit.value) return null;
  if (isEditing.value) return <button type="button" class="small" onClick={closeEditor}>Close the editor</button>;
  return <button type="button" class="small" id="edit" onClick={edit}>Edit <kbd>e</kbd></button>;
};

export function Editing() {
  const host = useRef(/** @type {HTMLDivElement | null} */ (null));
  const [editor, setEditor] = useState(/** @type {Editor | null} */ (null));
  const [failed, setFailed] = useState('');
  const [tries, setTries] = useState(0);
  const [said, setSaid] = useState('');
  const list = useRef(/** @type {HTMLOListElement | null} */ (null));
  const seen = useRef(refusals.peek());
  // A program that was to be compiled and could not be: why may be below what is seen. While somebody types nothing moves.
  useEffect(() => {
    if (seen.current === refusals.value) return;
    seen.current = refusals.value;
    const [first] = problems.value;
    setSaid(`${first.from ? `Line ${first.from.line}: ` : ''}${first.message}`);
    list.current?.scrollIntoView({ block: 'nearest' });
  }, [refusals.value]);
  useLayoutEffect(() => {
    /** @type {Editor | undefined} */
    let made;
    let isGone = false;
    /** @type {(() => void)[]} */
    const ends = [];
    setFailed('');
    fetchedPart(import('../editor/index.js')).then(({ createEditor }) => {
      if (isGone || !host.current) return;
      made = createEditor(host.current, { source: draft.value ?? source.value, label: `C source, ${fileName.value}`, names: readNames, onChange: type, onCompile: compileOrAsk, onProblem: setSaid, onBreakpoints: hasLoop.value ? (lines) => { if (!isStale.value) setBreakpoints(lines); } : undefined });
      const it = made;
      ends.push(
        effect(() => { if (draft.value !== null && draft.value !== it.source) it.replace(draft.value); }),
        effect(() => { it.showDiagnostics(problems.value); }),
        effect(() => { it.showStanding(isStale.value ? { lines: new Map(), chosen: 0, failed: 0 } : { lines: standing.value, chosen: chosenLine.value, failed: failedLine.value }); }),
      );
      if (hasLoop.value) {
        it.showBreakpoints(breakpoints.value);
        ends.push(effect(() => { if (!isStale.value && source.value === it.source) setBreakpoints(it.breakpoints); }), effect(() => { if (!isStale.value) it.showBreakpoints(breakpoints.value); }));
      }
      setEditor(it);
      it.focus();
    }, (error) => { if (!isGone) setFailed(messageOf(error)); });
    return () => {
      isGone = true;
      for (const end of ends) end();
      made?.destroy();
    };
  }, [fileName.value, tries]);
  return (
    <>
      {failed && <p class="trouble" role="alert">The editor could not be loaded. {failed} <button type="button" class="small" onClick={() => setTries(tries + 1)}>Try again</button></p>}
      {/* Its keys are its own: a letter typed is no command of the page. */}
      <div class="editor" ref={host} onKeyDown={(event) => event.stopPropagation()} />
      <p class="editor-keys">{editor ? <><kbd>Ctrl</kbd> <kbd>Enter</kbd> compiles · <kbd>F8</kbd> next problem · <kbd>Esc</kbd> then <kbd>Tab</kbd> leaves</> : !failed && 'Loading the editor…'}</p>
      <p class="hidden" role="status">{said}</p>
      {problems.value.length > 0 && editor && <Problems editor={editor} list={list} />}
    </>
  );
}

/** @param {{editor: Editor, list: import('preact').RefObject<HTMLOListElement>}} props */
function Problems({ editor, list }) {
  return (
    <ol class="problems" aria-label="Problems" ref={list}>
      {problems.value.map((one, index) => (
        <li key={index} class={`problem problem-${one.severity}`}>
          <button type="button" class="problem-text" disabled={!one.from} onClick={() => one.from && editor.goTo(one.from)}>
            <span class="problem-place">{one.from ? `${one.from.line}:${one.from.column}` : 'link'} {one.severity}</span> {one.message}
          </button>
          {one.fixes.length > 0 && <button type="button" class="small" onClick={() => editor.fix(one)}>{fixName(one)}</button>}
        </li>
      ))}
    </ol>
  );
}

/** Ctrl+Enter leads to the button where the compiler is not here yet. */
function compileOrAsk() {
  compile();
  document.getElementById('get-compiler')?.focus();
}

/** How far the draft is from the program that runs, and what can be done about it. */
export function DraftBar() {
  if (!isStale.value && !isEdited.value && !trouble.value && compilerState.value.is !== 'downloading') return null;
  return (
    <div class="draft-bar">
      <p role="status" aria-live="polite"><DraftWords /> {notKept.value}</p>
      {compilerState.value.is === 'downloading' && <progress aria-label="The compiler's download" value={compilerState.value.bytes} max={compilerState.value.total} />}
      <span class="draft-actions"><DraftActions /></span>
    </div>
  );
}

function DraftWords() {
  const state = compilerState.value;
  const errors = problems.value.filter(({ severity }) => severity === 'error').length;
  if (trouble.value && state.is !== 'downloading') return <span class="trouble">{trouble.value}</span>;
  if (state.is === 'downloading') return <>Getting the compiler: {megabytes(state.bytes)} of {megabytes(state.total)} MB</>;
  if (isCompiling.value) return <>Compiling…</>;
  if (!isStale.value) return <>This is your program, not the example.</>;
  if (isRefused.value) return <>It does not compile: {errors} {errors === 1 ? 'error' : 'errors'}.</>;
  if (!isEditing.value && isBorrowed.value) return <>The link has a program that differs from the example. The program that runs is not made of it.</>;
  if (!isEditing.value) return <>There is a draft of yours. The program that runs is not made of it.</>;
  if (state.is === 'starting') return <>Edited. The compiler starts…</>;
  if (state.is === 'ready') return <>Edited{errors > 0 && `, with ${errors} ${errors === 1 ? 'error' : 'errors'}`}.</>;
  return <>Edited. Compiling needs the C compiler{toDownload.value ? ` (${megabytes(toDownload.value)} MB, once; then it works offline)` : ''}.</>;
}

function DraftActions() {
  const { is } = compilerState.value;
  const canGet = isEditing.value && isStale.value && (is === 'absent' || is === 'failed');
  const canCompile = isEditing.value && isStale.value && (is === 'ready' || is === 'starting');
  if (is === 'downloading') return <button type="button" class="small" onClick={cancelDownload}>Cancel</button>;
  if (isCompiling.value) return <button type="button" class="small" onClick={stopCompiling}>Stop</button>;
  return (
    <>
      {canGet && <button type="button" class="small primary" id="get-compiler" onClick={getCompiler}>{toDownload.value === 0 ? 'Start the compiler' : 'Get the compiler'}</button>}
      {canCompile && <button type="button" class="small primary" id="compile" onClick={compile}>Compile and run</button>}
      {isStale.value && !isEditing.value && <button type="button" class="small primary" onClick={edit}>Edit it</button>}
      <button type="button" class="small" id="revert" onClick={revert}>{isEdited.value ? 'Back to the example' : 'Revert'}</button>
    </>
  );
}

/** @param {number} bytes */
const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
