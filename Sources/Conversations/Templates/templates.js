import { languageName } from "../../Web/Client/format.js";
import { enhance, required } from "../../Web/Client/modules.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { locale, text } from "../../Web/Client/strings.js";
import { nearest } from "../Desk/macro-book.js";
import { api } from "../Timeline/api.js";
import { element } from "../Timeline/elements.js";
import { TemplateForm } from "./template-form.js";

/** @typedef {{locale: string, body: string, updated_at: string, author: string}} OwnText */
/**
 * @typedef {object} Template
 * @property {string} key
 * @property {string} group
 * @property {string[]} variables
 * @property {{locale: string, body: string}[]} standard What it says without own words.
 * @property {OwnText[]} texts
 */

const GROUPS = ["widget", "assistant", "conversation"];

/** The page on which the words of the system's messages are chosen: their list, and the one that is changed. */
class TemplatesPage {
    #list;
    #none;
    #editor;
    #form;
    /** @type {Template[]} */
    #templates = [];
    /** @type {string|null} */
    #open = null;

    /** @param {HTMLElement} root */
    constructor(root) {
        const part = (/** @type {string} */ name) => required(root, `[data-part=${name}]`, HTMLElement);
        this.#list = part("list");
        this.#none = part("none");
        this.#editor = part("editor");
        this.#form = new TemplateForm(this.#editor);
        this.#form.addEventListener("saved", (event) => this.#changed(/** @type {CustomEvent} */ (event).detail.template));
        this.#form.addEventListener("written", () => this.#render());
        addEventListener("hashchange", () => this.#show(location.hash.slice(1)));
        addEventListener("beforeunload", (event) => this.#templates.some(({ key }) => this.#form.isUnsaved(key)) && event.preventDefault());
    }

    async load() {
        try {
            this.#templates = (await api.get("/api/v1/admin/templates")).data;
            this.#none.replaceChildren();
            this.#show(location.hash.slice(1));
        } catch (error) {
            const again = element("button", { type: "button", class: "button" }, text("desk.again"));
            again.addEventListener("click", () => void this.load());
            this.#none.replaceChildren(problemText(error), " ", again);
        }
    }

    /** @param {string} key The first one where there is none of it. */
    #show(key) {
        const template = this.#templates.find((one) => one.key === key) ?? this.#templates[0];
        if (!template) return;
        this.#open = template.key;
        this.#form.show(template);
        this.#render();
    }

    /** @param {Template} template */
    #changed(template) {
        this.#templates = this.#templates.map((one) => (one.key === template.key ? template : one));
        this.#render();
    }

    #render() {
        const hadFocus = this.#list.contains(document.activeElement);
        this.#list.replaceChildren(...GROUPS.flatMap((group) => {
            const items = this.#templates.filter((template) => template.group === group).map((template) => this.#item(template));
            return [element("h2", { class: "templates__heading" }, text(`desk.templates.group.${group}`)), element("ul", { role: "list" }, ...items)];
        }));
        const current = this.#list.querySelector("[aria-current=true]");
        if (hadFocus && current instanceof HTMLElement) current.focus();
    }

    /** @param {Template} template */
    #item(template) {
        const { key, texts, standard } = template;
        const said = nearest([...texts, ...standard], locale()).body;
        const own = texts.map((one) => languageName(one.locale)).join(", ");
        const about = [this.#form.isUnsaved(key) && text("desk.templates.unsaved"), own && text("desk.templates.own_in", { languages: own }), said].filter(Boolean);
        const link = element("a", { href: `#${key}`, class: "macros__item", "aria-current": key === this.#open ? "true" : null },
            element("strong", {}, text(`template.${key}`)),
            element("span", { class: "macros__item-about", dir: "auto" }, about.join(" · ")));
        return element("li", {}, link);
    }
}

enhance("templates-page", (/** @type {HTMLElement} */ root) => void new TemplatesPage(root).load());
