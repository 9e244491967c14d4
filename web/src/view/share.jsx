// Sharing what is on the page: as a link, as Markdown, as a frame for another page. All of it is in the link; nothing is sent anywhere.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { fetchedPart, messageOf } from '../errors.js';
import { encodeLink } from '../share/link.js';
import { asFrame, asMarkdown } from '../share/texts.js';
import { done } from '../journey.js';
import { example, original, source, steps } from '../store.js';

/** Longer ones are cut off by some programs that carry messages. */
const LONG = 8000;

/** @param {{isOpen: boolean, onClose: () => void}} props */
export function Share({ isOpen, onClose }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const [withSteps, setWithSteps] = useState(true);
  const [link, setLink] = useState('');
  const [trouble, setTrouble] = useState('');
  useLayoutEffect(() => {
    if (isOpen && !dialog.current?.open) dialog.current?.showModal();
    else if (!isOpen) dialog.current?.close();
  }, [isOpen]);
  useEffect(() => {
    if (!isOpen || !example.value) return;
    const told = { example: example.value.id, ...(source.value !== original.value && { source: source.value }), ...(withSteps ? done() : { acts: [], step: 0 }) };
    setTrouble('');
    encodeLink(told).then((text) => setLink(`${location.origin}${location.pathname}#${text}`), (error) => setTrouble(error.message));
  }, [isOpen, withSteps, steps.value, source.value]);
  const title = `${example.value?.title ?? ''}${source.value === original.value ? '' : ', changed'}`;
  return (
    <dialog ref={dialog} class="help share" aria-labelledby="share-title" onClose={onClose}>
      <h2 id="share-title">Share</h2>
      <p>The link holds {source.value === original.value ? 'which program it is' : 'your program'}{withSteps && ' and what was done in it'}. Whoever opens it decides when anything runs.</p>
      <label class="check">
        <input type="checkbox" checked={withSteps} onChange={(event) => setWithSteps(event.currentTarget.checked)} />
        With the steps so far{steps.value && `, at step ${steps.value.number}`}
      </label>
      {trouble ? <p class="trouble" role="alert">{trouble}</p> : (
        <>
          <Copied id="share-link" label="Link" text={link} />
          <Copied id="share-markdown" label="Markdown" text={asMarkdown(link, title)} />
          <Copied id="share-frame" label="Frame" text={asFrame(link, title)} />
          {link.length > LONG && <p class="quiet">This link has {link.length} characters: some programs cut off what is that long.</p>}
        </>
      )}
      <Download />
      <form method="dialog"><button type="submit" class="primary">Back to the page</button></form>
    </dialog>
  );
}

/** The program as a project that builds with the command line. */
function Download() {
  const [trouble, setTrouble] = useState('');
  const get = async () => {
    setTrouble('');
    try {
      await (await fetchedPart(import('../share/download.js'))).download();
    } catch (error) {
      setTrouble(`The zip could not be made. ${messageOf(error)}`);
    }
  };
  return (
    <div class="download">
      <button type="button" id="download" onClick={get}>Download as a zip</button>
      <p class="quiet">The source, the module{example.value?.kind === undefined && ', these steps as a script'} and a project that builds it with <code>npx libawait</code>.</p>
      {trouble && <p class="trouble" role="alert">{trouble}</p>}
    </div>
  );
}

/** @param {{id: string, label: string, text: string}} props */
function Copied({ id, label, text }) {
  const [said, setSaid] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      setSaid('Not allowed: copy it by hand');
    }
    setTimeout(() => setSaid(''), 2000);
  };
  return (
    <div class="copied">
      <label for={id}>{label}</label>
      <input id={id} class="mono" readOnly value={text} onFocus={(event) => event.currentTarget.select()} />
      <button type="button" onClick={copy} aria-label={`Copy the ${label}`}>{said || 'Copy'}</button>
    </div>
  );
}
