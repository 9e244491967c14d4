// The reader's choices, kept in the browser where it allows that, and forgotten where it does not.

/**
 * @param {string} name
 * @param {string} fallback
 */
export function readSetting(name, fallback) {
  try {
    return localStorage.getItem(`libawait.${name}`) ?? fallback;
  } catch {
    return fallback;
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
export function writeSetting(name, value) {
  try {
    localStorage.setItem(`libawait.${name}`, value);
  } catch {
    // Storage is switched off: the choice holds until the page is left.
  }
}
