import { browserStorage } from "../../Realtime/Client/connection.js";
import { text } from "../../Web/Client/strings.js";
import { drawing, element } from "../Timeline/elements.js";
import { commandFor, GROUPS, keyLabel } from "./commands.js";

/** @typedef {import("./commands.js").Command} Command */

const KEY = "switchboard.desk.keys";
const MAC = /Mac|iPhone|iPad/.test(navigator.platform);

/** How the palette's key is written on this machine. */
export const PALETTE_KEY = MAC ? "⌘K" : "Ctrl K";

/**
 * The desk's keys, and the dialog that lists them. Single keys can be turned off there, for whoever speaks to their
 * computer (WCAG 2.1.4).
 */
export class Shortcuts {
    #commands;
    #palette;
    #escape;
    #storage = browserStorage();
    #dialog = element("dialog", { class: "dialog desk-keys", "aria-labelledby": "desk-keys-title" });

    /**
     * @param {object} options
     * @param {HTMLElement} options.root
     * @param {Command[]} options.commands
     * @param {() => void} options.palette
     * @param {(from: HTMLElement) => void} options.escape Leaves a field or a layer.
     */
    constructor({ root, commands, palette, escape }) {
        this.#commands = commands;
        this.#palette = palette;
        this.#escape = escape;
        this.areOn = this.#storage?.getItem(KEY) !== "off";
        root.append(this.#dialog);
        this.#build();
        document.addEventListener("keydown", (event) => this.#keyed(event));
    }

    /** Shows the list of keys. */
    open() {
        if (!this.#dialog.open) this.#dialog.showModal();
    }

    /** @param {KeyboardEvent} event */
    #keyed(event) {
        if (document.querySelector("dialog[open]")) return;
        if (event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey) {
            event.preventDefault();
            this.#palette();
            return;
        }
        if (event.key.toLowerCase() === "f" && (event.metaKey || event.ctrlKey) && event.shiftKey && !event.altKey) {
            // From wherever one is, the composer too, where the single key is a letter.
            event.preventDefault();
            this.#commands.find(({ id }) => id === "search")?.run();
            return;
        }
        if (event.defaultPrevented) return;
        const target = event.target instanceof HTMLElement ? event.target : document.body;
        if (event.key === "Escape" && !event.isComposing) {
            this.#escape(target);
            return;
        }
        if (!this.areOn || isWriting(target)) return;
        // Enter on a button presses it.
        if (event.key === "Enter" && target.closest("button, a, summary")) return;
        const command = commandFor(this.#commands, event);
        if (!command) return;
        event.preventDefault();
        command.run();
    }

    #build() {
        const close = element("button", { type: "button", class: "desk-keys__close", "aria-label": text("desk.close") }, drawing("close"));
        close.addEventListener("click", () => this.#dialog.close());
        this.#dialog.addEventListener("click", (event) => event.target === this.#dialog && this.#dialog.close());
        this.#dialog.append(
            element("header", { class: "desk-keys__top" }, element("h2", { class: "dialog__title", id: "desk-keys-title" }, text("desk.keys.title")), close),
            element("div", { class: "desk-keys__groups" }, ...GROUPS.map((group) => this.#group(group))),
            this.#switch(),
        );
    }

    /** @param {Command["group"]} group */
    #group(group) {
        const list = element("dl", { class: "desk-keys__list" });
        const add = (/** @type {string} */ words, /** @type {string} */ keys) => {
            list.append(element("div", { class: "desk-keys__key" }, element("dt", {}, words), element("dd", {}, element("kbd", { class: "key" }, keys))));
        };
        for (const command of this.#commands) {
            if (command.group === group && command.key) add(text(`desk.command.${command.id}`), keyLabel(command));
        }
        if (group === "case") {
            add(text("desk.keys.macros"), "/");
            add(text("desk.keys.macro_language"), "← →");
            add(text("desk.keys.send"), "Enter");
            add(text("desk.keys.break"), "Shift Enter");
        }
        if (group === "desk") {
            add(text("desk.palette.title"), PALETTE_KEY);
            add(text("desk.keys.search"), MAC ? "⇧⌘F" : "Ctrl Shift F");
            add(text("desk.keys.escape"), "Esc");
        }
        return element("section", {}, element("h3", { class: "desk-keys__group" }, text(`desk.keys.group.${group}`)), list);
    }

    #switch() {
        const box = element("input", { type: "checkbox" });
        box.checked = this.areOn;
        box.addEventListener("change", () => {
            this.areOn = box.checked;
            try {
                this.#storage?.setItem(KEY, box.checked ? "on" : "off");
            } catch {
                // Storage is full or forbidden: the choice lasts as long as the page.
            }
        });
        return element("label", { class: "desk-keys__switch" }, box, text("desk.keys.single"));
    }
}

/** @param {HTMLElement} target */
function isWriting(target) {
    return target.isContentEditable || target.closest("input, textarea, select, [role=menu]") !== null;
}
