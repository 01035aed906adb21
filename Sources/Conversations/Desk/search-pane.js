import { problemText } from "../../Web/Client/problem-text.js";
import { plural, text } from "../../Web/Client/strings.js";
import { api } from "../Timeline/api.js";
import { drawing, element } from "../Timeline/elements.js";
import { foundRow } from "./found-row.js";
import { SearchFilters } from "./search-filters.js";

/** @typedef {import("./types.js").Found} Found */
/** @typedef {import("./types.js").FoundMessage} FoundMessage */
/** @typedef {{found: Found, hit: FoundMessage|null, node: HTMLElement}} Choice */

/**
 * What a search in all messages found, in place of the list: each conversation once, with its latest hits. Events:
 * `open` {row, seq, note} when a hit is chosen.
 */
export class SearchPane extends EventTarget {
    /** Conversations of one answer, and of all that are shown: who needs more looks for more words. */
    static PAGE = 20;
    static MOST = 200;
    /** So many stretches of the index that hold nothing are passed over by themselves. */
    static HOPS = 5;

    /** What is looked for; empty when nothing is. */
    query = "";

    #list = element("div", { class: "desk-found__list", role: "listbox", tabindex: "0", "aria-label": text("desk.found.label") });
    #end = element("div", { class: "desk-found__end" });
    #pane = element("div", { class: "desk-found", hidden: true }, this.#list, this.#end);
    #say = element("p", { class: "desk-found__count", role: "status", hidden: true });
    /** @type {Choice[]} */
    #choices = [];
    #selected = -1;
    /** @type {Set<string>} */
    #known = new Set();
    /** @type {string|null} */
    #cursor = null;
    /** @type {AbortController|null} */
    #loading = null;

    /**
     * @param {object} options
     * @param {HTMLElement} options.list The list whose place it takes.
     * @param {HTMLElement} options.top What stands over both.
     * @param {() => import("./types.js").Colleague[]} options.colleagues
     */
    constructor({ list, top, colleagues }) {
        super();
        list.after(this.#pane);
        this.filters = new SearchFilters(colleagues);
        this.filters.node.hidden = true;
        top.append(this.filters.node, this.#say);
        this.filters.addEventListener("change", () => this.query && void this.#load(null));
        this.#pane.addEventListener("scroll", () => this.#scrolled(), { passive: true });
        this.#list.addEventListener("click", (event) => this.#clicked(event));
        this.#list.addEventListener("keydown", (event) => this.#keyed(event));
    }

    /** Whether it stands in place of the list. */
    get isOpen() {
        return !this.#pane.hidden;
    }

    /** @param {string} query */
    search(query) {
        const wanted = query.trim();
        if (wanted === this.query) return;
        // A space after the last word ends it: its beginning alone is not looked for any more.
        this.query = wanted;
        this.#pane.hidden = this.filters.node.hidden = this.#say.hidden = wanted === "";
        if (wanted !== "") return void this.#load(null);
        this.#loading?.abort();
        this.filters.clear();
        this.#clear();
    }

    /** @param {number} step */
    move(step) {
        if (this.#choices.length === 0) return;
        this.#select(Math.min(this.#choices.length - 1, Math.max(0, this.#selected + step)));
    }

    /** Opens what is selected, or the first. */
    open() {
        const { found, hit } = this.#choices[Math.max(0, this.#selected)] ?? {};
        if (!found) return;
        this.#select(Math.max(0, this.#selected));
        const detail = { row: found.conversation, seq: hit?.seq ?? null, note: hit?.note_seq ?? null };
        this.dispatchEvent(new CustomEvent("open", { detail }));
    }

    focus() {
        this.#list.focus({ preventScroll: true });
        if (this.#selected < 0) this.move(1);
    }

    #clear() {
        this.#choices = [];
        this.#selected = -1;
        this.#known.clear();
        this.#cursor = null;
        this.#list.replaceChildren();
        this.#end.replaceChildren();
        this.#say.textContent = "";
        this.#list.removeAttribute("aria-activedescendant");
    }

    /** @param {string|null} cursor */
    async #load(cursor) {
        this.#loading?.abort();
        const loading = new AbortController();
        this.#loading = loading;
        this.#list.setAttribute("aria-busy", "true");
        try {
            let next = cursor;
            for (let hop = 0; hop < SearchPane.HOPS; hop += 1) {
                const query = new URLSearchParams({ q: this.query, limit: String(SearchPane.PAGE), ...this.filters.query(new Date()) });
                if (next) query.set("cursor", next);
                const page = await api.get(`/api/v1/agent/search?${query}`, loading.signal);
                if (next === null) this.#clear();
                next = page.next_cursor;
                this.#cursor = next;
                this.#add(page.data);
                this.#tell(page.passed_over);
                if (!next || page.data.length > 0) break;
            }
        } catch (error) {
            // A newer question has taken its place.
            if (loading.signal.aborted) return;
            this.#end.replaceChildren(this.#trouble(problemText(error), cursor));
        } finally {
            if (this.#loading === loading) {
                this.#loading = null;
                this.#list.removeAttribute("aria-busy");
            }
        }
    }

    /** @param {Found[]} page */
    #add(page) {
        for (const found of page) {
            if (this.#known.has(found.conversation.id)) continue;
            this.#known.add(found.conversation.id);
            const number = this.#known.size;
            const idOf = (/** @type {FoundMessage|null} */ hit) => `found-${number}-${hit ? found.hits.indexOf(hit) : 0}`;
            const node = foundRow(found, idOf);
            const options = /** @type {HTMLElement[]} */ ([...node.querySelectorAll("[role=option]")]);
            options.forEach((option, index) => this.#choices.push({ found, hit: found.hits[index] ?? null, node: option }));
            this.#list.append(node);
        }
    }

    /** @param {string[]} passedOver Words that were not looked for. */
    #tell(passedOver) {
        const { size } = this.#known;
        const isAll = !this.#cursor;
        const counted = size === 0 ? "" : plural(isAll ? "desk.found.count" : "desk.found.first", size);
        const words = passedOver.length > 0 ? text("desk.found.passed_over", { words: passedOver.join(", ") }) : "";
        this.#say.textContent = [counted, words].filter(Boolean).join(" · ");
        if (size === 0 && isAll) this.#end.replaceChildren(this.#nothing());
        else if (size === 0 || (this.#cursor && size >= SearchPane.MOST)) this.#end.replaceChildren(this.#further());
        else this.#end.replaceChildren();
    }

    #nothing() {
        return element("div", { class: "empty-state" }, drawing("search"),
            element("p", { class: "empty-state__title" }, text("desk.list.not_found", { query: this.query })),
            element("p", {}, text(this.filters.isOn ? "desk.found.advice_filters" : "desk.found.advice")));
    }

    /** What is older was not looked through yet, or there is too much of it. */
    #further() {
        if (this.#known.size >= SearchPane.MOST) return element("p", { class: "desk-found__more" }, text("desk.found.too_many"));
        const button = element("button", { type: "button", class: "button" }, text("desk.found.older"));
        button.addEventListener("click", () => void this.#load(this.#cursor));
        return element("div", { class: "empty-state" }, button);
    }

    /**
     * @param {string} words
     * @param {string|null} cursor
     */
    #trouble(words, cursor) {
        const again = element("button", { type: "button", class: "button" }, text("desk.again"));
        again.addEventListener("click", () => void this.#load(cursor));
        return element("div", { class: "empty-state" }, drawing("offline"), element("p", { class: "empty-state__title" }, text("desk.found.failed")), element("p", {}, words), again);
    }

    #scrolled() {
        const left = this.#pane.scrollHeight - this.#pane.scrollTop - this.#pane.clientHeight;
        if (left < 400 && this.#cursor && !this.#loading && this.#known.size < SearchPane.MOST) void this.#load(this.#cursor);
    }

    /** @param {number} index */
    #select(index) {
        this.#choices[this.#selected]?.node.setAttribute("aria-selected", "false");
        this.#selected = index;
        const { node } = this.#choices[index];
        node.setAttribute("aria-selected", "true");
        node.scrollIntoView({ block: "nearest" });
        this.#list.setAttribute("aria-activedescendant", node.id);
    }

    /** @param {MouseEvent} event */
    #clicked(event) {
        const group = event.target instanceof Element ? event.target.closest(".desk-found__group") : null;
        const option = event.target instanceof Element ? event.target.closest("[role=option]") : null;
        const index = this.#choices.findIndex(({ node }) => node === option || (!option && group?.contains(node)));
        if (index < 0) return;
        this.#select(index);
        this.open();
    }

    /** @param {KeyboardEvent} event */
    #keyed(event) {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const steps = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
        if (event.key in steps) this.move(steps[/** @type {keyof typeof steps} */ (event.key)]);
        else if (event.key === "Enter") this.open();
        else return;
        event.preventDefault();
        event.stopPropagation();
    }
}
