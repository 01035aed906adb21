import { text } from "../../Web/Client/strings.js";
import { drawing, element } from "../Timeline/elements.js";

/**
 * Answers of one click that go under a reply: each is added with Enter, and taken away again by its button or, the
 * last, by Backspace in the empty field.
 */
export class QuickReplies {
    /** As the server takes them: how many, and how long in characters. */
    static MOST = 6;
    static LONGEST = 60;

    #list = element("ul", { role: "list", class: "desk-quick__list" });
    #field = element("input", {
        class: "desk-quick__field", type: "text", maxlength: QuickReplies.LONGEST, autocomplete: "off",
        "aria-label": text("desk.quick.add"), placeholder: text("desk.quick.add"),
    });
    view = element("div", { class: "desk-quick", role: "group", "aria-label": text("desk.quick.title"), hidden: true }, this.#list, this.#field);
    /** @type {string[]} */
    #values = [];

    /** @param {() => void} leave Goes back to the reply. */
    constructor(leave) {
        this.#field.addEventListener("keydown", (event) => {
            if (event.isComposing || event.keyCode === 229) return;
            if (event.key === "Enter") {
                event.preventDefault();
                // Nothing more to add: what is written goes on above.
                if (!this.#add()) leave();
            } else if (event.key === "Backspace" && this.#field.value === "") {
                this.values = this.#values.slice(0, -1);
            } else if (event.key === "Escape") {
                event.stopPropagation();
                this.#add();
                this.#render();
                leave();
            }
        });
        // What was typed and not entered is meant all the same.
        this.#field.addEventListener("blur", () => this.#add());
    }

    /** What is offered; what is typed and not entered yet with it. */
    get values() {
        this.#add();
        return [...this.#values];
    }

    set values(values) {
        this.#values = values.slice(0, QuickReplies.MOST);
        this.#render();
    }

    /** Shows the field and goes there. */
    open() {
        this.view.hidden = false;
        if (this.#field.hidden) this.#list.querySelector("button")?.focus();
        else this.#field.focus();
    }

    /** @returns {boolean} Whether there was anything to add. */
    #add() {
        const value = this.#field.value.trim();
        this.#field.value = "";
        if (value === "" || this.#values.length >= QuickReplies.MOST) return false;
        // The same answer twice says nothing more.
        if (!this.#values.includes(value)) this.#values.push(value);
        const hadFocus = document.activeElement === this.#field;
        this.#render(true);
        if (hadFocus && this.#field.hidden) this.#list.querySelector("button")?.focus();
        return true;
    }

    /** @param {boolean} [isOpen] Whether more are to come. */
    #render(isOpen = document.activeElement === this.#field) {
        this.#list.replaceChildren(...this.#values.map((value, index) => {
            const label = text("desk.quick.remove", { value });
            const remove = element("button", { type: "button", class: "desk-quick__remove", "aria-label": label, title: label }, drawing("close"));
            remove.addEventListener("click", () => {
                this.values = this.#values.filter((_, each) => each !== index);
                this.open();
            });
            return element("li", { class: "chip desk-quick__chip" }, element("bdi", {}, value), remove);
        }));
        this.#list.hidden = this.#values.length === 0;
        this.#field.hidden = this.#values.length >= QuickReplies.MOST;
        this.view.hidden = this.#values.length === 0 && !isOpen;
    }
}
