import { languageName } from "../../Web/Client/format.js";
import { ProblemError } from "../../Web/Client/http.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";
import { topicName } from "../Lifecycle/topic-name.js";
import { api } from "../Timeline/api.js";
import { drawing, element } from "../Timeline/elements.js";

/** @typedef {import("./types.js").Filter} Filter */
/** @typedef {import("./types.js").SavedFilter} SavedFilter */
/** @typedef {"topic"|"status"|"kind"|"tag"|"locale"} Condition */

const TOPICS = ["account", "identity", "deposit_withdrawal", "trading", "security", "api", "fees", "account_compromised", "complaint", "other"];
const STATUSES = ["assistant", "queued", "assigned", "waiting_customer", "resolved", "closed"];

/**
 * What of a view is shown, as chips over the list, and the lists that were saved of it beside the views. Events:
 * `filter` (Filter) when another one is wanted.
 */
export class FilterBar extends EventTarget {
    #bar;
    #saved;
    /** @type {string[]} The languages that the product speaks. */
    #locales;
    #palette;
    #toasts;
    #dialog = element("dialog", { class: "dialog desk-save", "aria-labelledby": "desk-save-title" });
    /** @type {Filter} */
    #filter = { view: "mine" };
    /** @type {SavedFilter[]} */
    #filters = [];

    /**
     * @param {object} options
     * @param {HTMLElement} options.root The desk.
     * @param {HTMLElement} options.bar Where the chips stand.
     * @param {HTMLElement} options.saved Where the saved ones are listed.
     * @param {import("./palette.js").Palette} options.palette
     * @param {import("./toasts.js").Toasts} options.toasts
     */
    constructor({ root, bar, saved, palette, toasts }) {
        super();
        this.#bar = bar;
        const others = [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-language]"))];
        this.#locales = [document.documentElement.lang, ...others.map(({ dataset }) => dataset.language ?? "")];
        this.#saved = saved;
        this.#palette = palette;
        this.#toasts = toasts;
        root.append(this.#dialog);
        this.#dialog.addEventListener("click", (event) => event.target === this.#dialog && this.#dialog.close());
    }

    async load() {
        try {
            this.#filters = (await api.get("/api/v1/agent/filters")).data;
            this.#showSaved();
        } catch {
            // The views are there without them; the next load asks again.
        }
    }

    /** @param {Filter} filter What is shown now. */
    show(filter) {
        this.#filter = filter;
        const chips = conditions(filter).map(({ name, value }) => {
            const words = conditionText(name, value);
            const chip = element("button", { type: "button", class: "desk-filter__chip", "aria-label": text("desk.filter.remove", { words }) }, words, drawing("close"));
            chip.addEventListener("click", () => this.#tell({ ...filter, [name]: null }));
            return chip;
        });
        const save = element("button", { type: "button", class: "desk-filter__save" }, text("desk.filter.save"));
        save.addEventListener("click", () => this.save());
        this.#bar.hidden = chips.length === 0;
        this.#bar.replaceChildren(...chips, save);
        this.#showSaved();
    }

    /**
     * What was saved, to be shown by name.
     *
     * @returns {import("./commands.js").Command[]}
     */
    get commands() {
        return this.#filters.map((saved) => ({
            id: `filter ${saved.id}`, group: "list", icon: saved.shared ? "users" : "filter",
            label: text("desk.filter.show", { name: saved.name }), detail: text("desk.filter.list"),
            run: () => this.#tell(saved.filter),
        }));
    }

    /** Asks for one more condition. */
    ask() {
        const choice = (/** @type {Condition} */ name, /** @type {string} */ value) => ({ id: `${name} ${value}`, label: conditionText(name, value), detail: text(`desk.filter.by.${name}`), icon: "filter" });
        void this.#palette.open({
            label: text("desk.filter.question"),
            choices: async () => {
                const { data: tags } = await api.get("/api/v1/agent/tags");
                return [
                    ...TOPICS.map((value) => choice("topic", value)),
                    ...STATUSES.map((value) => choice("status", value)),
                    ...["chat", "ticket"].map((value) => choice("kind", value)),
                    ...this.#locales.map((value) => choice("locale", value)),
                    ...tags.map((/** @type {string} */ value) => choice("tag", value)),
                ];
            },
            choose: (id) => {
                const [name, ...value] = id.split(" ");
                this.#tell({ ...this.#filter, [name]: value.join(" ") });
            },
        });
    }

    /** Asks for a name and keeps what is shown now. */
    save() {
        const name = element("input", { class: "input", type: "text", name: "name", maxlength: 60, required: true, autocomplete: "off", "aria-label": text("desk.filter.name") });
        const shared = element("input", { type: "checkbox", name: "shared" });
        const problem = element("p", { class: "field-error", role: "alert", hidden: true });
        const cancel = element("button", { type: "button", class: "button button--quiet" }, text("desk.cancel"));
        cancel.addEventListener("click", () => this.#dialog.close());
        const form = element("form", { class: "desk-save__form", novalidate: true },
            element("h2", { class: "dialog__title", id: "desk-save-title" }, text("desk.filter.save_title")),
            element("p", { class: "desk-save__about" }, [text(`desk.view.${this.#filter.view}`), ...conditions(this.#filter).map((one) => conditionText(one.name, one.value))].join(" · ")),
            element("label", { class: "desk-save__label" }, text("desk.filter.name"), name),
            element("label", { class: "desk-save__check" }, shared, text("desk.filter.shared")),
            problem,
            element("div", { class: "desk-save__ways" }, cancel, element("button", { type: "submit", class: "button button--primary" }, text("desk.filter.save"))));
        form.addEventListener("submit", async (event) => {
            event.preventDefault();
            try {
                const saved = await api.post("/api/v1/agent/filters", { name: name.value.trim(), shared: shared.checked, filter: this.#filter });
                this.#filters = [...this.#filters, saved].sort((a, b) => a.name.localeCompare(b.name));
                this.#dialog.close();
                this.#showSaved();
                this.#toasts.say(text("desk.filter.saved", { name: saved.name }));
            } catch (error) {
                const isName = error instanceof ProblemError && error.status === 422;
                problem.textContent = isName ? text("desk.filter.name_missing") : problemText(error);
                problem.hidden = false;
                name.focus();
            }
        });
        this.#dialog.replaceChildren(form);
        this.#dialog.showModal();
        name.focus();
    }

    #showSaved() {
        const rows = this.#filters.map((saved) => {
            const isShown = JSON.stringify(parts(saved.filter)) === JSON.stringify(parts(this.#filter));
            const open = element("button", { type: "button", class: "desk-views__view", "aria-current": isShown ? "true" : null, "data-filter": saved.id },
                drawing(saved.shared ? "users" : "filter"), element("span", { class: "desk-views__label" }, saved.name));
            open.addEventListener("click", () => this.#tell(saved.filter));
            const item = element("li", { class: "desk-views__saved" }, open);
            if (saved.own) {
                const label = text("desk.filter.delete", { name: saved.name });
                const remove = element("button", { type: "button", class: "desk-views__remove", "aria-label": label, title: label }, drawing("close"));
                remove.addEventListener("click", () => void this.#remove(saved));
                item.append(remove);
            }
            return item;
        });
        this.#saved.replaceChildren(...rows);
        this.#saved.hidden = rows.length === 0;
    }

    /** @param {SavedFilter} saved */
    async #remove(saved) {
        try {
            await api.delete(`/api/v1/agent/filters/${saved.id}`);
            this.#filters = this.#filters.filter(({ id }) => id !== saved.id);
            this.#showSaved();
            this.#toasts.say(text("desk.filter.deleted", { name: saved.name }));
        } catch (error) {
            this.#toasts.warn(problemText(error));
        }
    }

    /** @param {Filter} filter */
    #tell(filter) {
        this.dispatchEvent(new CustomEvent("filter", { detail: filter }));
    }
}

/**
 * @param {Filter} filter
 * @returns {{name: Condition, value: string}[]}
 */
function conditions(filter) {
    const names = /** @type {Condition[]} */ (["topic", "status", "kind", "locale", "tag"]);
    return names.flatMap((name) => (filter[name] ? [{ name, value: String(filter[name]) }] : []));
}

/** @param {Filter} filter */
function parts(filter) {
    return [filter.view, ...conditions(filter).map(({ name, value }) => `${name} ${value}`)];
}

/**
 * @param {Condition} name
 * @param {string} value
 */
function conditionText(name, value) {
    if (name === "topic") return topicName(value);
    if (name === "status") return text(`desk.status.${value}`);
    if (name === "kind") return text(`desk.kind.${value}`);
    if (name === "locale") return languageName(value);
    return `#${value}`;
}
