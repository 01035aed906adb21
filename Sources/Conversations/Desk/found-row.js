import { fullTime, timeAgoShort } from "../../Web/Client/format.js";
import { plural, text } from "../../Web/Client/strings.js";
import { topicName } from "../Lifecycle/topic-name.js";
import { authorName } from "../Timeline/bubbles.js";
import { drawing, element } from "../Timeline/elements.js";

/** @typedef {import("./types.js").Found} Found */
/** @typedef {import("./types.js").FoundMessage} FoundMessage */

/**
 * A conversation in which something was found: what it is, and each hit as a choice of its own.
 *
 * @param {Found} found
 * @param {(hit: FoundMessage|null) => string} idOf What a choice is called in the page.
 */
export function foundRow(found, idOf) {
    const { conversation, hits, hit_count: count } = found;
    const { customer, topic, status, updated_at: at } = conversation;
    const name = customer.name || text("timeline.author.guest");
    const head = element("div", { class: "desk-found__head", "aria-hidden": "true" },
        element("span", { class: "desk-found__name" }, element("bdi", {}, name)),
        element("span", { class: "desk-found__about" }, `${topicName(topic)} · ${text(`desk.status.${status}`)}`),
        element("time", { class: "desk-row__time", datetime: at, title: fullTime(at) }, timeAgoShort(at)));
    const group = element("div", { class: "desk-found__group", role: "group", "aria-label": `${name}, ${topicName(topic)}, ${text(`desk.status.${status}`)}` }, head);
    if (hits.length === 0) {
        group.append(element("div", { class: "desk-found__hit", role: "option", id: idOf(null), "aria-selected": "false" },
            element("span", { class: "desk-found__text", dir: "auto" }, `${conversation.reference} · ${conversation.subject}`)));
    }
    for (const hit of hits) group.append(hitRow(hit, idOf(hit)));
    if (count > hits.length && hits.length > 0) {
        group.append(element("p", { class: "desk-found__more" }, plural("desk.found.more_hits", count - hits.length)));
    }
    return group;
}

/**
 * @param {FoundMessage} hit
 * @param {string} id
 */
function hitRow({ seq, note_seq: note, author, created_at: at, snippet }, id) {
    const kind = note !== undefined ? text("timeline.note") : seq === 0 ? text("desk.found.subject") : "";
    const who = element("span", { class: "desk-found__who" },
        note !== undefined && drawing("lock"),
        [kind, author ? authorName(/** @type {any} */ ({ id: "", ...author })) : ""].filter(Boolean).join(" · "),
        element("time", { datetime: at, title: fullTime(at) }, timeAgoShort(at)));
    const line = element("span", { class: "desk-found__text", dir: "auto" },
        ...snippet.map((piece) => (piece.match ? element("mark", {}, piece.text) : piece.text)));
    return element("div", { class: note === undefined ? "desk-found__hit" : "desk-found__hit desk-found__hit--note", role: "option", id, "aria-selected": "false" }, who, line);
}
