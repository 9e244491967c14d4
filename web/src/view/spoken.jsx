// The sentence of the last step, for screen readers: while a program runs by itself, one in half a second at most.
import { useEffect, useRef, useState } from 'preact/hooks';
import { isRunning, sentence } from '../store.js';

const OFTEN = 500;

export function Spoken() {
  const [text, setText] = useState(sentence.value);
  const last = useRef(0);
  const [now, runs] = [sentence.value, isRunning.value];
  useEffect(() => {
    const say = () => {
      last.current = performance.now();
      setText(sentence.peek());
    };
    const left = runs ? last.current + OFTEN - performance.now() : 0;
    if (left <= 0) return say();
    const timer = setTimeout(say, left);
    return () => clearTimeout(timer);
  }, [now, runs]);
  return <p class="hidden" role="status">{text}</p>;
}
