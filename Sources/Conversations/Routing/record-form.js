import { ProblemError } from "../../Web/Client/http.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { has, text } from "../../Web/Client/strings.js";
import { element } from "../Timeline/elements.js";

/** @typedef {import("./routing-fields.js").Field} Field */
/** @typedef {{title: string, fields: Record<string, Field>}} Section The fields by the names of the API's members. */
/**
 * @typedef {object} Deletion
 * @property {string} question
 * @property {string} means What becomes of what it held.
 * @property {() => Promise<unknown>} run
 */

/** Where an answer's code belongs that names no member. */
const PLACES = /** @type {Record<string, string>} */ ({ queue_name_taken: "name", team_name_taken: "name", hours_invalid: "hours", team_not_found: "team" });

/**
 * The form of one record. What is wrong stands beside the field; what was written stays until it is saved.
 * Events: `changed`, `saved` {record}, `deleted`.
 */
export class RecordForm extends EventTarget {
    #fields;
    #saved;
    #save;
    /** @type {(code: string, name: string) => {name: string, words: string}|null} */
    #words;
    #button = element("button", { type: "submit", class: "button button--primary" }, text("routing.save"));
    #problem = element("p", { class: "notice notice--danger", role: "alert", hidden: true });
    #title;

    /**
     * @param {object} options
     * @param {string} options.title
     * @param {string} [options.about]
     * @param {Section[]} options.sections
     * @param {(body: Record<string, unknown>) => Promise<{id: string}>} options.save
     * @param {Deletion|null} [options.deletion]
     * @param {(code: string, name: string) => {name: string, words: string}|null} [options.refused] What is said of a refusal, and at which field; null for what is always said.
     */
    constructor({ title, about, sections, save, deletion = null, refused = () => null }) {
        super();
        this.#fields = Object.assign({}, ...sections.map(({ fields }) => fields));
        this.#save = save;
        this.#words = refused;
        this.#title = element("h2", { class: "routing__heading", tabindex: -1 }, element("bdi", {}, title));
        const ways = element("div", { class: "routing__ways" }, this.#button);
        if (deletion) ways.append(this.#deletion(deletion));
        this.node = element("form", { class: "routing__form", novalidate: true },
            element("header", {}, this.#title, about && element("p", { class: "field__help" }, about)),
            ...sections.map((section) => element("section", { class: "routing-group" },
                section.title && element("h3", { class: "routing__section" }, section.title), ...Object.values(section.fields).map(({ node }) => node))),
            this.#problem, ways);
        this.node.addEventListener("submit", (event) => {
            event.preventDefault();
            void this.#submit();
        });
        for (const kind of ["input", "change"]) this.node.addEventListener(kind, () => this.dispatchEvent(new Event("changed")));
        this.#saved = JSON.stringify(this.#body());
    }

    /** Whether something was written that is not saved. */
    get isChanged() {
        return JSON.stringify(this.#body()) !== this.#saved;
    }

    /** @param {"title"|"save"} place */
    focus(place) {
        (place === "title" ? this.#title : this.#button).focus();
    }

    #body() {
        return Object.fromEntries(Object.entries(this.#fields).map(([name, field]) => [name, /** @type {Field} */ (field).value()]));
    }

    async #submit() {
        if (this.#button.getAttribute("aria-disabled") === "true") return;
        this.#say("");
        const problems = Object.entries(this.#fields).map(([, field]) => ({ field, problem: field.node.hidden ? null : field.wrong() }));
        for (const { field, problem } of problems) field.tell(problem);
        const first = problems.find(({ problem }) => problem !== null);
        if (first) {
            first.field.focus();
            return;
        }
        const body = this.#body();
        this.#button.setAttribute("aria-disabled", "true");
        try {
            const record = await this.#save(body);
            // What is written while it was on its way is not saved.
            this.#saved = JSON.stringify(body);
            this.dispatchEvent(new CustomEvent("saved", { detail: { record } }));
        } catch (error) {
            this.#refused(error);
        } finally {
            this.#button.setAttribute("aria-disabled", "false");
        }
    }

    /** @param {unknown} error */
    #refused(error) {
        const { code = "", problem } = error instanceof ProblemError ? error : { problem: null };
        const member = PLACES[code] ?? /** @type {{field?: string}|null} */ (problem)?.field ?? "";
        const own = this.#words(code, member);
        const field = this.#fields[own?.name ?? member];
        const words = own?.words ?? (has(`routing.refused.${code}`) ? text(`routing.refused.${code}`) : null);
        if (field) {
            field.tell(words ?? text("routing.refused.field"));
            field.focus();
        } else {
            this.#say(words ?? problemText(error));
        }
    }

    /** @param {string} words */
    #say(words) {
        this.#problem.textContent = words;
        this.#problem.hidden = words === "";
    }

    /** @param {Deletion} deletion */
    #deletion({ question, means, run }) {
        const ask = element("button", { type: "button", class: "button button--danger" }, text("routing.delete"));
        ask.addEventListener("click", async () => {
            if (!(await confirmed(question, means))) return;
            this.#say("");
            try {
                await run();
                this.dispatchEvent(new Event("deleted"));
            } catch (error) {
                this.#refused(error);
            }
        });
        return ask;
    }
}

/**
 * Asks before something goes.
 *
 * @param {string} question
 * @param {string} means
 * @returns {Promise<boolean>}
 */
function confirmed(question, means) {
    const cancel = element("button", { type: "submit", class: "button", value: "no", autofocus: true }, text("routing.keep"));
    const sure = element("button", { type: "submit", class: "button button--danger", value: "yes" }, text("routing.delete"));
    const dialog = element("dialog", { class: "dialog", "aria-labelledby": "routing-question" },
        element("form", { method: "dialog" },
            element("h2", { class: "dialog__title", id: "routing-question" }, question), element("p", {}, means),
            element("div", { class: "dialog__actions" }, cancel, sure)));
    document.body.append(dialog);
    dialog.showModal();
    return new Promise((resolve) => {
        dialog.addEventListener("close", () => {
            dialog.remove();
            resolve(dialog.returnValue === "yes");
        }, { once: true });
    });
}
