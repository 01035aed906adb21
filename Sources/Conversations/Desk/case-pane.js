import { required } from "../../Web/Client/modules.js";
import { text } from "../../Web/Client/strings.js";
import { authorName } from "../Timeline/bubbles.js";
import { api } from "../Timeline/api.js";
import { ConversationTimeline } from "../Timeline/timeline.js";
import { element } from "../Timeline/elements.js";
import { CaseHead } from "./case-head.js";
import { deskVerifier } from "./verifications.js";

/** @typedef {import("./types.js").InboxRow} InboxRow */
/** @typedef {import("./composer-deck.js").ComposerDeck} ComposerDeck */
/** @typedef {import("./composer-deck.js").Kind} Kind */
/** @typedef {import("./feed-shelf.js").FeedShelf} FeedShelf */

/** The conversation's column: head, timeline, what answering would do, composer. */
export class CasePane {
    /** @type {string|null} */
    id = null;
    /**
     * What is known of the open conversation.
     *
     * @type {InboxRow|null}
     */
    row = null;
    /** @type {Kind} */
    kind = "text";

    #agent;
    #viewing;
    #listening;
    #canAnswer;
    #canSupervise;
    #shelf;
    #deck;
    #head;
    #timeline;
    #body;
    #empty;
    #strip;
    #write;
    #hint;
    #kinds;
    #notice;
    #following = new AbortController();

    /**
     * @param {object} options
     * @param {HTMLElement} options.root
     * @param {string} options.agent Whose desk it is.
     * @param {boolean} options.canAnswer
     * @param {boolean} options.canSupervise
     * @param {FeedShelf} options.shelf
     * @param {ComposerDeck} options.deck
     * @param {import("./write-notice.js").WriteNotice} options.notice
     * @param {import("./viewing.js").Viewing} options.viewing
     * @param {import("./listening.js").Listening} options.listening
     * @param {import("./translations.js").Translations} options.translations
     */
    constructor({ root, agent, canAnswer, canSupervise, shelf, deck, notice, viewing, listening, translations }) {
        this.#listening = listening;
        this.#agent = agent;
        this.#canSupervise = canSupervise;
        this.#canAnswer = canAnswer;
        this.#shelf = shelf;
        this.#deck = deck;
        this.#notice = notice;
        this.#viewing = viewing;
        this.#head = new CaseHead(root, agent);
        this.#timeline = required(root, "[data-part=timeline]", ConversationTimeline);
        this.#body = required(root, "[data-part=case-body]", HTMLElement);
        this.#empty = required(root, "[data-part=case-empty]", HTMLElement);
        this.#strip = required(root, "[data-part=strip]", HTMLElement);
        this.#write = required(root, "[data-part=write]", HTMLElement);
        this.#hint = required(root, "[data-part=write-hint]", HTMLElement);
        this.#kinds = [...root.querySelectorAll(".desk-write__kind")];
        for (const button of this.#kinds) button.addEventListener("click", () => this.write(kindOf(button)));
        listening.addEventListener("change", () => this.#render());
        this.#timeline.verifier = deskVerifier(() => this.id ?? "", canAnswer);
        if (canAnswer) this.#timeline.report = (seq, value, comment) => api.post(`/api/v1/agent/conversations/${this.id}/report`, { seq, value, comment });
        this.#timeline.under = (entry) => translations.under(entry);
        this.#timeline.addEventListener("under", (event) => this.id && translations.toggle(this.id, /** @type {CustomEvent} */ (event).detail.seq));
        translations.addEventListener("change", () => this.#timeline.refresh());
        viewing.addEventListener("change", () => this.#head.showViewers(this.id ? viewing.of(this.id) : []));
        root.addEventListener("dragover", (event) => this.id && event.preventDefault());
        root.addEventListener("drop", (event) => this.#dropped(event));
        setInterval(() => this.#render(), 30_000);
    }

    /**
     * @param {string|null} id null for none.
     * @param {InboxRow|null} row What is known of it already.
     */
    show(id, row) {
        if (id === this.id) return;
        if (this.#timeline.feed) this.#shelf.left(this.#timeline.feed);
        this.id = id;
        this.row = row;
        this.#body.hidden = id === null;
        this.#empty.hidden = id !== null;
        // An answer is what is written most; a note must be chosen each time.
        this.kind = "text";
        this.#follow(id === null ? null : this.#shelf.take(id, row));
        this.#render();
        if (id === null) this.#viewing.look(null, false);
    }

    /** @param {import("../Timeline/feed.js").ConversationFeed|null} feed What is shown from now on. */
    #follow(feed) {
        this.#following.abort();
        this.#following = new AbortController();
        // Before it is shown: what is shown is read.
        if (feed) feed.isSilent = this.#isSilent;
        this.#timeline.feed = feed;
        // Its place in the queue moves while nothing else does.
        feed?.addEventListener("change", () => this.#showHead(), { signal: this.#following.signal });
    }

    #showHead() {
        this.#head.show(this.row, this.#canAnswer, this.#timeline.feed?.queue);
    }

    /** @param {InboxRow} row */
    changed(row) {
        if (row.id !== this.id) return;
        this.row = row;
        this.#render();
    }

    /**
     * Chooses between answer, note and whisper, and goes to the field.
     *
     * @param {Kind} kind
     */
    write(kind) {
        if (!this.id || !this.#canAnswer || (kind === "whisper" && !this.canWhisper)) return;
        this.kind = kind === "text" && this.row?.status === "closed" ? "note" : kind;
        this.#render();
        this.#deck.focus();
    }

    /** Whether nobody is to know that it is looked at: not either while it is not known yet whose it is. */
    get #isSilent() {
        return this.#listening.isSilent && (this.row === null || this.#isWithAnother);
    }

    /** Whether somebody else has the open conversation, to whom this agent may whisper. */
    get canWhisper() {
        return this.#canSupervise && this.#isWithAnother;
    }

    get #isWithAnother() {
        const { status, assignee } = this.row ?? {};
        const isWithAgent = status === "assigned" || status === "waiting_customer";
        return isWithAgent && Boolean(assignee) && assignee?.id !== this.#agent;
    }

    /**
     * @param {string} id
     * @param {Kind} kind
     */
    typed(id, kind) {
        // A whisper is heard when it is said.
        if (id === this.id && kind !== "whisper") this.#timeline.feed?.typing(kind);
    }

    /**
     * @param {{conversation: string, kind: Kind, body: string, attachments: import("../../Realtime/Client/wire.js").Attachment[], quick_replies?: string[], seen?: number|null, client_id?: string}} composed
     */
    send({ conversation, kind, body, attachments, quick_replies, seen, client_id }) {
        const feed = this.#shelf.take(conversation, null);
        this.#notice.clear(conversation, kind);
        const isChecked = kind === "text" && typeof seen === "number";
        const sent = feed.send({ body, attachments, kind, quick_replies, ...(client_id ? { client_id } : {}), ...(isChecked ? { expected_seq: seen } : {}) });
        if (conversation === this.id) this.#timeline.toEnd();
        return sent;
    }

    /**
     * Goes to a message or a note and marks it.
     *
     * @param {{seq: number|null, note: number|null}} place
     */
    reveal(place) {
        this.#timeline.reveal(place);
    }

    /**
     * What the customer reads of the open conversation, the oldest first.
     *
     * @returns {{seq: number, author: string, body: string}[]}
     */
    get texts() {
        const entries = this.#timeline.feed?.entries ?? [];
        return entries.flatMap(({ message: { seq, kind, author, body } }) => (seq && kind !== "event" && body ? [{ seq, author: authorName(author), body }] : []));
    }

    focus() {
        this.#head.focus();
    }

    #render() {
        if (!this.id) return;
        this.#listen(this.id);
        this.#showHead();
        const isClosed = this.row?.status === "closed";
        if (this.kind === "whisper" && !this.canWhisper) this.kind = "text";
        if (isClosed && this.kind === "text") this.kind = "note";
        this.#write.hidden = !this.#canAnswer;
        this.#write.dataset.kind = this.kind;
        this.#hint.textContent = text(`desk.write.hint_${this.kind}`, { name: this.row?.assignee?.name ?? "" });
        for (const button of this.#kinds) {
            button.setAttribute("aria-pressed", String(kindOf(button) === this.kind));
            button.toggleAttribute("disabled", isClosed && kindOf(button) === "text");
            button.toggleAttribute("hidden", kindOf(button) === "whisper" && !this.canWhisper);
        }
        if (this.#canAnswer) {
            this.#deck.show(this.id, this.kind);
            this.#notice.show(this.id, this.kind);
        }
        this.#head.showViewers(this.#viewing.of(this.id));
        this.#showStrip();
    }

    /** @param {string} id */
    #listen(id) {
        const isSilent = this.#isSilent;
        const { feed } = this.#timeline;
        this.#viewing.look(id, isSilent);
        if (!feed || feed.isSilent === isSilent) return;
        feed.isSilent = isSilent;
        // What was heard silently counts as read from now on.
        feed.markRead();
    }

    #showStrip() {
        const strip = this.#stripText();
        const toggle = this.canWhisper ? text(this.#isSilent ? "desk.listening.show" : "desk.listening.hide") : "";
        this.#strip.hidden = strip === "";
        this.#strip.classList.toggle("desk-strip--silent", this.#isSilent);
        if (this.#strip.dataset.shown === strip + toggle) return;
        this.#strip.dataset.shown = strip + toggle;
        const hadFocus = this.#strip.contains(document.activeElement);
        const button = element("button", { type: "button", class: "desk-strip__button", hidden: toggle === "" }, toggle);
        button.addEventListener("click", () => this.#listening.toggle());
        this.#strip.replaceChildren(element("span", {}, strip), " ", button);
        if (hadFocus) button.focus();
    }

    /** What answering would do, where that is not a matter of course. */
    #stripText() {
        if (!this.row) return "";
        if (!this.#canAnswer) return text("desk.strip.read_only");
        const { status, assignee } = this.row;
        if (status === "assigned" || status === "waiting_customer") {
            if (!assignee || !this.#isWithAnother) return "";
            return text(this.#isSilent ? "desk.strip.silent" : "desk.strip.other", { name: assignee.name, badge: assignee.badge });
        }
        return text(`desk.strip.${status}`);
    }

    /** @param {DragEvent} event */
    #dropped(event) {
        // What falls on the composer itself is the composer's.
        if (event.defaultPrevented) return;
        event.preventDefault();
        if (this.id && this.#canAnswer && event.dataTransfer?.files.length) this.#deck.drop(event.dataTransfer);
    }
}

/**
 * @param {Element} button
 * @returns {Kind}
 */
function kindOf(button) {
    const kind = button.getAttribute("data-kind");
    return kind === "note" || kind === "whisper" ? kind : "text";
}
