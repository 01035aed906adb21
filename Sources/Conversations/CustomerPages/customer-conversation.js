import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";
import "../Timeline/composer.js";
import { part } from "../Timeline/elements.js";
import { ConversationFeed } from "../Timeline/feed.js";
import { HeldFiles } from "../Timeline/held-files.js";
import { noticeSettings } from "../Timeline/notice-settings.js";
import { StatusLine } from "../Timeline/status-line.js";
import "../Timeline/timeline.js";
import { BadgeChallenge } from "../Badges/badge-challenge.js";
import { ratingForm } from "./rating.js";

/** @typedef {import("../Timeline/timeline.js").ConversationTimeline} ConversationTimeline */
/** @typedef {import("../Timeline/composer.js").ConversationComposer} ConversationComposer */
/** @typedef {import("../../Realtime/Client/connection.js").RealtimeConnection} RealtimeConnection */
/**
 * A conversation as its customer sees it (`GET /api/v1/conversations/{id}`).
 * @typedef {object} Conversation
 * @property {string} id
 * @property {string} reference
 * @property {"chat"|"ticket"} kind
 * @property {string} topic
 * @property {string} subject
 * @property {string} status
 * @property {string} progress
 * @property {number} last_seq
 * @property {number} read_seq Up to where the customer has read.
 * @property {number} unread
 * @property {import("../../Realtime/Client/wire.js").Person|null} [assignee]
 * @property {{position: number, eta_seconds: [number, number]|null, offers_ticket?: boolean}|null} [queue]
 * @property {string} created_at
 * @property {string} updated_at
 * @property {number|null} [rating]
 * @property {{body: string, author_type: string}|null} [last_message]
 */
/** @typedef {{id: string, name: string|null, verified: boolean}} CustomerIdentity */
/** @typedef {{get: (path: string) => Promise<any>, post: (path: string, body?: object) => Promise<any>}} Poster */
/**
 * @typedef {object} CustomerConversationOptions
 * @property {HTMLElement} root Holds the parts of `conversation-parts.mustache`.
 * @property {RealtimeConnection} connection
 * @property {Poster} api
 * @property {CustomerIdentity} customer
 * @property {import("../Timeline/attachment-view.js").FileSource} [files]
 * @property {import("../Timeline/uploads.js").UploadTarget} [uploads]
 * @property {import("../Timeline/attention.js").Attention} attention
 */

/** A customer's conversation on a page: timeline, composer, asking for a person, solved, rating. */
export class CustomerConversation extends EventTarget {
    #options;
    #timeline;
    #composer;
    #status;
    #parts;
    #held;
    /** @type {ConversationFeed|null} */
    #feed = null;
    /** @type {Conversation|null} */
    #conversation = null;
    #listening = new AbortController();
    #ratedStatus = "";

    /** @param {CustomerConversationOptions} options */
    constructor(options) {
        super();
        this.#options = options;
        const { root, connection } = options;
        this.#timeline = /** @type {ConversationTimeline} */ (part(root, "timeline"));
        this.#composer = /** @type {ConversationComposer} */ (part(root, "composer"));
        this.#parts = {
            person: part(root, "person"),
            solved: part(root, "solved"),
            rating: part(root, "rating"),
            problem: part(root, "problem"),
            notices: part(root, "notices"),
        };
        this.#parts.notices.replaceChildren(noticeSettings(options.attention));
        this.#status = new StatusLine(part(root, "status"), connection);
        this.#timeline.verifier = this.#verifier();
        if (options.files) this.#timeline.files = options.files;
        if (options.uploads) this.#composer.uploads = options.uploads;
        this.#composer.sendsBeforeUploads = true;
        this.#timeline.report = (seq, value, comment) => options.api.post(`/api/v1/conversations/${this.#conversation?.id}/report`, { seq, value, comment });
        this.#held = new HeldFiles(connection, this.#composer.uploads);
        this.#listen();
    }

    /** The conversation that is shown. */
    get feed() {
        return this.#feed;
    }

    /** @param {Conversation|null} conversation null shows none. */
    show(conversation) {
        this.#keepDraft();
        this.#feed?.close();
        this.#feed = null;
        this.#conversation = conversation;
        this.#ratedStatus = "";
        if (conversation) {
            const { connection, customer } = this.#options;
            const author = { id: customer.id, name: customer.name ?? "" };
            const { id, read_seq, unread } = conversation;
            const readSeq = unread > 0 ? read_seq : 0;
            const keeper = this.#held;
            this.#feed = new ConversationFeed({ connection, conversation: id, viewer: "customer", author, readSeq, keeper });
            Object.assign(this.#feed, {
                kind: conversation.kind,
                status: conversation.status,
                progress: conversation.progress,
                assignee: conversation.assignee ?? null,
                queue: conversation.queue ?? null,
            });
            this.#feed.addEventListener("change", () => this.#changed());
            this.#composer.value = draft(id);
        }
        // What was attached here is not sent elsewhere.
        this.#composer.clearFiles();
        this.#timeline.feed = this.#feed;
        this.#status.feed = this.#feed;
        this.#changed();
    }

    /** Puts the cursor where the message is written. */
    focus() {
        this.#composer.focus();
    }

    /** Asks for a person. */
    async askForPerson() {
        await this.#act("handover", this.#parts.person);
    }

    stop() {
        this.#listening.abort();
        this.show(null);
        this.#held.stop();
        this.#status.stop();
    }

    /**
     * What is typed into a secure card goes by here, and not by the composer.
     *
     * @returns {import("../Timeline/secure-card.js").Verifier}
     */
    #verifier() {
        const { api } = this.#options;
        const path = (/** @type {string} */ id) => `/api/v1/conversations/${this.#conversation?.id}/verifications/${id}`;
        return {
            state: (id) => api.get(path(id)),
            send: (id) => api.post(`${path(id)}/code`),
            answer: (id, code) => api.post(`${path(id)}/answer`, { code }),
        };
    }

    #listen() {
        const { signal } = this.#listening;
        /** @param {EventTarget} target @param {string} name @param {(detail: any) => void} listener */
        const on = (target, name, listener) =>
            target.addEventListener(name, (event) => listener(/** @type {CustomEvent} */ (event).detail), { signal });
        on(this.#composer, "compose", (composed) => {
            this.#feed?.send(composed);
            this.#timeline.toEnd();
        });
        on(this.#composer, "compose-input", ({ value }) => {
            if (value !== "") this.#feed?.typing();
            this.#keepDraft();
        });
        on(this.#timeline, "card-action", ({ id, label }) => {
            this.#feed?.send({ body: label, action: id });
            this.#composer.focus();
        });
        on(this.#timeline, "doubt", ({ seq }) => this.#conversation && void new BadgeChallenge(this.#options.api, this.#conversation, seq).open());
        on(this.#parts.person, "click", () => void this.askForPerson());
        on(this.#status, "ticket", ({ button }) => void this.#act("ticket", button));
        on(this.#parts.solved, "click", () => void this.#act("resolve", this.#parts.solved));
    }

    /**
     * @param {"handover"|"resolve"|"ticket"} action
     * @param {HTMLElement} button
     */
    async #act(action, button) {
        if (!this.#conversation) return;
        button.setAttribute("disabled", "");
        this.#parts.problem.hidden = true;
        try {
            this.#take(await this.#options.api.post(`/api/v1/conversations/${this.#conversation.id}/${action}`, {}));
        } catch (error) {
            this.#parts.problem.textContent = text("conversation.action_failed", { reason: problemText(error) });
            this.#parts.problem.hidden = false;
        }
        button.removeAttribute("disabled");
    }

    /** @param {Partial<Conversation>|null} answer */
    #take(answer) {
        if (!this.#feed || !answer?.status) return;
        const { kind, status, progress } = answer;
        Object.assign(this.#feed, { kind: kind ?? this.#feed.kind, status, progress: progress ?? this.#feed.progress });
        this.#changed();
    }

    #changed() {
        const status = this.#feed?.status ?? "";
        this.#parts.person.hidden = status !== "assistant" || this.#offersPerson;
        this.#parts.solved.hidden = !["assistant", "queued", "assigned", "waiting_customer"].includes(status);
        // The assistant answers at once; a person's answer may come while the customer looks elsewhere.
        this.#parts.notices.hidden = !["queued", "assigned", "waiting_customer"].includes(status);
        this.#composer.disabled = status === "closed";
        this.#composer.label = text(status === "closed" ? "composer.closed" : status === "resolved" ? "composer.reopen" : "composer.label");
        this.#showRating(status);
        this.dispatchEvent(new CustomEvent("change"));
    }

    /** Whether the last card offers a person already: two buttons that say the same are one too many. */
    get #offersPerson() {
        const last = this.#feed?.entries.at(-1)?.message;
        return last?.card?.actions?.some(({ id }) => id === "person") ?? false;
    }

    /** @param {string} status */
    #showRating(status) {
        const isOver = status === "resolved" || status === "closed";
        this.#parts.rating.hidden = !isOver;
        if (!isOver) this.#ratedStatus = "";
        const conversation = this.#conversation;
        if (!isOver || !conversation || this.#ratedStatus === conversation.id) return;
        this.#ratedStatus = conversation.id;
        const rate = async (/** @type {number} */ score, /** @type {string} */ comment) => {
            await this.#options.api.post(`/api/v1/conversations/${conversation.id}/rating`, { score, ...(comment ? { comment } : {}) });
            conversation.rating = score;
        };
        this.#parts.rating.replaceChildren(ratingForm({ rating: conversation.rating ?? null, rate }));
    }

    /** What is not sent yet survives a reload, in this tab alone. */
    #keepDraft() {
        if (!this.#conversation) return;
        try {
            const key = `switchboard.draft.${this.#conversation.id}`;
            if (this.#composer.value === "") sessionStorage.removeItem(key);
            else sessionStorage.setItem(key, this.#composer.value);
        } catch {
            // Forbidden storage: the text stays in the field.
        }
    }
}

/** @param {string} conversation */
function draft(conversation) {
    try {
        return sessionStorage.getItem(`switchboard.draft.${conversation}`) ?? "";
    } catch {
        return "";
    }
}
