import { text } from "../../Web/Client/strings.js";
import { drawing, element } from "./elements.js";

/** What people say in a support chat, in rows of eight; for the text alone, never for what our pages say. */
const EMOJI = [
    ..."🙂😀😄😅😂😉😊🙏",
    ..."👍👎👌👏💪🙌👋🤝",
    ..."🤔😐😕😟😢😭😡😱",
    ..."😴🤒🤦🤷😍🥳😇🙈",
    ..."🎉🔥✨💯💡⏰📌📎",
    ..."✅❌❗❓🔴🟢💰📈",
];
const COLUMNS = 8;

/**
 * How the arrows and the keys beside them move in the grid.
 *
 * @type {Record<string, (index: number) => number>}
 */
const MOVES = {
    ArrowRight: (index) => index + 1,
    ArrowLeft: (index) => index - 1,
    ArrowDown: (index) => index + COLUMNS,
    ArrowUp: (index) => index - COLUMNS,
    Home: (index) => index - (index % COLUMNS),
    End: (index) => index - (index % COLUMNS) + COLUMNS - 1,
};

/** A button and a small grid that puts an emoji where the cursor is. Tab enters the grid once, arrows move in it. */
export class EmojiPicker {
    view = element("span", { class: "composer__tool emoji-picker" });

    #field;
    #button = element(
        "button",
        {
            type: "button",
            class: "composer__attach",
            "aria-label": text("composer.emoji"),
            title: text("composer.emoji"),
            "aria-expanded": "false",
            "aria-haspopup": "dialog",
        },
        drawing("smile"),
    );
    #panel = element("div", { class: "emoji-picker__panel", role: "dialog", "aria-label": text("composer.emoji"), hidden: true });
    /** @type {HTMLButtonElement[]} */
    #choices = [];

    /** @param {HTMLTextAreaElement} field */
    constructor(field) {
        this.#field = field;
        this.view.append(this.#button, this.#panel);
        this.#button.addEventListener("click", () => this.#show(this.#panel.hidden));
        this.view.addEventListener("keydown", (event) => this.#keyed(event));
        this.view.addEventListener("focusout", (event) => {
            const isInside = event.relatedTarget instanceof Node && this.view.contains(event.relatedTarget);
            if (event.relatedTarget && !isInside) this.#show(false);
        });
        document.addEventListener("pointerdown", (event) => {
            if (event.target instanceof Node && !this.view.contains(event.target)) this.#show(false);
        });
    }

    /** @param {boolean} isShown */
    #show(isShown) {
        if (isShown === !this.#panel.hidden) return;
        if (isShown && this.#choices.length === 0) this.#fill();
        this.#panel.hidden = !isShown;
        this.#button.setAttribute("aria-expanded", String(isShown));
        if (isShown) this.#go(0);
    }

    #fill() {
        this.#choices = EMOJI.map((emoji) => element("button", { type: "button", class: "emoji-picker__choice", tabindex: "-1" }, emoji));
        for (const choice of this.#choices) choice.addEventListener("click", () => this.#choose(choice.textContent ?? ""));
        this.#panel.append(...this.#choices);
    }

    /** @param {number} index Beyond the grid nothing happens. */
    #go(index) {
        const choice = this.#choices[index];
        if (!choice) return;
        for (const each of this.#choices) each.tabIndex = each === choice ? 0 : -1;
        choice.focus();
    }

    /** @param {string} emoji */
    #choose(emoji) {
        const field = this.#field;
        this.#show(false);
        field.focus();
        field.setRangeText(emoji, field.selectionStart, field.selectionEnd, "end");
        field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: emoji }));
    }

    /** @param {KeyboardEvent} event */
    #keyed(event) {
        if (this.#panel.hidden) return;
        if (event.key === "Escape") {
            // The widget closes on Escape as well: only what is on top does.
            event.preventDefault();
            event.stopPropagation();
            this.#show(false);
            this.#button.focus();
            return;
        }
        const index = this.#choices.findIndex((choice) => choice === document.activeElement);
        const move = MOVES[event.key];
        if (!move || index < 0) return;
        event.preventDefault();
        this.#go(move(index));
    }
}
