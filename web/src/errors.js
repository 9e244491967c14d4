/** What went wrong, in words. @param {unknown} error */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error));

/** Of a part of the page. */
export const NOT_FETCHED = 'A part of the page could not be fetched: is the server still running? Try again, or reload the page.';

/** What an import() gives. Rejects in our words: a browser's are about its address. @template T @param {Promise<T>} part @returns {Promise<T>} */
export const fetchedPart = (part) => part.catch((cause) => { throw new Error(NOT_FETCHED, { cause }); });
