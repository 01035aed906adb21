// Moments as a form has them: pure.

/**
 * A moment as `<input type="datetime-local">` takes it, in the reader's time zone.
 *
 * @param {string} at RFC 3339
 */
export function localTime(at) {
    const date = new Date(at);
    const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
    return local.toISOString().slice(0, 16);
}

/**
 * @param {string} local As the input gives it, such as `2026-11-26T10:00`; empty for none.
 * @returns {string|null} RFC 3339
 */
export function instant(local) {
    const at = Date.parse(local);
    return Number.isNaN(at) ? null : new Date(at).toISOString();
}
