// Colours for the C source: comments, texts, preprocessor lines, keywords, and libawait's own names.

const WORDS = new RegExp(
  [
    String.raw`(?<comment>\/\/.*|\/\*.*?(?:\*\/|$))`,
    String.raw`(?<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?<=#include )<.*?>)`,
    String.raw`(?<macro>\bAW_[A-Z_]+\b|\baw_\w+|^#\w+)`,
    String.raw`(?<keyword>\b(?:return|if|else|for|while|do|break|continue|static|const|struct|typedef|int|int64_t|double|char|void|bool)\b)`,
  ].join('|'),
  'g',
);

/**
 * The pieces of one line: [class name or '', text].
 * @param {string} line
 * @param {number} index
 * @param {string} whole
 * @returns {[string, string][]}
 */
export function highlight(line, index, whole) {
  if (inComment(whole, index)) {
    const end = line.indexOf('*/');
    if (end < 0) return [['comment', line]];
    return [['comment', line.slice(0, end + 2)], ...pieces(line.slice(end + 2))];
  }
  return pieces(line);
}

/**
 * Whether a comment that began above is still open at the start of the line.
 * @param {string} whole
 * @param {number} index
 */
function inComment(whole, index) {
  const before = whole.split('\n').slice(0, index).join('\n');
  return before.lastIndexOf('/*') > before.lastIndexOf('*/');
}

/**
 * @param {string} line
 * @returns {[string, string][]}
 */
function pieces(line) {
  /** @type {[string, string][]} */
  const out = [];
  let end = 0;
  for (const match of line.matchAll(WORDS)) {
    if (match.index > end) out.push(['', line.slice(end, match.index)]);
    const kind = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined)?.[0] ?? '';
    out.push([kind, match[0]]);
    end = match.index + match[0].length;
  }
  if (end < line.length) out.push(['', line.slice(end)]);
  return out;
}
