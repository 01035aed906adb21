import { element } from "../Timeline/elements.js";

/**
 * What is offered for what stands before the cursor.
 * @template Thing
 * @typedef {object} Offer
 * @property {number} start Where in the text that what is replaced begins.
 * @property {Thing[]} things
 */

let pickers = 0;

/**
 * The list that a sign such as `/` or `@` opens above the field (WAI-ARIA's combobox with a listbox).
 *
 * @template Thing
 */
export class FieldPicker {
    #id = `desk-picker-${(pickers += 1)}`;
    #field;
    #sign;
    #offer;
    #view;
    #insert;
    #turn;
    #list;
    /** Counts turns: what has changed under the same name would not be read out again. */
    #turns = 0;
    /** @type {Offer<Thing>|null} */
    #offered = null;
    #active = 0;

    /**
     * @param {object} options
     * @param {HTMLTextAreaElement} options.field
     * @param {HTMLElement} options.anchor The list stands in it.
     * @param {string} options.label
     * @param {string} options.sign What opens it.
     * @param {(before: string) => Offer<Thing>|null} options.offer For the text up to the cursor.
     * @param {(thing: Thing) => (Node|string|false)[]} options.view
     * @param {(thing: Thing, start: number, end: number) => void} options.insert Puts it in the place of the sign and what follows.
     * @param {(thing: Thing, to: string|number) => Thing|null} [options.turn] The same thing another way: the next or the
     *   one before (1, -1), or that of a `data-turn` that was pressed; null where there is no other.
     */
    constructor({ field, anchor, label, sign, offer, view, insert, turn = () => null }) {
        this.#field = field;
        this.#sign = sign;
        this.#offer = offer;
        this.#view = view;
        this.#insert = insert;
        this.#turn = turn;
        this.#list = element("ul", { class: "menu desk-macros", role: "listbox", id: this.#id, "aria-label": label, hidden: true });
        anchor.prepend(this.#list);
        field.setAttribute("aria-controls", this.#id);
        field.setAttribute("aria-autocomplete", "list");
        field.addEventListener("input", () => this.#update());
        field.addEventListener("blur", () => this.#close());
        // Before the composer, whose Enter would send.
        field.addEventListener("keydown", (event) => this.#keyed(event), { capture: true });
        this.#list.addEventListener("pointerdown", (event) => {
            event.preventDefault();
            const option = event.target instanceof Element ? event.target.closest("[data-index]") : null;
            const to = event.target instanceof Element ? event.target.closest("[data-turn]")?.getAttribute("data-turn") : null;
            if (!option) return;
            this.#active = Number(option.getAttribute("data-index"));
            if (!to || !this.#turned(to)) this.#choose(this.#active);
        });
    }

    get isOpen() {
        return !this.#list.hidden;
    }

    /** Opens it as the key does: the sign at the cursor. */
    open() {
        this.#field.focus();
        const { selectionStart, value } = this.#field;
        const before = value.slice(0, selectionStart);
        this.#field.setRangeText(/(^|\s)$/.test(before) ? this.#sign : ` ${this.#sign}`, selectionStart, selectionStart, "end");
        this.#field.dispatchEvent(new Event("input", { bubbles: true }));
    }

    #update() {
        this.#offered = this.#offer(this.#field.value.slice(0, this.#field.selectionStart));
        this.#active = 0;
        if (!this.#offered || this.#offered.things.length === 0) this.#close();
        else this.#render(this.#offered);
    }

    /** @param {Offer<Thing>} offered */
    #render({ things }) {
        const options = things.map((thing, index) =>
            element("li", { role: "option", id: this.#optionId(index), class: "menu__item desk-macros__option", "data-index": index, "aria-selected": String(index === this.#active) }, ...this.#view(thing)),
        );
        this.#list.replaceChildren(...options);
        this.#list.hidden = false;
        this.#field.setAttribute("aria-activedescendant", this.#optionId(this.#active));
        options[this.#active]?.scrollIntoView({ block: "nearest" });
    }

    /** @param {number} index */
    #optionId(index) {
        return `${this.#id}-${this.#turns}-${index}`;
    }

    /**
     * Shows the active thing another way.
     *
     * @param {string|number} to
     * @returns {boolean} Whether there is another.
     */
    #turned(to) {
        const things = this.#offered?.things;
        const thing = things?.[this.#active];
        const other = thing === undefined ? null : this.#turn(thing, to);
        if (!this.#offered || !things || other === null) return false;
        things[this.#active] = other;
        this.#turns += 1;
        this.#render(this.#offered);
        return true;
    }

    #close() {
        this.#list.hidden = true;
        this.#field.removeAttribute("aria-activedescendant");
    }

    /** @param {KeyboardEvent} event */
    #keyed(event) {
        if (!this.isOpen || !this.#offered || event.isComposing) return;
        const count = this.#offered.things.length;
        switch (event.key) {
            case "ArrowDown":
            case "ArrowUp":
                this.#active = (this.#active + (event.key === "ArrowDown" ? 1 : count - 1)) % count;
                this.#render(this.#offered);
                break;
            case "ArrowLeft":
            case "ArrowRight":
                if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
                // Where there is no other the cursor moves.
                if (!this.#turned(event.key === "ArrowRight" ? 1 : -1)) return;
                break;
            case "Enter":
            case "Tab":
                this.#choose(this.#active);
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

    /** @param {number} index */
    #choose(index) {
        const thing = this.#offered?.things[index];
        const start = this.#offered?.start;
        this.#close();
        if (thing === undefined || start === undefined) return;
        this.#insert(thing, start, this.#field.selectionStart);
        this.#field.dispatchEvent(new Event("input", { bubbles: true }));
    }
}
