// What Python will refuse, where that is known before it is asked.

/** Why it cannot be sent this value, or thrown an error; nothing where it can. @param {import('../session.js').Card} card @param {string} value as Python writes it */
export function refusals({ word, isGenerator }, value) {
  if (word === 'CLOSED') {
    if (isGenerator) return { send: 'StopIteration', throw: '' };
    const text = 'RuntimeError: cannot reuse already awaited coroutine';
    return { send: text, throw: text };
  }
  const send = word === 'CREATED' && value !== 'None' ? `TypeError: can't send non-None value to a just-started ${isGenerator ? 'generator' : 'coroutine'}` : '';
  return { send, throw: '' };
}
