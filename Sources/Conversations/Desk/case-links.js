import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";
import { topicName } from "../Lifecycle/topic-name.js";
import { api } from "../Timeline/api.js";
import { drawing, element } from "../Timeline/elements.js";

/** @typedef {import("./types.js").ConversationDetails} ConversationDetails */
/** @typedef {import("./types.js").LinkedConversation} LinkedConversation */
/**
 * What the questions work on.
 * @typedef {object} LinkDesk
 * @property {import("./types.js").InboxRow|null} row
 * @property {import("./palette.js").Palette} palette
 * @property {import("./toasts.js").Toasts} toasts
 * @property {import("./case-pane.js").CasePane} pane
 * @property {import("./customer-pane.js").CustomerPane} customer
 * @property {{list: import("./inbox.js").Inbox}} inbox
 * @property {(id: string) => void} open
 * @property {(details: ConversationDetails) => void} detailsKnown
 */

/** As a reference may be typed: letters and digits, with or without a hyphen. */
const REFERENCE = /^[0-9a-z]{4}[- ]?[0-9a-z]{4}$/iu;

/** Puts conversations together, takes them apart, and lets them name each other. */
export class CaseLinks {
    #desk;

    /** @param {LinkDesk} desk */
    constructor(desk) {
        this.#desk = desk;
    }

    /** Asks into which other conversation of the customer the open one goes. */
    merge() {
        const { row, customer } = this.#desk;
        if (!row) return;
        const past = customer.details?.customer.past.filter(({ status }) => status !== "closed") ?? [];
        this.#ask("merge", past.map(({ id, reference, subject, topic, status }) => ({ id, label: subject || topicName(topic), detail: `${reference} · ${text(`desk.status.${status}`)}`, icon: "layers" })), async (into) => {
            /** @type {ConversationDetails} */
            const details = await api.post(`/api/v1/agent/conversations/${row.id}/merge`, { into });
            this.#desk.detailsKnown(details);
            this.#desk.open(details.conversation.id);
            this.#desk.toasts.say(text("desk.done.merged", { reference: details.conversation.reference }));
        });
    }

    /** Asks with which conversation the open one has to do. */
    link() {
        const { row, inbox } = this.#desk;
        if (!row) return;
        const others = inbox.list.rows.filter(({ id }) => id !== row.id).slice(0, 50);
        this.#ask("link", others.map(({ id, customer, subject, topic, reference }) => ({ id, label: `${customer.name || text("timeline.author.guest")} · ${subject || topicName(topic)}`, detail: reference, icon: "link" })), async (other) => {
            this.#desk.detailsKnown(await api.post(`/api/v1/agent/conversations/${row.id}/links`, { other }));
            this.#desk.toasts.say(text("desk.done.linked"));
        });
    }

    /** @param {string} other */
    async unlink(other) {
        const { row, toasts } = this.#desk;
        if (!row) return;
        try {
            this.#desk.detailsKnown(await api.post(`/api/v1/agent/conversations/${row.id}/unlink`, { other }));
            toasts.say(text("desk.done.unlinked"));
        } catch (error) {
            toasts.warn(problemText(error));
        }
    }

    /** Asks from which message on a conversation of its own begins. */
    split() {
        const { row, pane, palette } = this.#desk;
        if (!row) return;
        const texts = pane.texts;
        void palette.open({
            label: text("desk.split.question"),
            choices: () => texts.map(({ seq, author, body }) => ({ id: String(seq), label: body.replaceAll("\n", " ").slice(0, 120), detail: author, icon: "chat" })),
            choose: (id) => void this.#try(async () => {
                const messages = texts.map(({ seq }) => seq).filter((seq) => seq >= Number(id)).slice(0, 50);
                /** @type {ConversationDetails} */
                const details = await api.post(`/api/v1/agent/conversations/${row.id}/split`, { messages });
                this.#desk.detailsKnown(details);
                this.#desk.open(details.conversation.id);
                this.#desk.toasts.say(text("desk.done.split", { reference: details.conversation.reference }));
            }),
        });
    }

    /**
     * @param {"merge"|"link"} name
     * @param {import("./palette.js").Choice[]} choices
     * @param {(conversation: string) => Promise<void>} run With an id or a reference.
     */
    #ask(name, choices, run) {
        void this.#desk.palette.open({
            label: text(`desk.${name}.question`),
            choices: () => choices,
            others: (query) => (REFERENCE.test(query) ? [{ id: "typed", label: text("desk.link.typed", { reference: query.toUpperCase() }), icon: "link" }] : []),
            choose: (id, query) => void this.#try(() => run(id === "typed" ? query : id)),
        });
    }

    /** @param {() => Promise<void>} run */
    async #try(run) {
        try {
            await run();
        } catch (error) {
            this.#desk.toasts.warn(problemText(error));
        }
    }
}

/**
 * The conversations that have to do with one.
 *
 * @param {LinkedConversation[]} links
 * @param {(id: string) => void} unlink
 * @param {boolean} canEdit
 */
export function linkList(links, unlink, canEdit) {
    if (links.length === 0) return null;
    const list = element("ul", { role: "list", class: "desk-past__list" });
    for (const { id, reference, subject, topic, status, kind } of links) {
        const item = element("li", { class: "desk-link" }, element("a", { href: `/desk#${id}`, class: "desk-past__link", "data-open": id },
            element("span", { class: "desk-past__subject", dir: "auto" }, subject || topicName(topic)),
            element("span", { class: "desk-past__about" }, text(`desk.link.${kind}`), " · ", text(`desk.status.${status}`), " · ", reference)));
        if (canEdit && kind === "related") {
            const label = text("desk.link.remove", { reference });
            const remove = element("button", { type: "button", class: "desk-link__remove", "aria-label": label, title: label }, drawing("close"));
            remove.addEventListener("click", () => unlink(id));
            item.append(remove);
        }
        list.append(item);
    }
    return element("section", { class: "desk-past" }, element("h3", { class: "desk-customer__heading" }, text("desk.link.title")), list);
}
