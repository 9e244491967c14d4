// The one sentence that tells what a step did: shown on the page and read aloud by screen readers.

/** What each of Python's states means. @type {Record<string, string>} */
const STATE_WORDS = {
  CREATED: 'made, but not started',
  RUNNING: 'running',
  SUSPENDED: 'suspended',
  CLOSED: 'closed',
};

/**
 * @param {any} step what session.js says of the step
 * @param {{kind: string, text: string}[]} entries what it added to the transcript after the call
 */
export function sentenceOf(step, entries) {
  const printed = entries.filter((entry) => entry.kind === 'out').map((entry) => entry.text.replaceAll('\n', ', '));
  const warnings = entries.filter((entry) => entry.kind === 'warning').map((entry) => entry.text);
  const lost = entries.filter((entry) => entry.kind === 'unraisable').map((entry) => entry.text.slice(entry.text.lastIndexOf('\n') + 1));
  return [
    printed.length > 0 ? `It printed: ${printed.join(', ').replace(/\.?$/, '.')}` : '',
    stepSentence(step),
    lost.length > 0 ? `Nobody could receive ${lost.join('; ')}.` : '',
    warnings.length > 0 ? `${warnings.join('; ')}.` : '',
  ].filter(Boolean).join(' ');
}

/** @param {any} step */
function stepSentence(step) {
  switch (step.what) {
    case 'made': return `${step.variable} is a new ${step.name}; its body has not run.`;
    case 'named': return `${step.variable} is ${step.name}.`;
    case 'dropped': return `${step.name} was let go.`;
    case 'value': return `The value is ${step.text}.`;
    case 'error': return `${step.text}.`;
  }
  const { name, what, outcome } = step;
  if (outcome === 'returned') return `${name} returned ${step.result} and is closed.`;
  if (outcome === 'closed') return step.before === 'CLOSED' ? `${name} was closed already: nothing happened.` : `${name} is closed.`;
  if (outcome === 'raised') {
    if (step.refused) return `${what} raised ${step.error}. ${name} is ${step.word === 'SUSPENDED' ? stands(step.chain) : `still ${STATE_WORDS[step.word]}`}.`;
    return `${name} raised ${step.error} and is closed.`;
  }
  return `${name} yielded ${step.last} and is ${stands(step.chain)}.`;
}

/** Where a suspended coroutine is, and what it waits for. @param {import('./coroutines.js').Link[]} chain */
function stands([outer, ...inner]) {
  const where = `suspended at line ${outer.line}`;
  if (inner.length === 0) return where;
  return `${where}: it awaits ${inner.map((link) => link.name).join(', which awaits ')}, suspended at line ${inner[inner.length - 1].line}`;
}
