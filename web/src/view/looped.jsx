// What shows a program with a loop, which is loaded together.
import './more.js';
import { Loop } from './loop.jsx';
import { More } from './part.jsx';
import { Tasks } from './tasks.jsx';
import { Timeline } from './timeline.jsx';

export const Above = () => <><Loop /><Tasks /></>;

export const Below = () => (
  <>
    <div class="column column-left"><Timeline /></div>
    <div class="column column-right"><More name="Transcript" /></div>
  </>
);
