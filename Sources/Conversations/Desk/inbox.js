import { timeAgoShort } from "../../Web/Client/format.js";
import { text } from "../../Web/Client/strings.js";
import { api } from "../Timeline/api.js";
import { element } from "../Timeline/elements.js";
import { belongs, latestFirst, urgency, visibleRange } from "./inbox-order.js";

/** @typedef {import("./types.js").InboxRow} InboxRow */
/** @typedef {import("./types.js").View} View */
/** @typedef {import("./types.js").Counts} Counts */

/**
 * The list of conversations: loaded by pages, kept up to date by the connection, of which only what is seen is made.
 * Events: `select` {id}, `counts` (Counts), `trouble` {hasFailed}.
 */
export class Inbox extends EventTarget {
    /** The height of a row in pixels, as the style sheet has it. */
    static ROW = 64;
    static PAGE = 100;

    /** @type {View} */
    view = "mine";
    /** @type {string|null} */
    selected = null;

    #agent;
    #list;
    #space = element("div", { class: "desk-list__space", role: "presentation" });
    #empty;
    /** @type {Map<string, InboxRow>} */
    #known = new Map();
    /** @type {InboxRow[]} */
    #rows = [];
    /** @type {string|null} */
    #cursor = null;
    #query = "";
    #isLoaded = false;
    /** @type {AbortController|null} */
    #loading = null;
    #frame = 0;

    /**
     * @param {object} options
     * @param {string} options.agent
     * @param {HTMLElement} options.list A listbox that scrolls.
     * @param {HTMLElement} options.empty Shown while there is nothing.
     */
    constructor({ agent, list, empty }) {
        super();
        this.#agent = agent;
        this.#list = list;
        this.#empty = empty;
        list.append(this.#space);
        list.addEventListener("scroll", () => this.#scrolled(), { passive: true });
        list.addEventListener("click", (event) => {
            const row = event.target instanceof Element ? event.target.closest("[data-id]") : null;
            if (row) this.select(row.getAttribute("data-id"));
        });
        new ResizeObserver(() => this.#plan()).observe(list);
        // Waits grow while nothing happens.
        setInterval(() => this.#plan(), 30_000);
    }

    /** The rows in order, as far as they are loaded. */
    get rows() {
        return this.#rows;
    }

    /** @param {string} id */
    row(id) {
        return this.#known.get(id) ?? null;
    }

    /** @param {View} view */
    show(view) {
        this.view = view;
        return this.#reload();
    }

    /** @param {string} query */
    search(query) {
        this.#query = query.trim();
        return this.#reload();
    }

    /** Loads the first page again, such as after an interruption. */
    refresh() {
        return this.#load(null);
    }

    /** @param {string|null} id */
    select(id) {
        this.selected = id;
        this.#reveal();
        this.#plan();
        this.dispatchEvent(new CustomEvent("select", { detail: { id } }));
    }

    /**
     * Goes up or down in the list.
     *
     * @param {1|-1} step
     */
    move(step) {
        const index = this.#rows.findIndex(({ id }) => id === this.selected);
        const next = this.#rows[index < 0 ? 0 : Math.min(this.#rows.length - 1, Math.max(0, index + step))];
        if (next && next.id !== this.selected) this.select(next.id);
    }

    /**
     * Something changed, as the connection tells it.
     *
     * @param {{counts?: Counts, conversation?: InboxRow|null}} frame
     */
    changed({ counts, conversation }) {
        if (counts) this.dispatchEvent(new CustomEvent("counts", { detail: counts }));
        if (conversation) this.put(conversation);
        else if (this.#isLoaded) void this.refresh();
    }

    /** @param {InboxRow} row */
    put(row) {
        this.#known.set(row.id, row);
        this.#sort();
    }

    /**
     * Everything up to `seq` was read here.
     *
     * @param {string} id
     */
    read(id) {
        const row = this.#known.get(id);
        if (row && row.unread > 0) this.put({ ...row, unread: 0 });
    }

    #reload() {
        this.#known.clear();
        this.#rows = [];
        this.#isLoaded = false;
        this.#list.scrollTop = 0;
        this.#plan();
        return this.#load(null);
    }

    /** @param {string|null} cursor */
    async #load(cursor) {
        this.#loading?.abort();
        const loading = new AbortController();
        this.#loading = loading;
        const query = new URLSearchParams({ view: this.view, limit: String(Inbox.PAGE) });
        if (this.#query) query.set("q", this.#query);
        if (cursor) query.set("cursor", cursor);
        try {
            const { data, next_cursor, counts } = await api.get(`/api/v1/agent/conversations?${query}`, loading.signal);
            for (const row of data) this.#known.set(row.id, row);
            if (cursor || !this.#isLoaded) this.#cursor = next_cursor ?? null;
            this.#isLoaded = true;
            this.dispatchEvent(new CustomEvent("counts", { detail: counts }));
            this.dispatchEvent(new CustomEvent("trouble", { detail: { hasFailed: false } }));
            this.#sort();
        } catch {
            // A newer question has taken its place.
            if (loading.signal.aborted) return;
            this.dispatchEvent(new CustomEvent("trouble", { detail: { hasFailed: true } }));
        } finally {
            if (this.#loading === loading) this.#loading = null;
        }
    }

    #sort() {
        const all = [...this.#known.values()];
        // While searching, the server alone knows what fits.
        this.#rows = all.filter((row) => belongs(row, this.view, this.#agent)).sort(latestFirst);
        this.#plan();
    }

    #scrolled() {
        this.#plan();
        const left = this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight;
        if (left < Inbox.ROW * 10 && this.#cursor && !this.#loading) void this.#load(this.#cursor);
    }

    #reveal() {
        const index = this.#rows.findIndex(({ id }) => id === this.selected);
        if (index < 0) return;
        const [top, bottom] = [index * Inbox.ROW, (index + 1) * Inbox.ROW];
        if (top < this.#list.scrollTop) this.#list.scrollTop = top;
        else if (bottom > this.#list.scrollTop + this.#list.clientHeight) {
            this.#list.scrollTop = bottom - this.#list.clientHeight;
        }
    }

    #plan() {
        if (this.#frame !== 0) return;
        this.#frame = requestAnimationFrame(() => {
            this.#frame = 0;
            this.#render();
        });
    }

    #render() {
        const { scrollTop, clientHeight } = this.#list;
        const { first, last } = visibleRange(this.#rows.length, Inbox.ROW, scrollTop, clientHeight);
        this.#space.style.height = `${this.#rows.length * Inbox.ROW}px`;
        const now = Date.now();
        const options = this.#rows.slice(first, last).map((row, offset) => this.#option(row, first + offset, now));
        this.#space.replaceChildren(...options);
        this.#empty.hidden = !this.#isLoaded || this.#rows.length > 0;
        const isShown = options.some((option) => option.id === `row-${this.selected}`);
        if (isShown) this.#list.setAttribute("aria-activedescendant", `row-${this.selected}`);
        else this.#list.removeAttribute("aria-activedescendant");
    }

    /**
     * @param {InboxRow} row
     * @param {number} index
     * @param {number} now
     */
    #option(row, index, now) {
        const isSelected = row.id === this.selected;
        const level = urgency(row, now);
        const option = element(
            "div",
            {
                class: `desk-row desk-row--${level}${isSelected ? " desk-row--selected" : ""}${row.unread > 0 ? " desk-row--unread" : ""}`,
                role: "option",
                id: `row-${row.id}`,
                "data-id": row.id,
                "aria-selected": String(isSelected),
                "aria-setsize": this.#cursor ? -1 : this.#rows.length,
                "aria-posinset": index + 1,
            },
            element("span", { class: "desk-row__dot", "aria-hidden": "true" }),
            element("span", { class: "desk-row__name" }, element("bdi", {}, row.customer.name || text("timeline.author.guest"))),
            element("span", { class: "desk-row__topic" }, text(`conversation.topic.${row.topic}`)),
            element("time", { class: "desk-row__time", datetime: row.updated_at }, timeAgoShort(row.waiting_since ?? row.updated_at, now)),
            element("span", { class: "desk-row__preview", dir: "auto" }, row.last_message?.body || row.subject),
            row.unread > 0 && element("span", { class: "desk-row__unread" }, element("span", { class: "visually-hidden" }, text("desk.unread")), String(Math.min(row.unread, 99))),
            level !== "calm" && element("span", { class: "visually-hidden" }, text(`desk.waits_${level}`)),
        );
        option.style.top = `${index * Inbox.ROW}px`;
        return option;
    }
}
