/**
 * The short names that somebody wrote into a field, however they stand apart.
 *
 * @param {string} words
 */
export const namesIn = (words) => words.split(/[,，、;；\s]+/u).filter(Boolean);
