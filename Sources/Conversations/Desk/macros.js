import { text } from "../../Web/Client/strings.js";
import { element } from "../Timeline/elements.js";

/** @typedef {import("./types.js").Macro} Macro */

/** A slash at the beginning or after white space, and what follows it up to the cursor. */
const COMMAND = /(?:^|\s)\/([^\s/]{0,30})$/u;

/**
 * What is looked for, when the cursor stands after a `/` command.
 *
 * @param {string} before The text up to the cursor.
 * @returns {{query: string, start: number}|null} `start` is where the slash stands.
 */
export function macroCommand(before) {
    const match = COMMAND.exec(before);
    return match ? { query: match[1], start: before.length - match[1].length - 1 } : null;
}

/**
 * The macros that fit, those whose shortcut begins with the words first.
 *
 * @param {Macro[]} macros
 * @param {string} query
 * @returns {Macro[]} Eight at most.
 */
export function fittingMacros(macros, query) {
    const wanted = query.toLowerCase();
    const rank = (/** @type {Macro} */ { shortcut, title, body }) => {
        if (shortcut.toLowerCase().startsWith(wanted)) return 0;
        if (title.toLowerCase().includes(wanted)) return 1;
        return body.toLowerCase().includes(wanted) ? 2 : 3;
    };
    return macros
        .map((macro) => ({ macro, rank: rank(macro) }))
        .filter((found) => found.rank < 3)
        .sort((a, b) => a.rank - b.rank || a.macro.shortcut.localeCompare(b.macro.shortcut))
        .slice(0, 8)
        .map(({ macro }) => macro);
}

/**
 * A macro with its variables filled in. A name that is not known takes its comma with it: "Hello, this is …".
 *
 * @param {string} body
 * @param {Record<string, string|null|undefined>} values By variable, such as `customer.name`.
 */
export function filledMacro(body, values) {
    return body
        .replace(/(\s?)\{\{\s*([\w.]+)\s*\}\}([,，]?\s?)/gu, (whole, before, name, after) => {
            if (!(name in values)) return whole;
            const value = values[name];
            if (value) return `${before}${value}${after}`;
            return before === "" ? "" : after;
        })
        .trim();
}

let pickers = 0;

/** The list of canned replies that `/` opens above the field (WAI-ARIA's combobox with a listbox). */
export class MacroPicker {
    #id = `desk-macros-${(pickers += 1)}`;
    #field;
    #macros;
    #inserted;
    #list = element("ul", { class: "menu desk-macros", role: "listbox", id: this.#id, "aria-label": text("desk.macros.label"), hidden: true });
    /** @type {Macro[]} */
    #fitting = [];
    #active = 0;

    /**
     * @param {object} options
     * @param {HTMLTextAreaElement} options.field
     * @param {HTMLElement} options.anchor The list stands in it.
     * @param {() => Macro[]} options.macros With their variables filled in.
     * @param {() => void} options.inserted
     */
    constructor({ field, anchor, macros, inserted }) {
        this.#field = field;
        this.#macros = macros;
        this.#inserted = inserted;
        anchor.prepend(this.#list);
        field.setAttribute("aria-controls", this.#list.id);
        field.setAttribute("aria-autocomplete", "list");
        field.addEventListener("input", () => this.#update());
        field.addEventListener("blur", () => this.#close());
        // Before the composer, whose Enter would send.
        field.addEventListener("keydown", (event) => this.#keyed(event), { capture: true });
        this.#list.addEventListener("pointerdown", (event) => {
            event.preventDefault();
            const option = event.target instanceof Element ? event.target.closest("[data-index]") : null;
            if (option) this.#insert(this.#fitting[Number(option.getAttribute("data-index"))]);
        });
    }

    get isOpen() {
        return !this.#list.hidden;
    }

    /** Opens it as the key does: a slash at the cursor. */
    open() {
        this.#field.focus();
        const { selectionStart, value } = this.#field;
        const before = value.slice(0, selectionStart);
        this.#field.setRangeText(/(^|\s)$/.test(before) ? "/" : " /", selectionStart, selectionStart, "end");
        this.#field.dispatchEvent(new Event("input", { bubbles: true }));
    }

    #update() {
        const command = macroCommand(this.#field.value.slice(0, this.#field.selectionStart));
        this.#fitting = command ? fittingMacros(this.#macros(), command.query) : [];
        this.#active = 0;
        if (!command || this.#fitting.length === 0) this.#close();
        else this.#render();
    }

    #render() {
        const options = this.#fitting.map((macro, index) =>
            element(
                "li",
                { role: "option", id: `${this.#id}-${index}`, class: "menu__item desk-macros__option", "data-index": index, "aria-selected": String(index === this.#active) },
                element("span", { class: "desk-macros__title" }, element("strong", {}, `/${macro.shortcut}`), ` ${macro.title}`),
                element("span", { class: "desk-macros__body" }, macro.body),
            ),
        );
        this.#list.replaceChildren(...options);
        this.#list.hidden = false;
        this.#field.setAttribute("aria-activedescendant", `${this.#id}-${this.#active}`);
        options[this.#active]?.scrollIntoView({ block: "nearest" });
    }

    #close() {
        this.#list.hidden = true;
        this.#field.removeAttribute("aria-activedescendant");
    }

    /** @param {KeyboardEvent} event */
    #keyed(event) {
        if (!this.isOpen || event.isComposing) return;
        const count = this.#fitting.length;
        switch (event.key) {
            case "ArrowDown":
            case "ArrowUp":
                this.#active = (this.#active + (event.key === "ArrowDown" ? 1 : count - 1)) % count;
                this.#render();
                break;
            case "Enter":
            case "Tab":
                this.#insert(this.#fitting[this.#active]);
                break;
            case "Escape":
                this.#close();
                break;
            default:
                return;
        }
        event.preventDefault();
        event.stopImmediatePropagation();
    }

    /** @param {Macro|undefined} macro */
    #insert(macro) {
        const end = this.#field.selectionStart;
        const command = macroCommand(this.#field.value.slice(0, end));
        this.#close();
        if (!macro || !command) return;
        this.#field.setRangeText(macro.body, command.start, end, "end");
        this.#inserted();
    }
}
