import { fullTime, timeAgo } from "../../Web/Client/format.js";
import { has, text } from "../../Web/Client/strings.js";
import { topicName } from "../Lifecycle/topic-name.js";
import { api } from "../Timeline/api.js";
import { drawing, element } from "../Timeline/elements.js";

/**
 * @typedef {object} AccountEvent
 * @property {string} id
 * @property {string} at
 * @property {string} source
 * @property {string} kind
 * @property {string} [title] In words of the source, where the desk has none.
 * @property {string} [detail]
 * @property {Record<string, string>} values
 * @property {"neutral"|"good"|"attention"|"bad"} status
 * @property {string} [link]
 */

/** Events that are shown at first, and with each "earlier". */
const FIRST = 5;
const MORE = 20;
/** @type {Record<string, string>} */
const DRAWINGS = {
    opened: "chat", became_ticket: "ticket", resolved: "check", reopened: "refresh", closed: "check", secret_masked: "shield",
    customer_verified: "badge-check", verified: "badge-check", first_contact: "user", name_changed: "id-card", email_changed: "mail",
    tier_changed: "id-card", identity_level_changed: "fingerprint",
};

/** @type {Record<string, string>} */
const RATINGS = { good: "thumb-up", bad: "thumb-down" };

/**
 * What happened to a customer and their account, the newest first; hidden as long as nothing is known.
 *
 * @param {string} customer
 * @param {string} conversation In which it is looked at.
 */
export function accountTimeline(customer, conversation) {
    const list = element("ol", { role: "list", class: "desk-account__list" });
    const note = element("p", { class: "desk-customer__none", role: "status" });
    const more = element("button", { type: "button", class: "button button--quiet desk-account__more", hidden: true });
    const section = element("section", { class: "desk-account", hidden: true }, element("h3", { class: "desk-customer__heading" }, text("desk.account.title")), list, note, more);
    /** @type {string|null} */
    let cursor = null;
    const load = async () => {
        more.disabled = true;
        try {
            const page = new URLSearchParams({ conversation, limit: String(list.children.length === 0 ? FIRST : MORE), ...(cursor ? { cursor } : {}) });
            const { data, next_cursor, unavailable } = await api.get(`/api/v1/agent/customers/${customer}/timeline?${page}`);
            const added = data.map(item);
            const hadFocus = more === document.activeElement;
            list.append(...added);
            cursor = next_cursor;
            more.textContent = text("desk.account.more");
            more.hidden = cursor === null;
            note.textContent = unavailable.length > 0 ? text("desk.account.unavailable") : "";
            section.hidden = list.children.length === 0 && unavailable.length === 0;
            // Who goes on with the keyboard reads on where the list went on.
            if (hadFocus && more.hidden) added.at(0)?.querySelector("a")?.focus();
        } catch {
            note.textContent = text("desk.account.failed");
            more.textContent = text("desk.again");
            more.hidden = section.hidden = false;
        } finally {
            more.disabled = false;
        }
    };
    more.addEventListener("click", () => void load());
    void load();
    return section;
}

/** @param {AccountEvent} event */
function item({ at, kind, title, detail, values, status, link }) {
    const words = told(kind, values, title);
    const about = detail || (values.topic && kind !== "rated" ? topicName(values.topic) : "");
    return element("li", { class: `desk-account__event desk-account__event--${status}` },
        drawing(kind === "rated" ? (RATINGS[status] ?? "info") : (DRAWINGS[kind] ?? "info")),
        element("div", { class: "desk-account__text" },
            linked(words, link),
            status !== "neutral" && element("span", { class: "visually-hidden" }, `(${text(`desk.account.status.${status}`)})`),
            about && element("span", { class: "desk-account__detail", dir: "auto" }, about),
            element("span", { class: "desk-past__about" }, element("time", { datetime: at, title: fullTime(at) }, timeAgo(at)), values.reference && ` · ${values.reference}`)));
}

/**
 * @param {string} kind
 * @param {Record<string, string>} values
 * @param {string|undefined} title
 */
function told(kind, values, title) {
    const more = kind === "opened" && values.kind === "ticket" ? "_ticket" : "";
    const key = `desk.account.kind.${kind}${more}`;
    const none = text("desk.account.none");
    return has(key) ? text(key, { old: none, new: none, ...values }) : title || kind;
}

/**
 * A conversation opens at the desk, what lies elsewhere in a page of its own; nothing else is a link.
 *
 * @param {string} words
 * @param {string|undefined} link
 */
function linked(words, link) {
    const desk = link?.match(/^\/desk#(cnv_\w+)$/u);
    if (link && desk) return element("a", { href: link, class: "desk-account__title", "data-open": desk[1] }, words);
    if (link?.startsWith("https://")) return element("a", { href: link, class: "desk-account__title", target: "_blank", rel: "noopener noreferrer" }, words, drawing("external"));
    return element("span", { class: "desk-account__title", dir: "auto" }, words);
}
