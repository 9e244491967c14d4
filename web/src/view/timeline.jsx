// What happened, from left to right: a column for each callback of the loop, a row for each task, a mark for each event. Across go the steps, or the time of the clock.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { readSetting, writeSetting } from '../settings.js';
import { selectEvent } from '../looping.js';
import { chosenEvent, example, loop, selectedTask, selectTask } from '../store.js';
import { Axis } from '../loop/axis.js';
import { eventText, seconds } from '../loop/words.js';
import { layoutOf, LOOP, segmentsOf } from '../loop/layout.js';

/** @typedef {import('../loop/layout.js').Row} Row */

const ROW = 26;
const AXIS = 24;
const BAR = 16;

export function Timeline() {
  const { nowEvent, events, names, forgotten, total } = /** @type {import('../store.js').Loop} */ (loop.value);
  const layout = layoutOf(events);
  const { columns, rows } = layout;
  const [isTime, setTime] = useState(readSetting('axis', 'steps') === 'time');
  const [unfolded, setUnfolded] = useState(/** @type {Set<number>} */ (new Set()));
  const axis = new Axis(columns, { isTime, unfolded });
  const { width, gaps, starts } = axis;
  const now = layout.ends[nowEvent];
  const nowAt = now ? axis.x(now) : 0;
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  const chosen = chosenEvent.value;
  const at = chosen < 0 ? nowEvent : chosen;
  const mark = chosen < 0 ? undefined : rows.flatMap((row) => row.marks).find((one) => one.event === chosen);
  const [drawn, setDrawn] = useState(NOTHING);
  const look = () => {
    const scroller = box.current;
    if (!scroller) return;
    const { scrollLeft: left, scrollTop: top, clientWidth, clientHeight } = scroller;
    const [right, bottom] = [left + clientWidth, top + clientHeight];
    const isInside = left >= drawn.left && (right <= drawn.right || width <= drawn.right) && top >= drawn.top && bottom <= drawn.bottom;
    if (!isInside) setDrawn({ left: left - MARGIN, right: right + MARGIN, top: top - MARGIN / 2, bottom: bottom + MARGIN / 2 });
  };
  useLayoutEffect(() => setUnfolded(new Set()), [example.value]);
  useLayoutEffect(() => {
    const scroller = box.current;
    if (!scroller) return;
    const top = AXIS + ROW * rows.findIndex((row) => (mark ? row.marks.includes(mark) : row.number === selectedTask.value?.number));
    if (top >= AXIS && (top < scroller.scrollTop || top + ROW > scroller.scrollTop + scroller.clientHeight)) scroller.scrollTop = top - scroller.clientHeight / 2;
    const x = mark ? axis.x(mark.at) : nowAt;
    if (x >= width) scroller.scrollLeft = scroller.scrollWidth;
    else if (x < scroller.scrollLeft + 20 || x > scroller.scrollLeft + scroller.clientWidth - 120) scroller.scrollLeft = x - scroller.clientWidth / 2;
    look();
  }, [total, isTime, nowAt, chosen, selectedTask.value?.number]);
  const choose = (/** @type {boolean} */ wanted) => {
    setTime(wanted);
    writeSetting('axis', wanted ? 'time' : 'steps');
  };
  const fold = (/** @type {number} */ column) => {
    const now = new Set(unfolded);
    if (!now.delete(column)) now.add(column);
    setUnfolded(now);
  };
  const height = AXIS + rows.length * ROW;
  const seen = [...columns.keys()].filter((index) => isDrawn(starts[index], starts[index] + columns[index].width, drawn));
  const jumps = seen.filter((index) => columns[index].jumps);
  return (
    <section class="timeline" aria-labelledby="timeline-title">
      <div class="section-head">
        <h2 id="timeline-title">What happened</h2>
        <label class="field">
          <span class="field-name">across</span>
          <select id="axis" value={isTime ? 'time' : 'steps'} onChange={(event) => choose(event.currentTarget.value === 'time')}>
            <option value="steps">steps</option>
            <option value="time">time</option>
          </select>
        </label>
        <Legend />
      </div>
      <div class="timeline-box" ref={box} role="group" aria-labelledby="timeline-title" tabIndex={0} onScroll={look}>
        <ol class="timeline-names">
          {rows.map((row) => (
            <li key={row.number} class={row.number === selectedTask.value?.number ? 'is-selected' : ''} onClick={() => selectTask(row.number)}>{row.name}</li>
          ))}
        </ol>
        <div class="timeline-plot">
          <svg width={width + 12} height={height} aria-hidden="true">
            <path class="stripes" d={seen.filter((index) => index % 2 === 0).map((index) => `M${starts[index]} ${AXIS}h${columns[index].width}V${height}h${-columns[index].width}z`).join('')} />
            <path class="jump" d={jumps.map((index) => `M${starts[index] + 0.5} 0V${height}`).join('')} />
            {jumps.map((index) => <text key={index} class="time" x={starts[index] + 4} y={16}>{seconds(columns[index].clock)}</text>)}
            {rows.map((row, index) => {
              const y = AXIS + index * ROW;
              return y + ROW >= drawn.top && y <= drawn.bottom && <Lane key={row.number} row={row} y={y} chosen={chosen} drawn={drawn} axis={axis} end={layout.end} />;
            })}
            {gaps.map((gap) => isDrawn(gap.x, gap.x + gap.width, drawn) && <Gap key={gap.column} gap={gap} height={height} />)}
            {nowAt < width && <rect class="ahead" x={nowAt} y={0} width={width - nowAt} height={height} />}
            {nowAt < width && <path class="now" d={`M${Math.max(nowAt, 1)} 0V${height}`} />}
          </svg>
          {gaps.map(({ column, x, width: wide, isFolded, canFold }) => canFold && (
            <button key={column} type="button" class="fold" style={{ left: `${x}px`, width: `${wide}px` }} aria-expanded={!isFolded} onClick={() => fold(column)}>
              <span class={isFolded ? '' : 'fold-text'}>{seconds(columns[column].idle)}</span><span class="hidden"> idle, {isFolded ? 'folded' : 'unfolded'}</span>
            </button>
          ))}
        </div>
      </div>
      <div class="event">
        <button type="button" aria-label="The event before" disabled={at <= 0} onClick={() => selectEvent(chosen < 0 ? at : at - 1)}>‹</button>
        <input
          type="range" id="event" aria-label="Event" min={0} max={Math.max(events.length - 1, 0)} value={Math.max(at, 0)}
          aria-valuetext={textOf(at, events, names)}
          onInput={(event) => selectEvent(Number(event.currentTarget.value))}
        />
        <button type="button" aria-label="The event after" disabled={at >= events.length - 1} onClick={() => selectEvent(at + 1)}>›</button>
        <p class="event-text">
          {chosen < 0 ? <span class="quiet">Press a mark to go to what happened there{forgotten > 0 ? `; the first ${forgotten} events are not kept` : ''}.</span> : textOf(chosen, events, names)}
        </p>
      </div>
    </section>
  );
}

/** Idle time: what is folded is torn. @param {{gap: import('../loop/axis.js').Gap, height: number}} props */
function Gap({ gap: { x, width, text, isFolded, canFold }, height }) {
  const middle = x + width / 2;
  let tear = `M${middle} ${AXIS}`;
  for (let y = AXIS; y < height; y += 8) tear += `l${(y - AXIS) % 16 ? -6 : 6} 8`;
  return (
    <g class="gap">
      {isFolded && <path class="tear-room" d={tear} />}
      {isFolded && <path class="tear" d={tear} />}
      {text && !canFold && <text class="idle" x={middle} y={16}>{text}</text>}
    </g>
  );
}

/**
 * @param {number} index
 * @param {import('../loop/history.js').Event[]} events
 * @param {Map<number, string>} names
 */
function textOf(index, events, names) {
  const event = events[index];
  if (!event) return 'nothing yet';
  const who = event.task !== undefined && !event.kind.startsWith('task ') ? `${names.get(event.task)}: ` : '';
  return `${seconds(event.clock)}, ${who}${eventText(event, names)}.`;
}

/** What is drawn of the timeline: what can be seen, and what is near it. */
const NOTHING = { left: 0, right: 0, top: 0, bottom: 0 };
const MARGIN = 200;

/** @param {number} from @param {number} to @param {typeof NOTHING} drawn */
const isDrawn = (from, to, { left, right }) => to >= left && from <= right;

/** @param {{row: Row, y: number, chosen: number, drawn: typeof NOTHING, axis: Axis, end: import('../loop/layout.js').Place}} props */
function Lane({ row, y, chosen, drawn, axis, end }) {
  const middle = y + ROW / 2;
  return (
    <g class={row.number === LOOP ? 'lane is-loop' : 'lane'}>
      {segmentsOf(row, end).map(({ state, from, to }, index) => {
        const [left, right] = [axis.x(from), axis.x(to)];
        return isDrawn(left, right, drawn) && <Bar key={index} state={state} x={left} end={right} middle={middle} />;
      })}
      {row.marks.map(({ at, event, look, isOnBar }) => {
        const x = axis.x(at);
        return isDrawn(x, x, drawn) && (
          <g key={event} class={`mark mark-${look} ${isOnBar ? 'is-on-bar' : ''} ${event === chosen ? 'is-chosen' : ''}`} onClick={() => selectEvent(event)}>
            <rect class="target" x={x - 6} y={y} width={12} height={ROW} />
            {event === chosen && <circle class="ring" cx={x} cy={middle} r={8} />}
            <path d={SHAPES[look](x, middle)} />
          </g>
        );
      })}
    </g>
  );
}

/** @param {{state: import('../loop/layout.js').Segment['state'], x: number, end: number, middle: number}} props */
function Bar({ state, x, end, middle }) {
  if (state === 'waiting') return <path class="bar-waiting" d={`M${x} ${middle}H${end}`} />;
  const height = state === 'running' ? BAR + 4 : BAR;
  return <rect class={`bar-${state}`} x={x + 0.5} y={middle - height / 2} width={Math.max(end - x - 1, 1)} height={height} rx={state === 'running' ? 3 : 0} />;
}

/** The shape of a mark, so that colour never tells anything alone. @type {Record<import('../loop/layout.js').Look, (x: number, y: number) => string>} */
const SHAPES = {
  made: (x, y) => `M${x - 3.5} ${y}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0z`,
  on: (x, y) => `M${x - 3} ${y - 4}v8l6.5 -4z`,
  awaits: (x, y) => `M${x - 2} ${y}a2 2 0 1 0 4 0a2 2 0 1 0 -4 0z`,
  waits: (x, y) => `M${x - 3} ${y - 4}h2v8h-2zM${x + 1} ${y - 4}h2v8h-2z`,
  woken: (x, y) => `M${x} ${y - 4.5}l4 4.5h-2.5v4h-3v-4h-2.5z`,
  timer: (x, y) => `M${x - 4} ${y - 4}h8l-8 8h8z`,
  returned: (x, y) => `M${x - 4} ${y}l3 3.5l5 -7`,
  raised: (x, y) => `M${x - 3.5} ${y - 3.5}l7 7M${x + 3.5} ${y - 3.5}l-7 7`,
  cancelled: (x, y) => `M${x - 3.5} ${y}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0zM${x - 2.5} ${y + 2.5}l5 -5`,
};

const Legend = () => (
  <ul class="legend" aria-hidden="true">
    {/** @type {const} */ (['running', 'ready', 'waiting']).map((state) => (
      <li key={state}>
        <svg width="22" height="20"><Bar state={state} x={0} end={22} middle={10} /></svg>{state}
      </li>
    ))}
    {LEGEND.map(([look, text]) => (
      <li key={look}>
        <svg class="lane" width="14" height="20"><g class={`mark mark-${look}`}><path d={SHAPES[look](7, 10)} /></g></svg>{text}
      </li>
    ))}
  </ul>
);

const LEGEND = /** @type {const} */ ([['made', 'made'], ['on', 'goes on'], ['awaits', 'awaits'], ['waits', 'suspended'], ['timer', 'timer set'], ['woken', 'due, woken'], ['returned', 'returned'], ['raised', 'raised'], ['cancelled', 'cancelled']]);
