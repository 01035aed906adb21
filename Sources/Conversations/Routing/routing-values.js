// What is typed on the routing page, read: pure.

/** @typedef {"seconds"|"minutes"|"hours"|"days"} Unit */

/** The units of a span of time, the largest first, in seconds. */
export const UNITS = /** @type {const} */ ({ days: 86_400, hours: 3600, minutes: 60, seconds: 1 });

/**
 * A span in the largest unit in which it is a whole number.
 *
 * @param {number} seconds
 * @returns {{amount: number, unit: Unit}}
 */
export function inUnits(seconds) {
    const names = /** @type {Unit[]} */ (Object.keys(UNITS));
    const unit = names.find((name) => seconds % UNITS[name] === 0) ?? "seconds";
    return { amount: seconds / UNITS[unit], unit };
}

/**
 * A whole number as somebody types it; full-width digits are digits.
 *
 * @param {string} words
 * @returns {number|null} null when it is none.
 */
export function wholeNumber(words) {
    const plain = words.normalize("NFKC").trim();
    return /^\d{1,9}$/.test(plain) ? Number(plain) : null;
}

/**
 * A time of the day: "9", "9:30", "0930" and "24:00" are understood.
 *
 * @param {string} words
 * @returns {string|null} Such as "09:30"; null when it is none.
 */
export function clock(words) {
    const plain = words.normalize("NFKC").trim();
    const parts = /^(\d{1,2})(?:[:.](\d{2}))?$/.exec(plain) ?? /^(\d{2})(\d{2})$/.exec(plain);
    if (!parts) return null;
    const [hour, minute] = [Number(parts[1]), Number(parts[2] ?? 0)];
    if (minute > 59 || hour > 24 || (hour === 24 && minute > 0)) return null;
    return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/**
 * What is wrong with the hours of a day.
 *
 * @param {{from: string, to: string}[]} spans As they were typed.
 * @returns {"time"|"order"|"overlap"|null} A time that is none, an end that is not after its start, two at once.
 */
export function wrongSpans(spans) {
    const read = spans.map(({ from, to }) => ({ from: clock(from), to: clock(to) }));
    if (read.some(({ from, to }) => from === null || to === null)) return "time";
    const times = read.map(({ from, to }) => ({ from: String(from), to: String(to) })).sort((a, b) => a.from.localeCompare(b.from));
    if (times.some(({ from, to }) => from >= to)) return "order";
    return times.some(({ from }, index) => index > 0 && from < times[index - 1].to) ? "overlap" : null;
}

/**
 * The name of a skill as it is stored: "Fraud cases" is `fraud-cases`.
 *
 * @param {string} words
 * @returns {string|null} null when it cannot be one.
 */
export function skillName(words) {
    const name = words.normalize("NFKC").trim().toLowerCase().replace(/\s+/g, "-");
    return /^[a-z0-9_-]{1,40}$/.test(name) ? name : null;
}

/**
 * The code of a language in whatever region.
 *
 * @param {string} words
 * @returns {string|null}
 */
export function languageCode(words) {
    const code = words.normalize("NFKC").trim().toLowerCase();
    return /^[a-z]{2,3}$/.test(code) ? code : null;
}
