import { languageName } from "../../Web/Client/format.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { ProblemError } from "../../Web/Client/http.js";
import { text } from "../../Web/Client/strings.js";
import { actionWords } from "../Desk/action-words.js";
import { filledMacro } from "../Desk/filled-macro.js";
import { languageAdder } from "../Desk/languages.js";
import { api } from "../Timeline/api.js";
import { askedWords } from "../Timeline/asked-words.js";
import { element } from "../Timeline/elements.js";
import { actionEditor } from "./macro-actions.js";

/** @typedef {import("../Desk/types.js").Macro} Macro */
/** @typedef {import("../Desk/case-actions.js").DeskAction} DeskAction */

/** The form of one macro. Events: `saved` {id}, `deleted`. */
export class MacroForm extends EventTarget {
    #root;
    #mayShare;
    #locales;
    #variables;
    /** @type {Macro|null} */
    #macro = null;

    /**
     * @param {object} options
     * @param {HTMLElement} options.root
     * @param {boolean} options.mayShare
     * @param {string[]} options.locales The languages of the installation; others are added where they are needed.
     * @param {DocumentFragment} options.variables What can stand in a text.
     */
    constructor({ root, mayShare, locales, variables }) {
        super();
        this.#root = root;
        this.#mayShare = mayShare;
        this.#locales = locales;
        this.#variables = variables;
    }

    /** @param {Macro|null} macro null for a new one. */
    show(macro) {
        this.#macro = macro;
        const isFixed = macro !== null && !macro.editable;
        const shortcut = field("input", { name: "shortcut", type: "text", maxlength: 40, autocomplete: "off", spellcheck: "false", required: true }, macro?.shortcut ?? "");
        const shared = element("input", { type: "checkbox", name: "shared" });
        shared.checked = macro?.shared ?? this.#mayShare;
        const known = macro?.texts ?? [];
        const texts = [...new Set([...this.#locales, ...known.map(({ locale }) => locale)])].map((locale) => wording(locale, known.find((one) => one.locale === locale)));
        const groups = element("div", { class: "macros__form" }, ...texts.map(({ group }) => group));
        const adder = languageAdder(() => texts.map(({ locale }) => locale), (locale) => {
            const added = wording(locale);
            texts.push(added);
            groups.append(added.group);
            added.title.focus();
        });
        const actions = actionEditor(macro?.actions ?? [], () => preview());
        const problem = element("p", { class: "macros__problem", role: "alert", hidden: true });
        const shown = element("p", { class: "macros__preview", dir: "auto" });
        const preview = () => (shown.textContent = previewText(texts, actions.value()));
        const form = element("form", { class: "macros__form", novalidate: true },
            element("label", { class: "macros__label" }, text("desk.macro_page.shortcut"), shortcut, element("span", { class: "macros__hint" }, text("desk.macro_page.shortcut_means"))),
            this.#mayShare && element("label", { class: "macros__check" }, shared, text("desk.macro_page.shared")),
            groups,
            !isFixed && adder,
            element("p", { class: "macros__hint" }, text("desk.macro_page.variables"), " ", this.#variables.cloneNode(true)),
            actions.node,
            element("fieldset", { class: "macros__group" }, element("legend", {}, text("desk.macro_page.preview")), shown),
            problem,
            this.#ways(isFixed));
        form.addEventListener("input", preview);
        for (const control of form.elements) if (isFixed) control.setAttribute("disabled", "");
        form.addEventListener("submit", (event) => {
            event.preventDefault();
            const written = texts.flatMap(({ locale, title, body }) => (title.value.trim() || body.value.trim() ? [{ locale, title: title.value.trim(), body: body.value.trim() }] : []));
            void this.#save({ shortcut: shortcut.value.trim(), shared: this.#mayShare && shared.checked, texts: written, actions: actions.value() }, problem);
        });
        this.#root.replaceChildren(form);
        preview();
        if (!isFixed) shortcut.focus();
    }

    /** @param {boolean} isFixed Whether it can only be looked at. */
    #ways(isFixed) {
        if (isFixed) return element("p", { class: "macros__hint" }, text("desk.macro_page.fixed"));
        const ways = element("div", { class: "macros__ways" }, element("button", { type: "submit", class: "button button--primary" }, text("desk.macro_page.save")));
        const macro = this.#macro;
        if (macro) {
            const remove = element("button", { type: "button", class: "button button--quiet" }, text("desk.macro_page.delete"));
            remove.addEventListener("click", () => void this.#delete(macro.id, remove));
            ways.append(remove);
        }
        return ways;
    }

    /**
     * @param {object} written
     * @param {HTMLElement} problem
     */
    async #save(written, problem) {
        try {
            const { id } = this.#macro ? await api.put(`/api/v1/agent/macros/${this.#macro.id}`, written) : await api.post("/api/v1/agent/macros", written);
            this.dispatchEvent(new CustomEvent("saved", { detail: { id } }));
        } catch (error) {
            // The server names the part that is wrong; its sentence is more use than a general one.
            if (error instanceof ProblemError && error.code === "asks_for_secret") {
                const { asks } = /** @type {{asks: string[]}} */ (/** @type {unknown} */ (error.problem));
                problem.textContent = text("desk.stopped.macro", { asks: askedWords(asks) });
                problem.hidden = false;
                return;
            }
            const isNamed = error instanceof ProblemError && error.status === 422;
            problem.textContent = isNamed ? `${problemText(error)} ${error.problem.title ?? ""}`.trim() : problemText(error);
            problem.hidden = false;
        }
    }

    /**
     * Deletes at the second press.
     *
     * @param {string} id
     * @param {HTMLButtonElement} button
     */
    async #delete(id, button) {
        if (button.dataset.asked !== "true") {
            button.dataset.asked = "true";
            button.textContent = text("desk.macro_page.delete_sure");
            return;
        }
        try {
            await api.delete(`/api/v1/agent/macros/${id}`);
            this.dispatchEvent(new CustomEvent("deleted"));
        } catch (error) {
            button.textContent = problemText(error);
        }
    }
}

/**
 * @template {"input"|"textarea"} Name
 * @param {Name} name
 * @param {import("../Timeline/elements.js").Attributes} attributes
 * @param {string} value
 */
function field(name, attributes, value) {
    const made = element(name, { class: "input", ...attributes });
    made.value = value;
    return made;
}

/**
 * The fields of a text in one language.
 *
 * @param {string} locale
 * @param {{title: string, body: string}} [known]
 */
function wording(locale, known) {
    const title = field("input", { type: "text", maxlength: 80, autocomplete: "off", lang: locale }, known?.title ?? "");
    const body = field("textarea", { rows: 4, maxlength: 10_000, lang: locale, dir: "auto" }, known?.body ?? "");
    const group = element("fieldset", { class: "macros__group" }, element("legend", {}, languageName(locale)),
        element("label", { class: "macros__label" }, text("desk.macro_page.name"), title), element("label", { class: "macros__label" }, text("desk.macro_page.body"), body));
    return { locale, title, body, group };
}

/**
 * What would happen, with names of an example.
 *
 * @param {{locale: string, title: {value: string}, body: {value: string}}[]} texts
 * @param {DeskAction[]} actions
 */
function previewText(texts, actions) {
    const written = texts.find(({ body, locale }) => body.value && locale === document.documentElement.lang) ?? texts.find(({ body }) => body.value);
    const values = {
        "customer.name": text("desk.macro_page.example_name"), "conversation.reference": "2U5U-55A7", "conversation.subject": text("desk.macro_page.example_subject"),
        "agent.name": "Ming", "agent.badge": "4471",
    };
    const said = written ? [filledMacro(written.body.value, values)] : [];
    return [...said, ...actions.map((action) => `→ ${actionWords(action)}`)].join("\n") || text("desk.macro_page.preview_none");
}
