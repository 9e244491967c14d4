// Where the columns of a timeline stand. Across go the steps, or the time of the loop's clock: what happens at one moment takes the room that it needs, and idle time
// what it is long; where that is too much, it is folded.
import { CHARACTER } from './layout.js';
import { seconds } from './words.js';

/**
 * @typedef {import('./layout.js').Column} Column
 * @typedef {import('./layout.js').Place} Place
 * @typedef {{column: number, x: number, width: number, text: string, isFolded: boolean, canFold: boolean}} Gap idle time before a column; `text`: how long, where there is room to say so
 */

/** Pixels: what an idle time of usual length takes, the least of any, what is long enough to be folded, and the most of one that is unfolded. */
const USUAL = 60;
const LEAST = 10;
const LONG = 180;
const MOST = 4000;

export class Axis {
  /** Where each column begins. @type {number[]} */
  starts = [];
  /** @type {Gap[]} */
  gaps = [];
  width = 0;

  /** @param {Column[]} columns @param {object} how @param {boolean} how.isTime else the steps @param {Set<number>} how.unfolded the columns before which idle time is not folded */
  constructor(columns, { isTime, unfolded }) {
    const scale = isTime ? USUAL / usual(columns) : 0;
    for (const [column, { width, idle }] of columns.entries()) {
      if (idle > 0) this.#addGap(column, idle, idle * scale, isTime, unfolded.has(column));
      this.starts.push(this.width);
      this.width += width;
    }
  }

  /** @param {number} column @param {number} idle @param {number} natural @param {boolean} isTime @param {boolean} isUnfolded */
  #addGap(column, idle, natural, isTime, isUnfolded) {
    const text = seconds(idle);
    const room = Math.ceil(text.length * CHARACTER) + 14;
    const canFold = isTime && natural > LONG;
    const isFolded = isTime ? canFold && !isUnfolded : true;
    const width = isFolded ? room : Math.min(Math.max(natural, canFold ? LONG : LEAST), MOST);
    this.gaps.push({ column, x: this.width, width, text: width >= room ? text : '', isFolded, canFold });
    this.width += width;
  }

  /** @param {Place} place */
  x({ column, x }) {
    return (this.starts[column] ?? 0) + x;
  }
}

/** The idle time in the middle of all. @param {Column[]} columns */
function usual(columns) {
  const all = columns.map(({ idle }) => idle).filter((idle) => idle > 0).sort((a, b) => a - b);
  return all[all.length >> 1] ?? 1;
}
