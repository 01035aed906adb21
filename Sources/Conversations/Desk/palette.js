import { text } from "../../Web/Client/strings.js";
import { drawing, element } from "../Timeline/elements.js";

/**
 * @typedef {object} Choice
 * @property {string} id
 * @property {string} label
 * @property {string} [detail]
 * @property {string} [keys] The keyboard's way to the same.
 * @property {string} [icon]
 * @property {string} [mark] A class for a mark before it, such as somebody's presence.
 */
/**
 * @typedef {object} Question
 * @property {string} label What is chosen, read out and shown in the empty field.
 * @property {() => Choice[]|Promise<Choice[]>} choices
 * @property {(id: string, query: string) => void} choose What was typed comes with it.
 * @property {(query: string) => Choice[]} [others] Choices that a typed text stands for.
 */

/** A dialog in which one thing is found by typing and chosen (WAI-ARIA's combobox with a listbox). */
export class Palette {
    #field = element("input", {
        class: "desk-palette__field", type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
        "aria-expanded": "true", "aria-controls": "desk-palette-list", "aria-autocomplete": "list",
    });
    #list = element("ul", { class: "desk-palette__list", role: "listbox", id: "desk-palette-list" });
    #none = element("p", { class: "desk-palette__none", hidden: true });
    #dialog = element("dialog", { class: "dialog desk-palette" });
    /** @type {Question|null} */
    #question = null;
    /** @type {Choice[]} */
    #choices = [];
    /** @type {Choice[]} */
    #fitting = [];
    #active = 0;

    /** @param {HTMLElement} root Where the dialog is kept. */
    constructor(root) {
        const top = element("div", { class: "desk-palette__top" }, drawing("search"), this.#field);
        this.#dialog.append(top, this.#list, this.#none);
        root.append(this.#dialog);
        this.#field.addEventListener("input", () => this.#filter());
        this.#dialog.addEventListener("keydown", (event) => this.#keyed(event));
        this.#dialog.addEventListener("click", (event) => this.#clicked(event));
    }

    get isOpen() {
        return this.#dialog.open;
    }

    /** @param {Question} question */
    async open(question) {
        if (this.#dialog.open) return;
        this.#question = question;
        this.#choices = [];
        this.#field.value = "";
        this.#field.placeholder = question.label;
        for (const node of [this.#field, this.#list, this.#dialog]) node.setAttribute("aria-label", question.label);
        this.#dialog.showModal();
        this.#field.focus();
        this.#show([], text("desk.palette.loading"));
        try {
            const choices = await question.choices();
            if (this.#question !== question) return;
            this.#choices = choices;
            this.#filter();
        } catch {
            this.#show([], text("desk.palette.failed"));
        }
    }

    #filter() {
        const words = this.#field.value.trim().toLowerCase().split(/\s+/u).filter(Boolean);
        const fits = (/** @type {Choice} */ { label, detail }) => words.every((word) => `${label} ${detail ?? ""}`.toLowerCase().includes(word));
        const others = this.#question?.others?.(this.#field.value.trim()) ?? [];
        this.#show([...this.#choices.filter(fits), ...others], text("desk.palette.none"));
    }

    /**
     * @param {Choice[]} fitting
     * @param {string} none Said when there is nothing.
     */
    #show(fitting, none) {
        this.#fitting = fitting;
        this.#active = 0;
        this.#none.hidden = fitting.length > 0;
        this.#none.textContent = none;
        this.#list.hidden = fitting.length === 0;
        this.#list.replaceChildren(...fitting.map(option));
        this.#mark();
    }

    #mark() {
        [...this.#list.children].forEach((node, index) => {
            node.setAttribute("aria-selected", String(index === this.#active));
        });
        const active = this.#list.children[this.#active];
        active?.scrollIntoView({ block: "nearest" });
        if (active) this.#field.setAttribute("aria-activedescendant", active.id);
        else this.#field.removeAttribute("aria-activedescendant");
    }

    /** @param {KeyboardEvent} event */
    #keyed(event) {
        // The page's own keys rest while it is open.
        event.stopPropagation();
        if (event.isComposing) return;
        const count = this.#fitting.length;
        if (event.key === "Enter") this.#choose(this.#fitting[this.#active]);
        else if (event.key === "ArrowDown" && count > 0) this.#active = (this.#active + 1) % count;
        else if (event.key === "ArrowUp" && count > 0) this.#active = (this.#active + count - 1) % count;
        else return;
        event.preventDefault();
        this.#mark();
    }

    /** @param {MouseEvent} event */
    #clicked(event) {
        if (event.target === this.#dialog) {
            this.#dialog.close();
            return;
        }
        const node = event.target instanceof Element ? event.target.closest("[role=option]") : null;
        if (node) this.#choose(this.#fitting[[...this.#list.children].indexOf(node)]);
    }

    /** @param {Choice|undefined} choice */
    #choose(choice) {
        if (!choice) return;
        this.#dialog.close();
        this.#question?.choose(choice.id, this.#field.value.trim());
    }
}

/**
 * @param {Choice} choice
 * @param {number} index
 */
function option({ label, detail, keys, icon, mark }, index) {
    return element(
        "li",
        { role: "option", id: `desk-palette-${index}`, class: "desk-palette__option", "aria-selected": "false" },
        icon && drawing(icon),
        mark && element("span", { class: mark, "aria-hidden": "true" }),
        element("span", { class: "desk-palette__label" }, label),
        detail && element("span", { class: "desk-palette__detail" }, detail),
        keys && element("kbd", { class: "key", "aria-hidden": "true" }, keys),
    );
}
