import { mentionsRisk } from "./scam-reminder.js";

/** @typedef {import("../../Realtime/Client/wire.js").Message} Message */
/**
 * Of what is not acknowledged `waiting` without a connection, else `sending`; `sent` is on the server's disk, `read` was
 * seen by the other side.
 * @typedef {"waiting"|"sending"|"failed"|"sent"|"read"} Delivery
 */
/**
 * @typedef {object} Entry
 * @property {string} key Stays the same when a message that was under way arrives.
 * @property {Message} message
 * @property {Delivery} delivery
 * @property {import("../../Realtime/Client/wire.js").LocalFile[]} [files] What is not on the server yet.
 * @property {string} [code] Why it was refused.
 */
/** @typedef {"own"|"other"|"centre"} Side */
/** @typedef {{type: "day", key: string, at: string}} DayRow */
/** @typedef {{type: "unread", key: string}} UnreadRow */
/** @typedef {{type: "reminder", key: string}} ReminderRow */
/**
 * @typedef {object} EntryRow
 * @property {"entry"} type
 * @property {string} key
 * @property {Entry} entry
 * @property {Side} side
 * @property {boolean} startsGroup
 * @property {boolean} endsGroup
 * @property {boolean} isInert Whether a card's buttons are past.
 */
/** @typedef {DayRow|UnreadRow|ReminderRow|EntryRow} Row */

/** Events after which a card's buttons still make sense. */
const PASSING_EVENTS = new Set(["rated", "secret_masked", "customer_verified"]);

/**
 * The order of everything that is shown: messages by `seq`, each followed by the notes that were written after it,
 * then what is still under way.
 *
 * @param {Entry[]} entries
 * @returns {Entry[]}
 */
export function ordered(entries) {
    return entries
        .map((entry) => ({ entry, place: place(entry) }))
        .sort(({ place: a }, { place: b }) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2])
        .map(({ entry }) => entry);
}

/**
 * @param {Entry} entry
 * @returns {[number, number, number]}
 */
function place({ message, delivery }) {
    if (delivery === "sending" || delivery === "failed") return [Infinity, 0, Date.parse(message.created_at)];
    if (message.note_seq !== undefined) return [message.after_seq ?? 0, 1, message.note_seq];
    return [message.seq ?? 0, 0, 0];
}

/**
 * What the timeline shows, row by row.
 *
 * @param {Entry[]} entries In order.
 * @param {object} options
 * @param {"customer"|"agent"} options.viewer Whose side is the right one.
 * @param {number|null} [options.unreadAfter] The last message that was read when the page was opened.
 * @returns {Row[]}
 */
export function rows(entries, { viewer, unreadAfter = null }) {
    /** @type {Row[]} */
    const result = [];
    let day = "";
    let isDivided = unreadAfter === null;
    let isReminded = viewer !== "customer";
    const live = liveCardIndex(entries);
    entries.forEach((entry, index) => {
        const { message } = entry;
        const date = dayOf(message.created_at);
        if (date !== day) result.push({ type: "day", key: `day-${date}`, at: message.created_at });
        day = date;
        if (!isDivided && isUnread(message, unreadAfter ?? 0, viewer)) {
            isDivided = true;
            result.push({ type: "unread", key: "unread" });
        }
        const broken = result.at(-1)?.type !== "entry";
        result.push({
            type: "entry",
            key: entry.key,
            entry,
            side: sideOf(message, viewer),
            startsGroup: broken || !belongTogether(entries[index - 1], entry),
            endsGroup: !belongTogether(entry, entries[index + 1]),
            // An agent sees what the customer may choose, and does not choose for them.
            isInert: index !== live || viewer === "agent",
        });
        if (!isReminded && isRisky(entry)) {
            isReminded = true;
            result.push({ type: "reminder", key: "reminder" });
        }
    });
    return closeGroups(result);
}

/**
 * What stands between two messages ends the group before it.
 *
 * @param {Row[]} all
 */
function closeGroups(all) {
    all.forEach((row, index) => {
        if (row.type !== "entry") return;
        const [before, after] = [all[index - 1], all[index + 1]];
        if (before?.type !== "entry") row.startsGroup = true;
        if (after?.type !== "entry") row.endsGroup = true;
    });
    return all;
}

/**
 * Whether two neighbours are one group: the same author within the same minute.
 *
 * @param {Entry|undefined} before
 * @param {Entry|undefined} after
 */
export function belongTogether(before, after) {
    if (!before || !after) return false;
    const [a, b] = [before.message, after.message];
    if (a.kind === "event" || b.kind === "event") return false;
    if ((a.note_seq === undefined) !== (b.note_seq === undefined)) return false;
    if ((a.kind === "whisper") !== (b.kind === "whisper")) return false;
    return a.author.type === b.author.type && a.author.id === b.author.id && minuteOf(a) === minuteOf(b);
}

/** @param {Message} message */
function minuteOf(message) {
    return Math.floor(Date.parse(message.created_at) / 60_000);
}

/**
 * The local day of a time, such as `2026-11-21`.
 *
 * @param {string} at
 */
function dayOf(at) {
    const date = new Date(at);
    const [month, day] = [date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0"));
    return `${date.getFullYear()}-${month}-${day}`;
}

/**
 * @param {Message} message
 * @param {"customer"|"agent"} viewer
 * @returns {Side}
 */
export function sideOf(message, viewer) {
    if (message.kind === "event") return "centre";
    const isCustomer = message.author.type === "customer";
    return isCustomer === (viewer === "customer") ? "own" : "other";
}

/**
 * @param {Message} message
 * @param {number} after
 * @param {"customer"|"agent"} viewer
 */
function isUnread(message, after, viewer) {
    return message.seq !== undefined && message.seq > after && sideOf(message, viewer) === "other";
}

/**
 * The card whose buttons still work: the last one, as long as nothing follows that answers it.
 *
 * @param {Entry[]} entries
 * @returns {number} -1 for none.
 */
function liveCardIndex(entries) {
    for (let index = entries.length - 1; index >= 0; index -= 1) {
        const { message } = entries[index];
        if (message.card) return index;
        const isPassing = message.kind === "event" && PASSING_EVENTS.has(message.event?.type ?? "");
        if (!isPassing && message.note_seq === undefined) return -1;
    }
    return -1;
}

/** @param {Entry} entry */
function isRisky({ message, delivery }) {
    if (message.kind !== "text" || delivery === "failed") return false;
    if (message.author.type !== "customer" && message.author.type !== "agent") return false;
    return (message.masked?.length ?? 0) > 0 || mentionsRisk(message.body);
}
