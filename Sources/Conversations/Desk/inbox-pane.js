import { number } from "../../Web/Client/format.js";
import { required } from "../../Web/Client/modules.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";
import { topicName } from "../Lifecycle/topic-name.js";
import { drawing, element } from "../Timeline/elements.js";
import { commandChoices } from "./commands.js";
import { Inbox } from "./inbox.js";
import { SearchPane } from "./search-pane.js";

/** @typedef {import("./types.js").View} View */
/** @typedef {import("./types.js").Counts} Counts */
/** @typedef {import("./commands.js").Command} Command */

/** How long typing must rest before it is searched, in milliseconds. */
const REST = 200;

/** The views with their counts, the search, the list and what is said when it is empty. Events: `view`. */
export class InboxPane extends EventTarget {
    #root;
    #search;
    #note;
    #title;
    #problem = "";
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #timer;

    /**
     * @param {HTMLElement} root The desk.
     * @param {string} agent Whose desk it is.
     * @param {import("./row-marks.js").RowMarks} marks
     * @param {() => import("./types.js").Colleague[]} colleagues
     */
    constructor(root, agent, marks, colleagues) {
        super();
        this.#root = root;
        this.#search = required(root, "[data-part=search]", HTMLInputElement);
        this.#note = required(root, "[data-part=list-note]", HTMLElement);
        this.#title = required(root, "[data-part=view-title]", HTMLElement);
        this.list = new Inbox({ agent, list: required(root, "[data-part=list]", HTMLElement), marksOf: (id) => marks.of(id) });
        this.found = new SearchPane({
            list: required(root, "[data-part=list]", HTMLElement),
            top: required(root, ".desk-inbox__top", HTMLElement),
            colleagues,
        });
        marks.addEventListener("change", () => {
            this.list.redraw();
            this.#countMentions(marks.unreadMentions);
        });
        this.#listen();
    }

    /**
     * @param {View} view
     * @param {Omit<import("./types.js").Filter, "view"|"text">} [filter]
     */
    show(view, filter = {}) {
        const isWhole = Object.values(filter).every((value) => !value);
        for (const button of this.#buttons()) {
            if (button.dataset.view === view && isWhole) button.setAttribute("aria-current", "true");
            else button.removeAttribute("aria-current");
        }
        this.#title.textContent = text(`desk.view.${view}`);
        this.#problem = "";
        if (this.found.isOpen) this.#searchFor("");
        const loading = this.list.show(view, filter);
        this.#say();
        this.dispatchEvent(new CustomEvent("view"));
        return loading;
    }

    /** Goes to the search field. */
    search() {
        this.#search.focus();
        this.#search.select();
    }

    /** Shows everything again. */
    endSearch() {
        this.#searchFor("");
        this.focus();
    }

    /**
     * Goes up or down in what stands there: the list, or what was found.
     *
     * @param {number} step
     */
    move(step) {
        if (this.found.isOpen) this.found.move(step);
        else this.list.move(step);
    }

    focus() {
        if (this.found.isOpen) return this.found.focus();
        required(this.#root, "[data-part=list]", HTMLElement).focus({ preventScroll: true });
    }

    /**
     * What ⌘K offers: everything that can be done, and the conversations of the list.
     *
     * @param {Command[]} commands
     * @param {(id: string) => void} open
     * @returns {import("./palette.js").Question}
     */
    question(commands, open) {
        return {
            label: text("desk.palette.question"),
            choices: () => [
                ...commandChoices(commands),
                ...this.list.rows.slice(0, 50).map(({ id, customer, subject, topic, reference }) => ({
                    id,
                    label: `${customer.name || text("timeline.author.guest")} · ${subject || topicName(topic)}`,
                    detail: reference,
                    icon: "chat",
                })),
            ],
            others: (query) => (query === "" ? [] : [{ id: "search", label: text("desk.palette.search", { query }), icon: "search" }]),
            choose: (id, query) => {
                if (id.startsWith("cnv_")) open(id);
                else if (id === "search" && query !== "") this.#searchFor(query);
                else commands.find((command) => command.id === id)?.run();
            },
        };
    }

    #listen() {
        for (const button of this.#buttons()) {
            button.addEventListener("click", () => void this.show(/** @type {View} */ (button.dataset.view)));
        }
        this.#search.addEventListener("input", () => {
            clearTimeout(this.#timer);
            this.#timer = setTimeout(() => this.#searchFor(this.#search.value), REST);
        });
        this.#search.addEventListener("keydown", (event) => {
            if (event.key !== "Enter" && event.key !== "ArrowDown") return;
            event.preventDefault();
            this.#searchFor(this.#search.value);
            this.focus();
        });
        this.list.addEventListener("counts", (event) => this.#count(/** @type {CustomEvent} */ (event).detail));
        this.list.addEventListener("changed", () => this.#say());
        this.list.addEventListener("loaded", () => {
            this.#problem = "";
            this.#say();
        });
        this.list.addEventListener("trouble", (event) => {
            this.#problem = problemText(/** @type {CustomEvent} */ (event).detail.error);
            this.#say();
        });
    }

    /** @param {string} query */
    #searchFor(query) {
        clearTimeout(this.#timer);
        if (this.#search.value.trim() !== query.trim()) this.#search.value = query;
        this.found.search(query);
        const { isOpen } = this.found;
        required(this.#root, "[data-part=list]", HTMLElement).hidden = isOpen;
        this.#note.hidden = isOpen;
        this.#title.textContent = isOpen ? text("desk.found.title") : text(`desk.view.${this.list.view}`);
    }

    /** @returns {HTMLElement[]} */
    #buttons() {
        return [.../** @type {NodeListOf<HTMLElement>} */ (this.#root.querySelectorAll("button[data-view]"))];
    }

    /** @param {number} count */
    #countMentions(count) {
        const place = this.#root.querySelector("[data-count=mentions]");
        if (!place) return;
        place.textContent = count > 0 ? number(count) : "";
        place.classList.toggle("desk-views__count--new", count > 0);
    }

    /** @param {Counts} counts */
    #count(counts) {
        for (const view of /** @type {const} */ (["mine", "unassigned", "waiting", "snoozed", "all"])) {
            const place = this.#root.querySelector(`[data-count=${view}]`);
            const count = counts[view];
            if (!place) continue;
            const shown = count > 0 ? number(count) : "";
            if (place.textContent !== shown) place.textContent = shown;
            place.classList.toggle("desk-views__count--new", view === "unassigned" && count > 0);
        }
    }

    /** What stands in place of the rows: that they are coming, that there are none, or that they could not be had. */
    #say() {
        const { isLoaded, rows, view } = this.list;
        const isFiltered = Object.values(this.list.filter).some(Boolean);
        const state = this.#problem ? `problem ${this.#problem}` : !isLoaded ? "loading" : rows.length > 0 ? "" : `empty ${view} ${isFiltered}`;
        if (this.#note.dataset.state === state) return;
        this.#note.dataset.state = state;
        if (this.#problem) this.#note.replaceChildren(this.#trouble());
        else if (!isLoaded) this.#note.replaceChildren(...skeletons());
        else if (rows.length > 0) this.#note.replaceChildren();
        else this.#note.replaceChildren(isFiltered ? nothingFits() : nothing(view));
    }

    #trouble() {
        const again = element("button", { type: "button", class: "button" }, text("desk.again"));
        again.addEventListener("click", () => void this.list.refresh());
        return element("div", { class: "empty-state" }, drawing("offline"), element("p", { class: "empty-state__title" }, text("desk.list.failed")), element("p", {}, this.#problem), again);
    }
}

function nothingFits() {
    return element("div", { class: "empty-state" }, drawing("filter"),
        element("p", { class: "empty-state__title" }, text("desk.filter.nothing")),
        element("p", {}, text("desk.filter.nothing_advice")));
}

/** @param {View} view */
function nothing(view) {
    return element("div", { class: "empty-state" }, drawing(view === "resolved" ? "chats" : "check"),
        element("p", { class: "empty-state__title" }, text(`desk.list.empty.${view}`)),
        element("p", {}, text(`desk.list.empty_advice.${view}`)));
}

function skeletons() {
    return [1, 2, 3, 4, 5].map(() =>
        element("div", { class: "desk-list__skeleton", "aria-hidden": "true" }, element("span", { class: "skeleton" }), element("span", { class: "skeleton" })),
    );
}
