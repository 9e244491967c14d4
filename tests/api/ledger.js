// What the steps of examples/durable promise, checked on their ledger: the lines of what really happened.

import assert from 'node:assert/strict';

/** How many orders were shipped. @param {string[]} lines such as 'reserve 1' @param {string[]} outcomes what the program came to, for orders 1, 2, … */
export function checkLedger(lines, outcomes) {
  const count = (/** @type {string} */ step, /** @type {number} */ number) => lines.filter((line) => line === `${step} ${number}`).length;
  let known = 0;
  for (let number = 1; number <= outcomes.length; number++) {
    const shipped = outcomes[number - 1] === `shipped ${number}`;
    assert.ok(shipped || outcomes[number - 1] === 'charged or not: look', outcomes[number - 1]);
    assert.ok(count('reserve', number) >= 1, `order ${number} is reserved`);
    assert.ok(shipped ? count('charge', number) === 1 : count('charge', number) <= 1, `order ${number} is charged at most once`);
    assert.equal(count('ship', number), shipped ? 1 : 0, `order ${number} is shipped exactly once, if at all`);
    known += Number(shipped);
  }
  return known;
}
