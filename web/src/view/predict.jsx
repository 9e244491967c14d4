// Predict mode's question: what will come of the step that the reader is about to take.
import './more.js';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ERRORS } from '../python/errors.js';
import { answer, question } from '../predict/ask.js';

/** More tasks than this are not listed: their name is typed. */
const MOST_LISTED = 8;
/** Of the loop itself. */
const NONE = 'no task';

/** @type {Record<import('../predict/guess.js').Kind, [string, string]>} each with what can be said of it */
const KINDS = {
  yields: ['It yields a value', 'Which value?'],
  returns: ['It returns', 'Which value?'],
  raises: ['It raises an error', 'Which error?'],
  closes: ['It is closed, and nothing comes', ''],
};

export function Predict() {
  const asked = question.value;
  return asked && <Question key={asked.of?.line ?? asked.tasks?.join()} asked={asked} />;
}

/** @param {{asked: import('../predict/ask.js').Question}} props */
function Question({ asked }) {
  const [chosen, setChosen] = useState('');
  const [text, setText] = useState('');
  const [trouble, setTrouble] = useState('');
  const first = useRef(/** @type {HTMLFormElement | null} */ (null));
  useLayoutEffect(() => {
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    const form = first.current;
    form?.querySelector('input')?.focus();
    return () => {
      const { activeElement, body } = document;
      // Whoever went elsewhere stays there.
      if (activeElement === body || form?.contains(activeElement)) before?.focus();
    };
  }, []);
  const { of, tasks } = asked;
  const isTyped = tasks !== null && tasks.length > MOST_LISTED;
  /** @type {[string, string][]} */
  const choices = of ? of.kinds.map((kind) => [kind, KINDS[kind][0]]) : [...(isTyped ? [] : tasks ?? []).map((name) => /** @type {[string, string]} */ ([name, name])), [NONE, 'No task: the loop calls something of its own']];
  const more = of && chosen ? KINDS[/** @type {'yields'} */ (chosen)][1] : '';
  const choose = (/** @type {string} */ value) => {
    setChosen(value);
    setTrouble('');
  };
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const name = chosen || (isTyped ? text.trim() : '');
    if (!name) setTrouble('Choose what you expect, or skip the question.');
    else if (isTyped && name !== NONE && !tasks?.includes(name)) setTrouble(`There is no task ${name}.`);
    else answer(of ? { kind: /** @type {'yields'} */ (chosen), text: more ? text.trim() : '' } : { task: name === NONE ? null : name });
  };
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    event.stopPropagation();
    if (event.key === 'Escape') answer(false);
    const choice = choices[Number(event.key) - 1];
    if (!choice || /** @type {HTMLInputElement} */ (event.target).type === 'text') return;
    event.preventDefault();
    choose(choice[0]);
    document.getElementById(`guess-${Number(event.key)}`)?.focus();
  };
  return (
    <div class="predict" role="dialog" aria-labelledby="predict-title" onKeyDown={onKey}>
      <form ref={first} onSubmit={submit}>
        <fieldset>
          <legend id="predict-title">{of ? <>What will come of <code>{of.line}</code>?</> : 'Which task runs next?'}</legend>
          {isTyped && (
            <label class="field">
              <span class="field-name">Its name</span>
              <input id="guess-text" value={text} list="guess-names" autocomplete="off" spellcheck={false} onInput={(event) => { setText(event.currentTarget.value); choose(''); }} />
            </label>
          )}
          {choices.map(([value, words], index) => (
            <label key={value} class="choice">
              <input type="radio" name="guess" id={`guess-${index + 1}`} value={value} checked={chosen === value} onChange={() => choose(value)} />
              <span>{words}</span> {index < 9 && <kbd>{index + 1}</kbd>}
            </label>
          ))}
          {more && (
            <label class="field">
              <span class="field-name">{more}</span>
              <input id="guess-text" class="mono" value={text} placeholder="if you like" list={chosen === 'raises' ? 'guess-names' : undefined} autocomplete="off" autocapitalize="off" spellcheck={false} onInput={(event) => setText(event.currentTarget.value)} />
            </label>
          )}
          <datalist id="guess-names">{(isTyped ? tasks ?? [] : ERRORS).map((name) => <option key={name} value={name} />)}</datalist>
        </fieldset>
        {trouble && <p class="trouble" role="alert">{trouble}</p>}
        <p class="predict-acts">
          <button type="submit" id="guess" class="primary">Guess and step <kbd>Enter</kbd></button>
          <button type="button" id="skip-guess" onClick={() => answer(null)}>Just step</button>
          <button type="button" id="no-step" onClick={() => answer(false)}>No step <kbd>Esc</kbd></button>
        </p>
      </form>
    </div>
  );
}
