// Which steps of a schedule could have run the other way round, to another effect.
//
// Two steps are ordered where one made the other ready, or they touch the same thing, or by steps between them. A *race* is two steps that are ordered by what they
// touch alone, and by no step between. To reverse it, run from the state before the first what happened since and does not follow from it, up to the second.

/** @template State, Access @typedef {import('./node.js').Node<State, Access>} Node */
/** At this node the steps of `way`, of which the last is what it is about, shall be possible in an order that begins with one of them. @template State, Access @typedef {{ at: Node<State, Access>, way: Node<State, Access>[] }} Reversal */

/**
 * Finds what happens before a new step, and what its races ask for.
 * @template State, Access
 * @param {Node<State, Access>} last
 * @param {(a: Access, b: Access) => boolean} conflict
 * @returns {Reversal<State, Access>[]}
 */
export function reversals(last, conflict) {
  const from = /** @type {Node<State, Access>} */ (last.parent);
  const maker = from.ready.get(last.id);
  const found = [];
  for (let other = from; other.depth > last.solid; other = /** @type {Node<State, Access>} */ (other.parent)) {
    if (last.follows(other)) continue;
    if (other.depth !== maker && !conflict(other.access, last.access)) continue;
    if (other.depth !== maker) found.push(other);
    last.follow(other);
  }
  return [...found.map((first) => reversal(first, last)), ...from.wakers.flatMap((waker) => ofWoken(waker, last, conflict))];
}

/** @template State, Access @param {Node<State, Access>} first @param {Node<State, Access>} last @returns {Reversal<State, Access>} */
function reversal(first, last) {
  const way = last.pathFrom(first).filter((step) => step === last || !step.follows(first));
  return { at: /** @type {Node<State, Access>} */ (first.parent), way };
}

/**
 * What slept would have run before the step that woke it, and raced with `last`. It never runs so on this way, and once awake may touch other things: these
 * races are seen here only.
 * @template State, Access
 * @param {Node<State, Access>} waker
 * @param {Node<State, Access>} last
 * @param {(a: Access, b: Access) => boolean} conflict
 * @returns {Reversal<State, Access>[]}
 */
function ofWoken(waker, last, conflict) {
  const at = /** @type {Node<State, Access>} */ (waker.parent);
  const path = last.pathFrom(at);
  return waker.woken.flatMap(([id, access]) => {
    const itself = path.find((step) => step.id === id);
    if (itself === last || !conflict(access, last.access)) return [];
    const after = path.filter((step) => step !== last && (step === itself || conflict(access, step.access)));
    const way = path.filter((step) => !after.some((other) => other === step || step.follows(other)));
    return way.at(-1) === last ? [{ at, way }] : [];
  });
}
