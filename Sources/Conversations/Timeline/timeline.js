import { plural, text } from "../../Web/Client/strings.js";
import { guardLinks } from "../LinkGuard/link-dialog.js";
import { makeRow, updateRow } from "./bubbles.js";
import { drawing, element } from "./elements.js";
import { rows } from "./grouping.js";
import { skeleton, typingWords } from "./timeline-parts.js";

/** @typedef {import("./feed.js").ConversationFeed} ConversationFeed */
/** @typedef {import("./attachment-view.js").FileSource} FileSource */
/** @typedef {{node: HTMLElement}} Shown */

/**
 * Files behind a session cookie: the address is enough.
 *
 * @type {FileSource}
 */
export const cookieFiles = { address: (url) => url };

/**
 * `<conversation-timeline>`: the messages of one {@link ConversationFeed}.
 *
 * It stays at the newest message while it is there, and otherwise where it was read. It shows the last
 * {@link ConversationTimeline.PAGE} entries and more on demand. Events: `card-action` {id, label}, `verification` when there is news of one, `under` {seq} for a button that a page put under a message, `doubt` {seq} for an agent's badge.
 */
export class ConversationTimeline extends HTMLElement {
    /** Entries shown at first, and with each "earlier". */
    static PAGE = 150;
    /** How near to the end still counts as at the end, in pixels. */
    static NEAR = 64;

    /** @type {FileSource} */
    files = cookieFiles;
    /**
     * What stands under a message besides; the page that sets it calls `refresh` when that changes.
     *
     * @type {(entry: import("./grouping.js").Entry) => import("./bubbles.js").Under|null}
     */
    under = () => null;
    /** @type {import("../LinkGuard/link-dialog.js").ReportMessage|null} Without it nothing can be reported from here. */
    report = null;

    /**
     * Where secure cards ask; without it they show that there is one.
     *
     * @type {import("./secure-card.js").Verifier|null}
     */
    verifier = null;

    /** @type {ConversationFeed|null} */
    #feed = null;
    #listening = new AbortController();
    /** @type {Map<string, Shown>} */
    #shown = new Map();
    #first = 0;
    #isAtEnd = true;
    /** The height that the timeline was last seen with, in CSS pixels. */
    #height = 0;
    #missed = 0;
    /**
     * Where it goes as soon as that has come.
     *
     * @type {{seq: number|null, note: number|null}|null}
     */
    #sought = null;
    /** @type {string|null} */
    #found = null;
    #frame = 0;
    /** @type {ResizeObserver|undefined} */
    #resizing;

    #log = element("div", { class: "timeline__log", role: "log", tabindex: "0", "aria-busy": "true" });
    #earlier = element("button", { type: "button", class: "button button--quiet timeline__earlier", hidden: true });
    #rows = element("div", { class: "timeline__rows" });
    #typing = element("p", { class: "timeline__typing" });
    #jump = element("button", { type: "button", class: "timeline__jump", hidden: true });
    #skeleton = skeleton();

    connectedCallback() {
        if (this.#log.isConnected) return;
        this.#log.setAttribute("aria-label", this.getAttribute("label") ?? text("timeline.label"));
        this.#earlier.textContent = text("timeline.earlier");
        this.#log.append(this.#earlier, this.#skeleton, this.#rows, this.#typing);
        this.#jump.append(drawing("chevron-down"), element("span", {}));
        this.replaceChildren(this.#log, this.#jump);
        this.#log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
        this.#log.addEventListener("click", (event) => this.#clicked(event));
        guardLinks(this.#log, () => this.report);
        this.#earlier.addEventListener("click", () => this.#showEarlier());
        this.#jump.addEventListener("click", () => this.toEnd(true));
        this.#resizing = new ResizeObserver(() => this.#resized());
        this.#resizing.observe(this.#log);
        this.#resizing.observe(this.#rows);
    }

    disconnectedCallback() {
        this.#resizing?.disconnect();
        this.#listening.abort();
        cancelAnimationFrame(this.#frame);
    }

    /** @param {ConversationFeed|null} feed null empties it. */
    set feed(feed) {
        if (feed === this.#feed) return;
        this.#listening.abort();
        this.#listening = new AbortController();
        this.#feed = feed;
        this.#shown.clear();
        this.#rows.replaceChildren();
        this.#isAtEnd = true;
        this.#missed = 0;
        this.#sought = this.#found = null;
        this.#first = feed ? Math.max(0, feed.entries.length - ConversationTimeline.PAGE) : 0;
        if (!feed) return;
        const { signal } = this.#listening;
        feed.addEventListener("change", () => this.#plan(), { signal });
        feed.addEventListener("arrived", (event) => this.#arrived(event), { signal });
        document.addEventListener("visibilitychange", () => this.#markRead(), { signal });
        this.#render();
        this.toEnd();
    }

    get feed() {
        return this.#feed;
    }

    /** Shows what has changed besides the messages. */
    refresh() {
        this.#plan();
    }

    /**
     * Goes to the newest message.
     *
     * @param {boolean} [isSmooth]
     */
    toEnd(isSmooth = false) {
        const calm = isSmooth && !matchMedia("(prefers-reduced-motion: reduce)").matches;
        if (calm) this.#log.scrollTo({ top: this.#log.scrollHeight, behavior: "smooth" });
        else this.#log.scrollTop = this.#log.scrollHeight;
        this.#isAtEnd = true;
        this.#missed = 0;
        this.#updateJump();
        this.#markRead();
    }

    /**
     * Goes to a message or a note and marks it, once it is there.
     *
     * @param {{seq: number|null, note: number|null}} place
     */
    reveal(place) {
        this.#sought = place.seq || place.note ? place : null;
        this.#log.querySelector(".timeline-entry--found")?.classList.remove("timeline-entry--found");
        this.#found = null;
        this.#seek();
    }

    #seek() {
        const { seq, note } = this.#sought ?? {};
        const entries = this.#feed?.entries ?? [];
        const index = entries.findIndex(({ message }) => (note ? message.note_seq === note : message.note_seq === undefined && message.seq === seq));
        if (!this.#sought || index < 0) return;
        this.#sought = null;
        this.#isAtEnd = false;
        this.#first = Math.min(this.#first, Math.max(0, index - 10));
        this.#found = entries[index].key;
        this.#render();
        const node = this.#shown.get(this.#found)?.node;
        node?.scrollIntoView({ block: "center" });
        this.#updateJump();
    }

    /** Several changes of one frame are shown together. */
    #plan() {
        if (this.#frame !== 0) return;
        this.#frame = requestAnimationFrame(() => {
            this.#frame = 0;
            this.#render();
        });
        // A page in the background gets no frames, but its messages must be there when it is looked at.
        if (document.visibilityState === "hidden") this.#render();
    }

    /** @param {Event} event */
    #arrived(event) {
        const { message } = /** @type {CustomEvent} */ (event).detail;
        if (message.card?.verification || message.event?.verification) this.#verificationChanged();
        if (!this.#isAtEnd && message.kind !== "event" && message.author.type !== this.#feed?.viewer) this.#missed += 1;
    }

    /** What is shown of verifications is asked for anew. */
    #verificationChanged() {
        for (const card of this.querySelectorAll("secure-card")) void /** @type {import("./secure-card.js").SecureCard} */ (card).refresh();
        this.dispatchEvent(new CustomEvent("verification", { bubbles: true }));
    }

    #render() {
        const feed = this.#feed;
        if (!feed) return;
        this.#log.setAttribute("aria-busy", String(!feed.isLoaded));
        this.#skeleton.hidden = feed.isLoaded || feed.entries.length > 0;
        if (this.#shown.size === 0) this.#first = Math.max(0, feed.entries.length - ConversationTimeline.PAGE);
        const visible = feed.entries.slice(this.#first);
        this.#reconcile(rows(visible, { viewer: feed.viewer, unreadAfter: feed.unreadAfter }), feed);
        this.#earlier.hidden = this.#first === 0;
        if (this.#found) this.#shown.get(this.#found)?.node.classList.add("timeline-entry--found");
        if (this.#sought) return this.#seek();
        this.#renderTyping(feed);
        if (this.#isAtEnd || visible.at(-1)?.delivery === "sending") this.toEnd();
        else this.#updateJump();
    }

    /**
     * @param {import("./grouping.js").Row[]} wanted
     * @param {ConversationFeed} feed
     */
    #reconcile(wanted, feed) {
        const context = {
            viewer: feed.viewer,
            files: this.files,
            deliveryOf: (/** @type {import("./grouping.js").Entry} */ entry) => feed.deliveryOf(entry),
            readerName: () => feed.readerName,
            under: this.under,
            verifier: this.verifier,
            canReport: this.report !== null,
        };
        /** @type {Set<string>} */
        const keys = new Set();
        /** @type {ChildNode|null} */
        let cursor = this.#rows.firstChild;
        for (const row of wanted) {
            keys.add(row.key);
            let shown = this.#shown.get(row.key);
            if (shown) {
                updateRow(shown.node, row, context);
            } else {
                shown = { node: makeRow(row, context) };
                this.#shown.set(row.key, shown);
            }
            if (shown.node === cursor) cursor = cursor.nextSibling;
            else this.#rows.insertBefore(shown.node, cursor);
        }
        for (const [key, { node }] of this.#shown) {
            if (keys.has(key)) continue;
            node.remove();
            this.#shown.delete(key);
        }
    }

    /** @param {ConversationFeed} feed */
    #renderTyping(feed) {
        const typist = feed.typists.at(-1);
        this.#typing.classList.toggle("timeline__typing--active", typist !== undefined);
        this.#typing.replaceChildren(...(typist ? typingWords(typist) : []));
    }

    #resized() {
        this.#height = this.#log.clientHeight;
        if (this.#isAtEnd) this.toEnd();
    }

    #scrolled() {
        const { scrollHeight, scrollTop, clientHeight } = this.#log;
        // Something above or below took room: nobody has scrolled, and the observer follows.
        if (clientHeight !== this.#height) return;
        this.#isAtEnd = scrollHeight - scrollTop - clientHeight < ConversationTimeline.NEAR;
        if (this.#isAtEnd) {
            this.#missed = 0;
            this.#markRead();
        }
        this.#updateJump();
    }

    #updateJump() {
        this.#jump.hidden = this.#isAtEnd;
        const label = this.#missed > 0 ? plural("timeline.missed", this.#missed, { count: this.#missed }) : text("timeline.newest");
        const span = this.#jump.lastElementChild;
        if (span && span.textContent !== label) span.textContent = label;
        this.#jump.classList.toggle("timeline__jump--news", this.#missed > 0);
    }

    #markRead() {
        if (this.#isAtEnd && this.isConnected && document.visibilityState === "visible" && this.offsetParent !== null) {
            this.#feed?.markRead();
        }
    }

    /** Puts earlier entries above without moving what is being read. */
    #showEarlier() {
        const before = this.#log.scrollHeight - this.#log.scrollTop;
        this.#first = Math.max(0, this.#first - ConversationTimeline.PAGE);
        this.#isAtEnd = false;
        this.#render();
        this.#log.scrollTop = this.#log.scrollHeight - before;
        if (this.#earlier.hidden) this.#log.focus();
    }

    /** @param {MouseEvent} event */
    #clicked(event) {
        const target = event.target instanceof Element ? event.target : null;
        const button = target?.closest("button");
        if (button instanceof HTMLButtonElement) this.#pressed(button.dataset);
        else if (!target?.closest("a")) target?.closest(".timeline-entry")?.classList.toggle("timeline-entry--open");
    }

    /** @param {DOMStringMap} data What the button stands for. */
    #pressed({ action, label, retry, discard, under, doubt }) {
        if (action) {
            this.dispatchEvent(new CustomEvent("card-action", { detail: { id: action, label }, bubbles: true }));
        }
        if (under) this.dispatchEvent(new CustomEvent("under", { detail: { seq: Number(under) } }));
        if (doubt) this.dispatchEvent(new CustomEvent("doubt", { detail: { seq: Number(doubt) } }));
        if (retry) this.#feed?.retry(retry);
        if (discard) this.#feed?.discard(discard);
    }
}

if (!customElements.get("conversation-timeline")) {
    customElements.define("conversation-timeline", ConversationTimeline);
}
