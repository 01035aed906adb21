import { enhance, required } from "../../Web/Client/modules.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";
import { actionWords } from "../Desk/action-words.js";
import { nearest } from "../Desk/macro-book.js";
import { api } from "../Timeline/api.js";
import { element } from "../Timeline/elements.js";
import { MacroForm } from "./macro-form.js";

/** @typedef {import("../Desk/types.js").Macro} Macro */

/** The page on which macros are written: their list, and the one that is changed. */
class MacrosPage {
    #list;
    #none;
    #form;
    /** @type {Macro[]} */
    #macros = [];
    /** @type {string|null} */
    #open = null;

    /** @param {HTMLElement} root */
    constructor(root) {
        const part = (/** @type {string} */ name) => required(root, `[data-part=${name}]`, HTMLElement);
        this.#list = part("list");
        this.#none = part("none");
        this.#form = new MacroForm({
            root: part("editor"),
            mayShare: root.dataset.mayShare === "true",
            locales: (root.dataset.locales ?? "en").split(" "),
            variables: required(root, "[data-part=variables]", HTMLTemplateElement).content,
        });
        part("new").addEventListener("click", () => this.#show(null));
        this.#form.addEventListener("saved", (event) => void this.load(/** @type {CustomEvent} */ (event).detail.id));
        this.#form.addEventListener("deleted", () => void this.load(null));
    }

    /** @param {string|null} open The one that is shown then. */
    async load(open) {
        try {
            this.#macros = (await api.get("/api/v1/agent/macros")).data;
            this.#none.textContent = this.#macros.length === 0 ? text("desk.macro_page.none") : "";
            this.#show(open);
        } catch (error) {
            this.#none.textContent = problemText(error);
        }
    }

    /** @param {string|null} id null for a new one. */
    #show(id) {
        this.#open = id;
        this.#form.show(this.#macros.find((macro) => macro.id === id) ?? null);
        this.#list.replaceChildren(...this.#macros.map((macro) => this.#item(macro)));
    }

    /** @param {Macro} macro */
    #item(macro) {
        const { title, body } = nearest(macro.texts, document.documentElement.lang);
        const does = macro.actions.map(actionWords).join(" · ");
        const button = element("button", { type: "button", class: "macros__item", "aria-current": macro.id === this.#open ? "true" : null },
            element("span", {}, element("strong", {}, `/${macro.shortcut}`), ` ${title}`),
            element("span", { class: "macros__item-about", dir: "auto" }, [macro.shared ? text("desk.macro_page.shared_short") : text("desk.macro_page.own_short"), does || body].join(" · ")));
        button.addEventListener("click", () => this.#show(macro.id));
        return element("li", {}, button);
    }
}

enhance("macros-page", (/** @type {HTMLElement} */ root) => void new MacrosPage(root).load(null));
