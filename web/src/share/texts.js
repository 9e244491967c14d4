// A link in the words of where it goes: Markdown, and a frame in another page, which shows the embedded form.

/** @param {string} link @param {string} title */
export const asMarkdown = (link, title) => `[${title.replace(/[\\[\]]/g, '\\$&')} · libawait](${link})`;

/** @param {string} link @param {string} title */
export function asFrame(link, title) {
  const embedded = link.replace('#', '?embed=1#');
  return `<iframe src="${escaped(embedded)}" title="${escaped(title)}" width="100%" height="480" loading="lazy"></iframe>`;
}

/** @param {string} text */
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
