// What the cards of coroutines and of tasks share: facts, values with their types, errors, and who called.

/** @param {{name: string, children: any}} props */
export const Fact = ({ name, children }) => (
  <div class={`fact fact-${name.replaceAll(' ', '-')}`}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** As Python writes it, with the word for its type; None is its own. @param {{text: string, type?: string}} props */
export const Value = ({ text, type }) => (
  <>
    <code class="value">{text}</code>
    {type && type !== 'NoneType' && <span class="type"> {type}</span>}
  </>
);

/** `ValueError: boom` @param {{text: string}} props */
export function ErrorText({ text }) {
  const [, kind, message] = /^([\w.]+)(: .*)?$/s.exec(text) ?? [null, text, ''];
  return <code class="value"><b>{kind}</b>{message}</code>;
}

/** The cable from who called: open while it is suspended, and closed for a moment by the step that has resumed it. @param {{isOpen: boolean, step: number}} props `step`: which one, or 0 */
export const Cable = ({ isOpen, step }) => (
  <svg key={step} class={`cable ${step > 0 ? 'is-resumed' : ''}`} viewBox="0 0 30 16" width="30" height="16" aria-hidden="true">
    {isOpen && <path class="cable-open" d="M0 8h9M9 3v10M30 8h-9M21 3v10" />}
    {step > 0 && <path class="cable-closed" d="M0 8h29M22 2l7 6-7 6" />}
  </svg>
);

/** What runs is not grey: for a moment, when a step has resumed it. @param {{step: number}} props */
export const Flash = ({ step }) => (step > 0 ? <span key={step} class="flash" aria-hidden="true" /> : null);
