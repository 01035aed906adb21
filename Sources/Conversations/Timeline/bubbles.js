import { clockTime, day, fullTime } from "../../Web/Client/format.js";
import { has, plural, text } from "../../Web/Client/strings.js";
import { askedWords } from "./asked-words.js";
import { attachmentList, localFileList } from "./attachment-view.js";
import { cardView, updateCard } from "./cards.js";
import { drawing, element } from "./elements.js";
import { verificationWords } from "./secure-card.js";
import { textView } from "./text-view.js";

/** @typedef {import("./grouping.js").Row} Row */
/** @typedef {import("./grouping.js").EntryRow} EntryRow */
/** @typedef {import("./grouping.js").Delivery} Delivery */
/** @typedef {import("./grouping.js").Entry} Entry */
/** @typedef {import("../../Realtime/Client/wire.js").Message} Message */
/**
 * @typedef {object} BubbleContext
 * @property {"customer"|"agent"} viewer
 * @property {import("./attachment-view.js").FileSource} files
 * @property {(entry: Entry) => Delivery} deliveryOf
 * @property {() => string} readerName Who of the other side has read; empty when it is not known.
 * @property {(entry: Entry) => Under|null} under
 * @property {import("./secure-card.js").Verifier|null} verifier
 * @property {boolean} canReport Whether fakes can be reported from here.
 */
/**
 * What a page puts under a message, made anew when its mark changes; its buttons have a `data-under`.
 * @typedef {{mark: string, view: () => HTMLElement}} Under
 */

/**
 * The element of a row.
 *
 * @param {Row} row
 * @param {BubbleContext} context
 * @returns {HTMLElement}
 */
export function makeRow(row, context) {
    switch (row.type) {
        case "day":
            return element("p", { class: "timeline-day" }, element("time", { datetime: row.at }, day(row.at)));
        case "unread":
            return element("p", { class: "timeline-unread" }, element("span", {}, text("timeline.unread")));
        case "reminder":
            return reminder();
        case "entry":
            return row.entry.message.kind === "event" ? eventLine(row.entry.message) : bubble(row, context);
    }
}

/**
 * Brings a row's element up to date without making it anew: pictures stay loaded, the selection stays.
 *
 * @param {HTMLElement} made
 * @param {Row} row
 * @param {BubbleContext} context
 */
export function updateRow(made, row, context) {
    if (row.type !== "entry" || row.entry.message.kind === "event") return;
    const delivery = context.deliveryOf(row.entry);
    made.className = classes(row, delivery);
    const author = made.querySelector(".timeline-entry__author");
    if (author instanceof HTMLElement) author.hidden = !row.startsGroup;
    const card = made.querySelector(".timeline-card");
    if (card instanceof HTMLElement) updateCard(card, row.isInert);
    if (made.dataset.body !== fingerprint(row.entry)) {
        made.dataset.body = fingerprint(row.entry);
        made.querySelector(".timeline-bubble")?.replaceWith(contents(row.entry, context));
    }
    const standing = standingOf(row.entry, delivery, context);
    if (made.dataset.delivery !== standing) {
        made.dataset.delivery = standing;
        made.querySelector(".timeline-entry__meta")?.replaceWith(meta(row, delivery, context));
    }
    updateUnder(made, row.entry, context);
}

/**
 * @param {HTMLElement} made
 * @param {Entry} entry
 * @param {BubbleContext} context
 */
function updateUnder(made, entry, context) {
    const under = context.under(entry);
    if ((made.dataset.under ?? "") === (under?.mark ?? "")) return;
    const before = made.querySelector(".timeline-entry__under");
    const hadFocus = before?.contains(document.activeElement);
    before?.remove();
    made.dataset.under = under?.mark ?? "";
    if (!under) return;
    const view = element("div", { class: "timeline-entry__under" }, under.view());
    made.querySelector(".timeline-entry__meta")?.before(view);
    if (hadFocus) view.querySelector("button")?.focus();
}

/**
 * @param {EntryRow} row
 * @param {BubbleContext} context
 */
function bubble(row, context) {
    const { message, key } = row.entry;
    const delivery = context.deliveryOf(row.entry);
    const made = element("div", { class: classes(row, delivery), "data-key": key });
    made.dataset.body = fingerprint(row.entry);
    made.dataset.delivery = standingOf(row.entry, delivery, context);
    const author = authorLine(message, row.side === "own", context.viewer);
    author.hidden = !row.startsGroup;
    made.append(author, contents(row.entry, context));
    if (message.card) made.append(cardView(message.card, row.isInert, context.verifier));
    made.append(meta(row, delivery, context));
    updateUnder(made, row.entry, context);
    return made;
}

/**
 * What changes in the line under a message.
 *
 * @param {Entry} entry
 * @param {Delivery} delivery
 * @param {BubbleContext} context
 */
function standingOf({ code = "", files = [] }, delivery, { readerName }) {
    return [delivery, code, files.length, delivery === "read" ? readerName() : ""].join(" ");
}

/**
 * What changes when the server shows a message otherwise than it was typed.
 *
 * @param {Entry} entry
 */
function fingerprint({ message, files = [] }) {
    const links = message.links?.map(({ verdict, reason }) => `${verdict}:${reason}`).join() ?? "";
    return `${message.body.length} ${message.masked?.join() ?? ""} ${message.attachments.length} ${files.length} ${links}`;
}

/**
 * @param {EntryRow} row
 * @param {Delivery} delivery
 */
function classes({ side, startsGroup, endsGroup, entry }, delivery) {
    return [
        "timeline-entry",
        `timeline-entry--${side}`,
        `timeline-entry--${delivery}`,
        startsGroup && "timeline-entry--starts",
        endsGroup && "timeline-entry--ends",
        entry.message.note_seq !== undefined && "timeline-entry--note",
        entry.message.kind === "whisper" && "timeline-entry--whisper",
    ]
        .filter(Boolean)
        .join(" ");
}

/**
 * Who wrote: seen above a group of the other side, heard by screen readers on both.
 *
 * @param {Message} message
 * @param {boolean} isOwn
 * @param {"customer"|"agent"} viewer
 */
function authorLine({ author, seq, note_seq, kind }, isOwn, viewer) {
    const line = element("p", { class: "timeline-entry__author" });
    const isMe = isOwn && (viewer === "customer" || author.type === "customer");
    line.append(element("bdi", {}, isMe ? text("timeline.author.you") : authorName(author)));
    if (author.badge && author.type === "agent") line.append(badgeView(author.badge, viewer === "customer" ? seq : undefined));
    if (kind === "whisper") line.append(element("span", { class: "badge badge--info" }, drawing("headset"), text("timeline.whisper")));
    else if (note_seq !== undefined) line.append(element("span", { class: "badge" }, text("timeline.note")));
    if (isOwn && note_seq === undefined && viewer === "customer") line.classList.add("visually-hidden");
    return line;
}

/**
 * An agent's work number; a customer may doubt it.
 *
 * @param {string} badge
 * @param {number} [seq] The message that can be doubted.
 */
function badgeView(badge, seq) {
    const number = element("span", { class: "timeline-entry__badge" }, text("timeline.badge", { badge }));
    if (seq === undefined) return number;
    const ask = element("span", { class: "timeline-entry__ask" }, text("timeline.badge.ask"));
    return element("button", { type: "button", class: "timeline-entry__doubt", "data-doubt": seq }, drawing("shield-check"), number, ask);
}

/** @param {import("../../Realtime/Client/wire.js").Author} author */
export function authorName(author) {
    if (author.type === "assistant") return text("timeline.author.assistant");
    if (author.type === "system") return text("timeline.author.system");
    return author.name || text(`timeline.author.${author.type === "agent" ? "agent" : "guest"}`);
}

/**
 * @param {Entry} entry
 * @param {BubbleContext} context
 */
function contents({ message, files: local = [] }, { viewer, files }) {
    const box = element("div", { class: "timeline-bubble" });
    if (message.body !== "") {
        box.append(element("div", { class: "timeline-bubble__text", dir: "auto" }, ...textView(message)));
    }
    if (message.attachments.length > 0) box.append(attachmentList(message.attachments, files));
    if (local.length > 0) box.append(localFileList(local));
    if (message.masked?.length) {
        for (const words of advice(message, viewer)) box.append(element("p", { class: "timeline-bubble__advice" }, words));
    }
    return box;
}

/**
 * What to do about what was hidden: of several kinds each has its own.
 *
 * @param {import("../../Realtime/Client/wire.js").Message} message
 * @param {"customer"|"agent"} viewer
 * @returns {string[]}
 */
function advice({ masked = [], author }, viewer) {
    if (viewer === "agent") return [text(author.type === "customer" ? "timeline.masked.agent" : "timeline.masked.own")];
    const known = masked.filter((kind) => has(`timeline.masked.${kind}`));
    return known.length > 0 ? known.map((kind) => text(`timeline.masked.${kind}`)) : [text("timeline.masked.advice")];
}

/** @type {Record<Delivery, string>} */
const TICKS = { waiting: "clock", sending: "clock", failed: "warning", sent: "check", read: "checks" };

/**
 * Time and delivery; of a message that was refused, why and what can be done.
 *
 * @param {EntryRow} row
 * @param {Delivery} delivery
 * @param {BubbleContext} context
 */
function meta({ entry, side }, delivery, context) {
    const { created_at } = entry.message;
    const time = element("time", { datetime: created_at, title: fullTime(created_at) }, clockTime(created_at));
    const line = element("div", { class: "timeline-entry__meta" }, time);
    if (context.canReport && side === "other" && isReportable(entry.message)) {
        line.append(element("button", { type: "button", class: "timeline-entry__report", "data-report": entry.message.seq }, text("timeline.report.action")));
    }
    if (side !== "own" || entry.message.author.type === "assistant") return line;
    const label = deliveryText(entry, delivery, context);
    // What needs nobody's attention is told by the drawing alone.
    const isQuiet = delivery === "sent" || delivery === "read" || (delivery === "sending" && !entry.files);
    line.append(
        element("span", { class: `timeline-tick timeline-tick--${delivery}`, title: label }, drawing(TICKS[delivery]),
            element("span", { class: isQuiet ? "visually-hidden" : "" }, label)),
    );
    if (delivery !== "failed") return line;
    const reason = `timeline.refused.${entry.code}`;
    line.append(
        element("span", { class: "timeline-entry__reason" }, text(has(reason) ? reason : "timeline.refused.other")),
        element("button", { type: "button", class: "timeline-entry__again", "data-retry": entry.key }, text("timeline.retry")),
        element("button", { type: "button", class: "timeline-entry__again", "data-discard": entry.key }, text("timeline.discard")),
    );
    return line;
}

/**
 * Whether there is something in a message that somebody may have been sent in our name: a link that is not ours, a file.
 *
 * @param {Message} message
 */
function isReportable({ seq, author, attachments, links = [] }) {
    const isPerson = author.type === "customer" || author.type === "agent";
    return seq !== undefined && isPerson && (attachments.length > 0 || links.some(({ verdict }) => verdict !== "official"));
}

/**
 * @param {Entry} entry
 * @param {Delivery} delivery
 * @param {BubbleContext} context
 */
function deliveryText({ files }, delivery, { viewer, readerName }) {
    if (delivery === "sending" && files?.length) return plural("timeline.delivery.uploading", files.length);
    const name = delivery === "read" && viewer === "customer" ? readerName() : "";
    return name ? text("timeline.delivery.read_by", { name }) : text(`timeline.delivery.${delivery}`);
}

/** @param {Message} message */
function eventLine(message) {
    const { event, body, created_at } = message;
    const key = `timeline.event.${event?.type}`;
    const values = {
        name: event?.agent?.name ?? "",
        badge: event?.agent?.badge ?? "",
        score: String(event?.score ?? ""),
        time: event?.at ? (event.verification ? clockTime : fullTime)(event.at) : "",
        purpose: event?.verification ? verificationWords("purpose", event.verification.purpose) : "",
        method: event?.verification ? verificationWords("method", event.verification.method) : "",
        to: event?.to ?? "",
        asks: event?.asks ? askedWords(event.asks) : "",
    };
    // What it says more than its kind has a text of its own.
    const more = event?.score ? "_score" : event?.at ? "_at" : event?.to ? "_to" : "";
    const told = has(key + more) ? key + more : key;
    return element(
        "p",
        { class: `timeline-event timeline-event--${event?.type ?? "other"}`, title: fullTime(created_at) },
        element("span", {}, has(told) ? text(told, values) : body),
    );
}

function reminder() {
    return element(
        "div",
        { class: "timeline-reminder notice notice--caution", role: "note" },
        drawing("shield-check"),
        element(
            "div",
            {},
            element("strong", {}, text("timeline.reminder.title")),
            element("p", {}, text("timeline.reminder.text")),
            element("a", { href: `/verify?lang=${document.documentElement.lang}`, target: "_blank", rel: "noopener" }, text("timeline.reminder.link")),
        ),
    );
}
