// What the lesson says of programs that the reader has changed, and how one with a loop is run outside the page.
import { example, isSchedule, original, OWN, source } from '../store.js';

export const How = () => (
  <p class="how">
    {isSchedule.value
      ? <>Here it is stepped in the order that <code>npx libawait explore {example.value?.id === OWN ? 'tests.wasm' : `examples/explore/${example.value?.id}.c`}</code> found.</>
      : <>Here it is stepped on a virtual clock. In a terminal: <code>npx libawait run {example.value?.id === OWN ? example.value.file : `examples/${example.value?.id}.c`}</code></>}
  </p>
);

export const Changed = () => source.value !== original.value && <p class="quiet">What follows is about the example, which you have changed.</p>;
