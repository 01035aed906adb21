import { locale } from "./strings.js";

/** @typedef {string|number|Date} When RFC 3339 text, epoch milliseconds or a date. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const WRITINGS = new Map([["zh-CN", "zh-Hans"], ["zh-TW", "zh-Hant"]]);

/** Making a formatter is slow, using one is not: each is made once. @type {Map<string, any>} */
const formatters = new Map();

/**
 * Relative up to a day ("5 minutes ago"), then dated ("12 Nov", with the year when it is another one).
 *
 * @param {When} when
 * @param {number} [now] Epoch milliseconds.
 * @returns {string}
 */
export function timeAgo(when, now = Date.now()) {
    const difference = new Date(when).getTime() - now;
    const size = Math.abs(difference);
    if (size >= DAY) return date(when, now);
    if (size < MINUTE) return relative().format(0, "second");
    return spaced(size < HOUR
        ? relative().format(Math.trunc(difference / MINUTE), "minute")
        : relative().format(Math.trunc(difference / HOUR), "hour"));
}

/**
 * As short as it can be, for dense lists: "now", "5m", "3h", then the date.
 *
 * @param {When} when
 * @param {number} [now] Epoch milliseconds.
 * @returns {string}
 */
export function timeAgoShort(when, now = Date.now()) {
    const size = Math.abs(now - new Date(when).getTime());
    if (size >= DAY) return date(when, now);
    if (size < MINUTE) return relative().format(0, "second");
    const [unit, length] = size < HOUR ? ["minute", MINUTE] : ["hour", HOUR];
    return spaced(formatter(`narrow-${unit}`, (language) =>
        new Intl.NumberFormat(language, { style: "unit", unit: String(unit), unitDisplay: "narrow" }),
    ).format(Math.trunc(size / Number(length))));
}

/**
 * "12 Nov"; with the year when it is not this one.
 *
 * @param {When} when
 * @param {number} [now] Epoch milliseconds.
 */
export function date(when, now = Date.now()) {
    const day = new Date(when);
    const isThisYear = day.getFullYear() === new Date(now).getFullYear();
    return formatter(`date-${isThisYear}`, (language) =>
        new Intl.DateTimeFormat(language, { day: "numeric", month: "short", ...(isThisYear ? {} : { year: "numeric" }) }),
    ).format(day);
}

/**
 * The day for a divider between messages: "Today", "Yesterday", then the date.
 *
 * @param {When} when
 * @param {number} [now] Epoch milliseconds.
 */
export function day(when, now = Date.now()) {
    const start = (/** @type {number} */ time) => new Date(time).setHours(0, 0, 0, 0);
    const days = Math.round((start(new Date(when).getTime()) - start(now)) / DAY);
    if (days < -1 || days > 1) return date(when, now);
    const name = relative().format(days, "day");
    return name.charAt(0).toLocaleUpperCase(locale()) + name.slice(1);
}

/**
 * "14:05", as the language writes it.
 *
 * @param {When} when
 */
export function clockTime(when) {
    return formatter("clock", (language) => new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit" }))
        .format(new Date(when));
}

/**
 * Everything, with the zone: what a time says when it is pointed at.
 *
 * @param {When} when
 */
export function fullTime(when) {
    return formatter("full", (language) =>
        new Intl.DateTimeFormat(language, {
            year: "numeric", month: "short", day: "numeric", hour: "numeric", minute: "2-digit", timeZoneName: "short",
        }),
    ).format(new Date(when));
}

/**
 * A number with the language's separators, never rounded.
 *
 * @param {number} value
 */
export function number(value) {
    return formatter("number", (language) => new Intl.NumberFormat(language, { maximumFractionDigits: 18 })).format(value);
}

/**
 * "340 kB", "2.1 MB".
 *
 * @param {number} bytes
 */
export function fileSize(bytes) {
    const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
    const step = bytes < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
    return formatter(`size-${units[step]}`, (language) =>
        new Intl.NumberFormat(language, {
            style: "unit", unit: String(units[step]), unitDisplay: "short", maximumFractionDigits: step > 1 ? 1 : 0,
        }),
    ).format(bytes / 1000 ** step);
}

/**
 * A wait as whole minutes: "4–6 min"; at least one minute.
 *
 * @param {number} lowSeconds
 * @param {number} highSeconds
 */
export function minutes(lowSeconds, highSeconds) {
    const low = Math.max(1, Math.round(lowSeconds / 60));
    const high = Math.max(low, Math.round(highSeconds / 60));
    const format = formatter("minutes", (language) =>
        new Intl.NumberFormat(language, { style: "unit", unit: "minute", unitDisplay: "short" }),
    );
    // Older browsers lack formatRange; a dash between two numbers reads the same.
    return spaced(low === high ? format.format(low) : format.formatRange?.(low, high) ?? `${low}–${format.format(high)}`);
}

/**
 * A language's name in the language of the page: of Chinese its writing, not the country, as readers call it.
 *
 * @param {string} code Such as `zh-CN`; told as it is when the browser knows no name.
 */
export function languageName(code) {
    const written = WRITINGS.get(code) ?? code;
    try {
        return formatter("language", (language) => new Intl.DisplayNames(language, { type: "language" })).of(written) ?? code;
    } catch {
        return code;
    }
}

/**
 * Shows a time and keeps the exact one, with its zone, under the pointer.
 *
 * @param {HTMLTimeElement} element Its `datetime` is the time.
 * @param {(when: When) => string} [format]
 */
export function showTime(element, format = timeAgo) {
    const shown = format(element.dateTime);
    if (element.textContent !== shown) element.textContent = shown;
    element.title = fullTime(element.dateTime);
}

/**
 * Figures in a Chinese sentence stand off from its characters; browsers write them together.
 *
 * @param {string} words
 */
const spaced = (words) => (locale().startsWith("zh") ? words.replace(/(\d)(?=\p{Script=Han})/gu, "$1\u00a0") : words);

/** @returns {Intl.RelativeTimeFormat} */
function relative() {
    return formatter("relative", (language) => new Intl.RelativeTimeFormat(language, { numeric: "auto" }));
}

/**
 * @param {string} name
 * @param {(language: string) => any} make
 */
function formatter(name, make) {
    const language = locale();
    const key = `${language} ${name}`;
    const made = formatters.get(key) ?? make(language);
    formatters.set(key, made);
    return made;
}
