// The help sheet: what this page is, and every key.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { setSingleKeys, singleKeys } from '../store.js';

const KEYS = [
  ['s', 'to the value of Send; Enter sends it'],
  ['t', 'to the error of Throw; Enter in the message throws it'],
  ['c', 'close the selected coroutine'],
  ['d', 'drop the selected coroutine'],
  ['j k', 'select the next, the one before'],
  ['n', 'make a new coroutine'],
  ['r', 'reset the example'],
  ['/', 'to the prompt of the transcript; arrow up recalls a line'],
  ['?', 'this help'],
];

/** @param {{isOpen: boolean, onClose: () => void}} props */
export function Help({ isOpen, onClose }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useLayoutEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={onClose}>
      <h2 id="help-title">Help</h2>
      <p>
        Each example is a C program, compiled to WebAssembly. Its coroutines behave as Python's do: you drive them
        with send, throw and close, and the transcript shows what Python would answer, also where it refuses.
      </p>
      <p>
        A coroutine is <b>CREATED</b> when it is made, <b>RUNNING</b> inside a call, <b>SUSPENDED</b> where it waits, and <b>CLOSED</b> at
        its end. What is not held by a name is held by who awaits it: <code>c1.cr_await</code>.
      </p>
      <table class="keys">
        <caption>Keys, outside text fields</caption>
        <tbody>
          {KEYS.map(([key, text]) => (
            <tr key={key}>
              <th scope="row">{key.split(' ').map((one) => <kbd key={one}>{one}</kbd>)}</th>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <label class="check">
        <input type="checkbox" checked={singleKeys.value} onChange={(event) => setSingleKeys(event.currentTarget.checked)} />
        Use these keys
      </label>
      <form method="dialog">
        <button type="submit" class="primary">Back to the page</button>
      </form>
    </dialog>
  );
}
