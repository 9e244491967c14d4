// How the fragment of an address looks that holds a session (link.js).

export const LINK = /^v(\d+)\.(.*)$/s;

/** Whether it looks like a shared session. @param {string} fragment without the # */
export const isLink = (fragment) => LINK.test(fragment);
