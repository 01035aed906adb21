/** @typedef {{id: string, until: Date}} SnoozeTime */

const HOUR = 3_600_000;
/** When a working day begins, on the clock of the agent's machine. */
const MORNING = 9;

/**
 * Until when something can be put aside, the nearest first: each names its text, `desk.snooze.<id>`.
 *
 * @param {Date} now
 * @returns {SnoozeTime[]}
 */
export function snoozeTimes(now) {
    const morning = (/** @type {number} */ days) => {
        const day = new Date(now);
        day.setDate(day.getDate() + days);
        day.setHours(MORNING, 0, 0, 0);
        return day;
    };
    // Monday is 1; on a Monday it is the next one.
    const monday = ((8 - now.getDay()) % 7) || 7;
    return [
        { id: "hour", until: new Date(now.getTime() + HOUR) },
        { id: "hours", until: new Date(now.getTime() + 3 * HOUR) },
        { id: "tomorrow", until: morning(1) },
        ...(monday > 1 ? [{ id: "monday", until: morning(monday) }] : []),
        { id: "week", until: morning(7) },
    ];
}

/**
 * A time that somebody typed: `30m`, `3h`, `2d`, or a date with or without a time.
 *
 * @param {string} typed
 * @param {Date} now
 * @returns {Date|null} null for what is none, or is over.
 */
export function typedTime(typed, now) {
    const span = /^(\d{1,4})\s*(m|min|h|d|分钟|小时|天)$/iu.exec(typed.trim());
    if (span) {
        const unit = { m: 60_000, min: 60_000, 分钟: 60_000, h: HOUR, 小时: HOUR, d: 24 * HOUR, 天: 24 * HOUR }[span[2].toLowerCase()] ?? 0;
        return later(new Date(now.getTime() + Number(span[1]) * unit), now);
    }
    const date = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2}))?$/u.exec(typed.trim());
    if (!date) return null;
    const [, year, month, day, hour = MORNING, minute = 0] = date.map((part) => (part === undefined ? undefined : Number(part)));
    const until = new Date(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
    return until.getMonth() === Number(month) - 1 ? later(until, now) : null;
}

/**
 * @param {Date} until
 * @param {Date} now
 */
function later(until, now) {
    return until > now ? until : null;
}
