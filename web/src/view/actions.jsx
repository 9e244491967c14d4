// Send, Throw, Close and Drop for the selected coroutine. Nothing is switched off where Python would refuse: the refusal is the answer.
import { useState } from 'preact/hooks';
import { typeName } from '../coroutines.js';
import { more } from '../parts.js';
import { isSlow, run, selected, sentence } from '../store.js';
import { ERRORS } from '../python/errors.js';
import { parseValue, ReadError, unparse } from '../python/parse.js';
import { repr, reprText } from '../python/repr.js';
import { Of } from './part.jsx';
import { Back, Where } from './steps.jsx';

/** What the last step did, in one sentence; screen readers read it aloud. */
export const Answer = () => (
  <>
    <p class="sentence" role="status">{sentence.value || firstSentence()}</p>
    {isSlow.value && <Of of={more} name="Slow" />}
  </>
);

function firstSentence() {
  const card = selected.value;
  return card ? `${card.path} is ${card.name}, made but not started. Send it None to run it to its first await.` : '';
}

const StepLine = () => <div class="step-line"><Where /><Back /></div>;

export function Actions() {
  const card = selected.value;
  const [value, setValue] = useState('None');
  const [kind, setKind] = useState(ERRORS[0]);
  const [message, setMessage] = useState('');
  const [trouble, setTrouble] = useState('');
  if (!card) return <StepLine />;

  const { text, type, problem } = read(value);
  const refused = more.here.value?.refusals(card, text) ?? { send: '', throw: '' };
  const send = (/** @type {Event} */ event) => {
    event.preventDefault();
    setTrouble(problem);
    if (!problem) run(`${card.path}.send(${text})`);
  };
  const throwIt = (/** @type {Event} */ event) => {
    event.preventDefault();
    run(`${card.path}.throw(${kind}(${message === '' ? '' : reprText(message)}))`);
  };
  return (
    <section class="actions" aria-labelledby="actions-title">
      <div class="section-head">
        <h2 id="actions-title" class="small-title">
          Do to <code>{card.path}</code> <span class="quiet">{card.name}</span>
        </h2>
        <StepLine />
      </div>
      <form class="action" onSubmit={send}>
        <label class="field grow">
          <span class="field-name">Value</span>
          <input
            id="send-value"
            class="mono"
            value={value}
            onInput={(event) => { setValue(event.currentTarget.value); setTrouble(''); }}
            onFocus={(event) => event.currentTarget.select()}
            aria-describedby={trouble ? 'send-trouble' : refused.send ? 'send-hint' : undefined}
            aria-invalid={trouble !== ''}
            spellcheck={false}
            autocapitalize="off"
            autocomplete="off"
            enterkeyhint="send"
          />
          <span class="type typed">{type}</span>
        </label>
        <button type="submit" id="send" class={`primary ${refused.send ? 'will-raise' : ''}`} aria-describedby={refused.send ? 'send-hint' : undefined}>
          Send <kbd>s</kbd>
        </button>
        <button type="button" id="close" onClick={() => run(`${card.path}.close()`)}>Close <kbd>c</kbd></button>
        <button type="button" id="drop" title="del: lets go of it" onClick={() => run(`del ${card.path}`)}>Drop <kbd>d</kbd></button>
      </form>
      {trouble && <p class="trouble" id="send-trouble" role="alert">This value cannot be read: {trouble}. Write None, True, 7, 1.5, 'text', [1, 2], or a name such as c1.</p>}
      {!trouble && refused.send && <p class="hint" id="send-hint">Will raise {refused.send}</p>}
      <form class="action" onSubmit={throwIt}>
        <label class="field">
          <span class="field-name">Error</span>
          <select id="throw-kind" value={kind} onChange={(event) => setKind(event.currentTarget.value)}>
            {ERRORS.map((name) => <option key={name}>{name}</option>)}
          </select>
        </label>
        <label class="field grow">
          <span class="field-name">Message</span>
          <input id="throw-message" value={message} onInput={(event) => setMessage(event.currentTarget.value)} placeholder="none" autocomplete="off" />
        </label>
        <button type="submit" id="throw" class={refused.throw ? 'will-raise' : ''} aria-describedby={refused.throw && refused.send ? 'send-hint' : undefined}>
          Throw <kbd>t</kbd>
        </button>
      </form>
    </section>
  );
}

/** What is typed: as Python writes it, its type, and why it cannot be read. @param {string} value */
function read(value) {
  try {
    const node = parseValue(value);
    const type = node.type === 'value' ? (node.value === null ? '' : typeName(node.value)) : node.type === 'list' || node.type === 'tuple' ? node.type : '';
    return { text: unparse(node, repr), type, problem: '' };
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    return { text: value, type: '', problem: error.message };
  }
}
