import { fullTime, timeAgo } from "../../Web/Client/format.js";
import { ProblemError } from "../../Web/Client/http.js";
import { text } from "../../Web/Client/strings.js";
import { topicName } from "../Lifecycle/topic-name.js";
import { api } from "../Timeline/api.js";
import { drawing, element } from "../Timeline/elements.js";
import { accountTimeline } from "./account-timeline.js";
import { articleSearch } from "./article-search.js";
import { fieldForm, tagList } from "./case-fields.js";
import { linkList } from "./case-links.js";
import { facts } from "./customer-facts.js";
import { fieldName } from "./field-names.js";
import { Reveals } from "./reveals.js";
import { verificationList, verificationNeeded } from "./verifications.js";

/** @typedef {import("./types.js").ConversationDetails} ConversationDetails */
/** @typedef {import("./types.js").CustomerDetails} CustomerDetails */

/**
 * The customer beside the conversation. Events: `details` (ConversationDetails) once they are known, `open` {id} for
 * one of their other conversations, `insert` {text} for an article's address, `tag` {id}, `untag` {id, tag} and `unlink` {other}, `verify` {purposes} to ask who they are, `copied`, `close`, and
 * `missing` {id, error} when there is no such conversation.
 */
export class CustomerPane extends EventTarget {
    #root;
    #canEdit;
    /** @type {Map<string, ConversationDetails>} */
    #known = new Map();
    /** @type {string|null} */
    #id = null;
    /** @type {AbortController|null} */
    #loading = null;
    /** @type {{section: HTMLElement, load: () => Promise<void>}|null} */
    #verified = null;
    #reveals;

    /**
     * @param {HTMLElement} root
     * @param {boolean} canEdit Whether tags and fields may be changed here.
     */
    constructor(root, canEdit) {
        super();
        this.#root = root;
        this.#canEdit = canEdit;
        this.#reveals = new Reveals((field) => this.#showFacts(field), canEdit ? (purposes) => this.#verify(purposes) : null);
        root.addEventListener("click", (event) => this.#clicked(event));
    }

    /** @param {string|null} id */
    show(id) {
        if (id === this.#id) return;
        this.#id = id;
        this.#reveals.forget();
        this.#loading?.abort();
        const known = id ? this.#known.get(id) : undefined;
        if (known) this.#render(known);
        else this.#root.replaceChildren(...(id ? skeleton() : []));
        this.#root.scrollTop = 0;
        if (id) void this.#load(id);
    }

    /**
     * What is known of the open conversation.
     *
     * @returns {ConversationDetails|undefined}
     */
    get details() {
        return this.#id ? this.#known.get(this.#id) : undefined;
    }

    /** @param {ConversationDetails} details */
    put(details) {
        const { id } = details.conversation;
        this.#known.delete(id);
        this.#known.set(id, details);
        const [oldest] = this.#known.keys();
        if (this.#known.size > 50 && oldest) this.#known.delete(oldest);
        if (id === this.#id) this.#render(details);
    }

    /** @param {string} id */
    async #load(id) {
        const loading = new AbortController();
        this.#loading = loading;
        try {
            const details = await api.get(`/api/v1/agent/conversations/${id}`, loading.signal);
            this.put(details);
            this.dispatchEvent(new CustomEvent("details", { detail: details }));
        } catch (error) {
            if (loading.signal.aborted) return;
            if (!this.#known.has(id)) this.#root.replaceChildren(top(), this.#trouble(id));
            this.dispatchEvent(new CustomEvent("missing", { detail: { id, error } }));
        }
    }

    /** @param {string} id */
    #trouble(id) {
        const again = element("button", { type: "button", class: "button" }, text("desk.again"));
        again.addEventListener("click", () => void this.#load(id));
        return element("div", { class: "desk-customer__trouble" }, element("p", {}, text("desk.customer.failed")), again);
    }

    /** @param {ConversationDetails} details */
    #render({ conversation, customer, fields, links, visit, listening, reveals }) {
        const { scrollTop } = this.#root;
        const kept = this.#root.querySelector(".desk-articles");
        const { id, tags = [] } = conversation;
        const tell = (/** @type {string} */ name, /** @type {object} */ detail) => this.dispatchEvent(new CustomEvent(name, { detail }));
        const ways = { canEdit: this.#canEdit, add: () => tell("tag", { id }), remove: (/** @type {string} */ tag) => tell("untag", { id, tag }) };
        this.#root.replaceChildren(
            top(),
            identity(customer),
            ...(customer.verified ? [this.#verifications(id)] : []),
            facts(customer, visit, this.#canEdit ? this.#reveals : null),
            ...(customer.verification_required ? [this.#needed(customer.verification_required)] : []),
            tagList(tags, ways),
            fieldForm(fields, (key, value) => this.#saveField(id, key, value), this.#canEdit),
            ...[linkList(links, (other) => tell("unlink", { other }), this.#canEdit)].flatMap((part) => part ?? []),
            past(customer),
            ...(customer.verification_required ? [] : [this.#account(customer, conversation)]),
            ...listeners(listening ?? []),
            ...revealed(reveals ?? []),
            kept ?? articleSearch(customer.locale, (words) => this.dispatchEvent(new CustomEvent("insert", { detail: { text: words } }))),
        );
        this.#root.scrollTop = scrollTop;
    }

    /**
     * A field was revealed, or is masked again; nothing else moves.
     *
     * @param {string} field
     */
    #showFacts(field) {
        const { details } = this;
        const list = this.#root.querySelector(".desk-facts");
        if (!details || !list) return;
        const hadFocus = !document.activeElement || document.activeElement === document.body || list.contains(document.activeElement);
        const made = facts(details.customer, details.visit, this.#reveals);
        list.replaceWith(made);
        const button = made.querySelector(`[data-field="${CSS.escape(field)}"]`);
        if (hadFocus && button instanceof HTMLElement) button.focus();
    }

    /** What the customer has proven in the open conversation may be something else by now, and with it what is shown. */
    verificationChanged() {
        void this.#verified?.load();
        if (this.details?.customer.verification_required) this.#reload();
    }

    #reload() {
        if (this.#id) void this.#load(this.#id);
    }

    /** @param {string[]|null} purposes */
    #verify(purposes) {
        this.dispatchEvent(new CustomEvent("verify", { detail: { purposes } }));
    }

    /** @param {string[]} purposes */
    #needed(purposes) {
        return verificationNeeded(text("desk.verification.needed_account"), purposes, this.#canEdit ? (wanted) => this.#verify(wanted) : null);
    }

    /** @param {string} conversation */
    #verifications(conversation) {
        if (this.#verified?.section.dataset.conversation !== conversation) {
            this.#verified = verificationList(conversation, this.#canEdit ? () => this.#verify(null) : null, () => this.#reload());
        }
        return this.#verified.section;
    }

    /**
     * What happened to the account, asked for anew when the open conversation has moved on.
     *
     * @param {CustomerDetails} customer
     * @param {import("./types.js").InboxRow} conversation
     */
    #account({ id, verified }, { id: conversation, status, rating, kind }) {
        const standing = [id, conversation, verified, status, rating ?? "", kind ?? ""].join(" ");
        const kept = this.#root.querySelector(".desk-account");
        if (kept instanceof HTMLElement && kept.dataset.standing === standing) return kept;
        const made = accountTimeline(id, conversation);
        made.dataset.standing = standing;
        return made;
    }

    /**
     * @param {string} id
     * @param {string} key
     * @param {string|null} value
     */
    async #saveField(id, key, value) {
        const { data } = await api.post("/api/v1/agent/actions", { conversations: [id], actions: [{ type: "field", key, value }] });
        const [result] = data;
        if (!result.ok) throw new ProblemError({ status: 422, code: result.code, title: result.title });
        const known = this.#known.get(id);
        if (known) known.fields = { ...known.fields, [key]: value ?? "" };
    }

    /** @param {MouseEvent} event */
    #clicked(event) {
        const button = event.target instanceof Element ? event.target.closest("button, a") : null;
        const data = button instanceof HTMLElement ? button.dataset : {};
        if (data.open) {
            event.preventDefault();
            this.dispatchEvent(new CustomEvent("open", { detail: { id: data.open } }));
        } else if (data.copy) {
            void navigator.clipboard?.writeText(data.copy).then(() => this.dispatchEvent(new CustomEvent("copied")));
        } else if (data.reveal) {
            const { details } = this;
            if (details) this.#reveals.ask(details.customer.id, details.conversation.id, data.reveal, fieldName(data.reveal));
        } else if (data.hide) {
            this.#reveals.hide(data.hide);
        } else if (data.close !== undefined) {
            this.dispatchEvent(new CustomEvent("close"));
        }
    }
}

/** The column's name; where it lies over the conversation, its way back. */
function top() {
    return element(
        "header",
        { class: "desk-customer__top" },
        element("button", { type: "button", class: "desk-head__back desk-customer__close", "data-close": true, "aria-label": text("desk.customer.close") }, drawing("arrow-left")),
        element("h2", { class: "desk-customer__title" }, text("desk.customer.title")),
    );
}

function skeleton() {
    const lines = [1, 2, 3, 4].map(() => element("span", { class: "skeleton" }));
    return [top(), element("div", { class: "desk-customer__skeleton", "aria-hidden": "true" }, ...lines)];
}

/** @param {CustomerDetails} customer */
function identity({ name, verified }) {
    const kind = verified ? "verified" : "guest";
    return element(
        "section",
        { class: "desk-identity" },
        element("p", { class: "desk-identity__name" }, element("bdi", {}, name || text("timeline.author.guest"))),
        element("div", { class: `desk-identity__standing desk-identity__standing--${kind}` },
            drawing(verified ? "badge-check" : "user"),
            element("strong", {}, text(`desk.customer.${kind}`)),
            element("p", {}, text(`desk.customer.${kind}_means`))),
    );
}

/**
 * Who has listened without being seen, for those who may know.
 *
 * @param {import("./types.js").SilentListening[]} entries
 */
function listeners(entries) {
    if (entries.length === 0) return [];
    const list = element("ul", { role: "list", class: "desk-past__list" });
    for (const { agent, holder, began_at: at } of entries) {
        const { name, badge } = agent;
        list.append(element("li", {},
            element("span", { class: "desk-past__subject" }, text("desk.listened.by", { name, badge })),
            element("span", { class: "desk-past__about" },
                element("time", { datetime: at, title: fullTime(at) }, timeAgo(at)),
                ...(holder ? [" · ", text("desk.listened.with", { name: holder.name })] : []))));
    }
    return [element("section", { class: "desk-past", "data-part": "listened" },
        element("h3", { class: "desk-customer__heading" }, text("desk.listened.title")), list)];
}

/**
 * Who saw the customer's contact data as it is and why, for those who may know.
 *
 * @param {import("./types.js").Reveal[]} entries
 */
function revealed(entries) {
    if (entries.length === 0) return [];
    const list = element("ul", { role: "list", class: "desk-past__list" });
    for (const { agent, field, reason, note, happened_at: at } of entries) {
        list.append(element("li", {},
            element("span", { class: "desk-past__subject" }, text("desk.listened.by", { name: agent.name, badge: agent.badge })),
            element("span", { class: "desk-past__about" }, fieldName(field), " · ", text(`desk.reveal.reason.${reason}`), " · ",
                element("time", { datetime: at, title: fullTime(at) }, timeAgo(at))),
            note && element("span", { class: "desk-past__about desk-past__note", dir: "auto" }, note)));
    }
    return [element("section", { class: "desk-past", "data-part": "revealed" },
        element("h3", { class: "desk-customer__heading" }, text("desk.reveal.record")), list)];
}

/** @param {CustomerDetails} customer */
function past({ past: conversations }) {
    const section = element("section", { class: "desk-past" }, element("h3", { class: "desk-customer__heading" }, text("desk.customer.past")));
    if (conversations.length === 0) {
        section.append(element("p", { class: "desk-customer__none" }, text("desk.customer.past_none")));
        return section;
    }
    const list = element("ul", { role: "list", class: "desk-past__list" });
    for (const { id, reference, subject, topic, status, updated_at: at } of conversations) {
        const link = element("a", { href: `/desk#${id}`, class: "desk-past__link", "data-open": id },
            element("span", { class: "desk-past__subject", dir: "auto" }, subject || topicName(topic)),
            element("span", { class: "desk-past__about" }, text(`desk.status.${status}`), " · ",
                element("time", { datetime: at, title: fullTime(at) }, timeAgo(at)), " · ", reference));
        list.append(element("li", {}, link));
    }
    section.append(list);
    return section;
}
