// The help sheet: what this page is, and every key.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { COMMANDS } from '../commands.js';
import { writeSetting } from '../settings.js';
import { hasLoop, isSchedule, singleKeys } from '../store.js';

const ALL_KEYS = [
  ['b f', 'a step back, a step forward; what came after stays'],
  ['v', 'open the inspector, or close it; arrow keys go from tab to tab'],
  ['r', 'reset the example'],
  ['o', 'open a module of your own, alone or with a schedule'],
  ['Esc', 'leave a text field'],
  ['?', 'this help'],
];

const PROMPT_KEYS = [
  ['e', 'edit the program; Escape, then Tab leaves the editor'],
  ['/', 'to the prompt of the transcript; arrow up recalls a line, Tab completes one'],
  ['q', 'predict mode: before each call and each next callback you guess what will come of it'],
  ...ALL_KEYS,
];

const SCHEDULE_KEYS = [
  ['n', 'next step'],
  ['g Space', 'run to the failure, or pause'],
  ['p', 'what the plain order gives'],
  ...ALL_KEYS,
];

const LOOP_KEYS = [
  ['n', 'next callback'],
  ['i', 'next iteration of the loop'],
  ['N', 'run until the selected task is suspended the next time'],
  ['g Space', 'run to the end, or pause'],
  ...PROMPT_KEYS,
];

const HAND_KEYS = [
  ['s', 'to the value of Send; Enter sends it'],
  ['t', 'to the error of Throw; Enter in the message throws it'],
  ['c', 'close the selected coroutine'],
  ['d', 'drop the selected coroutine'],
  ['j k', 'select the next, the one before'],
  ['n', 'make a new coroutine'],
  ...PROMPT_KEYS,
];

/** @param {{isOpen: boolean, onClose: () => void}} props */
export function Help({ isOpen, onClose }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  useLayoutEffect(() => {
    if (isOpen) {
      dialog.current?.showModal();
      dialog.current?.focus(); // and not its first field
      dialog.current?.scrollTo(0, 0);
    } else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" tabIndex={-1} onClose={onClose}>
      <h2 id="help-title">Help</h2>
      {isSchedule.value ? <AboutSchedule /> : hasLoop.value ? <AboutLoop /> : <AboutHand />}
      <table class="keys">
        <caption>Keys, outside text fields</caption>
        <tbody>
          {(isSchedule.value ? SCHEDULE_KEYS : hasLoop.value ? LOOP_KEYS : HAND_KEYS).map(([key, text]) => (
            <tr key={key}>
              <th scope="row">{key.split(' ').map((one) => <kbd key={one}>{one}</kbd>)}</th>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {!isSchedule.value && (
        <table class="keys">
          <caption>Short words of the prompt, beside Python</caption>
          <tbody>
            {COMMANDS.map(([words, text]) => <tr key={words}><th scope="row"><code>{words}</code></th><td>{text}</td></tr>)}
          </tbody>
        </table>
      )}
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

/** @param {boolean} on */
function setSingleKeys(on) {
  singleKeys.value = on;
  writeSetting('keys', on ? 'on' : 'off');
}

const AboutHand = () => (
  <>
    <p>
      Each example is a C program, compiled to WebAssembly. Its coroutines behave as Python's do: you drive them
      with send, throw and close, and the transcript shows what Python would answer, also where it refuses.
    </p>
    <p>
      A coroutine is <b>CREATED</b> when it is made, <b>RUNNING</b> inside a call, <b>SUSPENDED</b> where it waits, and <b>CLOSED</b> at
      its end. While it is suspended its cable to your session is open; a call that resumes it closes the cable for a moment. What is not held by a name is held by who awaits it: <code>c1.cr_await</code>.
    </p>
  </>
);

const AboutSchedule = () => (
  <>
    <p>
      Where several tasks are ready, the loop runs them in the order in which they became so. Nothing promises that order to a program: a call that takes a
      moment longer changes it. <b>Exploring</b> runs a test in every order that matters, and keeps the first that fails: its <b>schedule</b>.
    </p>
    <p>
      A <b>switch</b> is a step at which the schedule lets another task run than the loop would. Any task that is ready can be let run next, by pressing its name: what comes of it
      is a branch of its own.
    </p>
  </>
);

const AboutLoop = () => (
  <>
    <p>
      A task is a coroutine that the loop runs beside others. The loop calls one <b>callback</b> after the other; most of them run a task to its
      next await. An <b>iteration</b> is all the callbacks that are ready when it begins.
    </p>
    <p>
      A task is <b>READY</b> when the loop will run it, <b>WAITING</b> for something, or <b>CANCELLING</b>: it was asked to end. The clock is virtual: it stands
      still while anything is ready, and jumps to the next timer when nothing is. With the <b>real</b> clock a program that runs by itself waits for that time.
    </p>
    <p>
      Above the tasks stands the phase of the loop, and what it has yet to call: what is <b>ready</b>, first in, first out; <b>timers</b>, soonest first; and
      what passes between the loop and <b>JavaScript</b>. In a browser or in Node a microtask runs the loop; on this page you do.
    </p>
  </>
);
