/** @typedef {import("../../Realtime/Client/wire.js").GuardedLink} GuardedLink */
/** @typedef {{reported: string[], cleared: string[]}} LinksFrame Hosts, and pages as `host/path`, that are fakes now, and that are not any more. */

/**
 * A link after the blocklist has changed; the same object where nothing changed for it.
 *
 * @param {GuardedLink} link
 * @param {LinksFrame} change
 * @returns {GuardedLink}
 */
export function rejudged(link, { reported, cleared }) {
    // No entry of the blocklist takes an official host away.
    if (link.verdict === "official" || link.kind === "email") return link;
    const place = placeOf(link.text);
    if (!place) return link;
    const isUnder = (/** @type {string} */ mark) => isPlaceUnder(place, mark);
    if (link.verdict !== "impersonation" && reported.some(isUnder)) return { ...link, verdict: "impersonation", reason: "reported_before" };
    if (link.reason === "reported_before" && cleared.some(isUnder)) return { ...link, verdict: "unknown", reason: "not_listed" };
    return link;
}

/**
 * @param {{host: string, path: string}} place
 * @param {string} mark
 */
function isPlaceUnder({ host, path }, mark) {
    const slash = mark.indexOf("/");
    if (slash < 0) return host === mark || host.endsWith(`.${mark}`);
    return host === mark.slice(0, slash) && path.replace(/\/+$/u, "").toLowerCase() === mark.slice(slash).toLowerCase();
}

/**
 * @param {string} text
 * @returns {{host: string, path: string}|null}
 */
function placeOf(text) {
    try {
        const { hostname, pathname } = new URL(/^https?:/iu.test(text) ? text : `https://${text}`);
        return { host: hostname.replace(/^www\./u, ""), path: pathname };
    } catch {
        return null;
    }
}

/**
 * Those of some entries that have a link which is judged otherwise now, with it.
 *
 * @param {Iterable<import("../Timeline/grouping.js").Entry>} entries
 * @param {LinksFrame} change
 * @returns {import("../Timeline/grouping.js").Entry[]}
 */
export function rejudgedEntries(entries, change) {
    return [...entries].flatMap((entry) => {
        const { links = [] } = entry.message;
        const judged = links.map((link) => rejudged(link, change));
        if (judged.every((link, index) => link === links[index])) return [];
        return [{ ...entry, message: { ...entry.message, links: judged } }];
    });
}
