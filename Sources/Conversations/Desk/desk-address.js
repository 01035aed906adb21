/** @typedef {import("./types.js").View} View */

/** @type {View[]} */
export const VIEWS = ["mine", "unassigned", "mentions", "following", "waiting", "snoozed", "all", "resolved"];
const CONVERSATION = /^cnv_[0-9a-z]{10,40}$/;

/**
 * What the address says is looked at: `/desk?view=all#cnv_…`, or `/desk?conversation=cnv_…` from a link.
 *
 * @param {{search: string, hash: string}} address
 * @returns {{view: View|null, conversation: string|null}}
 */
export function readAddress({ search, hash }) {
    const query = new URLSearchParams(search);
    const named = [hash.replace(/^#/, ""), query.get("conversation") ?? ""];
    const view = VIEWS.find((name) => name === query.get("view")) ?? null;
    return { view, conversation: named.find((id) => CONVERSATION.test(id)) ?? null };
}

/**
 * The address of what is looked at.
 *
 * @param {View} view
 * @param {string|null} conversation
 */
export function deskAddress(view, conversation) {
    const query = view === "mine" ? "" : `?view=${view}`;
    return `/desk${query}${conversation ? `#${conversation}` : ""}`;
}

/**
 * What a page of the list is asked for with.
 *
 * @param {import("./types.js").Filter} filter
 * @param {number} limit
 * @param {string|null} cursor Where the page before ended.
 */
export function pageQuery({ view, topic, text, ...others }, limit, cursor) {
    const query = new URLSearchParams({ view, limit: String(limit) });
    const named = { queue: topic, q: text, cursor, ...others };
    for (const [name, value] of Object.entries(named)) {
        if (value) query.set(name, value);
    }
    return query;
}
