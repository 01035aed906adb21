/** @typedef {import("./types.js").InboxRow} InboxRow */
/** @typedef {import("./types.js").View} View */

const OPEN = new Set(["assistant", "queued", "assigned", "waiting_customer"]);

/**
 * Whether a conversation stands in a view, as the server decides it.
 *
 * @param {InboxRow} row
 * @param {View} view
 * @param {string} agent Whose desk it is.
 * @param {Pick<import("./row-marks.js").Marks, "mention"|"isFollowed">} [marks] What the row is to this agent.
 */
export function belongs(row, view, agent, marks) {
    const isMine = row.assignee?.id === agent;
    switch (view) {
        case "mine":
            return isMine && !row.snooze && (row.status === "assigned" || row.status === "waiting_customer");
        case "snoozed":
            return isMine && Boolean(row.snooze);
        case "mentions":
            return Boolean(marks?.mention);
        case "following":
            return marks?.isFollowed ?? false;
        case "unassigned":
            return row.status === "queued";
        case "waiting":
            return isMine && !row.snooze && row.status === "waiting_customer";
        case "all":
            return OPEN.has(row.status);
        case "resolved":
            return !OPEN.has(row.status);
    }
}

/**
 * Whether a conversation is what a filter wants, as far as its row tells; what is looked for in the text only the
 * server knows.
 *
 * @param {InboxRow} row
 * @param {Omit<import("./types.js").Filter, "view">} filter
 */
export function fits(row, { topic, status, kind, tag, locale }) {
    return (!topic || row.topic === topic) && (!status || row.status === status) && (!kind || row.kind === kind)
        && (!locale || row.locale === locale) && (!tag || (row.tags ?? []).includes(tag));
}

/**
 * The order of the list: the latest first, as the server pages it.
 *
 * @param {InboxRow} a
 * @param {InboxRow} b
 */
export function latestFirst(a, b) {
    // The server writes every time in one form, of which the later is the greater text; parsing is slow.
    if (a.updated_at !== b.updated_at) return a.updated_at < b.updated_at ? 1 : -1;
    return a.id < b.id ? 1 : -1;
}

/**
 * The rows where they stand, with what is new about them; none comes, none goes.
 *
 * @param {InboxRow[]} rows As they stand.
 * @param {ReadonlyMap<string, InboxRow>} known
 */
export function heldRows(rows, known) {
    return rows.map((row) => known.get(row.id) ?? row);
}

/**
 * Where a list must be scrolled to, so that what is seen stays where it is when rows come or go above it.
 *
 * @param {InboxRow[]} before
 * @param {InboxRow[]} after
 * @param {number} top How far it is scrolled; at the very top it stays there.
 * @param {number} height Of one row, in pixels.
 */
export function steadyTop(before, after, top, height) {
    const first = Math.floor(top / height);
    if (top <= 0) return top;
    // The first seen one that is still there.
    for (let index = first; index < before.length; index += 1) {
        const place = after.findIndex(({ id }) => id === before[index].id);
        if (place >= 0) return Math.max(0, top + (place - index) * height);
    }
    return top;
}

/**
 * What a person must be told of now: how long a customer has waited for somebody.
 *
 * @param {InboxRow} row
 * @param {number} now Milliseconds.
 * @returns {"calm"|"soon"|"late"}
 */
export function urgency(row, now) {
    if (!row.waiting_since || row.status !== "queued") return "calm";
    const minutes = (now - Date.parse(row.waiting_since)) / 60_000;
    return minutes >= 10 ? "late" : minutes >= 5 ? "soon" : "calm";
}

/**
 * The rows of a list of which only a part is made.
 *
 * @param {number} count
 * @param {number} height Of one row, in pixels.
 * @param {number} top How far it is scrolled.
 * @param {number} visible The list's own height.
 * @param {number} [spare] Rows made beyond each edge.
 * @returns {{first: number, last: number}} `last` is not included.
 */
export function visibleRange(count, height, top, visible, spare = 8) {
    const first = Math.max(0, Math.floor(top / height) - spare);
    const last = Math.min(count, Math.ceil((top + visible) / height) + spare);
    return { first: Math.min(first, count), last };
}
