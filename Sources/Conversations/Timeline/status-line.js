import { has, text } from "../../Web/Client/strings.js";
import { element } from "./elements.js";

/** @typedef {import("../../Realtime/Client/connection.js").RealtimeConnection} RealtimeConnection */
/** @typedef {import("./feed.js").ConversationFeed} ConversationFeed */

/**
 * The line between messages and composer: the connection when it is not fine, else the place in the queue with a way
 * out of waiting.
 *
 * A short interruption is nobody's business: it is told after {@link StatusLine.GRACE}. Event: `ticket` {button} when
 * the customer would rather leave the chat as a ticket.
 */
export class StatusLine extends EventTarget {
    /** Milliseconds. */
    static GRACE = 2000;

    #root;
    #connection;
    /** @type {ConversationFeed|null} */
    #feed = null;
    #listening = new AbortController();
    #following = new AbortController();
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #timer;
    #isLate = false;
    #shown = "";

    /**
     * @param {HTMLElement} root Empty; its `role` is `status`.
     * @param {RealtimeConnection} connection
     */
    constructor(root, connection) {
        super();
        this.#root = root;
        this.#connection = connection;
        const changed = () => this.#stateChanged();
        connection.addEventListener("state", changed, { signal: this.#listening.signal });
        this.#stateChanged();
    }

    /** @param {ConversationFeed|null} feed */
    set feed(feed) {
        this.#following.abort();
        this.#following = new AbortController();
        this.#feed = feed;
        feed?.addEventListener("change", () => this.#render(), { signal: this.#following.signal });
        this.#render();
    }

    stop() {
        this.#listening.abort();
        this.#following.abort();
        clearTimeout(this.#timer);
    }

    #stateChanged() {
        const { state } = this.#connection;
        clearTimeout(this.#timer);
        if (state === "open" || state === "idle") {
            this.#isLate = false;
        } else if (!this.#isLate) {
            const wait = state === "signed-out" || state === "refused" || state === "offline" ? 0 : StatusLine.GRACE;
            this.#timer = setTimeout(() => {
                this.#isLate = true;
                this.#render();
            }, wait);
        }
        this.#render();
    }

    #render() {
        const { state } = this.#connection;
        const trouble = this.#isLate && state !== "open" ? state : null;
        const queue = this.#feed?.queue ?? null;
        const line = trouble ? connectionText(trouble) : queue ? queueText(queue.position, queue.eta_seconds) : "";
        const kind = trouble ? "trouble" : queue ? "queue" : "";
        // Nobody stands in the way of an answer that somebody waits for without the page.
        const isTicket = this.#feed?.kind === "ticket";
        const isOffered = !isTicket && queue?.offers_ticket === true;
        const shown = `${kind} ${isTicket} ${isOffered} ${line}`;
        if (this.#shown === shown) return;
        this.#shown = shown;
        this.#root.hidden = line === "";
        this.#root.className = `status-line status-line--${kind || "none"}`;
        this.#root.classList.toggle("status-line--offer", kind === "queue" && isOffered);
        this.#root.replaceChildren(element("span", {}, line));
        if (trouble === "waiting" || trouble === "offline") this.#root.append(this.#retryButton());
        if (trouble === "signed-out") this.#root.append(this.#reloadButton());
        if (kind !== "queue") return;
        if (isTicket) this.#root.append(" · ", element("span", {}, text("timeline.queue.stays")));
        else if (isOffered) this.#root.append(element("span", {}, text("timeline.queue.offer")), this.#ticketButton("offer_action", "button"));
        else this.#root.append(" · ", this.#ticketButton("leave_as_ticket", "status-line__button"));
    }

    /**
     * @param {"offer_action"|"leave_as_ticket"} label
     * @param {string} look
     */
    #ticketButton(label, look) {
        const button = element("button", { type: "button", class: look }, text(`timeline.queue.${label}`));
        button.addEventListener("click", () => this.dispatchEvent(new CustomEvent("ticket", { detail: { button } })));
        return button;
    }

    #retryButton() {
        const button = element("button", { type: "button", class: "status-line__button" }, text("timeline.connection.retry"));
        button.addEventListener("click", () => this.#connection.reconnectNow());
        return button;
    }

    #reloadButton() {
        const button = element("button", { type: "button", class: "status-line__button" }, text("timeline.connection.reload"));
        button.addEventListener("click", () => location.reload());
        return button;
    }
}

/** @param {string} state */
function connectionText(state) {
    const key = `timeline.connection.${state.replace("-", "_")}`;
    return text(has(key) ? key : "timeline.connection.waiting");
}

/**
 * "3rd in line, about 4–6 min".
 *
 * @param {number} position
 * @param {[number, number]|null} seconds
 * @param {"timeline.queue"|"desk.head.place"} [words] Said to the customer, or of one.
 */
export function queueText(position, seconds, words = "timeline.queue") {
    const locale = document.documentElement.lang || "en";
    const category = new Intl.PluralRules(locale, { type: "ordinal" }).select(position);
    const place = text(`${words}.ordinal_${category}`, { position });
    if (!seconds) return text(`${words}.unknown`, { place });
    const [low, high] = [Math.max(1, Math.floor(seconds[0] / 60)), Math.max(1, Math.ceil(seconds[1] / 60))];
    return low === high
        ? text(`${words}.about`, { place, minutes: low })
        : text(`${words}.between`, { place, low, high });
}
