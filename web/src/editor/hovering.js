// Documentation of the name under the pointer. Loaded when it first stands on one of libawait's.

import { hoverTooltip } from '@codemirror/view';
import { documentationOf } from './documentation.js';
import { tooltips } from './look-later.js';

/** @param {() => Promise<import('./documentation.js').Documented[]>} names asked for when they are first needed */
export const hovering = (names) => [
  tooltips,
  hoverTooltip(async (view, position) => {
    const line = view.state.doc.lineAt(position);
    for (const match of line.text.matchAll(/\b(?:aw|AW)_\w+/g)) {
      const [from, to] = [line.from + match.index, line.from + match.index + match[0].length];
      if (position < from || position > to) continue;
      const one = (await names()).find(({ name }) => name === match[0]);
      if (one) return { pos: from, end: to, create: () => ({ dom: documentationOf(one) }) };
    }
    return null;
  }),
];
