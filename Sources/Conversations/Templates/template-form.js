import { fullTime, languageName, timeAgo } from "../../Web/Client/format.js";
import { ProblemError } from "../../Web/Client/http.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";
import { languageAdder } from "../Desk/languages.js";
import { nearest } from "../Desk/macro-book.js";
import { api } from "../Timeline/api.js";
import { askedWords } from "../Timeline/asked-words.js";
import { drawing, element } from "../Timeline/elements.js";

/** @typedef {import("./templates.js").Template} Template */
/** @typedef {{locale: string, field: HTMLTextAreaElement, problem: HTMLElement}} Words */

/**
 * The form of one message: its words in each language. What was written and not saved is kept while others are looked at.
 * Events: `saved` {template}, `written`.
 */
export class TemplateForm extends EventTarget {
    #root;
    /** @type {Template|null} */
    #template = null;
    /** @type {Words[]} */
    #words = [];
    /** @type {Map<string, Map<string, string>>} What differs from what is saved, by key and locale. */
    #unsaved = new Map();
    #said = element("p", { class: "macros__hint", role: "status" });

    /** @param {HTMLElement} root */
    constructor(root) {
        super();
        this.#root = root;
    }

    /** @param {string} key */
    isUnsaved(key) {
        return (this.#unsaved.get(key)?.size ?? 0) > 0;
    }

    /** @param {Template} template */
    show(template) {
        this.#template = template;
        this.#words = [];
        const { key, variables, standard, texts } = template;
        const locales = new Set([...standard, ...texts].map((one) => one.locale));
        for (const written of this.#unsaved.get(key)?.keys() ?? []) locales.add(written);
        const groups = element("div", { class: "macros__form" }, ...[...locales].map((locale) => this.#group(locale)));
        const adder = languageAdder(() => this.#words.map(({ locale }) => locale), (locale) => {
            groups.append(this.#group(locale));
            this.#words.at(-1)?.field.focus();
        });
        this.#said.textContent = "";
        const form = element("form", { class: "macros__form", novalidate: true },
            element("h2", { class: "templates__name" }, text(`template.${key}`)),
            variables.length > 0 && element("p", { class: "macros__hint" }, text("desk.templates.variables"), " ", ...variables.map((name) => element("code", {}, `{${name}}`))),
            groups,
            adder,
            element("div", { class: "macros__ways" }, element("button", { type: "submit", class: "button button--primary" }, text("desk.templates.save")), this.#said));
        form.addEventListener("submit", (event) => {
            event.preventDefault();
            void this.#save();
        });
        this.#root.replaceChildren(form);
    }

    /** @param {string} locale */
    #group(locale) {
        const { key, standard, texts } = /** @type {Template} */ (this.#template);
        const own = texts.find((one) => one.locale === locale);
        const problem = element("p", { class: "macros__problem", role: "alert", id: `problem-${locale}`, hidden: true });
        const field = element("textarea", { class: "input", rows: 4, maxlength: 2000, dir: "auto", lang: locale, "aria-label": languageName(locale), "aria-describedby": problem.id });
        field.value = this.#unsaved.get(key)?.get(locale) ?? this.#saved(locale);
        const about = element("p", {}, ...this.#about(locale));
        const reset = element("button", { type: "button", class: "button button--quiet", hidden: !own }, drawing("refresh"), text("desk.templates.reset"));
        reset.addEventListener("click", () => {
            field.value = standard.find((one) => one.locale === locale)?.body ?? "";
            field.dispatchEvent(new Event("input", { bubbles: true }));
            field.focus();
        });
        field.addEventListener("input", () => this.#written(locale, field.value));
        this.#words.push({ locale, field, problem });
        return element("fieldset", { class: "macros__group" }, element("legend", {}, languageName(locale)), field, problem, element("div", { class: "templates__below" }, about, reset));
    }

    /**
     * What is said of the words in a language: whose they are, or what stands in for those that are missing.
     *
     * @param {string} locale
     * @returns {(string|Node)[]}
     */
    #about(locale) {
        const { standard, texts } = /** @type {Template} */ (this.#template);
        const own = texts.find((one) => one.locale === locale);
        if (own) {
            const time = element("time", { datetime: own.updated_at, title: fullTime(own.updated_at) }, timeAgo(own.updated_at));
            return [text("desk.templates.own_by", { name: own.author }), " · ", time];
        }
        if (standard.some((one) => one.locale === locale)) return [text("desk.templates.standard")];
        return [text("desk.templates.instead", { words: nearest([...texts, ...standard], locale).body })];
    }

    /**
     * What customers read in a language now; empty where another language stands in.
     *
     * @param {string} locale
     */
    #saved(locale) {
        const { standard, texts } = /** @type {Template} */ (this.#template);
        return [...texts, ...standard].find((one) => one.locale === locale)?.body ?? "";
    }

    /**
     * @param {string} locale
     * @param {string} words
     */
    #written(locale, words) {
        const { key } = /** @type {Template} */ (this.#template);
        const unsaved = this.#unsaved.get(key) ?? new Map();
        const before = unsaved.size;
        if (words === this.#saved(locale)) unsaved.delete(locale);
        else unsaved.set(locale, words);
        this.#unsaved.set(key, unsaved);
        this.#said.textContent = "";
        if ((before === 0) !== (unsaved.size === 0)) this.dispatchEvent(new CustomEvent("written"));
    }

    /** Saves what was changed; what is refused stays as it was written, and says why. */
    async #save() {
        const template = /** @type {Template} */ (this.#template);
        const unsaved = this.#unsaved.get(template.key) ?? new Map();
        /** @type {Words|null} */
        let refused = null;
        for (const words of this.#words) {
            const written = unsaved.get(words.locale);
            words.problem.hidden = true;
            words.field.removeAttribute("aria-invalid");
            if (written === undefined) continue;
            try {
                const changed = await put(template, words.locale, written.trim());
                unsaved.delete(words.locale);
                this.dispatchEvent(new CustomEvent("saved", { detail: { template: changed } }));
                if (this.#template?.key === changed.key) this.#template = changed;
            } catch (error) {
                words.problem.textContent = reason(error, template, written);
                words.problem.hidden = false;
                words.field.setAttribute("aria-invalid", "true");
                refused ??= words;
            }
        }
        // Meanwhile another may be looked at.
        if (this.#template?.key !== template.key) return;
        if (refused) return refused.field.focus();
        this.show(this.#template);
        this.#said.textContent = text("desk.templates.saved");
    }
}

/**
 * Saves the words in one language; none, or the standard ones, take the place of own ones by taking them away.
 *
 * @param {Template} template
 * @param {string} locale
 * @param {string} body
 * @returns {Promise<Template>}
 */
function put({ key, standard }, locale, body) {
    const address = `/api/v1/admin/templates/${key}/${locale}`;
    const isStandard = body === (standard.find((one) => one.locale === locale)?.body ?? "") || body === "";
    return isStandard ? api.delete(address) : api.put(address, { body });
}

/**
 * @param {unknown} error
 * @param {Template} template
 * @param {string} written
 */
function reason(error, { variables }, written) {
    if (error instanceof ProblemError && error.code === "asks_for_secret") {
        const { asks } = /** @type {{asks: string[]}} */ (/** @type {unknown} */ (error.problem));
        return text("desk.stopped.macro", { asks: askedWords(asks) });
    }
    if (!(error instanceof ProblemError) || error.code !== "template_variable_unknown") return problemText(error);
    const unknown = [...written.matchAll(/\{([^{}]*)\}/gu)].flatMap(([place, name]) => (variables.includes(name) ? [] : [place]));
    return `${problemText(error)} ${[...new Set(unknown)].join(" ")}`;
}
