/** @typedef {{type: "text", text: string}} PlainPart */
/** @typedef {{type: "link", href: string, before: string, host: string, after: string, isOfficial?: boolean, shown?: string}} LinkPart `shown`: The host as it reads, punycode beside it. */
/** @typedef {{type: "suspect", link: GuardedLink}} SuspectPart Something that must not be followed by mistake. */
/** @typedef {{type: "masked"}} MaskedPart */
/** @typedef {PlainPart|LinkPart|SuspectPart|MaskedPart} TextPart */
/** @typedef {import("../../Realtime/Client/wire.js").GuardedLink} GuardedLink */

/** An address up to white space, quotes or full-width punctuation. */
const ADDRESS = /https?:\/\/[^\s<>"'`“”‘’「」『』（）《》【】，。；：！？、]+/giu;
/** What the server puts in a hidden secret's place. */
export const MASK = "▮▮▮▮▮▮";
const MASKED = new RegExp(MASK, "u");
const TRAILING = /[.,;:!?'")\]}>…]+$/u;

/**
 * A message's text in parts, so that it can be shown without ever being read as markup.
 *
 * @param {string} body
 * @param {boolean} hasSecrets Whether the server hid something in it.
 * @param {GuardedLink[]} known What the server knows of its links, in their order.
 * @returns {TextPart[]}
 */
export function textParts(body, hasSecrets = false, known = []) {
    if (!hasSecrets) return guarded(body, known);
    /** @type {TextPart[]} */
    const parts = [];
    let rest = body;
    let wasFound = false;
    for (let match = MASKED.exec(rest); match; match = MASKED.exec(rest)) {
        parts.push(...guarded(rest.slice(0, match.index), known), { type: "masked" });
        rest = rest.slice(match.index + match[0].length);
        wasFound = true;
    }
    parts.push(...guarded(rest, known));
    if (!wasFound) parts.push({ type: "masked" });
    return parts;
}

/**
 * What the server knows comes first: it finds names of sites without `https://` as well, and knows which are fakes.
 *
 * @param {string} text
 * @param {GuardedLink[]} known
 * @returns {TextPart[]}
 */
function guarded(text, known) {
    /** @type {TextPart[]} */
    const parts = [];
    let end = 0;
    for (const link of known) {
        const start = text.indexOf(link.text, end);
        if (start < 0) continue;
        parts.push(...linked(text.slice(end, start)), knownPart(link));
        end = start + link.text.length;
    }
    return [...parts, ...linked(text.slice(end))];
}

/**
 * @param {GuardedLink} link
 * @returns {TextPart}
 */
function knownPart(link) {
    if (link.verdict === "impersonation") return { type: "suspect", link };
    const part = linkPart(link.text);
    if (!part) return { type: "text", text: link.text };
    return { ...part, isOfficial: link.verdict === "official", shown: link.host };
}

/**
 * @param {string} text
 * @returns {TextPart[]}
 */
function linked(text) {
    /** @type {TextPart[]} */
    const parts = [];
    let end = 0;
    for (const match of text.matchAll(ADDRESS)) {
        const address = trimmed(match[0]);
        const link = linkPart(address);
        if (!link) continue;
        const start = match.index ?? 0;
        if (start > end) parts.push({ type: "text", text: text.slice(end, start) });
        parts.push(link);
        end = start + address.length;
    }
    if (end < text.length) parts.push({ type: "text", text: text.slice(end) });
    return parts;
}

/**
 * Without the punctuation of the sentence around it; a bracket that was opened inside stays.
 *
 * @param {string} address
 */
function trimmed(address) {
    const cut = address.replace(TRAILING, "");
    const rest = address.slice(cut.length);
    return rest.startsWith(")") && cut.includes("(") ? `${cut})` : cut;
}

/**
 * A link that shows where it really goes: the host as browsers resolve it (`xn--…` for look-alike letters), and none
 * at all for an address that hides its host behind a user name.
 *
 * @param {string} address
 * @returns {LinkPart|null}
 */
function linkPart(address) {
    let url;
    try {
        url = new URL(address);
    } catch {
        return null;
    }
    if (url.protocol !== "https:" && url.protocol !== "http:") return null;
    if (url.username !== "" || url.password !== "" || !url.hostname.includes(".")) return null;
    const path = `${url.pathname}${url.search}${url.hash}`;
    return {
        type: "link",
        href: url.href,
        before: `${url.protocol}//`,
        host: url.host,
        after: path === "/" && !address.endsWith("/") ? "" : readable(path),
    };
}

/**
 * Chinese paths as they were typed, but never the characters that turn the direction of writing.
 *
 * @param {string} path
 */
function readable(path) {
    try {
        const decoded = decodeURI(path);
        return /[\p{C}\p{Z}]/u.test(decoded) ? path : decoded;
    } catch {
        return path;
    }
}
