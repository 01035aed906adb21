import { text } from "../../Web/Client/strings.js";
import { api } from "../Timeline/api.js";
import { belongs, fits, heldRows, latestFirst, steadyTop, visibleRange } from "./inbox-order.js";
import { Chosen } from "./chosen.js";
import { pageQuery } from "./desk-address.js";
import { ListHold } from "./list-hold.js";
import { VisibleRows } from "./visible-rows.js";

/** @typedef {import("./types.js").InboxRow} InboxRow */
/** @typedef {import("./types.js").View} View */
/** @typedef {import("./types.js").Counts} Counts */

/**
 * The list of conversations: loaded by pages, kept up to date by the connection, of which only what is seen is made.
 * Events: `select` {id}, `open` {id} (Enter or a click), `counts` (Counts), `loaded`, `changed`, `trouble` {error}.
 */
export class Inbox extends EventTarget {
    /** The height of a row in pixels, as the style sheet has it. */
    static ROW = 64;
    static PAGE = 100;
    /** How often the waiting times are brought up to date, in milliseconds. */
    static TICK = 30_000;
    /** How often the list is read anew at most while more changes than is told row by row, in milliseconds. */
    static RELOAD = 10_000;

    /** @type {View} */
    view = "mine";
    /** @type {string|null} */
    selected = null;

    #agent;
    #marksOf;
    #list;
    /** @type {Map<string, InboxRow>} */
    #known = new Map();
    /** @type {InboxRow[]} */
    #rows = [];
    #visible;
    /** @type {string|null} */
    #cursor = null;
    /** @type {Omit<import("./types.js").Filter, "view"|"text">} */
    #filter = {};
    /** The rows that are chosen for doing something with all of them. */
    chosen = new Chosen(() => this.#plan());
    #isLoaded = false;
    /** Where the selected row stood, for going on from there when it has left the list. */
    #place = -1;
    #steps = /** @type {number[]} what was pressed before the rows came */ ([]);
    /** @type {AbortController|null} */
    #loading = null;
    #frame = 0;
    #hold;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #reloading;
    #reloadedAt = 0;

    /**
     * @param {object} options
     * @param {string} options.agent Whose desk it is.
     * @param {HTMLElement} options.list A listbox that scrolls.
     * @param {(id: string) => import("./row-marks.js").Marks} options.marksOf What a row shows besides.
     */
    constructor({ agent, list, marksOf }) {
        super();
        this.#agent = agent;
        this.#marksOf = marksOf;
        this.#list = list;
        this.#visible = new VisibleRows({ list, agent, marksOf, height: Inbox.ROW });
        this.#hold = new ListHold(list, () => this.#sort());
        list.addEventListener("scroll", () => this.#scrolled(), { passive: true });
        list.addEventListener("click", (event) => this.#clicked(event));
        list.addEventListener("keydown", (event) => this.#keyed(event));
        new ResizeObserver(() => this.#plan()).observe(list);
        setInterval(() => this.#plan(), Inbox.TICK);
    }

    /** The rows in order, as far as they are loaded. */
    get rows() {
        return this.#rows;
    }

    /** Whether the first page of the view is there. */
    get isLoaded() {
        return this.#isLoaded;
    }

    /** @param {string} id */
    row(id) {
        return this.#known.get(id) ?? null;
    }

    /** What of the view is wanted. */
    get filter() {
        return this.#filter;
    }

    /**
     * @param {View} view
     * @param {Omit<import("./types.js").Filter, "view"|"text">} [filter]
     */
    show(view, filter = {}) {
        this.view = view;
        this.#filter = filter;
        this.chosen.set([]);
        return this.#reload();
    }

    /** Loads the first page again, such as after an interruption. */
    refresh() {
        return this.#load(null);
    }

    /** @param {string|null} id */
    select(id) {
        if (id === this.selected) return;
        this.selected = id;
        this.#place = Math.max(0, this.#index());
        this.#reveal();
        this.#plan();
        this.dispatchEvent(new CustomEvent("select", { detail: { id } }));
    }

    /**
     * Goes up or down in the list.
     *
     * @param {number} step
     */
    move(step) {
        if (!this.#isLoaded) return void this.#steps.push(step);
        const index = this.#index();
        // The selected one has left: what took its place is the next.
        const from = index >= 0 ? index + step : step > 0 ? this.#place : this.#place - 1;
        this.#hold.touch();
        const next = this.#rows[Math.min(this.#rows.length - 1, Math.max(0, from))];
        if (next) this.select(next.id);
    }

    /**
     * Something changed, as the connection tells it.
     *
     * @param {{counts?: Counts, conversation?: InboxRow|null, reload?: boolean}} frame
     */
    changed({ counts, conversation, reload }) {
        if (counts) this.dispatchEvent(new CustomEvent("counts", { detail: counts }));
        if (conversation) this.put(conversation);
        else if (reload && this.#isLoaded) this.#reloadSoon();
    }

    /** However much changes, a desk asks seldom, and the desks do not ask all at once. */
    #reloadSoon() {
        if (this.#reloading !== undefined) return;
        const wait = Math.max(0, this.#reloadedAt + Inbox.RELOAD - Date.now()) + Math.random() * 1000;
        this.#reloading = setTimeout(() => {
            this.#reloading = undefined;
            this.#reloadedAt = Date.now();
            void this.refresh();
        }, wait);
    }

    /** @param {InboxRow} row */
    put(row) {
        this.#known.set(row.id, row);
        if (this.#isLoaded) this.#sort();
    }

    /**
     * Everything was read here.
     *
     * @param {string} id
     */
    read(id) {
        const row = this.#known.get(id);
        if (row && row.read_seq < row.last_seq) this.put({ ...row, read_seq: row.last_seq, unread: 0 });
    }

    /** Something beside the rows changed that they show. */
    redraw() {
        if (this.#isLoaded && (this.view === "mentions" || this.view === "following")) this.#sort();
        else this.#plan();
    }

    #index() {
        return this.#rows.findIndex(({ id }) => id === this.selected);
    }

    #reload() {
        this.#known.clear();
        this.#rows = [];
        this.#isLoaded = false;
        this.#cursor = null;
        this.#steps = [];
        this.#list.scrollTop = 0;
        // At once: a key that is pressed now must not seem to meet what stood here.
        this.#render();
        return this.#load(null);
    }

    /** @param {string|null} cursor */
    async #load(cursor) {
        this.#loading?.abort();
        const loading = new AbortController();
        this.#loading = loading;
        const query = pageQuery({ ...this.#filter, view: this.view }, Inbox.PAGE, cursor);
        try {
            const page = await api.get(`/api/v1/agent/conversations?${query}`, loading.signal);
            if (!cursor) this.#forget(page.data, page.next_cursor ?? null);
            for (const row of page.data) this.#known.set(row.id, row);
            if (cursor || !this.#isLoaded) this.#cursor = page.next_cursor ?? null;
            this.#isLoaded = true;
            this.dispatchEvent(new CustomEvent("counts", { detail: page.counts }));
            // The next page belongs under what is seen, whoever scrolls.
            if (cursor) this.#hold.release();
            this.#sort();
            for (const step of this.#steps.splice(0)) this.move(step);
            this.dispatchEvent(new CustomEvent("loaded"));
        } catch (error) {
            // A newer question has taken its place.
            if (loading.signal.aborted) return;
            this.dispatchEvent(new CustomEvent("trouble", { detail: { error } }));
        } finally {
            if (this.#loading === loading) this.#loading = null;
        }
    }

    /**
     * What a new first page would hold and does not has left the view meanwhile.
     *
     * @param {InboxRow[]} page
     * @param {string|null} cursor
     */
    #forget(page, cursor) {
        const oldest = page.at(-1);
        const isOlder = (/** @type {InboxRow} */ row) => cursor !== null && oldest && latestFirst(oldest, row) < 0;
        for (const row of this.#rows) {
            if (!isOlder(row)) this.#known.delete(row.id);
        }
    }

    #sort() {
        const before = this.#rows;
        const isWanted = (/** @type {InboxRow} */ row) => belongs(row, this.view, this.#agent, this.#marksOf(row.id)) && fits(row, this.#filter);
        const fitting = [...this.#known.values()].filter(isWanted);
        this.#rows = this.#hold.isOn && before.length > 0 ? heldRows(before, this.#known) : fitting.sort(latestFirst);
        this.#keepPlace(before);
        this.#place = this.#index() >= 0 ? this.#index() : this.#place;
        this.#plan();
        this.dispatchEvent(new CustomEvent("changed"));
    }

    /**
     * What is seen stays where it is when rows come or go above it.
     *
     * @param {InboxRow[]} before
     */
    #keepPlace(before) {
        const top = steadyTop(before, this.#rows, this.#list.scrollTop, Inbox.ROW);
        if (top === this.#list.scrollTop) return;
        this.#visible.reserve(this.#rows.length);
        this.#list.scrollTop = top;
    }

    #scrolled() {
        this.#plan();
        const left = this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight;
        if (left < Inbox.ROW * 10 && this.#cursor && !this.#loading) void this.#load(this.#cursor);
    }

    #reveal() {
        const index = this.#index();
        if (index < 0) return;
        const [top, bottom] = [index * Inbox.ROW, (index + 1) * Inbox.ROW];
        if (top < this.#list.scrollTop) this.#list.scrollTop = top;
        else if (bottom > this.#list.scrollTop + this.#list.clientHeight) {
            this.#list.scrollTop = bottom - this.#list.clientHeight;
        }
    }

    /** @param {MouseEvent} event */
    #clicked(event) {
        const target = event.target instanceof Element ? event.target : null;
        const id = target?.closest("[data-id]")?.getAttribute("data-id") ?? null;
        if (!id) return;
        if (target?.closest(".desk-row__choose") || event.ctrlKey || event.metaKey) this.chosen.toggle(id);
        else this.#open(id);
    }

    /** @param {KeyboardEvent} event */
    #keyed(event) {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const steps = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
        if (event.key in steps) this.move(steps[/** @type {keyof typeof steps} */ (event.key)]);
        else if (event.key === "Enter" && this.selected) this.#open(this.selected);
        else return;
        event.preventDefault();
        event.stopPropagation();
    }

    /** @param {string|null} id */
    #open(id) {
        this.select(id);
        this.dispatchEvent(new CustomEvent("open", { detail: { id } }));
    }

    #plan() {
        if (this.#frame !== 0) return;
        this.#frame = requestAnimationFrame(() => {
            this.#frame = 0;
            this.#render();
        });
    }

    #render() {
        const { selected, chosen } = this;
        const range = visibleRange(this.#rows.length, Inbox.ROW, this.#list.scrollTop, this.#list.clientHeight);
        const shown = this.#visible.show(this.#rows, range, { selected, chosen, size: this.#cursor ? -1 : this.#rows.length });
        this.#list.setAttribute("aria-label", text(`desk.view.${this.view}`));
        if (this.selected && shown.has(this.selected)) this.#list.setAttribute("aria-activedescendant", `row-${this.selected}`);
        else this.#list.removeAttribute("aria-activedescendant");
    }
}
